import { describe, expect, it, test } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { applyPolicy } from '../../src/policy/apply.js';
import { loadPolicy } from '../../src/policy/load.js';

const now = new Date('2026-11-24T12:00:00Z');
const finding = {
  rule: 'CVE-2030-1',
  aliases: ['GHSA-x'],
  check: 'vulnerability',
  severity: 'low',
  confidence: 'high',
  tags: ['practice:image-security'],
  message: 'openssl is affected',
  fingerprint: 'f',
  status: 'existing',
  location: { path: 'Dockerfile', startLine: 3, startColumn: 1, endLine: 3, endColumn: 2 },
  subject: { image: 'app:1', layer: 2, purl: 'pkg:deb/debian/openssl@3.0.1' },
  details: {
    package: 'openssl',
    installed: '3.0.1',
    fixed: '3.0.2',
    exploited: true,
    epss: 0.5,
    cvss: { score: 7.5 },
    published: '2026-11-14T12:00:00Z',
  },
} as unknown as Finding;
const found = {
  findings: [finding],
  incomplete: [],
  targets: [{ kind: 'image', name: 'app:1', platform: 'linux/amd64' } as const],
  packages: [
    {
      purl: 'pkg:deb/debian/openssl@3.0.1',
      type: 'deb',
      name: 'openssl',
      version: '3.0.1',
      license: 'Apache-2.0',
      image: 'app:1',
      layer: { index: 2, diffID: 'sha256:1' },
      paths: [],
    },
  ],
};

const policyWith = (when: string, more = '') =>
  loadPolicy(
    `rules: [{ id: ORG-001, severity: high, message: not here, when: ${JSON.stringify(when)} }]\n${more}`,
    'p.yml',
  );
const applyRule = async (when: string, more = '') =>
  applyPolicy(found, await policyWith(when, more), { now });

test.each([
  ['finding.check == "vulnerability" && finding.exploited', true],
  ['finding.epss >= 0.5 && finding.cvss > 7.0', true],
  ['finding.age == 10', true],
  ['finding.fixable && finding.fixed == "3.0.2"', true],
  ['finding.tags.exists(t, t.startsWith("practice:"))', true],
  ['"GHSA-x" in finding.aliases', true],
  ['finding.line > 3', false],
  ['finding.status == "new"', false],
  ['subject.package == "openssl" && subject.version == "3.0.1" && subject.layer == 2', true],
  ['subject.license.matches("^Apache")', true],
  ['subject.purl.matches("^pkg:(npm|pypi)/")', false],
  ['target.kind == "image" && target.platform.endsWith("amd64")', true],
  ['finding.path.matches(finding.rule)', false],
])('%s matches: %s', async (when, isMatch) => {
  const { findings, incomplete } = await applyRule(when);
  expect([findings.length === 2, incomplete]).toEqual([isMatch, []]);
});

test.each([
  ['finding.chek == "x"', 'finding has no chek: it has rule, aliases, check'],
  ['package == "x"', 'Reserved identifier: package'],
  ['nothing', 'Unknown variable: nothing'],
  ['finding.rule', 'it is a string, not true or false'],
  ['finding.rule == 1', 'no such overload'],
  ['finding.constructor == "x"', 'finding has no constructor: it has rule'],
  ['1 +', 'Unexpected token'],
  ['finding.rule.matches("(")', 'missing closing )'],
  ['finding.rule.matches("(?=a)")', 'invalid or unsupported'],
  [
    'finding.tags.all(a, finding.tags.all(b, finding.tags.all(c, true)))',
    'more than 2 nested loops',
  ],
  [`${'true && '.repeat(400)}true`, 'maxAstNodes'],
])('%s is an error in the policy, with its line', async (when, message) => {
  await expect(policyWith(when)).rejects.toThrow(
    'Cannot read the policy p.yml:1: when of ORG-001: ',
  );
  await expect(policyWith(when)).rejects.toThrow(new RegExp(message.replace(/[()]/g, '\\$&'), 'i'));
});

test.each([
  ['finding.exploited && subject.package == "openssl"', true],
  ['finding.exploited && subject.package == "libssl3" && subject.layer == 5', true],
  ['finding.exploited && subject.package == "curl"', false],
])('%s matches one of several packages: %s', async (when, isMatch) => {
  const packages = [
    { name: 'openssl', installed: '3.0.1', purl: 'pkg:deb/debian/openssl@3.0.1', paths: [] },
    { name: 'libssl3', installed: '3.0.1', purl: 'pkg:deb/x/libssl3@3.0.1', paths: [], layer: 5 },
  ];
  const several = { ...finding, details: { ...finding.details, packages } } as Finding;
  const policy = await policyWith(when);
  const { findings } = applyPolicy({ ...found, findings: [several] }, policy, { now });
  expect(findings.length === 2).toBe(isMatch);
});

