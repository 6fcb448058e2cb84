import { describe, expect, it, test } from '@jest/globals';
import type { Package } from '../../src/core/package.js';
import { applyPolicy } from '../../src/policy/apply.js';
import { explainPolicy } from '../../src/policy/explain.js';
import { addedToPolicy } from '../../src/policy/policy-diff.js';
import { unmatchedEntries } from '../../src/policy/unmatched.js';
import { policyOf } from './policy-of.js';

const now = new Date('2026-11-24T12:00:00Z');
const at = (startLine: number) => ({
  location: { path: 'Dockerfile', startLine, startColumn: 1, endLine: startLine, endColumn: 9 },
});
const pkg = (name: string, license: string | undefined, more: Partial<Package> = {}): Package => ({
  type: 'npm',
  name,
  version: '1',
  purl: `pkg:npm/${name}@${more.version ?? '1'}`,
  paths: [`app/${name}/package.json`],
  image: 'app:1',
  layer: { index: 3, diffID: 'sha256:1' },
  ...(license !== undefined && { license }),
  ...at(4),
  ...more,
});
const PACKAGES = [
  pkg('good', 'MIT'),
  pkg('bad', 'AGPL-3.0-or-later'),
  pkg('choice', 'MIT OR AGPL-3.0-only'),
  pkg('none', undefined, at(7)),
];
const apply = (
  policy: string,
  packages: readonly Package[] = PACKAGES,
  packagesBefore?: readonly Package[],
) =>
  applyPolicy(
    { findings: [], incomplete: [], targets: [], packages, packagesBefore },
    policyOf(policy, 'p.yml'),
    { now, compared: packagesBefore !== undefined },
  );
const short = ({ findings }: ReturnType<typeof apply>) =>
  findings.map(
    ({ rule, severity, status, message, location }) =>
      `${rule} ${severity} ${status} ${location?.startLine}: ${message}`,
  );
const DENY = 'licenses: { deny: [AGPL-3.0-*] }\n';

test('without licenses in the policy there are no findings', () => {
  expect(apply('').findings).toEqual([]);
});

test.each([
  ['deny: [AGPL-3.0-*]', ['PSP004 high', 'PSP005 low']],
  ['deny: [AGPL-3.0-*], unknown: warn', ['PSP004 high', 'PSP005 low']],
  ['deny: [AGPL-3.0-*], unknown: allow', ['PSP004 high']],
  ['deny: [AGPL-3.0-*], unknown: deny', ['PSP004 high', 'PSP005 high']],
  ['allow: [MIT]', ['PSP004 high', 'PSP005 low']],
  ['allow: [MIT, AGPL-*]', ['PSP005 low']],
  ['allow: []', ['PSP004 high', 'PSP004 high', 'PSP004 high', 'PSP005 low']],
  ['unknown: deny', ['PSP005 high']],
  ['unknown: allow', []],
  ['', ['PSP005 low']],
])('licenses: { %s } makes the findings %j', (keys, expected) => {
  const { findings } = apply(`licenses: { ${keys} }`);
  expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(expected);
});

test.each([
  [['MIT', 'AGPL-3.0-only'], 'PSP004', ['AGPL-3.0-only']],
  [['AGPL-3.0-only', 'MIT'], 'PSP004', ['AGPL-3.0-only']],
  [['AGPL-3.0-only', undefined], 'PSP004', ['AGPL-3.0-only']],
  [
    ['Acme', 'AGPL-3.0-only', 'AGPL-3.0-or-later'],
    'PSP004',
    ['AGPL-3.0-only', 'AGPL-3.0-or-later'],
  ],
  [['MIT', 'Acme'], 'PSP005', ['Acme']],
  [['MIT', undefined], undefined, undefined],
  [[undefined, undefined], 'PSP005', []],
])(
  'a package with the licenses %j in several layers is the finding %s',
  (licenses, rule, named) => {
    const packages = licenses.map((license, index) =>
      pkg('a', license, { layer: { index, diffID: `sha256:${index}` } }),
    );
    const { findings } = apply(DENY, packages);
    expect(findings.map((one) => one.rule)).toEqual(rule ? [rule] : []);
    expect(findings[0]?.details).toEqual(rule && expect.objectContaining({ licenses: named }));
  },
);

