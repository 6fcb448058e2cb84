import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { automaton } from '../../src/secrets/automaton.js';

describe('automaton', () => {
  it('finds the same matches as a separate search for each keyword, in any case', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', 'B', '-'), maxLength: 60 });
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 6 }), text, (words, subject) => {
        const found: string[] = [];
        automaton(words)(Buffer.from(subject), (keyword, start, end) => {
          found.push(`${words[keyword]} ${start} ${end}`);
          return true;
        });
        const lower = subject.toLowerCase();
        const expected = words.flatMap((one) =>
          [...lower].flatMap((_, at) =>
            lower.startsWith(one, at) ? [`${one} ${at} ${at + one.length}`] : [],
          ),
        );
        expect(found.sort()).toEqual(expected.sort());
      }),
    );
  });
});
