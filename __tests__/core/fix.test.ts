import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyFixes, clashes, type Edit } from '../../src/core/fix.js';

const edit = (line: number, from: number, to: number, text: string): Edit => ({
  startLine: line,
  startColumn: from,
  endLine: line,
  endColumn: to,
  text,
});
const fix = (...edits: Edit[]) => ({ description: 'd', edits });

describe('applyFixes', () => {
  it('replaces, inserts and deletes, each at its place', () => {
    const { text } = applyFixes('one two\nthree\n', [
      fix(edit(2, 1, 6, '3')),
      fix(edit(1, 4, 4, ',')),
      fix(edit(1, 5, 8, '')),
    ]);
    expect(text).toBe('one, \n3\n');
  });

  it('leaves a fix that overlaps an earlier one for the next run', () => {
    const first = fix(edit(1, 1, 4, 'x'));
    const second = fix(edit(1, 3, 6, 'y'), edit(1, 7, 7, 'z'));
    const result = applyFixes('abcdefgh', [second, first]);
    expect(result.text).toBe('xdefgh');
    expect(result.applied).toEqual([first]);
  });

  it('makes an edit that two fixes ask for once', () => {
    expect(applyFixes('abc', [fix(edit(1, 1, 2, 'x')), fix(edit(1, 1, 2, 'x'))]).text).toBe('xbc');
  });

  it('makes all insertions at one place that fit together, in the order of the fixes', () => {
    const insert = (text: string) => fix(edit(1, 3, 3, text));
    const fixes = [insert('\n  s:\n    a: 1'), insert('\n  b: 2'), insert('\n  s:\n    c: 3')];
    const result = applyFixes('x:\ny: 1\n', fixes);
    expect(result.text).toBe('x:\n  s:\n    a: 1\n    c: 3\n  b: 2\ny: 1\n');
    expect(result.applied).toEqual(fixes);
  });

  it('leaves an insertion that sets the same key to another value for the next run', () => {
    const insert = (text: string) => fix(edit(1, 3, 3, text));
    const result = applyFixes('x:\n', [insert('\n  a: 1'), insert('\n  a: 2')]);
    expect(result.text).toBe('x:\n  a: 1\n');
  });

  it('makes every one of thousands of fixes', () => {
    const lines = 20_000;
    const fixes = Array.from({ length: lines }, (_, index) => fix(edit(index + 1, 1, 2, 'x')));
    expect(applyFixes('ab\n'.repeat(lines), fixes.reverse()).text).toBe('xb\n'.repeat(lines));
  });

  it('applies two fixes exactly if their edits do not clash', () => {
    const column = fc.integer({ min: 1, max: 9 });
    const anyEdit = fc
      .tuple(column, column, fc.constantFrom('', 'x'))
      .map(([a, b, text]) => edit(1, Math.min(a, b), Math.max(a, b), text));
    fc.assert(
      fc.property(anyEdit, anyEdit, (a, b) => {
        expect(applyFixes('abcdefgh', [fix(a), fix(b)]).applied).toHaveLength(
          clashes(a, b) ? 1 : 2,
        );
      }),
    );
  });

  it('keeps carriage returns, tabs and a byte order mark', () => {
    expect(applyFixes('\ufeffa\r\n\tb\r\n', [fix(edit(2, 2, 3, 'c'))]).text).toBe(
      '\ufeffa\r\n\tc\r\n',
    );
  });

  it('never takes or moves a byte order mark, even where an edit begins in front of it', () => {
    expect(applyFixes('\ufeffabc', [fix(edit(1, 1, 3, 'x'))]).text).toBe('\ufeffxbc');
    expect(applyFixes('\ufeffabc', [fix(edit(1, 1, 1, 'x'))]).text).toBe('\ufeffxabc');
  });

  it('changes nothing outside the edits, whatever they are', () => {
    const column = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), column, column, (line, a, b) => {
        const text = line.replaceAll('\n', ' ');
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const result = applyFixes(text, [fix(edit(1, from, to, '!'))]).text;
        expect(result).toBe(`${text.slice(0, from - 1)}!${text.slice(to - 1)}`);
      }),
    );
  });
});
