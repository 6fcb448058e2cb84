import { describe, expect, test } from '@jest/globals';
import { dedupeAcrossChecks } from '../../src/check/dedupe-across-checks.js';
import type { Finding } from '../../src/core/finding.js';
import { acceptingNames } from '../../src/core/join-findings.js';
import { EMPTY_INSPECTION } from '../../src/core/report.js';

const finding = (more: object, line?: number, end = line): Finding =>
  ({
    ...{ rule: 'X', aliases: [], check: 'lint', severity: 'info', confidence: 'high', tags: [] },
    ...{ message: 'm', fingerprint: 'f', status: 'new' },
    ...(line === undefined || end === undefined
      ? {}
      : {
          location: {
            path: 'Dockerfile',
            startLine: line,
            startColumn: 1,
            endLine: end,
            endColumn: 9,
          },
        }),
    ...more,
  }) as Finding;
const linted = (line: number, more: object = {}) => finding({ rule: 'PS0017', ...more }, line);
const built = (line?: number, end?: number) =>
  finding(
    { rule: 'IMG-HEALTH', check: 'hardening', severity: 'low', aliases: ['DS-0026', 'PS0017'] },
    line,
    end ?? line,
  );

describe('what the linter and the image say of one line', () => {
  test.each<[string, Finding[], string[]]>([
    ['is one finding, of the worse severity', [linted(3), built(3)], ['low PS0017 +IMG-HEALTH']],
    [
      'keeps the linter’s severity where that is worse',
      [linted(3, { severity: 'high' }), built(3)],
      ['high PS0017 +IMG-HEALTH'],
    ],
    [
      'is one finding within an instruction of several lines',
      [linted(4), built(3, 5)],
      ['low PS0017 +IMG-HEALTH'],
    ],
    [
      'is one finding by another name of the rule',
      [linted(3, { rule: 'Y', aliases: ['DS-0026'] }), built(3)],
      ['low Y +DS-0026,IMG-HEALTH'],
    ],
    [
      'stays two on other lines',
      [linted(2), built(3)],
      ['info PS0017 +', 'low IMG-HEALTH +DS-0026,PS0017'],
    ],
    [
      'stays two without a line',
      [linted(2), built()],
      ['info PS0017 +', 'low IMG-HEALTH +DS-0026,PS0017'],
    ],
    [
      'is one finding though two images say it',
      [linted(3), built(3), built(3)],
      ['low PS0017 +IMG-HEALTH'],
    ],
  ])('%s', (_, findings, expected) => {
    const merged = dedupeAcrossChecks({ ...EMPTY_INSPECTION, findings }).findings;
    expect(merged.map((f) => `${f.severity} ${f.rule} +${f.aliases.join()}`)).toEqual(expected);
  });
});

test.each([
  ['PS0014', ['PS0014', 'IMG-ENVSECRET']],
  // It sees a name, and the image has the value.
  ['SecretsUsedInArgOrEnv', ['IMG-ENVSECRET']],
])('who accepts %s and a secret of the image accepts it by %j', (rule, expected) => {
  const value = finding({ rule: 'IMG-ENVSECRET', check: 'hardening', aliases: ['PS0014'] }, 3);
  const findings = [linted(3, { rule }), value];
  const [merged, ...others] = dedupeAcrossChecks({ ...EMPTY_INSPECTION, findings }).findings;
  expect(others).toEqual([]);
  expect(merged && acceptingNames(merged)).toEqual(expected);
});

test('a secret of the image in another variable of the instruction stays', () => {
  const variable = (name: string) => ({ details: { variable: name } });
  const image = (name: string) =>
    finding(
      { rule: 'IMG-ENVSECRET', check: 'hardening', aliases: ['PS0014'], ...variable(name) },
      3,
    );
  const findings = [linted(3, { rule: 'PS0014', ...variable('A') }), image('A'), image('B')];
  const merged = dedupeAcrossChecks({ ...EMPTY_INSPECTION, findings }).findings;
  expect(merged.map(({ rule, details }) => [rule, details])).toEqual([
    ['PS0014', { variable: 'A' }],
    ['IMG-ENVSECRET', { variable: 'B' }],
  ]);
});

const file = (count: number, path = 'root/.npmrc', layer = 2) =>
  finding({
    ...{ rule: 'IMG-SECRETFILE', check: 'hardening', severity: 'high' },
    ...{ subject: { image: 'i', layer, path }, details: { count } },
  });
const secret = (path: string, layer: number) =>
  finding({
    ...{ rule: 'npm-token', check: 'secret', severity: 'critical' },
    subject: { image: 'i', layer, path },
  });

describe('a file that is made for secrets', () => {
  test.each<[string, Finding[], string[]]>([
    [
      'is one finding with the secret in it',
      [secret('root/.npmrc', 2), file(1)],
      ['critical npm-token +IMG-SECRETFILE'],
    ],
    [
      'is its own where the secret is in another file',
      [secret('root/a', 2), file(1)],
      ['critical npm-token +', 'high IMG-SECRETFILE +'],
    ],
    [
      'is its own where the secret is in another layer',
      [secret('root/.npmrc', 1), file(1)],
      ['critical npm-token +', 'high IMG-SECRETFILE +'],
    ],
    [
      'is its own where it speaks of others too',
      [secret('root/.npmrc', 2), file(2)],
      ['critical npm-token +', 'high IMG-SECRETFILE +'],
    ],
  ])('%s', (_, findings, expected) => {
    const merged = dedupeAcrossChecks({ ...EMPTY_INSPECTION, findings }).findings;
    expect(merged.map((f) => `${f.severity} ${f.rule} +${f.aliases.join()}`)).toEqual(expected);
  });
});

test('a value of an env file that is copied into an image as well is one finding with both places', () => {
  const place = (line: number) => [{ location: at(line), message: 'here' }];
  const at = (line: number) => ({ ...built(line).location, path: 'x' }) as never;
  const tags = ['practice:secrets'];
  const value = finding(
    { rule: 'DEP-ENVSECRET', check: 'manifest', severity: 'high', tags, related: place(1) },
    4,
  );
  const copied = finding(
    { rule: 'aws-secret-key', check: 'secret', severity: 'medium', related: place(2) },
    4,
  );
  const other = finding({ rule: 'DEP-PRIV', check: 'manifest' }, 4);
  const [first, ...more] = dedupeAcrossChecks({
    ...EMPTY_INSPECTION,
    findings: [value, copied, other],
  }).findings;
  expect(first).toMatchObject({
    ...{ rule: 'aws-secret-key', aliases: ['DEP-ENVSECRET'], severity: 'high' },
    related: [...place(2), ...place(1)],
  });
  expect(more.map(({ rule }) => rule)).toEqual(['DEP-PRIV']);
});

test('a value of a manifest and a token of the same line stay two, and one token is not found twice', () => {
  const on = (from: number, to: number, more: object) => {
    const location = { path: 'a.yaml', startLine: 4, startColumn: from, endLine: 4, endColumn: to };
    return finding({ ...more, location });
  };
  const value = on(9, 20, { rule: 'DEP-ENVSECRET', check: 'manifest', tags: ['practice:secrets'] });
  const token = on(30, 40, { rule: 'github-token', check: 'secret' });
  const copied = on(30, 40, { rule: 'github-token', check: 'secret', related: [] });
  for (const findings of [
    [value, token, copied],
    [value, copied, token],
  ])
    expect(dedupeAcrossChecks({ ...EMPTY_INSPECTION, findings }).findings).toEqual([value, copied]);
});
