import { describe, expect, it, test } from '@jest/globals';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';
import { defineRule } from '../../src/dockerfile/rule.js';
import { lint, marks } from './lint-text.js';

describe('ignore comments', () => {
  test.each<[why: string, text: string, found: string[]]>([
    ['the line above', '# hadolint ignore=DL3006,DL3007\nFROM debian', []],
    ['another comment between', '# hadolint ignore=DL3006\n# a note\nFROM debian', []],
    ['not over a blank line', '# hadolint ignore=DL3006\n\nFROM debian', ['3:debian']],
    ['one instruction only', '# hadolint ignore=DL3006\nFROM debian\nFROM debian', ['3:debian']],
    ['the file', 'FROM debian\n# hadolint global ignore=DL3006\nFROM alpine', []],
    ['a reason behind it', '# hadolint ignore=DL3006 # moves on purpose\nFROM debian', []],
    ['until a day', '# portside ignore=DL3006 until=2030-01-01 reason=moves\nFROM debian', []],
    ['no longer', '# portside ignore=DL3006 until=2020-01-01\nFROM debian', ['2:debian']],
  ])('hold for %s', (_why, text, found) => {
    expect(marks(text, 'DL3006', { now: new Date('2026-01-01') })).toEqual(found);
  });

  test('of a stage hold in that stage', () => {
    const text = '# hadolint stage ignore=DL3020\nFROM a:1\nADD a b\nADD a c\nFROM b:1\nADD a d';
    expect(marks(text, 'DL3020')).toEqual(['6:ADD']);
  });

  test('of BuildKit hold in the file', () => {
    expect(marks('# check=skip=FromAsCasing,All\nFROM a:1 as b', 'FromAsCasing')).toEqual([]);
    expect(marks('# check=skip=all\nFROM a:1 as b', 'FromAsCasing')).toEqual([]);
  });

  test('have no effect when the settings say so', () => {
    const text = '# hadolint ignore=DL3006\nFROM debian';
    expect(marks(text, 'DL3006', { disableIgnorePragma: true })).toEqual(['2:debian']);
  });

  test.each<[rule: string, text: string, found: string[]]>([
    ['PS0001', '# hadolint ignore=DL30006\nFROM a:1', ['1:DL30006']],
    ['PS0002', '# hadolint ignore=DL3006, DL3007\nFROM debian', ['1:DL3007']],
    ['PS0003', '# portside ignore=DL3006 until=2020-01-01\nFROM debian', ['1:DL3006']],
    [
      'PS0004',
      '# portside ignore=DL3006 until=soon\nFROM debian',
      ['1:# portside ignore=DL3006 until=soon'],
    ],
  ])('that are wrong are findings: %s', (rule, text, found) => {
    expect(marks(text, rule)).toEqual(found);
  });
});

describe('the engine', () => {
  it('makes one finding of two families that say the same', () => {
    const [finding, second] = lint('FROM a:1\nCMD run it', 'DL3025');
    expect(finding?.aliases).toEqual(['JSONArgsRecommended']);
    expect(second).toBeUndefined();
  });

  it('keeps fingerprints when lines move, and tells equal ones apart', () => {
    const prints = (text: string) => lint(text, 'DL3020').map(({ fingerprint }) => fingerprint);
    const before = prints('FROM a:1\nADD a b\nADD c d');
    expect(prints('# moved\n\nFROM a:1\nRUN x\nADD a b\nADD c d')).toEqual(before);
    expect(new Set(before).size).toBe(2);
  });

  it('makes a finding of a rule that throws', () => {
    const rule = defineRule({
      id: 'X1',
      name: 'x',
      severity: 'low',
      practice: 'maintainability',
      title: 'x',
      why: 'x',
      remediation: 'x',
      check() {
        throw new Error('broken');
      },
    });
    const [finding] = lintDockerfile(
      parseDockerfile('Dockerfile', 'FROM a:1'),
      {},
      { rules: [rule] },
    );
    expect(finding).toMatchObject({ rule: 'PS0005', message: 'Rule X1 failed: broken' });
  });

  test.each([
    ['# check=error=true', 'high'],
    ['# check=skip=UndefinedVar;error=TRUE', 'high'],
    ['# check=error=false', 'info'],
    ['# a comment', 'info'],
  ])('%s makes findings of BuildKit %s, those of others stay', (first, severity) => {
    const text = `${first}\nFROM debian as b`;
    expect(lint(text, 'FromAsCasing')[0]?.severity).toBe(severity);
    expect(lint(text, 'DL3006')[0]?.severity).toBe('medium');
  });

  it('uses the severities and omissions of the settings', () => {
    const severities = new Map([['DL3006', 'critical' as const]]);
    expect(lint('FROM a', 'DL3006', { severities })[0]?.severity).toBe('critical');
    expect(lint('FROM a', 'DL3006', { ignored: new Set(['DL3006']) })).toEqual([]);
  });
});
