import { describe, expect, it, test } from '@jest/globals';
import { isProblem, readDocument } from '../../src/policy/yaml.js';

/** The line and message of the problem; undefined if the text can be read. */
function problemOf(text: string) {
  const document = readDocument(text);
  return document && isProblem(document) ? document : undefined;
}

test.each([
  ['a duplicate key', 'a: 1\nb: 2\na: 3\n', 3, 'duplicate key "a"'],
  ['a duplicate key in a map', 'a: 1\nb:\n  c: 1\n  c: 2\n', 4, 'duplicate key "c"'],
  ['invalid YAML', 'a: 1\nb: 2\nc: [\n', 4, ''],
  ['a value of another type', 'a: 1\nb: !!binary aGk=\n', 2, 'a value is not a string'],
  ['a key of another type', 'a: 1\n? [b]\n: 2\n', 2, 'a key is not a string'],
  ['an unknown anchor', 'a: 1\n\nb: *c\n', 3, 'no anchor "c"'],
  ['a second document', 'a: 1\n---\na: 2\n', 2, 'document'],
])('%s is a problem with its line', (_, text, line, message) => {
  expect(problemOf(text)).toMatchObject({ line, message: expect.stringContaining(message) });
});

describe('a limit', () => {
  it('of twenty levels below the document', () => {
    const list = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(problemOf(list(21))).toBeUndefined();
    expect(problemOf(list(22))).toMatchObject({ line: 1 });
  });

  it('of 50,000 values that aliases add', () => {
    const list = `a: &a [${Array(999).fill('x').join(', ')}]\n`;
    const uses = (count: number) => `${list}b: [${Array(count).fill('*a').join(', ')}]\n`;
    expect(problemOf(uses(49))).toBeUndefined();
    expect(problemOf(uses(60))).toMatchObject({ message: expect.stringContaining('aliases') });
  });
});

test('an empty file has no document', () => {
  expect(readDocument('')).toBeUndefined();
  expect(readDocument('# nothing\n')).toBeUndefined();
});
