import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { PortsideError } from '../../src/lib/errors.js';
import { DEFAULT_POLICY, PRESETS } from '../../src/policy/presets.js';
import { parsePolicy } from '../../src/policy/read.js';
import { policyOf } from './policy-of.js';

describe('a policy file', () => {
  it('that is empty gives the built-in policy', () => {
    expect(policyOf('# nothing yet\n')).toEqual({ ...DEFAULT_POLICY, path: 'portside.yml' });
  });

  it('cannot accept and deny the same license', () => {
    const text = '\nlicenses: { deny: [MIT, GPL-*], allow: [GPL-2.0-only, mit] }';
    expect(parsePolicy(text, 'p.yml').problems).toEqual([
      { line: 2, message: 'licenses has "mit" in allow and in deny' },
    ]);
    expect(parsePolicy(text.replace(', mit', ''), 'p.yml').problems).toEqual([]);
  });

  it('can have every key', () => {
    const policy = policyOf(`
extends: recommended
fail-on:
  severity: medium
  fixable: true
  new: false
  known-exploited: true
  epss: 0.5
  grace-days: 7
  checks:
    secret: { severity: info }
allow-incomplete: [trust]
allow-uncovered:
  - { check: manifest, target: charts/**, reason: rendered later, until: 2027-01-31 }
image: image.tar
images: [docker.io/acme/app]
advisories: { path: advisories, maximum-age-days: 3 }
registries: [docker.io/library]
trust:
  - images: ghcr.io/acme/**
    signed-by: { key: cosign.pub }
  - images: docker.io/acme/**
    signed-by:
      - { issuer: https://issuer.example, subject: me@acme.example }
      - { key: old.pub }
    provenance: { slsa-level: 3, source: github.com/acme/app, builder: b, branch: main, tag: v1 }
  - images: quay.io/acme/**
    provenance: { source: github.com/acme/app }
    trusted-root: root.json
base-images: ignore
exceptions:
  - { rule: CVE-2024-1234, package: openssl, reason: not reachable, owner: "@acme/sec", until: 2027-01-31 }
  - { rule: DL*, path: [a/**, b], image: app, reason: generated }
  - { rule: PSP004, license: AGPL-*, reason: called as a program }
rules:
  - { id: ORG-001, severity: high, when: finding.exploited, message: exploited in the wild }
ignore-comments: deny
lower: { builder-stages: false, paths: [a/**] }
licenses: { deny: [AGPL-*], allow: [MIT], unknown: deny }
minimum-age-days: 7
fix-pull-request: rescan
least-privilege: propose
package-provenance: not-in-forks
deployed-images: all
`);
    expect(policy).toEqual({
      path: 'portside.yml',
      failOn: {
        severity: 'medium',
        fixable: true,
        new: false,
        knownExploited: true,
        epss: 0.5,
        graceDays: 7,
        checks: {
          malware: { severity: 'info' },
          secret: { severity: 'info' },
        },
      },
      allowIncomplete: ['trust'],
      allowUncovered: [
        {
          check: 'manifest',
          target: 'charts/**',
          reason: 'rendered later',
          until: '2027-01-31',
          line: 14,
        },
      ],
      images: ['image.tar', 'docker.io/acme/app'],
      advisories: { path: 'advisories', maximumAgeDays: 3 },
      registries: ['docker.io/library'],
      registryPlaces: [{ line: 18 }],
      trust: [
        { images: 'ghcr.io/acme/**', signedBy: [{ key: 'cosign.pub' }], line: 20 },
        {
          images: 'docker.io/acme/**',
          signedBy: [
            { issuer: 'https://issuer.example', subject: 'me@acme.example' },
            { key: 'old.pub' },
          ],
          provenance: {
            level: 3,
            source: 'github.com/acme/app',
            builder: 'b',
            branch: 'main',
            tag: 'v1',
          },
          line: 22,
        },
        {
          images: 'quay.io/acme/**',
          signedBy: [],
          provenance: { source: 'github.com/acme/app' },
          trustedRoot: 'root.json',
          line: 27,
        },
      ],
      baseImages: 'ignore',
      packageProvenance: 'not-in-forks',
      deployedImages: 'all',
      minimumAgeDays: 7,
      fixPullRequest: 'rescan',
      leastPrivilege: 'propose',
      lower: { builderStages: false, paths: ['a/**'] },
      ignoreComments: 'deny',
      exceptions: [
        {
          rule: 'CVE-2024-1234',
          packages: ['openssl'],
          paths: [],
          images: [],
          licenses: [],
          reason: 'not reachable',
          owner: '@acme/sec',
          until: '2027-01-31',
          file: 'portside.yml',
          line: 32,
        },
        {
          rule: 'DL*',
          packages: [],
          paths: ['a/**', 'b'],
          images: ['app'],
          licenses: [],
          reason: 'generated',
          file: 'portside.yml',
          line: 33,
        },
        {
          rule: 'PSP004',
          packages: [],
          paths: [],
          images: [],
          licenses: ['AGPL-*'],
          reason: 'called as a program',
          file: 'portside.yml',
          line: 34,
        },
      ],
      rules: [
        {
          id: 'ORG-001',
          severity: 'high',
          when: 'finding.exploited',
          message: 'exploited in the wild',
          line: 36,
        },
      ],
      licenses: { deny: ['AGPL-*'], allow: ['MIT'], unknown: 'deny', line: 39 },
    });
  });

  it('has the values of its preset for keys without a value', () => {
    expect(policyOf('extends: strict\nexceptions:\nfail-on: { severity: low }\n')).toEqual({
      ...PRESETS.strict,
      path: 'portside.yml',
      failOn: { ...PRESETS.strict.failOn, severity: 'low' },
    });
    expect(policyOf('advisories: dump').advisories).toEqual({ path: 'dump' });
  });

  it('has the default values for the other keys of a gate', () => {
    expect(policyOf('fail-on: { severity: low }').failOn).toEqual({
      ...DEFAULT_POLICY.failOn,
      severity: 'low',
    });
  });
});

