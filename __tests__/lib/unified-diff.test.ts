import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { unifiedDiff } from '../../src/lib/unified-diff.js';

describe('unifiedDiff', () => {
  it('is empty for equal texts', () => {
    expect(unifiedDiff('f', 'a\n', 'a\n')).toBe('');
  });

  it('shows three lines around a change', () => {
    const before = ['1', '2', '3', '4', '5', '6', '7', '8', ''].join('\n');
    expect(unifiedDiff('f', before, before.replace('5', 'five'))).toBe(
      '--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n',
    );
  });

  it('marks a last line without a line break', () => {
    expect(unifiedDiff('f', 'a', 'b')).toContain(
      '-a\n\\ No newline at end of file\n+b\n\\ No newline',
    );
  });
});

test('git apply turns the old text into the new text', () => {
  const lines = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n'), { maxLength: 30 });
  const dir = mkdtempSync(join(tmpdir(), 'portside-diff-'));
  try {
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const [before, after] = [`x\n${a.join('')}`, `x\n${b.join('')}`];
        if (before === after) return;
        writeFileSync(join(dir, 'f'), before);
        const run = spawnSync('git', ['apply', '--whitespace=nowarn', '-'], {
          cwd: dir,
          input: unifiedDiff('f', before, after),
          encoding: 'utf8',
        });
        expect(run.stderr).toBe('');
        expect(readFileSync(join(dir, 'f'), 'utf8')).toBe(after);
      }),
      { numRuns: 60 },
    );
  } finally {
    rmSync(dir, { recursive: true });
  }
});
