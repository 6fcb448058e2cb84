import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { ruleBook } from '../../../src/check/rule-book.js';
import type { Finding } from '../../../src/core/finding.js';
import { disambiguateFingerprints } from '../../../src/core/fingerprint.js';
import { isDoable } from '../../../src/core/plan.js';
import { SEVERITIES } from '../../../src/core/severity.js';
import type { PackageDeclaration } from '../../../src/remedy/plan/facts.js';
import { type PlanInput, planOf } from '../../../src/remedy/plan/plan-of.js';
import { stepId } from '../../../src/remedy/plan/step-id.js';
import { context, lint, vulnerability } from '../../reports/sample.js';

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

  it('is in no step if it is fixed, and in one of its own if the policy accepts it', () => {
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
    ).toEqual([stepId('accepted')]);
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
    ['move-tag Dockerfile:1 debian:13'],
  ],
  [
    'a variant does not replace a build',
    [inBase('CVE-1', 'a'), advice({ options: [{ reference: 'debian:12-slim', kind: 'slim' }] })],
    ['rebuild Dockerfile', 'move-tag Dockerfile:1 debian:12-slim'],
  ],
  [
    'what has no fix waits for the distribution',
    [own('CVE-1', 'a', 2, { details: { fixed: null } })],
    ['wait Debian'],
  ],
])('%s', (_, findings, ids) => {
  expect(steps(findings)).toEqual(ids.map((what) => stepId(what)));
});

