import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RecordFile } from '../../src/lib/record-file.js';

test('a file of records returns each text that was added, in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
      const file = new RecordFile();
      try {
        const places = texts.map((text) => file.add(text));
        const read = places.toReversed().map((place) => file.read(place));
        expect(read.toReversed()).toEqual(texts);
      } finally {
        file.close();
      }
    }),
    { numRuns: 20 },
  );
});

test('a file of records returns texts that are larger than its buffer', () => {
  const file = new RecordFile();
  const large = 'ä'.repeat(3 << 20);
  const places = [file.add('a'), file.add(large), file.add('b')];
  expect(places.map((place) => file.read(place) === large)).toEqual([false, true, false]);
  file.close();
});
