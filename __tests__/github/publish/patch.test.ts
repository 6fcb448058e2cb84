import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findHunk, parseHunks } from '../../../src/github/publish/patch.js';

const PATCH = `@@ -1,4 +1,5 @@
 FROM debian:12
-RUN a
+RUN b
+RUN c
 USER app
 CMD ["x"]
@@ -20,2 +21,1 @@ RUN something
 ENV A=1
-ENV B=2
\\ No newline at end of file`;

describe('readHunks', () => {
  it('numbers the lines of the new file and marks the added ones', () => {
    const hunks = parseHunks(PATCH).map((h) => ({
      first: h.first,
      last: h.last,
      added: [...h.added],
      lines: h.lines,
    }));
    expect(hunks).toEqual([
      {
        first: 1,
        last: 5,
        added: [2, 3],
        lines: ['FROM debian:12', 'RUN b', 'RUN c', 'USER app', 'CMD ["x"]'],
      },
      { first: 21, last: 21, added: [], lines: ['ENV A=1'] },
    ]);
  });

  it('keeps adjacent hunks separate, as GitHub does', () => {
    const hunks = parseHunks('@@ -1 +1 @@\n+a\n@@ -2 +2 @@\n+b');
    expect(hunks).toHaveLength(2);
    expect(findHunk(hunks, 1, 2)).toBeUndefined();
    expect(findHunk(hunks, 2, 2)).toBe(hunks[1]);
  });

  it('has no lines for a hunk that only deletes', () => {
    const [hunk] = parseHunks('@@ -3,2 +2,0 @@\n-a\n-b');
    expect(hunk && hunk.last < hunk.first).toBe(true);
    expect(findHunk(parseHunks('@@ -3,2 +2,0 @@\n-a\n-b'), 2, 2)).toBeUndefined();
  });

  it.each(['', 'garbage', '@@ -1 @@\n+x', '@@ broken\n+x', '+before any header'])(
    'finds no hunk in %j',
    (patch) => {
      expect(parseHunks(patch)).toEqual([]);
    },
  );

  it('never throws, and every added line is inside its hunk', () => {
    const line = fc.oneof(
      fc.constantFrom('@@ -1,2 +3,4 @@', '+x', '-y', ' z', '\\ No newline'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        for (const hunk of parseHunks(lines.join('\n')))
          for (const added of hunk.added) expect(findHunk([hunk], added, added)).toBe(hunk);
      }),
    );
  });
});
