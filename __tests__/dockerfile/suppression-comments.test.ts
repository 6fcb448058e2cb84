import { describe, expect, test } from '@jest/globals';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { NOW } from '../now.js';
import { lint, marks } from './lint-text.js';
import { parse } from './parse-text.js';

test('a misspelled comment covers nothing and is a finding', () => {
  const text = '# portside ignor=DL3006\nFROM debian\n# portside runs here\n';
  expect(marks(text, 'DL3006')).toEqual(['2:debian']);
  expect(marks(text, 'PS0004')).toEqual(['1:# portside ignor=DL3006']);
});

describe('a suppression comment covers', () => {
  const now = new Date('2026-01-01');
  test.each<[what: string, text: string, found: string[]]>([
    ['the line below', '# hadolint ignore=DL3006,DL3007\nFROM debian', []],
    ['the line below other comments', '# hadolint ignore=DL3006\n# a note\nFROM debian', []],
    ['no line after an empty one', '# hadolint ignore=DL3006\n\nFROM debian', ['3:debian']],
    ['one instruction', '# hadolint ignore=DL3006\nFROM debian\nFROM debian', ['3:debian']],
    ['the file with global', 'FROM debian\n# hadolint global ignore=DL3006\nFROM alpine', []],
    ['its line if it has a reason', '# hadolint ignore=DL3006 # moves\nFROM debian', []],
    ['its line up to a day', '# portside ignore=DL3006 until=2026-01-01\nFROM debian', []],
    [
      'nothing after that day',
      '# portside ignore=DL3006 until=2025-12-31\nFROM debian',
      ['2:debian'],
    ],
    ['no other rule', '# hadolint ignore=DL3007\nFROM debian', ['2:debian']],
    ['no rule with the word all', '# hadolint ignore=all\nFROM debian', ['2:debian']],
  ])('%s', (_what, text, found) => {
    expect(marks(text, 'DL3006', { now })).toEqual(found);
  });

  test('the stage with stage', () => {
    const text = '# hadolint stage ignore=DL3020\nFROM a:1\nADD a b\nADD a c\nFROM b:1\nADD a d';
    expect(marks(text, 'DL3020')).toEqual(['6:ADD']);
  });

  test.each(['FromAsCasing,All', 'all'])('the file with # check=skip=%s', (skip) => {
    expect(marks(`# check=skip=${skip}\nFROM a:1 as b`, 'FromAsCasing')).toEqual([]);
  });

  test('only checks of BuildKit with # check=skip=all', () => {
    expect(marks('# check=skip=all\nFROM debian', 'DL3006')).toEqual(['2:debian']);
  });

  test('findings under any of their names', () => {
    expect(lint('FROM a:1\n# hadolint ignore=JSONArgsRecommended\nCMD run it', 'DL3025')).toEqual(
      [],
    );
  });

  test('nothing if the configuration disables comments', () => {
    const text = '# hadolint ignore=DL3006\nFROM debian';
    expect(marks(text, 'DL3006', { disableIgnorePragma: true })).toEqual(['2:debian']);
  });
});

test('A suppressed finding has the comment, its reason and its date', () => {
  const suppressed: unknown[] = [];
  const text = '# portside ignore=DL3006 until=2099-01-01 reason=moves on purpose\nFROM debian';
  lintDockerfile(
    parse(text),
    { now: NOW },
    { onSuppressed: (finding) => suppressed.push(finding) },
  );
  expect(suppressed).toMatchObject([
    {
      rule: 'DL3006',
      suppression: {
        path: 'Dockerfile',
        line: 1,
        rule: 'DL3006',
        reason: 'moves on purpose',
        until: '2099-01-01',
      },
    },
  ]);
});

describe('a suppression comment is a finding', () => {
  test.each<[rule: string, text: string, found: string[]]>([
    ['PS0001', '# hadolint ignore=DL30006\nFROM a:1', ['1:DL30006']],
    ['PS0001', '# hadolint ignore=SC2086,all\nFROM a:1', ['1:all']],
    ['PS0002', '# hadolint ignore=DL3006, DL3007\nFROM debian', ['1:DL3007']],
    ['PS0002', '# check=skip=all\nFROM a:1', []],
    ['PS0003', '# portside ignore=DL3006 until=2020-01-01\nFROM debian', ['1:DL3006']],
    [
      'PS0004',
      '# portside ignore=DL3006 until=soon\nFROM debian',
      ['1:# portside ignore=DL3006 until=soon'],
    ],
  ])('%s in %j', (rule, text, found) => {
    expect(marks(text, rule)).toEqual(found);
  });
});