test.each([
  ['fail-onn: {}', 1, 'unknown key "fail-onn" in the policy: did you mean "fail-on"?'],
  ['\nfail-on: { sevrity: high }', 2, 'unknown key "sevrity" in fail-on: did you mean "severity"?'],
  [
    'fail-on:\n  severity: error',
    2,
    'severity must be one of critical, high, medium, low, info, none, not "error"',
  ],
  ['fail-on: { severity: hihg }', 1, 'did you mean "high"?'],
  ['fail-on: high', 1, 'fail-on must be a map of severity, fixable, new'],
  ['fail-on: { fixable: "yes" }', 1, 'fixable must be true or false, not "yes"'],
  ['fail-on: { epss: 50 }', 1, 'epss must be a number from 0 to 1, not "50"'],
  [
    'fail-on: { grace-days: 1.5 }',
    1,
    'grace-days must be a whole number from 0 to 3650, not "1.5"',
  ],
  [
    'fail-on: { checks: { secrets: {} } }',
    1,
    'unknown key "secrets" in checks: did you mean "secret"?',
  ],
  ['extends: none', 1, 'extends must be one of recommended, strict, audit, not "none"'],
  ['exceptions: [{ rule: X }]', 1, 'exceptions must have the key "reason"'],
  ['exceptions:\n  - reason: r', 2, 'exceptions must have the key "rule"'],
  ['exceptions: [{ rule: "", reason: r }]', 1, 'rule is empty'],
  // Without an entry it would cover all of them.
  ['exceptions: [{ rule: R, reason: r, package: [] }]', 1, 'package is empty'],
  ['exceptions: [{ rule: R, reason: r, package: }]', 1, 'package must be a string'],
  ['exceptions: [{ rule: R, reason: r, path: [] }]', 1, 'path is empty'],
  ['exceptions: [{ rule: R, reason: r, image: [] }]', 1, 'image is empty'],
  ['exceptions: [{ rule: R, reason: r, license: [] }]', 1, 'license is empty'],
  ['exceptions: [{ rule:, reason: r }]', 1, 'rule must be a string'],
  ['exceptions: [{ rule: X, reason: 1.0 }]', 1, 'reason must be a string: put it in quotes'],
  [
    'exceptions: [{ rule: X, reason: r, until: soon }]',
    1,
    'until must be a date, YYYY-MM-DD, not "soon"',
  ],
  ['exceptions: [{ rule: X, reason: r, until: 2027-02-30 }]', 1, 'until must be a date'],
  ['exceptions: { rule: X, reason: r }', 1, 'exceptions must be a list'],
  ['trust: [{ images: a }]', 1, 'trust must have signed-by or provenance with source'],
  [
    'trust: [{ images: a, signed-by: {} }]',
    1,
    'signed-by must have either key, or issuer and subject',
  ],
  [
    'trust: [{ images: a, signed-by: { issuer: i } }]',
    1,
    'signed-by must have either key, or issuer and subject',
  ],
  [
    'trust: [{ images: a, signed-by: { key: k, issuer: i, subject: s } }]',
    1,
    'signed-by must have either',
  ],
  [
    'trust: [{ images: a, provenance: { slsa-level: 4, source: a } }]',
    1,
    'slsa-level must be one of 1, 2, 3, not "4"',
  ],
  ['allow-incomplete: [everything]', 1, 'allow-incomplete must be one of lint, manifest'],
  [
    'rules: [{ id: "a b", severity: low, when: "true", message: m }]',
    1,
    'id must be letters, digits',
  ],
  ['base-images: true', 1, 'base-images must be one of verify, ignore, not "true"'],
  ['- a list', 1, 'the policy must be a map of extends, fail-on'],
  ['just words', 1, 'the policy must be a map'],
  ['a: b: c', 1, ''],
  ['fail-on: {}\nfail-on: {}', 2, 'duplicate key "fail-on"'],
  ['images: *nothing', 1, 'no anchor "nothing" before its alias'],
  ['<<: { image: a }', 1, 'unknown key "<<"'],
  ['? [a]\n: b', 1, 'a key is not a string'],
  ['__proto__: {}', 1, 'unknown key "__proto__"'],
  ['image: !!binary aGk=', 1, 'a value is not a string'],
])('%j is an error in line %i: %s', (text, line, message) => {
  expect(() => policyOf(text)).toThrow(expect.objectContaining({ code: 'PSE8001' }));
  expect(() => policyOf(text)).toThrow(`Cannot read the policy portside.yml:${line}: `);
  expect(() => policyOf(text)).toThrow(message);
});