it('offers an exception last, for what fails the policy and has no fix', () => {
  const unfixed = own('CVE-1', 'a', 2, { details: { fixed: null } });
  expect(steps([unfixed, lint()], { fails: (one) => one === unfixed })).toEqual([
    stepId('edit Dockerfile:3 DL3008'),
    stepId('accept'),
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
  expect(new Set(result.map(({ id }) => id))).toEqual(
    new Set([
      stepId('edit Dockerfile snapshot'),
      stepId('edit Dockerfile:2 a'),
      stepId('rebuild Dockerfile'),
    ]),
  );
  expect(result.find(({ id }) => id === stepId('edit Dockerfile:2 a'))?.change).toEqual({
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

describe('the order of the steps', () => {
  const npm = (id: string, name: string, over: object = {}) =>
    vulnerability(id, name, { location: at(9), subject: { purl: `pkg:npm/${name}@1.0` }, ...over });

  it.each<[string, Finding[], string]>([
    [
      'a malicious package before everything else',
      [
        npm('CVE-1', 'qs', { severity: 'critical', details: { exploited: true } }),
        npm('MAL-1', 'evil', { check: 'malware', severity: 'critical' }),
      ],
      'remove malicious package evil 1.0',
    ],
    [
      'one exploited vulnerability before several critical ones',
      [
        ...['1', '2', '3'].map((n) => npm(`CVE-${n}`, 'lodash', { severity: 'critical' })),
        npm('CVE-4', 'qs', { severity: 'medium', details: { exploited: true } }),
      ],
      'upgrade qs to 1.1',
    ],
    [
      'a new finding before an existing one',
      [
        npm('CVE-1', 'lodash', { severity: 'high', status: 'existing' }),
        npm('CVE-2', 'qs', { severity: 'high' }),
      ],
      'upgrade qs to 1.1',
    ],
    [
      'of two that are alike, the surer one',
      [
        lint({ rule: 'DEP-ENVSECRET', confidence: 'medium', message: 'Unsure' }),
        lint({ rule: 'PS0014', message: 'Sure' }),
      ],
      'fix PS0014: Sure',
    ],
  ])('is: %s', (_, findings, title) => {
    expect(plan(findings).steps[0]?.title).toBe(title);
  });

  it('has what fails the policy first', () => {
    const [failing, other] = [
      lint({ severity: 'low' }),
      npm('CVE-1', 'qs', { severity: 'critical' }),
    ];
    expect(steps([other, failing], { fails: (one) => one === failing })[0]).toBe(
      stepId('edit Dockerfile:3 DL3008'),
    );
  });

  it('has the move of a base image before the build of the same file', () => {
    const findings = [
      ...['1', '2', '3'].map((n) => own(`CVE-${n}`, `p${n}`, 5)),
      inBase('CVE-4', 'q', 'debian:12@sha256:1', { severity: 'low' }),
    ];
    const result = plan(findings).steps;
    expect(result.map(({ id, after }) => [id, after])).toEqual([
      [stepId('move-digest Dockerfile:1'), []],
      [stepId('rebuild Dockerfile'), [stepId('move-digest Dockerfile:1')]],
    ]);
  });
});

describe('the move of a base image', () => {
  const [rule] = context().rules.values();
  const rules = new Map(
    rule ? [['PS0029', { ...rule, clearedBy: 'supported-base-image' as const }]] : [],
  );
  const found = [
    lint({ rule: 'PS0029', severity: 'medium', location: at(1) }),
    lint({ rule: 'DL3006', severity: 'low', location: at(1) }),
    lint({ rule: 'PS0029', severity: 'medium', location: at(2) }),
    inBase('CVE-a', 'a'),
    inBase('CVE-b', 'b', 'debian:12', { details: { fixed: null } }),
  ];
  const move = (details: object) =>
    plan([advice({ options: [{ reference: 'debian:13' }], ...details }), ...found], {
      rules,
    }).steps.find(({ remedy }) => remedy === 'move-tag');

  it('clears the fixable vulnerabilities of its line, and the end of support if there is one', () => {
    expect(move({})?.clears).toMatchObject({ critical: 0, high: 1, medium: 0, low: 0, info: 1 });
    expect(move({ ended: 'debian 12 has ended' })?.clears).toMatchObject({
      ...{ critical: 0, high: 1, medium: 1, low: 0, info: 1 },
    });
  });

  it('names what was measured in a note, and the bytes that it saves', () => {
    const measured = { bytes: 40_000_000, vulnerabilities: { critical: 1, low: 5 } };
    expect(
      move({
        before: { bytes: 60_000_000, vulnerabilities: { critical: 3, low: 7 } },
        options: [{ reference: 'debian:13', ...measured }],
      }),
    ).toMatchObject({
      savedBytes: 20_000_000,
      notes: [
        'debian:12 has 10 known vulnerabilities and 60 MB; debian:13 has 6 known vulnerabilities and 40 MB.',
      ],
    });
  });

  it.each([
    ['debian:12', { reference: 'debian:13', kind: 'line' }, 'major', false],
    ['node:24.1.0', { reference: 'node:24.3.0', kind: 'patch' }, 'patch', true],
    ['node:24.1', { reference: 'node:24.3', kind: 'line' }, 'minor', false],
    ['alpine:3.18', { reference: 'alpine:3.24', kind: 'line' }, 'major', false],
    ['alpine:3.24.1', { reference: 'alpine:3.24.2', kind: 'patch' }, 'patch', true],
    ['nginx:1.28-alpine3.21', { reference: 'nginx:1.28-alpine3.23', kind: 'line' }, 'major', false],
    ['node:24', { reference: 'node:24-alpine', kind: 'alpine' }, 'libc', false],
    ['node:24', { reference: 'node:24-slim', kind: 'slim' }, 'removal', false],
    ['centos:latest', { reference: 'rockylinux:9', kind: 'successor' }, 'unknown', false],
  ])('from %s to %j has the risk %s', (base, option, risk, safe) => {
    const [step] = plan([advice({ base, options: [option] })]).steps;
    expect(step).toMatchObject({ risk, safe });
    expect(step?.change).toMatchObject({ kind: 'image', from: base, to: option.reference });
  });

  it('has no change if it would lose the digest', () => {
    const pinned = advice({ base: 'debian:12@sha256:1', options: [{ reference: 'debian:13' }] });
    expect(plan([pinned]).steps[0]).toMatchObject({ safe: false });
    expect(plan([pinned]).steps[0]?.change).toBeUndefined();
  });
});

describe('what is known of a base image', () => {
  const pinned = 'debian:12@sha256:1';
  const finding = inBase('CVE-1', 'a', pinned);
  const base = { location: at(1), reference: pinned };
  const digest = `sha256:${'2'.repeat(64)}`;

  it('decides about the new digest', () => {
    const clears = new Set([finding.fingerprint]);
    const [step] = plan([finding], {
      facts: { bases: [{ ...base, newer: { digest, clears } }] },
    }).steps;
    expect(step).toMatchObject({
      id: stepId('move-digest Dockerfile:1'),
      safe: true,
      change: { kind: 'image', from: pinned, to: `debian:12@${digest}` },
    });
  });

  it('proposes no digest that is held back', () => {
    const newer = { digest, heldBack: 'younger than 2 days' };
    const [step] = plan([finding], { facts: { bases: [{ ...base, newer }] } }).steps;
    expect(step).toMatchObject({
      safe: false,
      notes: ['It is not proposed yet: it is younger than 2 days.'],
    });
    expect(step?.change).toBeUndefined();
  });

  it.each([
    ['the newer digest does not clear it', { newer: { digest, clears: new Set<string>() } }],
    ['there is no newer digest', { isCurrent: true }],
  ])("asks for an upgrade of one's own if %s", (_, more) => {
    expect(steps([finding], { facts: { bases: [{ ...base, ...more }] } })).toEqual([
      stepId('edit Dockerfile:1 upgrade'),
    ]);
  });
});

it.each(['fixed', 'excepted'] as const)('follows no advice that is %s', (status) => {
  const old = { ...advice({ options: [{ reference: 'debian:13', kind: 'line' }] }), status };
  expect(steps([inBase('CVE-1', 'a'), old])).not.toContain(
    stepId('move-tag Dockerfile:1 debian:13'),
  );
});

it('removes what nothing uses once, instead of upgrading each of its packages', () => {
  const npm = ['tar', 'minimatch'].map((name) =>
    vulnerability(`CVE-${name}`, name, { subject: { image: IMAGE, purl: `pkg:npm/${name}@1.0` } }),
  );
  const purls = new Set(npm.flatMap(({ subject }) => subject?.purl ?? []));
  const removable = [{ image: IMAGE, name: 'npm', purls, bytes: 9_000_000, notes: [] }];
  expect(plan(npm, { facts: { removable } }).steps).toMatchObject([
    {
      id: stepId(`remove ${IMAGE} npm`),
      title: 'remove npm',
      savedBytes: 9_000_000,
      clears: { high: 2 },
    },
  ]);
});

it('raises the entry of a lockfile, and edits a list that people write', () => {
  const [locked, listed] = ['tar', 'requests'].map((name) =>
    vulnerability(`CVE-${name}`, name, { subject: { image: IMAGE, purl: `pkg:npm/${name}@1.0` } }),
  );
  if (!locked || !listed) throw new Error('two findings');
  const declarations = new Map([
    [locked.subject?.purl ?? '', { path: 'package-lock.json', kind: 'lockfile', manager: 'npm' }],
    [
      listed.subject?.purl ?? '',
      { path: 'requirements.txt', kind: 'manifest', manager: 'pip', version: '1.0' },
    ],
  ] as const);
  expect(plan([locked, listed], { facts: { declarations } }).steps).toMatchObject([
    {
      remedy: 'raise',
      title: 'upgrade tar to 1.1 in package-lock.json',
      safe: true,
      change: { kind: 'locked-package', from: '1.0', to: '1.1', runsProjectCode: false },
    },
    { remedy: 'edit', path: 'requirements.txt', change: { kind: 'dependency', to: '1.1' } },
  ]);
});

it('a package that workspaces of npm name is raised by a person', () => {
  const purl = 'pkg:npm/lodash@1.0';
  const found = vulnerability('CVE-1', 'lodash', { subject: { image: IMAGE, purl } });
  const lock = { path: 'web/package-lock.json', kind: 'lockfile', manager: 'npm' } as const;
  const declaration = {
    ...lock,
    ranges: ['1.0'],
    isDirect: true,
    workspaces: ['a', 'b'],
  };
  const [step] = plan([found], { facts: { declarations: new Map([[purl, declaration]]) } }).steps;
  expect(step).toMatchObject({ safe: false, path: 'web/a/package.json' });
  expect(step).not.toHaveProperty('change');
  expect(step?.notes).toContain(
    'Raise lodash in web/a/package.json, web/b/package.json, then run npm install --package-lock-only.',
  );
});

describe('a pin of a Python package', () => {
  const found = vulnerability('CVE-1', 'requests', {
    subject: { image: IMAGE, purl: 'pkg:pypi/requests@1.0' },
  });
  const pin = {
    path: 'requirements.txt',
    kind: 'manifest',
    manager: 'pip',
    version: '1.0',
  } as const;
  const stepFor = (more: Partial<PackageDeclaration>) =>
    plan([found], {
      facts: { declarations: new Map([['pkg:pypi/requests@1.0', { ...pin, line: 1, ...more }]]) },
    }).steps[0];
  const other = { path: 'constraints.txt', line: 3, accepts: ['==1.0'], isNamed: true };

  it('that a list of the same build refuses is changed by a person, in both files', () => {
    const step = stepFor({ others: [other] });
    expect(step?.safe).toBe(false);
    expect(step).not.toHaveProperty('change');
    expect(step?.notes.join()).toContain('constraints.txt:3 accepts only ==1.0: change both files');
  });

  it('that another list refuses is for a person to choose', () => {
    const step = stepFor({ others: [{ ...other, isNamed: false }] });
    expect(step).toMatchObject({ safe: false, change: { kind: 'dependency' } });
    expect(step?.notes.join()).toContain('change both files');
  });

  it('that other lists accept needs nobody', () => {
    const step = stepFor({ others: [{ ...other, accepts: ['>=1,<2'] }] });
    expect(step?.notes.join()).not.toContain('constraints.txt');
    expect(step).toHaveProperty('change');
  });

  it('for another environment is for a person to choose', () => {
    const step = stepFor({ condition: 'python_version < "3.8"' });
    expect(step?.safe).toBe(false);
    expect(step?.notes.join()).toContain('Line 1 is only for python_version < "3.8"');
  });
});

describe('for any findings', () => {
  const finding: fc.Arbitrary<Finding> = fc
    .record({
      rule: fc.constantFrom('DL3008', 'IMG-ROOT', 'BASE-IMAGE', 'CVE-1', 'CVE-2'),
      name: fc.constantFrom('a', 'b', 'c'),
      line: fc.integer({ min: 1, max: 3 }),
      severity: fc.constantFrom(...SEVERITIES),
      status: fc.constantFrom('new', 'existing', 'fixed', 'excepted'),
      fixed: fc.option(fc.constantFrom('1.1', '2.0', 'x')),
      options: fc.oneof(fc.constant([{ reference: 'debian:13' }]), fc.jsonValue()),
      kind: fc.constantFrom('base-image', 'own-layer', undefined),
    })
    .map(({ rule, name, line, severity, status, fixed, options, kind }) => {
      const more = { severity, status, location: at(line), ...(kind && { origin: { kind } }) };
      return rule.startsWith('CVE')
        ? vulnerability(rule, name, { ...more, details: { fixed } } as object)
        : lint({ rule, ...more, details: { options } } as object);
    });

  it('each that is not fixed is in exactly one step, and the counts are those of the steps', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 40 }), (all) => {
        const findings = disambiguateFingerprints(all);
        const found = plan(findings);
        const open = findings.filter(({ status }) => status !== 'fixed');
        const listed = found.steps.flatMap((step) => step.findings);
        expect([...listed].sort()).toEqual(open.map((one) => one.fingerprint).sort());
        for (const { clears, findings: own } of found.steps)
          expect(SEVERITIES.reduce((sum, one) => sum + clears[one], 0)).toBe(own.length);
        const ids = found.steps.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const [i, { after }] of found.steps.entries())
          for (const id of after) expect(ids.indexOf(id)).toBeLessThan(i);
      }),
    );
  });

  it('the plan is the same in any order of the findings', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 30 }), (all) => {
        const findings = disambiguateFingerprints(all);
        const ofSteps = (some: readonly Finding[]) =>
          plan(some)
            .steps.map(({ id, findings: own }) => [id, [...own].sort()].join('\n'))
            .sort();
        expect(ofSteps([...findings].reverse())).toEqual(ofSteps(findings));
      }),
    );
  });
});

