import { describe, expect, it, test } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import { type PlanInput, planOf } from '../../../src/remedy/plan/plan-of.js';
import { lint, vulnerability } from '../../reports/sample.js';

const IMAGE = 'registry.example:5000/shop/app:pr-42';

const at = (startLine: number, path = 'Dockerfile') => ({
  path,
  startLine,
  startColumn: 1,
  endLine: startLine,
  endColumn: 9,
});

const plan = (findings: readonly Finding[], more: Partial<PlanInput> = {}) =>
  planOf({ findings, targets: [], rules: new Map(), ...more });

const steps = (findings: readonly Finding[], more: Partial<PlanInput> = {}) =>
  plan(findings, more).steps.map(({ id }) => id);

const own = (id: string, name: string, line: number, over: object = {}) =>
  vulnerability(id, name, { location: at(line), origin: { kind: 'own-layer' }, ...over });

const inBase = (id: string, name: string, image = 'debian:12', over: object = {}) =>
  vulnerability(id, name, { location: at(1), origin: { kind: 'base-image', image }, ...over });

const advice = (details: object) =>
  lint({
    rule: 'BASE-IMAGE',
    check: 'hardening',
    severity: 'info',
    location: at(1),
    details: { base: 'debian:12', ...details },
  });

describe('every finding', () => {
  it('is in exactly one step if it is open or proved not to be affected', () => {
    const findings = [
      own('CVE-1', 'a', 2),
      inBase('CVE-2', 'b'),
      inBase('CVE-3', 'c', 'debian:12', { details: { fixed: null } }),
      lint(),
      lint({ check: 'secret', rule: 'npm-token', message: 'npm token' }),
      vulnerability('CVE-4', 'd', { status: 'existing' }),
      vulnerability('GO-1', 'e', {
        status: 'excepted',
        exception: { source: 'evidence', reason: 'none of its functions is in the program' },
      }),
      advice({ options: [{ reference: 'debian:13' }] }),
    ];
    const listed = plan(findings).steps.flatMap((step) => step.findings);
    expect([...listed].sort()).toEqual(findings.map((one) => one.fingerprint).sort());
  });

  it('is in no step if it is fixed, or excepted by the policy', () => {
    const exception = {
      source: 'policy',
      rule: 'CVE-2',
      reason: 'r',
      policy: 'p',
      line: 1,
    } as const;
    expect(
      steps([
        own('CVE-1', 'a', 2, { status: 'fixed' }),
        own('CVE-2', 'b', 2, { status: 'excepted', exception }),
      ]),
    ).toEqual([]);
  });
});

test.each<[string, Finding[], string[]]>([
  ['packages of own layers need a build', [own('CVE-1', 'a', 2)], ['rebuild Dockerfile']],
  ['packages of a tag need a build', [inBase('CVE-1', 'a')], ['rebuild Dockerfile']],
  [
    'packages of a digest need another digest',
    [inBase('CVE-1', 'a', 'debian:12@sha256:1')],
    ['move-digest Dockerfile:1'],
  ],
  [
    'the move of a tag makes that of its digest moot',
    [
      inBase('CVE-1', 'a', 'debian:12@sha256:1'),
      advice({ options: [{ reference: 'debian:13', kind: 'line' }] }),
    ],
    ['move-tag Dockerfile:1'],
  ],
  [
    'a variant does not replace a build',
    [inBase('CVE-1', 'a'), advice({ options: [{ reference: 'debian:12-slim', kind: 'slim' }] })],
    ['move-tag Dockerfile:1', 'rebuild Dockerfile'],
  ],
  [
    'what has no fix waits for the distribution',
    [own('CVE-1', 'a', 2, { details: { fixed: null } })],
    ['wait Debian'],
  ],
])('%s', (_, findings, ids) => {
  expect(steps(findings)).toEqual(ids);
});

it('offers an exception last, for what fails the policy and has no fix', () => {
  const unfixed = own('CVE-1', 'a', 2, { details: { fixed: null } });
  expect(steps([unfixed, lint()], { fails: (one) => one === unfixed })).toEqual([
    'edit Dockerfile:3 DL3008',
    'accept',
  ]);
});

it('asks for the new version of a pin or snapshot, and else for a build', () => {
  const dated = { details: { fixPublished: '2026-11-10', fixDatedBy: 'distribution' } };
  const [pinned, stale, newer] = [
    own('CVE-1', 'a', 2, dated),
    own('CVE-2', 'b', 3, dated),
    own('CVE-3', 'c', 4, dated),
  ];
  const frozen = own('CVE-4', 'd', 5, dated);
  const on = (index: number, finding: Finding): Finding => ({
    ...finding,
    subject: { ...finding.subject, layer: index },
  });
  const findings = [on(1, pinned), on(2, stale), on(3, newer), on(4, frozen)];
  const result = plan(findings, {
    facts: {
      layers: new Map([
        [
          IMAGE,
          [
            { index: 1, manager: 'apt', pins: new Map([['a', '1.0']]) },
            { index: 2, created: '2026-10-01T00:00:00Z', effect: 'upgrades' },
            { index: 3, created: '2026-11-20T00:00:00Z', effect: 'installs' },
            { index: 4, effect: 'installs', frozen: 'it installs from snapshot.debian.org' },
          ],
        ],
      ]),
    },
  }).steps;
  expect(result.map(({ id }) => id).sort()).toEqual([
    'edit Dockerfile snapshot',
    'edit Dockerfile:2 a',
    'rebuild Dockerfile',
  ]);
  expect(result.find(({ id }) => id === 'edit Dockerfile:2 a')?.change).toEqual({
    kind: 'installed-package',
    path: 'Dockerfile',
    line: 2,
    manager: 'apt',
    name: 'a',
    from: '1.0',
    to: '1.1',
  });
  expect(result.find(({ remedy }) => remedy === 'rebuild')?.notes).toEqual([
    'The upgrade of all packages in Dockerfile:3 is of 2026-10-01, before the fixes: it was cached.',
    'Dockerfile:4 is of 2026-11-20, after a fix: its list of packages was older.',
  ]);
});
