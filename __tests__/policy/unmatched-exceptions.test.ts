import { expect, test } from '@jest/globals';
import type { Coverage } from '../../src/core/coverage.js';
import type { Finding } from '../../src/core/finding.js';
import type { RuleBook } from '../../src/core/report.js';
import { applyPolicy, type EvaluationInput } from '../../src/policy/apply.js';
import type { ExceptionCount } from '../../src/policy/unmatched-exceptions.js';
import { NOW } from '../now.js';
import { policyOf } from './policy-of.js';

const rules: RuleBook = new Map(
  [
    { id: 'DL3008', check: 'lint', aliases: ['DS013'] },
    { id: 'DL3009', check: 'lint' },
    { id: 'DEP-PRIV', check: 'manifest' },
  ].map((rule) => [rule.id, rule as never]),
);
const finding = {
  rule: 'DL3008',
  aliases: [],
  check: 'lint',
  severity: 'low',
  confidence: 'high',
  tags: [],
  message: 'm',
  location: { path: 'web/Dockerfile', startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
  fingerprint: 'f',
  status: 'new',
} as Finding;
const checked = (check: Coverage['check']): Coverage => ({ check, target: 't', state: 'checked' });
const RUN: EvaluationInput = {
  findings: [finding],
  incomplete: [],
  targets: [{ kind: 'image', name: 'app:1' }],
  packages: [],
  coverage: [checked('lint'), checked('manifest'), checked('vulnerability')],
};

function apply(
  exception: string,
  run: Partial<EvaluationInput> = {},
  count: Partial<ExceptionCount> = {},
) {
  const text = `extends: recommended\nexceptions:\n  - { reason: r, ${exception} }\n`;
  return applyPolicy({ ...RUN, ...run }, policyOf(text, 'p.yml'), {
    now: new Date('2026-11-24T12:00:00Z'),
    exceptionCount: { rules, narrowed: false, before: [], isOld: false, ...count },
  });
}

const unmatched = (...given: Parameters<typeof apply>) =>
  apply(...given).findings.filter(({ rule }) => rule === 'PSP002');
const messages = (...given: Parameters<typeof apply>) =>
  unmatched(...given).map(({ message }) => message);

test('an exception that matches nothing is a finding at its line', () => {
  expect(unmatched('rule: DL3008, path: wep/Dockerfile')).toMatchObject([
    {
      check: 'policy',
      severity: 'low',
      status: 'new',
      message:
        'The exception for DL3008 in wep/Dockerfile matches nothing. Did you mean "web/Dockerfile"?',
      location: { path: 'p.yml', startLine: 3 },
      details: { about: 'lint' },
    },
  ]);
});

test.each<[string, string[]]>([
  ['rule: DL3008', []],
  ['rule: DL3O08', ['The exception for DL3O08 matches nothing. Did you mean "DL3008"?']],
  ['rule: DEP-PIRV', ['The exception for DEP-PIRV matches nothing. Did you mean "DEP-PRIV"?']],
  ['rule: DEP-PRIV', ['The exception for DEP-PRIV matches nothing']],
  // Near to DL3008, which was found.
  ['rule: DL3009', ['The exception for DL3009 matches nothing']],
  ['rule: CVE-1999-1', ['The exception for CVE-1999-1 matches nothing']],
  ['rule: "*", package: openssl', ['The exception for * in openssl matches nothing']],
  ['rule: CVE-1999-1, until: 2026-11-01', []],
  ['rule: PSP002', []],
])('%s', (exception, expected) => {
  expect(messages(exception)).toEqual(expected);
});

test.each<[string, string, Partial<EvaluationInput>]>([
  ['did not run', 'rule: CVE-1999-1', { coverage: [checked('lint')] }],
  [
    'did not look at everything',
    'rule: CVE-1999-1',
    {
      coverage: [
        checked('vulnerability'),
        { check: 'vulnerability', target: 'x', state: 'partial', reason: 'r' },
      ],
    },
  ],
  [
    'could not run',
    'rule: DEP-PRIV',
    { incomplete: [{ check: 'manifest', target: 'x', reason: 'r' }] },
  ],
  ['does not have the numbered rule', 'rule: DL9999', { coverage: [checked('vulnerability')] }],
  ['did not run for one of the rules', 'rule: D*', { findings: [], coverage: [checked('lint')] }],
])('nothing is reported of a check that %s', (_, exception, run) => {
  expect(messages(exception, run)).toEqual([]);
});

test('a number that no rule has is no vulnerability', () => {
  const lintOnly = { coverage: [checked('lint')] };
  expect(messages('rule: DL9999', lintOnly)).toEqual([
    expect.stringMatching(/^The exception for DL9999 matches nothing/),
  ]);
  expect(messages('rule: ABC9999', lintOnly)).toEqual([]);
});

test('if options select images, only exceptions for these images are counted', () => {
  const narrowed = { narrowed: true };
  expect(messages('rule: CVE-1999-1', {}, narrowed)).toEqual([]);
  expect(messages('rule: CVE-1999-1, image: other', {}, narrowed)).toEqual([]);
  expect(messages('rule: CVE-1999-1, image: app', {}, narrowed)).toHaveLength(1);
});

test('an exception that already matched nothing in the baseline is existing', () => {
  const [first] = unmatched('rule: CVE-1999-1');
  const before = first ? [first] : [];
  expect(unmatched('rule: CVE-1999-1', {}, { before })).toMatchObject([{ status: 'existing' }]);
});

test('an exception of another tool’s file has a note', () => {
  const policy = policyOf('extends: recommended\n', 'p.yml');
  const exception = {
    rule: 'CVE-1999-1',
    packages: [],
    paths: [],
    images: [],
    licenses: [],
    reason: 'r',
  };
  const { findings, notes } = applyPolicy(
    RUN,
    { ...policy, exceptions: [{ ...exception, file: '.trivyignore', line: 2 }] },
    { now: NOW, exceptionCount: { rules, narrowed: false, before: [], isOld: false } },
  );
  expect(findings).toEqual([finding]);
  expect(notes).toMatchObject([
    { message: 'Exception for CVE-1999-1 (.trivyignore:2) matches no finding' },
  ]);
});

test('nothing is counted in a run that does not look at everything', () => {
  const policy = policyOf('exceptions: [{ rule: CVE-1999-1, reason: r }]\n', 'p.yml');
  const { findings, notes } = applyPolicy(RUN, policy, { now: NOW });
  expect([findings, notes]).toEqual([[finding], []]);
});

const GAP: Coverage = { check: 'vulnerability', target: 'app:1', state: 'not-covered' };

test.each<[string, string, Partial<EvaluationInput>, string[]]>([
  [
    'another image that was not checked completely',
    'image: quay.io/other',
    { coverage: [GAP] },
    ['The exception for CVE-1999-1 in quay.io/other matches nothing'],
  ],
  ['this image that was not checked completely', 'image: app', { coverage: [GAP] }, []],
  [
    'an image that could not be checked',
    'image: quay.io/other',
    { coverage: [{ ...GAP, target: 'quay.io/other:1' }] },
    [],
  ],
])('an exception for %s', (_, image, run, expected) => {
  expect(messages(`rule: CVE-1999-1, ${image}`, run)).toEqual(expected);
});

test('a note names the exceptions for images if there is no image', () => {
  const notes = (exception: string, narrowed = false) =>
    apply(exception, { targets: [], coverage: [checked('lint')] }, { narrowed }).notes;
  expect(notes('rule: CVE-1999-1, image: app')).toEqual([
    {
      check: 'policy',
      message: 'No image was checked: the exception for CVE-1999-1 (p.yml:3) may match nothing',
    },
  ]);
  expect(notes('rule: CVE-1999-1')).toEqual([]);
  expect(notes('rule: CVE-1999-1, image: app', true)).toEqual([]);
});

test('an exception for a milder rule than that of a joined finding names the worse one', () => {
  const joined = { ...finding, aliases: ['DL3009'], milder: ['DL3009'] };
  expect(messages('rule: DL3009', { findings: [joined] })).toEqual([
    'The exception for DL3009 matches nothing: DL3008 is worse. Name that rule to accept it',
  ]);
});

const REDIS: Coverage = { ...GAP, target: 'redis:8', informational: true };

test('an exception for a package, of a rule whose findings have none, matches nothing', () => {
  const run = { coverage: [checked('lint'), REDIS] };
  expect(messages('rule: DL3008, package: foo', run)).toEqual([
    'The exception for DL3008 in foo matches nothing: findings of DL3008 have no package',
  ]);
  expect(messages('rule: DL3008, license: MIT', run, { narrowed: true })).toEqual([
    'The exception for DL3008 in MIT matches nothing: findings of DL3008 have no license',
  ]);
});

test.each<[string, string[]]>([
  [
    'rule: CVE-2020-8203, package: lodahs',
    [
      'Exceptions that may match nothing, as not all was checked (vulnerability of redis:8): CVE-2020-8203 in lodahs (p.yml:3)',
    ],
  ],
  ['rule: DL3008', []],
  ['rule: DL3009', []],
])(
  'a note names an exception that only what was not checked can match: %s',
  (exception, expected) => {
    const run = { coverage: [checked('lint'), checked('vulnerability'), REDIS] };
    const { findings, notes } = apply(exception, run);
    expect(notes.map(({ message }) => message)).toEqual(expected);
    expect(findings.some(({ rule }) => rule === 'PSP002')).toBe(exception === 'rule: DL3009');
    expect(apply(exception, run, { narrowed: true }).notes).toEqual([]);
  },
);

test('the note names ten of twelve exceptions and three of five gaps, and counts the others', () => {
  const policy = policyOf(
    `exceptions:\n${Array.from({ length: 12 }, (_, index) => `  - { rule: CVE-1-${index}, reason: r }\n`).join('')}`,
    'p.yml',
  );
  const coverage = ['a', 'b', 'c', 'd', 'e'].map((target) => ({ ...GAP, target }));
  const { notes } = applyPolicy({ ...RUN, coverage }, policy, {
    now: NOW,
    exceptionCount: { rules, narrowed: false, before: [], isOld: false },
  });
  expect(notes.map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /vulnerability of c and 2 more\): CVE-1-0 .* CVE-1-9 \(p.yml:11\) and 2 more$/,
    ),
  ]);
});