test('a finding is on the line that brought the package, and names the license', () => {
  const result = apply(DENY);
  expect(short(result)).toEqual([
    'PSP004 high new 4: bad 1 is under AGPL-3.0-or-later, which the policy does not accept',
    'PSP005 low new 7: The license of none 1 is not known',
  ]);
  expect(result.findings[0]).toMatchObject({
    check: 'policy',
    confidence: 'high',
    subject: { image: 'app:1', layer: 3, purl: 'pkg:npm/bad@1', path: 'app/bad/package.json' },
    details: {
      about: 'pkg:npm/bad@1',
      package: 'bad',
      license: 'AGPL-3.0-or-later',
      licenses: ['AGPL-3.0-or-later'],
    },
  });
  expect(result.verdict).toMatchObject({
    outcome: 'fail',
    reasons: ['1 finding at high or above (PSP004 in bad)'],
  });
});

test.each([
  [
    'MIT AND AGPL-3.0-only',
    'is under AGPL-3.0-only, which the policy does not accept (its license is MIT AND AGPL-3.0-only)',
  ],
  [
    'AGPL-3.0-only OR AGPL-3.0-or-later',
    'is under AGPL-3.0-only and AGPL-3.0-or-later, which the policy does not accept (its license is AGPL-3.0-only OR AGPL-3.0-or-later)',
  ],
])('of %s, the denied licenses are named', (license, message) => {
  expect(apply(DENY, [pkg('a', license)]).findings[0]?.message).toBe(`a 1 ${message}`);
});

test('a finding names the file if only an SBOM lists the package', () => {
  const claimed = { claimed: true, paths: ['app/bom.json'] } as const;
  const { findings } = apply(DENY, [pkg('a', 'AGPL-3.0-only', claimed), pkg('b', '', claimed)]);
  expect(findings.map(({ message }) => message)).toEqual([
    'a 1 is under AGPL-3.0-only, which the policy does not accept (only app/bom.json lists the package)',
    'The license of b 1 is not known (only app/bom.json lists the package)',
  ]);
});

test('a license text of the image is shown in one short line', () => {
  const text = `see\u001b[2J\nLICENSE ${'x'.repeat(10_000_000)}`;
  const [finding] = apply(DENY, [pkg('a', text)]).findings;
  expect(finding?.message).toMatch(
    /^The license of a 1 is not on SPDX's list: see \[2J LICENSE x+…$/,
  );
  expect(JSON.stringify(finding).length).toBeLessThan(2_000);
});

test('a package at several places is one finding with all of them, in each image', () => {
  const twice = [
    pkg('bad', 'AGPL-3.0-only'),
    pkg('bad', 'AGPL-3.0-only', { paths: ['other/bad'] }),
    pkg('bad', 'AGPL-3.0-only', { image: 'app:2' }),
    pkg('bad', 'AGPL-3.0-only', { version: '2' }),
  ];
  const { findings } = apply(DENY, twice);
  expect(findings.map(({ subject }) => [subject?.image, subject?.purl, subject?.paths])).toEqual([
    ['app:1', 'pkg:npm/bad@1', ['app/bad/package.json', 'other/bad']],
    ['app:2', 'pkg:npm/bad@1', undefined],
    ['app:1', 'pkg:npm/bad@2', undefined],
  ]);
  expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(3);
});

