import { describe, expect, it, test } from '@jest/globals';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { type DockerfileRule, defineDockerfileRule } from '../../src/dockerfile/rule.js';
import { NOW } from '../now.js';
import { lint } from './lint-text.js';
import { parse } from './parse-text.js';

const rule = (fields: Partial<DockerfileRule>): DockerfileRule =>
  defineDockerfileRule({
    id: 'X1',
    name: 'x',
    severity: 'low',
    severityReason: 'It is a test',
    practice: 'maintainability',
    title: 'x',
    why: 'x',
    remediation: 'x',
    check: () => {},
    ...fields,
  });

describe('lintDockerfile', () => {
  it('orders findings by position', () => {
    const findings = lintDockerfile(parse('FROM a:1\nADD a b\nFROM debian\nMAINTAINER me'), {
      now: NOW,
    });
    const lines = findings.map(({ location }) => location?.startLine ?? 0);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
    expect(lines.length).toBeGreaterThan(2);
  });

  it('reports a rule that throws an error as a finding', () => {
    const failing = rule({
      check() {
        throw new Error('broken');
      },
    });
    const [finding] = lintDockerfile(parse('FROM a:1'), { now: NOW }, { rules: [failing] });
    expect(finding).toMatchObject({ rule: 'PS0005', message: 'Rule X1 failed: broken' });
  });

  it('reports the findings of ShellCheck, except ignored ones', () => {
    const at = parse('FROM a:1\nRUN x').source.range(13, 14);
    const shellFindings = [{ rule: rule({ id: 'SC2086' }), observation: { at, message: 'x' } }];
    const found = (ignored: string[]) =>
      lintDockerfile(
        parse('FROM a:1\nRUN x'),
        { now: NOW, ignored: new Set(ignored) },
        { rules: [], shellFindings },
      ).map((finding) => finding.rule);
    expect(found([])).toEqual(['SC2086']);
    expect(found(['SC2086'])).toEqual([]);
  });

  it('lists the findings that a comment of ShellCheck disables as suppressed', () => {
    const dockerfile = parse('FROM a:1\nRUN x');
    const observation = { at: dockerfile.source.range(13, 14), message: 'x' };
    const shellFindings = [{ rule: rule({ id: 'SC2086' }), observation, disabledBy: 2 }];
    const suppressed: unknown[] = [];
    const found = lintDockerfile(
      dockerfile,
      { now: NOW },
      { rules: [], shellFindings, onSuppressed: (finding) => suppressed.push(finding.suppression) },
    );
    expect(found).toEqual([]);
    expect(suppressed).toEqual([{ path: 'Dockerfile', line: 2, rule: 'SC2086' }]);
  });

  it('applies the severities and ignored rules of the configuration', () => {
    const severities = new Map([['DL3006', 'critical' as const]]);
    expect(lint('FROM a', 'DL3006', { severities })[0]?.severity).toBe('critical');
    expect(lint('FROM a', 'DL3006', { ignored: new Set(['DL3006']) })).toEqual([]);
  });

  test.each<[text: string, severities: string[], count: number]>([
    ['FROM a:1', [], 0],
    ['FROM a:1', ['X1'], 1],
    ['# check=experimental=all\nFROM a:1', [], 1],
    ['# check=experimental=Y1,X1\nFROM a:1', [], 1],
    ['# check=experimental=Y1\nFROM a:1', [], 0],
  ])('runs an opt-in rule for %j with severities for %j: %d findings', (text, ids, count) => {
    const optIn = rule({
      optIn: true,
      check: ({ source }, report) => report({ at: source.range(0, 1), message: 'x' }),
    });
    const severities = new Map(ids.map((id) => [id, 'low' as const]));
    expect(lintDockerfile(parse(text), { now: NOW, severities }, { rules: [optIn] })).toHaveLength(
      count,
    );
  });

  test.each([
    ['# check=error=true', 'high'],
    ['# check=skip=UndefinedVar;error=TRUE', 'high'],
    ['# check=error=false', 'info'],
    ['# a comment', 'info'],
  ])('with %s reports checks of BuildKit as %s, and no other rules', (first, severity) => {
    const text = `${first}\nFROM debian as b`;
    expect(lint(text, 'FromAsCasing')[0]?.severity).toBe(severity);
    expect(lint(text, 'DL3006')[0]?.severity).toBe('medium');
  });
});

describe('fingerprints', () => {
  const fingerprints = (text: string) => lint(text, 'DL3020').map((finding) => finding.fingerprint);

  it('stay the same when lines move, and differ between findings', () => {
    const before = fingerprints('FROM a:1\nADD a b\nADD c d');
    expect(fingerprints('# moved\n\nFROM a:1\nRUN x\nADD a b\nADD c d')).toEqual(before);
    expect(new Set(before).size).toBe(2);
  });
});

describe('findings in builder stages', () => {
  const stagesOf = (text: string, rule: string) =>
    lintDockerfile(parse(text), { now: NOW })
      .filter((finding) => finding.rule === rule)
      .map(({ builderStage }) => builderStage);
  const apk = 'RUN sudo true';

  test.each<[what: string, text: string, stages: (string | undefined)[]]>([
    [
      'a stage that another one copies from is one',
      `FROM a:1 AS build\n${apk}\nFROM b:1\n${apk}\nCOPY --from=build /a /a`,
      ['build', undefined],
    ],
    [
      'a stage of which all files are copied is none, nor are those below it',
      `FROM a:1 AS deep\n${apk}\nFROM deep AS build\n${apk}\nFROM scratch\nCOPY --from=build / /`,
      [undefined, undefined],
    ],
    [
      'a stage without a name has its index',
      `FROM a:1\n${apk}\nFROM b:1\nCOPY --from=0 /a /a`,
      ['0'],
    ],
    [
      'a parent of the last stage is none',
      `FROM a:1 AS base\n${apk}\nFROM base\n${apk}`,
      [undefined, undefined],
    ],
    [
      'a parent of a builder stage is one',
      `FROM a:1 AS base\n${apk}\nFROM base AS build\nFROM b:1\nRUN --mount=from=build,target=/b true`,
      ['base'],
    ],
    [
      'a parent of both is none',
      `FROM a:1 AS base\n${apk}\nFROM base AS build\nFROM base\nCOPY --from=build /a /a`,
      [undefined],
    ],
    [
      'a stage that nothing uses is none',
      `FROM a:1 AS test\n${apk}\nFROM b:1\n${apk}`,
      [undefined, undefined],
    ],
  ])('%s', (_, text, stages) => {
    expect(stagesOf(text, 'DL3004')).toEqual(stages);
  });

  test('a rule that affects the build counts fully', () => {
    const text =
      'FROM a:1 AS build\nRUN curl -k https://a.example/x | sh\nFROM b:1\nCOPY --from=build /a /a';
    expect(stagesOf(text, 'PS0023')).toEqual([undefined]);
    expect(stagesOf(text, 'PS0024')).toEqual([undefined]);
  });
});