describe('a recommended image whose registry was asked', () => {
  const unfixed = inBase('CVE-1', 'imagemagick', 'node:24', { details: { fixed: null } });
  const options = [
    { reference: 'node:24-slim', kind: 'slim' },
    { reference: 'node:24-alpine', kind: 'alpine' },
  ];
  const moved = (move: object) =>
    plan([unfixed, advice({ base: 'node:24', options })], {
      facts: {
        bases: [
          {
            location: at(1),
            reference: 'node:24',
            move: { reference: 'node:24-alpine', clears: new Set([unfixed.fingerprint]), ...move },
          },
        ],
      },
    }).steps;

  it('clears what it does not have, with another C library', () => {
    expect(moved({})).toMatchObject([
      {
        remedy: 'move-tag',
        title: 'use base image node:24-alpine',
        risk: 'libc',
        safe: false,
        findings: expect.arrayContaining([unfixed.fingerprint]),
        change: { from: 'node:24', to: 'node:24-alpine' },
      },
    ]);
  });

  it('is not changed as long as it is held back', () => {
    const [step] = moved({ heldBack: 'younger than 2 days' });
    expect(step?.change).toBeUndefined();
    expect(step?.notes).toContain('It is not proposed yet: it is younger than 2 days.');
  });

  it('clears nothing that it has', () => {
    expect(moved({ clears: new Set() }).map(({ remedy }) => remedy)).toEqual(['move-tag', 'wait']);
  });
});