describe('a rule that matches a finding', () => {
  it('makes a finding with its location and status, which fails its own gate', async () => {
    const { findings, verdict } = await applyRule(
      'finding.exploited',
      'fail-on: { new: false, known-exploited: false }',
    );
    expect(findings[1]).toMatchObject({
      rule: 'ORG-001',
      check: 'policy',
      severity: 'high',
      status: 'existing',
      message: 'not here (CVE-2030-1 of openssl)',
      location: finding.location,
      subject: finding.subject,
    });
    expect(verdict.reasons).toEqual(['1 finding at high or above (ORG-001 in openssl)']);
  });

  it('is not applied to excepted findings, and its own finding can be excepted', async () => {
    const of = (rule: string) => `exceptions: [{ rule: ${rule}, reason: r }]`;
    const excepted = await applyRule('finding.exploited', of('CVE-2030-1'));
    expect(excepted.findings.map((f) => f.status)).toEqual(['excepted']);
    const itself = await applyRule('finding.exploited', of('ORG-001'));
    expect(itself.findings.map((f) => f.status)).toEqual(['existing', 'excepted']);
  });
});

it('a rule that fails on a finding makes the check incomplete', async () => {
  const { findings, incomplete, verdict } = await applyRule('1 / (finding.line - 3) > 0');
  expect(findings).toHaveLength(1);
  expect(incomplete[0]).toMatchObject({ check: 'policy', target: 'ORG-001' });
  expect(verdict.outcome).toBe('incomplete');
});

it('a rule that matches too often makes the check incomplete, and its findings count', async () => {
  const policy = await policyWith('true');
  const findings = Array.from({ length: 5_001 }, (_, i) => ({ ...finding, fingerprint: `${i}` }));
  const result = applyPolicy({ ...found, findings }, policy, { now });
  expect(result.findings).toHaveLength(10_001);
  expect(result.incomplete[0]?.reason).toBe('The rule matches more than 5000 findings');
});

describe('an error in a rule has the line of the rule', () => {
  const rule = (when: string) => `  - { id: A, severity: low, message: m, when: "${when}" }\n`;

  it('for two rules with the same id', async () => {
    const policy = loadPolicy(`rules:\n${rule('true')}${rule('true')}`, 'p.yml');
    await expect(policy).rejects.toThrow('p.yml:3: there are two rules with the id A');
  });

  it('for an expression that is not valid', async () => {
    const policy = loadPolicy(`extends: audit\nrules:\n${rule('nothing')}`, 'p.yml');
    await expect(policy).rejects.toThrow('p.yml:3: when of A: Unknown variable: nothing');
  });
});

it('a pattern that JavaScript would match in exponential time is matched', async () => {
  const text = `${'a'.repeat(4_000)}!`;
  const policy = await policyWith('finding.message.matches("(a+)+$")');
  const slow = { ...found, findings: [{ ...finding, message: text }] };
  expect(applyPolicy(slow, policy, { now }).findings).toHaveLength(1);
});

test.each([
  ['finding.epss == 0.0 && finding.cvss == 0.0 && finding.age == -1 && finding.line == 0', {}],
  ['!finding.fixable && finding.fixed == ""', {}],
  ['finding.fixable && finding.fixed == ""', { fix: { description: 'd', edits: [] } }],
  ['subject.package == "openssl" && subject.version == "3.0.1" && subject.type == "deb"', {}],
  [
    'finding.line == 0 && subject.package == "libssl" && subject.version == "3"',
    { details: { package: 'libssl', installed: '3' } },
  ],
  ['finding.cvss == 7.5', { details: { cvss: 7.5 } }],
  ['finding.cvss == 0.0 && finding.epss == 0.0', { details: { cvss: null, epss: 'much' } }],
])('unknown values are empty, 0 or -1: %s', async (when, more) => {
  const { location, details, ...bare } = finding;
  const { findings } = applyPolicy(
    { ...found, findings: [{ ...bare, ...more } as Finding] },
    await policyWith(when),
    {
      now,
    },
  );
  expect(findings).toHaveLength(2);
});

describe('the finding of a rule', () => {
  it('has the location, the package and the fixed version of the matched finding', async () => {
    const [, made] = (await applyRule('finding.exploited')).findings;
    expect(made).toMatchObject({
      rule: 'ORG-001',
      check: 'policy',
      severity: 'high',
      message: 'not here (CVE-2030-1 of openssl)',
      status: 'existing',
      location: finding.location,
      subject: finding.subject,
      details: { about: 'CVE-2030-1', package: 'openssl', fixed: '3.0.2' },
    });
  });

  it('has no package when the matched finding has none', async () => {
    const policy = await policyWith('true');
    const bare = { ...finding, details: {} } as Finding;
    const { findings } = applyPolicy({ ...found, findings: [bare] }, policy, {
      now,
    });
    expect(findings[1]?.details).toEqual({ about: 'CVE-2030-1' });
    expect(findings[1]?.message).toBe('not here (CVE-2030-1)');
  });
});

