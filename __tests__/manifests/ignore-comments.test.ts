import { describe, expect, it } from '@jest/globals';
import { ignoreComments } from '../../src/manifests/ignore-comments.js';

describe('ignoreComments', () => {
  it('finds comments in a text with a byte order mark, Windows lines and several documents', () => {
    const text =
      '\ufeff# portside ignore=A\r\na: "x" # portside ignore=B\r\n---\r\n# portside ignore=C\r\n- |\r\n  # portside ignore=D\r\n';
    const found = ignoreComments(text, 'm.yaml').flatMap(({ rules: names, line, at }) =>
      names.map(({ id }) => [id, at.startLine, line]),
    );
    expect(found).toEqual([
      ['A', 1, 2],
      ['B', 2, 2],
      ['C', 4, 5],
    ]);
  });

  it.each(['# portside ignor=DEP-PRIV', '# portside global ignore=DEP-PRIV'])(
    'finds the misspelled %s',
    (text) => {
      expect(ignoreComments(`a: b\n${text}\nc: d\n`, 'm.yaml')).toMatchObject([
        { rules: [], faults: [expect.stringContaining('write "portside ignore="')], line: 3 },
      ]);
    },
  );

  it('finds a hundred thousand comments', () => {
    const text = '# portside ignore=DEP-PRIV\n'.repeat(100_000);
    expect(ignoreComments(text, 'm.yaml')).toHaveLength(100_000);
  });
});