test('a Python package that others need, or whose range excludes the fix, is not raised by itself', () => {
  const [needed, needing, ranged] = ['needed', 'needing', 'ranged'].map((name) => {
    const one = own(`CVE-${name}`, name, 2);
    return { ...one, subject: { ...one.subject, purl: `pkg:pypi/${name}@1.0` } };
  });
  const inList = { path: 'requirements.txt', kind: 'manifest', manager: 'pip' } as const;
  const facts = {
    declarations: new Map([
      ['pkg:pypi/needed@1.0', { ...inList, version: '1.0' }],
      ['pkg:pypi/needing@1.0', { ...inList, version: '1.0' }],
      ['pkg:pypi/ranged@1.0', { ...inList, ranges: ['>=0.9,<1.1'] }],
    ]),
    python: new Map([['pkg:pypi/needed@1.0', { neededBy: ['needing'] }]]),
  };
  const findings = [needed, needing, ranged].flatMap((one) => one ?? []);
  const { steps: found } = plan(findings, { facts });
  expect(found.map(({ safe, notes }) => [safe, notes[0]])).toEqual([
    [false, 'See whether the build accepts it: needing may need an older needed.'],
    [false, 'See whether the build accepts it: it may need newer packages than those of 1.0.'],
    [false, 'The file accepts only >=0.9,<1.1.'],
  ]);
  expect(found[2]).not.toHaveProperty('change');
});