describe('a rule about packages', () => {
  const packages = [
    { name: 'a', version: '1', license: 'GPL-2.0-only', image: 'app:1' },
    // In a second file, in another version, in another image.
    { name: 'a', version: '1', license: 'GPL-2.0-only', image: 'app:1', paths: ['b/a.json'] },
    { name: 'a', version: '2', license: 'GPL-2.0-only', image: 'app:1' },
    { name: 'a', version: '2', license: 'GPL-2.0-only', image: 'other:1' },
    { name: 'b', version: '1', license: 'MIT', image: 'app:1' },
    { name: 'c', version: '1', image: 'app:1' },
  ].map((pkg) => ({
    type: 'npm',
    purl: `pkg:npm/${pkg.name}@${pkg.version}`,
    paths: ['a.json'],
    location: { path: 'Dockerfile', startLine: 4, startColumn: 1, endLine: 4, endColumn: 2 },
    ...pkg,
  }));
  const apply = async (when: string, more: object = {}, policy = '') =>
    applyPolicy({ ...found, packages, ...more }, await policyWith(when, policy), {
      now,
    });
  const made = ({ findings }: { readonly findings: readonly Finding[] }) =>
    findings.filter(({ rule }) => rule === 'ORG-001');

  it('makes one finding for each package and image, at the line of the package', async () => {
    const findings = made(await apply('subject.license.startsWith("GPL")'));
    expect(findings.map(({ message, subject }) => [message, subject?.image])).toEqual([
      ['not here (a 1)', 'app:1'],
      ['not here (a 2)', 'app:1'],
      ['not here (a 2)', 'other:1'],
    ]);
    expect(findings[0]).toMatchObject({
      check: 'policy',
      severity: 'high',
      status: 'new',
      location: { path: 'Dockerfile', startLine: 4 },
      details: { about: 'pkg:npm/a@1', package: 'a' },
    });
    expect(new Set(findings.map((f) => f.fingerprint)).size).toBe(3);
  });

  it('sees the fields of the package and of its image', async () => {
    const when =
      'subject.package == "c" && subject.type == "npm" && subject.version == "1" && subject.purl == "pkg:npm/c@1" && subject.path == "a.json" && subject.license == "" && target.platform == "linux/amd64"';
    expect(made(await apply(when))).toHaveLength(1);
  });

  it.each([
    ['AGPL-3.0-only', true],
    ['MIT AND (ISC OR AGPL-3.0-or-later WITH GCC-exception-3.1)', true],
    ['MIT', false],
    ['AGPL-like text', true],
    [undefined, false],
  ])('sees each license in %j', async (license, expected) => {
    const all = [{ ...packages[0], license }];
    const when = 'subject.licenses.exists(l, l.startsWith("AGPL-"))';
    expect(made(await apply(when, { packages: all })).length > 0).toBe(expected);
  });

  it('is not applied to findings; a rule about both is applied to findings only', async () => {
    expect(made(await apply('subject.package == "openssl"'))).toEqual([]);
    const both = 'finding.check != "lint" && subject.package != ""';
    expect(made(await apply(both)).map(({ message }) => message)).toEqual([
      'not here (CVE-2030-1 of openssl)',
    ]);
  });

  it('makes an existing finding for what it also finds in the baseline', async () => {
    const before = packages.map((pkg) => ({ ...pkg, version: '0', paths: [] }));
    const statuses = async (packagesBefore: typeof packages) =>
      made(await apply('subject.license.startsWith("GPL")', { packagesBefore })).map(
        ({ status }) => status,
      );
    expect(await statuses(before)).toEqual(['existing', 'existing', 'existing']);
    expect(await statuses(before.filter(({ image }) => image === 'app:1'))).toEqual([
      'existing',
      'existing',
      'new',
    ]);
    // The license changed.
    expect(await statuses(before.map((pkg) => ({ ...pkg, license: 'MIT' })))).toEqual([
      'new',
      'new',
      'new',
    ]);
  });

  it('has findings that can be excepted by package', async () => {
    const exceptions = 'exceptions: [{ rule: ORG-001, package: a, reason: r }]';
    const { findings } = await apply('subject.type == "npm"', {}, exceptions);
    expect(findings.map(({ status }) => status)).toEqual([
      'existing',
      ...['excepted', 'excepted', 'excepted', 'new', 'new'],
    ]);
  });

  it('that is about licenses has a note with the number of packages without one', async () => {
    expect((await apply('subject.license == "MIT"')).notes).toEqual([
      {
        check: 'policy',
        message: 'Rule ORG-001 is about licenses: 1 of 6 packages have no known license',
      },
    ]);
    expect((await apply('"MIT" in subject.licenses')).notes).toHaveLength(1);
    expect((await apply('subject.package == "a"')).notes).toEqual([]);
  });

  it('that fails on a package names it', async () => {
    const { incomplete } = await apply('1 / subject.license.size() > 5');
    expect(incomplete).toMatchObject([
      { target: 'ORG-001', reason: expect.stringContaining('failed on c: ') },
    ]);
  });
});
