import { describe, expect, test } from '@jest/globals';
import { lintComments, parseCheckDirective } from '../../src/dockerfile/lint-comments.js';
import { parse } from './parse-text.js';

const NO_LINES = { firstLine: 1, lastLine: 0 };

describe('comments that configure the linter', () => {
  test.each<[text: string, found: unknown[]]>([
    [
      '# hadolint ignore=A1,B2\nFROM a',
      [{ kind: 'suppression', tool: 'hadolint', scope: 'instruction', firstLine: 2, lastLine: 2 }],
    ],
    ['# hadolint ignore=A1\n# other\nFROM a', [{ firstLine: 3, lastLine: 3 }]],
    ['# hadolint ignore=A1\nRUN a \\\n b', [{ firstLine: 2, lastLine: 3 }]],
    ['RUN a \\\n# hadolint ignore=A1\n b \\\n c', [{ firstLine: 3, lastLine: 3 }]],
    ['# hadolint ignore=A1\n\nFROM a', [NO_LINES]],
    ['FROM a\n# hadolint ignore=A1', [NO_LINES]],
    ['# hadolint global ignore=A1\nFROM a', [{ scope: 'file', firstLine: 1, lastLine: 2 }]],
    ['# hadolint stage ignore=A1\nFROM a\nRUN b', [{ scope: 'stage', firstLine: 2, lastLine: 3 }]],
    ['FROM a\n# hadolint stage ignore=A1\nRUN b', [{ scope: 'stage', ...NO_LINES }]],
    [
      'FROM a\n# portside ignore=A1 reason=x y until=2030-01-01\nRUN b',
      [{ tool: 'portside', reason: 'x y', until: '2030-01-01', faults: [] }],
    ],
    ['# portside ignore=\nFROM a', [{ tool: 'portside', faults: ['it names no rule'] }]],
    ['# check=skip=A;error=true\nFROM a', [{ tool: 'buildkit', scope: 'file' }]],
    ['# check=error=true\nFROM a', []],
    [
      'FROM a\n# check=skip=A\nRUN b',
      [{ tool: 'buildkit', scope: 'instruction', firstLine: 3, lastLine: 3 }],
    ],
    ['FROM a\n# hadolint shell=powershell\nRUN b', [{ kind: 'shell', shell: 'powershell' }]],
    ['FROM a\n# hadolint shell=\nRUN b', []],
    ['# hadolint is good\nFROM a', []],
  ])('in %j are found', (text, found) => {
    const comments = lintComments(parse(text));
    expect(comments).toHaveLength(found.length);
    expect(comments).toMatchObject(found);
  });

  test.each<[text: string, rules: string[]]>([
    ['# hadolint ignore=A1, B2\nFROM a', ['1:19 A1', '1:23 B2']],
    ['# check=skip=A,B\nFROM a', ['1:14 A', '1:16 B']],
    ['FROM a\n# check=skip=A,B\nRUN c', ['2:14 A', '2:16 B']],
  ])('in %j have rules with positions', (text, rules) => {
    const [comment] = lintComments(parse(text));
    if (comment?.kind !== 'suppression') throw new Error('no suppression comment');
    expect(
      comment.rules.map(({ id, range }) => `${range.startLine}:${range.startColumn} ${id}`),
    ).toEqual(rules);
  });
});

test('parseCheckDirective reads options with the offsets of their values', () => {
  expect(parseCheckDirective('skip=A,B; Error = true;x')).toEqual([
    { key: 'skip', value: 'A,B', at: 5 },
    { key: 'error', value: 'true', at: 17 },
  ]);
});