test('a Python package that others refuse in the fixed version names them', () => {
  const one = own('CVE-1', 'urllib3', 2, { details: { fixed: '2.0.7' } });
  const purl = 'pkg:pypi/urllib3@1.26.0';
  const accepts = (name: string, range: string) => ({ name, version: '1.29', range });
  const needs = (names: readonly string[], range: string) => ({
    neededBy: names,
    ranges: names.map((name) => accepts(name, range)),
  });
  const notesOf = (need: ReturnType<typeof needs>) =>
    plan([{ ...one, subject: { ...one.subject, purl } }], {
      facts: { python: new Map([[purl, need]]) },
    }).steps[0]?.notes;
  expect(notesOf(needs(['botocore', 'requests'], '<1.27'))).toEqual([
    'botocore 1.29 refuses urllib3 2.0.7: it accepts only <1.27. Upgrade both.',
    'requests 1.29 refuses urllib3 2.0.7: it accepts only <1.27. Upgrade both.',
  ]);
  expect(notesOf(needs(['a', 'b', 'c', 'd'], '<1.27'))?.at(-1)).toBe('1 more package refuses it.');
  const other = own('CVE-0', 'urllib3', 2, { details: { fixed: '1.26.18' } });
  const both = [other, one].map((each) => ({ ...each, subject: { ...each.subject, purl } }));
  const python = new Map([[purl, needs(['botocore'], '<1.27')]]);
  expect(plan(both, { facts: { python } }).steps[0]?.notes).toEqual([
    'botocore 1.29 refuses urllib3 2.0.7: it accepts only <1.27. Upgrade both.',
  ]);
  expect(notesOf(needs(['requests'], '<3'))).toEqual([
    'See whether the build accepts it: requests may need an older urllib3.',
  ]);
});