test('all problems are listed in the order of their lines', () => {
  const { problems } = parsePolicy('rules: 1\nfail-onn: {}\nextends: no\nimage: [a]\n', 'p.yml');
  expect(problems.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
});

test('an alias has the value of its anchor', () => {
  const policy = policyOf('images: &all [a, b]\nregistries: *all\n');
  expect(policy.registries).toEqual(['a', 'b']);
});

const laughs = 'bcdefghi'
  .split('')
  .map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
  .join('\n');
test.each([
  ['aliases of aliases', `a: &a [x,x,x,x,x,x,x,x,x]\n${laughs}`],
  ['a list that contains itself', `images: &a [*a, *a, *a, *a]`],
  ['nested lists', `images: ${'['.repeat(5_000)}`],
  ['nested maps', '{a: '.repeat(5_000)],
  ['more than 1 MiB', `image: ${'x'.repeat(1024 * 1024)}`],
])('%s are an error', (_, text) => {
  expect(() => policyOf(text)).toThrow(PortsideError);
});

test('a policy file may have 1 MiB, and not one character more', () => {
  const comment = `#${'x'.repeat(1024 * 1024 - 1)}`;
  expect(policyOf(comment).path).toBe('portside.yml');
  expect(() => policyOf(`${comment}x`)).toThrow('the file is larger than 1 MiB');
});

test('10,000 unknown keys are an error, and so are 5,000 aliases of a long list', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => `k${i}: 1`).join('\n');
  expect(() => policyOf(many)).toThrow('and 9995 more');
  const list = `images: &a [${Array(5_000).fill('x').join(',')}]`;
  const uses = Array(5_000).fill('{ rule: r, reason: r, path: *a }').join(',');
  expect(() => policyOf(`${list}\nexceptions: [${uses}]`)).toThrow('too many documents, aliases');
});

test('any text is a policy or an error with a line', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'a:-[]{}&*!|>\n "\'#?,%@') })),
      (text) => {
        try {
          policyOf(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PortsideError);
          expect(String(error)).toMatch(/portside\.yml:\d+: /);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

it('rejects a trust entry that requires the transparency log and ignores it', () => {
  const { problems } = parsePolicy(
    'trust: [{ images: a, signed-by: { key: k }, require-tlog: true, insecure-ignore-tlog: true }]\n',
    'portside.yml',
  );
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('can have only one of require-tlog and insecure-ignore-tlog'),
  ]);
});

it('reads what a trust entry asks of signatures', () => {
  const { policy, problems } = parsePolicy(
    `trust:
  - images: ghcr.io/acme/**
    signed-by: { key: cosign.pub }
    insecure-ignore-tlog: true
    signed-identity: ghcr.io/acme/app
  - images: ghcr.io/acme/b
    signed-by:
      issuer: https://token.actions.githubusercontent.com
      subject: https://github.com/acme/signing/.github/workflows/sign.yml@refs/heads/main
      repository: github.com/acme/*
      ref: refs/tags/v*
      trigger: push
      runner-environment: github-hosted
    provenance: { source: github.com/acme/b, ref: refs/pull/*/merge }
`,
    'portside.yml',
  );
  expect(problems).toEqual([]);
  expect(policy?.trust).toMatchObject([
    { signedBy: [{ key: 'cosign.pub' }], log: 'ignored', signedIdentity: 'ghcr.io/acme/app' },
    {
      signedBy: [
        {
          repository: 'github.com/acme/*',
          ref: 'refs/tags/v*',
          trigger: 'push',
          runnerEnvironment: 'github-hosted',
        },
      ],
      provenance: { ref: 'refs/pull/*/merge' },
    },
  ]);
});

test.each([
  ['signed-by: { key: a.pub, trigger: push }', 'can have "trigger" only together with "subject"'],
  [
    'provenance: { source: github.com/a/b }\n    signed-identity: a',
    'can have "signed-identity" only together with "signed-by"',
  ],
  [
    'signed-by: { issuer: i, subject: s, runner-environment: github }',
    'runner-environment must be one of github-hosted, self-hosted',
  ],
])('rejects a trust entry with %s', (text, problem) => {
  const { problems } = parsePolicy(`trust:\n  - images: a\n    ${text}\n`, 'portside.yml');
  expect(problems.map(({ message }) => message).join()).toContain(problem);
});

it('accepts the name that reports use for the check `trust`', () => {
  const { policy } = parsePolicy(
    'allow-incomplete: [signature]\nallow-uncovered: [{ check: signature, target: a }]\n',
    'p.yml',
  );
  expect(policy?.allowIncomplete).toEqual(['trust']);
  expect(policy?.allowUncovered).toMatchObject([{ check: 'trust', target: 'a' }]);
});