describe('packages with unknown licenses', () => {
  const many = (...names: readonly string[]) => names.map((name) => pkg(name, undefined));
  const unknown = (result: ReturnType<typeof apply>) =>
    result.findings.map(({ status, message, fingerprint }) => ({ status, message, fingerprint }));

  it('are one finding for each line, with all of them in its details', () => {
    const packages = [...many('a', 'b', 'c', 'd'), pkg('e', 'Our License'), pkg('f', '', at(9))];
    const { findings } = apply(DENY, packages);
    expect(findings.map(({ message, location }) => [location?.startLine, message])).toEqual([
      [4, 'The licenses of 5 packages are not known: a 1, b 1, c 1 and 2 more'],
      [9, 'The license of f 1 is not known'],
    ]);
    expect(findings[0]?.subject).toEqual({ image: 'app:1', layer: 3 });
    expect(findings[0]?.details).toEqual({
      about: 'app:1',
      licenses: ['Our License'],
      packages: ['a', 'b', 'c', 'd', 'e'].map((name) => ({
        name,
        version: '1',
        purl: `pkg:npm/${name}@1`,
        licenses: name === 'e' ? ['Our License'] : [],
      })),
    });
  });

  it('of different images are different findings', () => {
    const two = [...many('a', 'b'), pkg('a', undefined, { image: 'other:1' })];
    expect(unknown(apply(DENY, two))).toHaveLength(2);
  });

  it('of a layer without a line are one finding', () => {
    const layer = { index: 1, diffID: 'sha256:2' };
    const packages = many('a', 'b', 'c').map((one) => ({ ...one, location: undefined }) as Package);
    const other = { ...pkg('d', undefined, { layer }), location: undefined } as unknown as Package;
    expect(unknown(apply(DENY, [...packages, other]))).toHaveLength(2);
  });

  it('that a pull request adds to a line are new, and the others existing', () => {
    const before = many('a', 'b');
    const [first] = unknown(apply(DENY, before));
    expect(unknown(apply(DENY, many('a', 'b', 'c', 'd'), before))).toEqual([
      {
        status: 'existing',
        message: 'The licenses of 2 packages are not known: a 1, b 1',
        fingerprint: first?.fingerprint,
      },
      {
        status: 'new',
        message: 'The licenses of 2 packages are not known: c 1, d 1',
        fingerprint: expect.not.stringContaining(first?.fingerprint ?? ''),
      },
    ]);
  });

  it('fail if one of them is new and the policy says so', () => {
    const policy = 'licenses: { unknown: deny }\n';
    const before = many('a', 'b');
    expect(apply(policy, before, before).verdict.outcome).toBe('pass');
    expect(apply(policy, many('a', 'b', 'c'), before).verdict.outcome).toBe('fail');
  });

  it('have the same fingerprint for any number of packages, version of the image, and line', () => {
    const moved = [pkg('z', undefined, { ...at(40), image: 'app:2' })];
    const fingerprints = [many('a'), many('a', 'b'), many('c', 'd', 'e'), moved].map(
      (packages) => unknown(apply(DENY, packages))[0]?.fingerprint,
    );
    expect(new Set(fingerprints).size).toBe(1);
  });

  it('are excepted one by one, and those that no exception covers stay', () => {
    const policy = `${DENY}exceptions: [{ rule: PSP005, package: [a, b], reason: r }]\n`;
    const result = unknown(apply(policy, many('a', 'b', 'c', 'd')));
    expect(result.map(({ status, message }) => `${status}: ${message}`)).toEqual([
      'new: The licenses of 2 packages are not known: c 1, d 1',
      'excepted: The licenses of 2 packages are not known: a 1, b 1',
    ]);
    expect(new Set(result.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});

test('a finding has the origin of the layer that brought the package', () => {
  const origin = { kind: 'base-image', image: 'node:24' } as const;
  const layers = [{ index: 3, diffID: 'sha256:1', size: 1, origin }];
  const input = {
    findings: [],
    incomplete: [],
    targets: [{ kind: 'image', name: 'app:1', layers } as const],
    packages: [...PACKAGES, pkg('other', undefined, { image: 'app:2' })],
  };
  const { findings } = applyPolicy(input, policyOf(DENY, 'p.yml'), { now });
  expect(findings.map((finding) => [finding.subject?.purl, finding.origin])).toEqual([
    ['pkg:npm/bad@1', origin],
    ['pkg:npm/none@1', origin],
    ['pkg:npm/other@1', undefined],
  ]);
});

describe('compared with a baseline, a finding is', () => {
  const status = (before: readonly Package[]) =>
    apply(DENY, [pkg('bad', 'AGPL-3.0-only')], before).findings[0]?.status;

  it('existing if the package had the license, in any version', () => {
    expect(status([pkg('bad', 'AGPL-3.0-only', { version: '0' })])).toBe('existing');
  });

  it('new if the package had another license', () => {
    expect(status([pkg('bad', 'MIT')])).toBe('new');
    expect(status([pkg('bad', undefined)])).toBe('new');
  });

  it('new if another image had the package', () => {
    expect(status([pkg('bad', 'AGPL-3.0-only', { image: 'b:1' })])).toBe('new');
  });

  it('new if there were no packages', () => {
    expect(status([])).toBe('new');
  });
});

test('an existing package with a denied license does not fail, and a new one does', () => {
  const before = [pkg('bad', 'AGPL-3.0-or-later')];
  expect(apply(DENY, PACKAGES, before).verdict.outcome).toBe('pass');
  const more = [...PACKAGES, pkg('worse', 'AGPL-3.0-only')];
  expect(apply(DENY, more, before).verdict.reasons).toEqual([
    '1 new finding at high or above (PSP004 in worse)',
    '1 existing finding does not count, because the policy fails new ones only',
  ]);
  const strict = `${DENY}extends: strict\n`;
  expect(apply(strict, PACKAGES, before).verdict.outcome).toBe('fail');
});

test('an unknown license only fails if the policy says so', () => {
  const verdict = (unknown: string) =>
    apply(`licenses: { unknown: ${unknown} }`, [pkg('a', undefined)]).verdict.outcome;
  expect(['allow', 'warn', 'deny'].map(verdict)).toEqual(['pass', 'pass', 'fail']);
});

describe.each([
  ['the rule', 'rule: PSP004', ['bad', 'both']],
  ['the rule and the package', 'rule: PSP004, package: bad', ['bad']],
  ['the package URL', 'rule: PSP004, package: "pkg:npm/bad@1"', ['bad']],
  ['another package', 'rule: PSP004, package: good', []],
  ['the license', 'rule: PSP004, license: AGPL-3.0-or-later', ['bad']],
  ['a glob over licenses', 'rule: PSP004, license: AGPL-*', ['bad']],
  ['all licenses', 'rule: PSP004, license: [AGPL-*, SSPL-1.0]', ['bad', 'both']],
  ['a license of another finding', 'rule: "*", license: MIT', []],
  ['the license in any rule', 'rule: "PSP*", license: AGPL-3.0, package: bad', ['bad']],
  ['the path', 'rule: PSP004, path: app/both/**', ['both']],
])('an exception by %s', (_, keys, expected) => {
  it(`covers ${expected.join(' and ') || 'nothing'}`, () => {
    const policy = `licenses: { deny: [AGPL-3.0-*, SSPL-*] }\nexceptions: [{ ${keys}, reason: r }]\n`;
    const packages = [...PACKAGES, pkg('both', 'AGPL-3.0-only AND SSPL-1.0')];
    const excepted = apply(policy, packages).findings.filter((one) => one.status === 'excepted');
    expect(
      excepted.map(({ details }) => details && 'package' in details && details.package),
    ).toEqual(expected);
  });
});

test('an exception by license covers nothing that is not about licenses', () => {
  const finding = {
    rule: 'CVE-1',
    aliases: [],
    check: 'vulnerability',
    severity: 'high',
    status: 'new',
  } as never;
  const policy = policyOf('exceptions: [{ rule: "**", license: "**", reason: r }]', 'p.yml');
  const input = { findings: [finding], incomplete: [], targets: [], packages: [] };
  expect(applyPolicy(input, policy, { now }).findings[0]?.status).toBe('new');
});

test.each([
  [
    'licenses: { denied: [MIT] }',
    'unknown key "denied" in licenses: the keys are deny, allow, unknown',
  ],
  ['licenses: { deny: MIT }', 'deny must be a list'],
  ['licenses: { unknown: fail }', 'unknown must be one of allow, warn, deny, not "fail"'],
  [
    'licenses: { deny: ["MIT OR ISC"] }',
    'deny must be one license, a glob over SPDX ids, without AND and OR, not "MIT OR ISC"',
  ],
  ['licenses: { allow: [""] }', 'allow is empty'],
])('%s is an error', (text, message) => {
  expect(() => policyOf(text, 'p.yml')).toThrow(`Cannot read the policy p.yml:1: ${message}`);
});

test.each([
  [
    ['MIT'],
    'deny: [AGPL-3.0-*, AGPL-3.O-only, LicenseRef-acme]',
    ['AGPL-3.O-only', 'LicenseRef-acme'],
  ],
  [['LicenseRef-acme', 'Our License'], 'deny: [LicenseRef-*], allow: [our license, MIT]', []],
  [undefined, 'deny: [AGPL-3.O-only]', []],
])(
  'with packages under %j, the policy { %s } has the unmatched entries %j',
  (licenses, keys, expected) => {
    const policy = policyOf(`extends: recommended\nlicenses: { ${keys} }\n`, 'p.yml');
    const seen = { verified: [], compared: [], coverage: [], narrowed: false, now, licenses };
    const found = unmatchedEntries(policy, seen);
    expect(found.map(({ message }) => /"(.*?)"/.exec(message)?.[1])).toEqual(expected);
    expect(
      found.every(({ rule, location }) => rule === 'PSP002' && location?.startLine === 2),
    ).toBe(true);
  },
);

test('a misspelled entry is reported with the id that is meant', () => {
  const policy = policyOf('licenses: { deny: [AGPL-3.O-only] }', 'p.yml');
  const seen = { verified: [], compared: [], coverage: [], narrowed: false, now, licenses: [] };
  expect(unmatchedEntries(policy, seen)[0]?.message).toBe(
    'The entry "AGPL-3.O-only" of licenses matches nothing. Did you mean "AGPL-3.0-only"?',
  );
});

test('the hint for an unknown entry is not a license of another family', () => {
  const policy = policyOf('licenses: { deny: [GPL-9.0, Appache-2.0] }', 'p.yml');
  const seen = {
    verified: [],
    compared: [],
    coverage: [],
    narrowed: false,
    now,
    licenses: ['MIT'],
  };
  const found = unmatchedEntries(policy, seen);
  expect(found.map(({ message }) => message)).toEqual([
    'The entry "GPL-9.0" of licenses matches nothing',
    'The entry "Appache-2.0" of licenses matches nothing. Did you mean "Apache-2.0"?',
  ]);
});

test.each([
  ['licenses: { deny: [A, B] }', 'licenses: { deny: [B] }', ['licenses, no longer denied: A']],
  ['licenses: { deny: [A] }', '', ['licenses, no longer denied: A', 'licenses, unknown: allow']],
  ['licenses: { allow: [A] }', 'licenses: { allow: [A, B] }', ['licenses, allowed: B']],
  ['licenses: { allow: [A] }', 'licenses: { deny: [C] }', ['licenses, allowed: any']],
  ['licenses: { unknown: deny }', 'licenses: { unknown: warn }', ['licenses, unknown: warn']],
  ['', 'licenses: { deny: [A] }', []],
  ['licenses: { deny: [A] }', 'licenses: { deny: [A, B], unknown: deny }', []],
])('a change from %s to %s suppresses in addition %j', (before, after, expected) => {
  expect(addedToPolicy(policyOf(before), policyOf(after))).toEqual(expected);
});

test.each([
  ['', ['licenses: any']],
  ['licenses: { deny: [A, B] }', ['licenses: any, not A, B', 'unknown licenses: reported']],
  [
    'licenses: { allow: [A], unknown: deny }',
    ['licenses: only A', 'unknown licenses: reported like denied ones'],
  ],
])('%s is described', (text, expected) => {
  expect(explainPolicy(policyOf(text), now)).toEqual(expect.arrayContaining(expected));
});