test('a move to another release of the distribution is major, and names the versions that lines fix', () => {
  const move = advice({
    base: 'python:3.9-bullseye',
    options: [{ reference: 'python:3.14-trixie', kind: 'line' }],
  });
  const target = { kind: 'image', name: IMAGE, dockerfile: 'Dockerfile' } as const;
  const layers = new Map([[IMAGE, [{ index: 1, pins: new Map([['curl', '7.74']]) }]]]);
  const [found] = plan([move], { targets: [target], facts: { layers } }).steps;
  expect(found).toMatchObject({
    risk: 'major',
    notes: [
      'Dockerfile fixes versions of curl, which the other release may not have: change both.',
    ],
  });
});

test('what Portside cannot do is not safe', () => {
  const [pnpm, pom, hashes] = [
    own('CVE-1', 'a', 2),
    own('CVE-2', 'b', 2),
    own('CVE-3', 'c', 2),
  ].map((one, i) => ({ ...one, subject: { ...one.subject, purl: `pkg:npm/${i}@1.0` } }));
  const declarations = new Map([
    ['pkg:npm/0@1.0', { path: 'pnpm-lock.yaml', kind: 'lockfile', manager: 'pnpm' }],
    ['pkg:npm/1@1.0', { path: 'pom.xml', kind: 'manifest', manager: 'maven', version: '1.0' }],
    [
      'pkg:npm/2@1.0',
      { path: 'reqs.txt', kind: 'manifest', manager: 'pip', version: '1.0', hashed: true },
    ],
  ] as const);
  const findings = [pnpm, pom, hashes].flatMap((one) => one ?? []);
  const { steps: found } = plan(findings, { facts: { declarations } });
  expect(found.map((step) => [step.path, step.safe, isDoable(step)])).toEqual([
    ['pnpm-lock.yaml', false, false],
    ['pom.xml', false, false],
    ['reqs.txt', false, false],
  ]);
});

test('a fix that changes how a container runs is not safe', () => {
  const fix = { description: 'Change it', edits: [] };
  const quoting = lint({ rule: 'DL3020', fix });
  const execForm = lint({ rule: 'DL3025', location: at(4), fix });
  const manifest = lint({
    rule: 'DEP-ROFS',
    check: 'manifest',
    location: at(5, 'compose.yaml'),
    fix,
  });
  const { steps: found } = plan([quoting, execForm, manifest], { rules: ruleBook });
  expect(found.map(({ line, risk, safe }) => [line, risk, safe])).toEqual(
    expect.arrayContaining([
      [3, 'none', true],
      [4, 'unknown', false],
      [5, 'unknown', false],
    ]),
  );
});
