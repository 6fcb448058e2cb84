import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { sample } from '../sample.js';
import { IDENTITY } from '../signatures/private-bundles.js';
import { fixtures, outcomeOf, useFixtures } from './walk.js';

/** Runs a command with a policy, without and with each key: something must change, or the key is an error. */

const SCHEMA = JSON.parse(readFileSync('docs/policy.schema.json', 'utf8'));
useFixtures();

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** The paths of all keys of the policy: `trust.signed-by.key`. */
function keysOf(schema: Schema, path: string): string[] {
  const { properties = {}, items, anyOf = [], oneOf = [] } = schema;
  const below = Object.entries(properties).flatMap(([key, value]) => {
    const own = path === '' ? key : `${path}.${key}`;
    return [own, ...keysOf(value, own)];
  });
  const others = [...(items ? [items] : []), ...anyOf, ...oneOf];
  return [...below, ...others.flatMap((one) => keysOf(one, path))];
}

/** Keys that hold other keys; each of those has a case. */
const HOLDERS =
  /^(fail-on|fail-on\.checks|fail-on\.checks\.[a-z]+|allow-uncovered|advisories|licenses|trust|trust\.signed-by|trust\.provenance|trust\.attestations|trust\.attestations\.signed-by|exceptions|lower|rules)$/;

/** The policy without and with the key, and the command. */
interface Case {
  readonly without: string;
  readonly with: string;
  readonly line: string;
}

const FILES = 'check . --offline --format json';
const SCAN =
  'scan oci:image --offline --advisories osv --kev kev.json --epss epss.csv --format json';
const of = (line: string, without: string, policy: string): Case => ({
  without,
  with: policy,
  line,
});
const gate = (keys: string, more = '', line = SCAN): Case =>
  of(
    line,
    'fail-on: { severity: none, known-exploited: false }',
    // The image has an exploited vulnerability, which the default gate fails.
    `fail-on: { ${keys.startsWith('known-exploited') ? '' : 'known-exploited: false, '}${keys} }${more}`,
  );
const list = (key: string, entry: string, other: string, line: string): Case =>
  of(line, `${key}: [{ ${entry} }]`, `${key}: [{ ${other} }]`);

const SIGNED = 'verify SIGNED --format json';
const KEYLESS = 'verify KEYLESS --format json';
const BUILT = 'verify BUILT --format json';
const BY_KEY = 'images: "**", signed-by: { key: key.pem }';
const by = (more = '', subject = IDENTITY.subject, issuer = IDENTITY.issuer) =>
  `signed-by: { issuer: "${issuer}", subject: "${subject}"${more} }`;
const identity = (...parts: Parameters<typeof by>) =>
  `images: "**", trusted-root: root.json, ${by(...parts)}`;
const attestationOf = (type: string, more: string) =>
  `images: "**", trusted-root: root.json, attestations: [{ type: ${type}, ${more} }]`;
const attestation = (type: string, more: string) =>
  list(
    'trust',
    attestationOf('spdx', by()),
    attestationOf(type, more),
    'verify ATTESTED --format json',
  );
const signer = (entry: string) => list('trust', identity(), entry, KEYLESS);
const provenance = (more: string) =>
  list(
    'trust',
    `${BY_KEY}, provenance: { slsa-level: 1 }`,
    `${BY_KEY}, provenance: { slsa-level: 1, ${more} }`,
    BUILT,
  );
const exception = (keys: string) => list('exceptions', 'rule: CVE-2030-1, reason: a', keys, SCAN);
const RULE = 'id: OWN-1, severity: low, when: "true", message: a';
const rule = (keys: string) => list('rules', RULE, keys, SCAN);

/** A command with findings of each check. */
const WITH_FINDINGS: Readonly<Record<string, string>> = {
  lint: FILES,
  manifest: FILES,
  vulnerability: SCAN,
  malware: SCAN,
  secret: SCAN,
  hardening: SCAN,
  trust: SCAN,
  policy: SCAN,
};
/** What the policy needs besides for findings of some checks. */
const MORE: Readonly<Record<string, string>> = {
  trust: '\ntrust: [{ images: "**", signed-by: { key: other.pem } }]',
  policy: `\nrules: [{ ${RULE} }]`,
};

const CHECK_CASES = Object.entries(WITH_FINDINGS).flatMap(([check, line]) => {
  const more = MORE[check] ?? '';
  const path = `fail-on.checks.${check}`;
  const before = `${line} --baseline ${check}.json`;
  return [
    [
      `${path}.severity`,
      of(
        line,
        `fail-on: { severity: none, known-exploited: false, checks: { ${check}: { severity: none } } }${more}`,
        `fail-on: { severity: none, known-exploited: false, checks: { ${check}: { severity: info } } }${more}`,
      ),
    ],
    [
      `${path}.new`,
      of(
        before,
        `fail-on: { severity: info, new: true }${more}`,
        `fail-on: { severity: info, new: true, checks: { ${check}: { new: false } } }${more}`,
      ),
    ],
  ] as const;
});

const CASES: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(CHECK_CASES),
  extends: of(FILES, 'extends: audit', 'extends: strict'),
  'fail-on.severity': gate('severity: low'),
  'fail-on.fixable': of(
    `${SCAN} --only vulnerability`,
    'fail-on: { severity: low, fixable: false }',
    'fail-on: { severity: low, fixable: true }',
  ),
  'fail-on.new': of(
    `${FILES} --baseline report.json`,
    'fail-on: { severity: low, new: false }',
    'fail-on: { severity: low, new: true }',
  ),
  'fail-on.known-exploited': gate('known-exploited: true, severity: none'),
  'fail-on.epss': gate('severity: none, epss: 0.5'),
  'fail-on.grace-days': of(
    `${SCAN} --only vulnerability`,
    'fail-on: { severity: low, known-exploited: false }',
    'fail-on: { severity: low, known-exploited: false, grace-days: 3650 }',
  ),
  'fail-on.checks.vulnerability.fixable': of(
    `${SCAN} --only vulnerability`,
    'fail-on: { severity: low, checks: { vulnerability: { fixable: false } } }',
    'fail-on: { severity: low, checks: { vulnerability: { fixable: true } } }',
  ),
  'fail-on.checks.vulnerability.known-exploited': gate(
    'severity: none, checks: { vulnerability: { known-exploited: true } }',
  ),
  'fail-on.checks.vulnerability.epss': gate(
    'severity: none, checks: { vulnerability: { epss: 0.5 } }',
  ),
  'fail-on.checks.vulnerability.grace-days': of(
    `${SCAN} --only vulnerability`,
    'fail-on: { severity: low, known-exploited: false }',
    'fail-on: { severity: low, known-exploited: false, checks: { vulnerability: { grace-days: 3650 } } }',
  ),
  'allow-incomplete': of(
    'scan oci:altered --verify-digests --offline --advisories osv --format json',
    'fail-on: { severity: none }',
    'fail-on: { severity: none }\nallow-incomplete: [vulnerability, secret, hardening]',
  ),
  'allow-uncovered.check': list(
    'fail-on: { severity: none }\nallow-uncovered',
    'check: lint, target: "gap/**"',
    'check: manifest, target: "gap/**"',
    FILES,
  ),
  'allow-uncovered.target': list(
    'fail-on: { severity: none }\nallow-uncovered',
    'check: manifest, target: "other/**"',
    'check: manifest, target: "gap/**"',
    FILES,
  ),
  'allow-uncovered.reason': list(
    'fail-on: { severity: none }\nallow-uncovered',
    'check: manifest, target: "gap/**"',
    'check: manifest, target: "gap/**", reason: it is rendered later',
    FILES,
  ),
  'allow-uncovered.until': list(
    'fail-on: { severity: none }\nallow-uncovered',
    'check: manifest, target: "gap/**", until: 2999-01-01',
    'check: manifest, target: "gap/**", until: 2026-01-01',
    FILES,
  ),
  image: of(`${FILES} --advisories osv`, 'images: [oci:before]', 'image: oci:image'),
  images: of(`${FILES} --advisories osv`, 'image: oci:before', 'images: [oci:image]'),
  'advisories.path': of(
    `${FILES} --image oci:image`,
    'advisories: { path: none }',
    'advisories: { path: osv }',
  ),
  'advisories.maximum-age-days': of(SCAN, '', 'advisories: { maximum-age-days: 1 }'),
  'advisories.vex': of(SCAN, '', 'advisories: { vex: [vex.json] }'),
  registries: of(FILES, 'registries: [docker.io]', 'registries: [ghcr.io]'),
  'licenses.deny': of(SCAN, 'licenses: { deny: [MIT] }', 'licenses: { deny: [SSPL-1.0] }'),
  'licenses.allow': of(SCAN, 'licenses: { allow: [MIT] }', 'licenses: { allow: [SSPL-1.0] }'),
  'licenses.unknown': of(SCAN, 'licenses: { unknown: allow }', 'licenses: { unknown: warn }'),
  'trust.images': list('trust', BY_KEY, BY_KEY.replace('"**"', '"ghcr.io/**"'), SIGNED),
  'trust.signed-by.key': list('trust', BY_KEY, BY_KEY.replace('key.pem', 'other.pem'), SIGNED),
  'trust.signed-by.issuer': signer(identity('', IDENTITY.subject, 'https://other.example')),
  'trust.signed-by.subject': signer(identity('', 'https://github.com/acme/other')),
  'trust.signed-by.repository': signer(identity(', repository: github.com/acme/other')),
  'trust.signed-by.ref': signer(identity(', ref: refs/heads/other')),
  'trust.signed-by.trigger': signer(identity(', trigger: schedule')),
  'trust.signed-by.runner-environment': signer(identity(', runner-environment: self-hosted')),
  'trust.required-signers': list(
    'trust',
    'images: "**", signed-by: [{ key: key.pem }, { key: other.pem }], required-signers: 1',
    'images: "**", signed-by: [{ key: key.pem }, { key: other.pem }], required-signers: 2',
    SIGNED,
  ),
  'trust.signed-identity': list('trust', BY_KEY, `${BY_KEY}, signed-identity: ghcr.io/a/b`, SIGNED),
  'trust.provenance.slsa-level': list(
    'trust',
    `${BY_KEY}, provenance: { slsa-level: 1 }`,
    `${BY_KEY}, provenance: { slsa-level: 3 }`,
    BUILT,
  ),
  'trust.provenance.source': provenance('source: github.com/acme/other'),
  'trust.provenance.builder': provenance('builder: "https://example.com/other"'),
  'trust.provenance.ref': provenance('ref: refs/heads/other'),
  'trust.provenance.branch': provenance('branch: other'),
  'trust.provenance.tag': provenance('tag: v1'),
  'trust.provenance.condition': provenance('condition: "build.level > 1"'),
  'trust.attestations.type': attestation('cyclonedx', by()),
  'trust.attestations.signed-by.key': list(
    'trust',
    'images: "**", attestations: [{ type: slsaprovenance, signed-by: { key: key.pem } }]',
    'images: "**", attestations: [{ type: slsaprovenance, signed-by: { key: other.pem } }]',
    BUILT,
  ),
  'trust.attestations.signed-by.issuer': attestation('spdx', by('', 'a', 'https://other.example')),
  'trust.attestations.signed-by.subject': attestation('spdx', by('', 'https://github.com/other')),
  'trust.attestations.signed-by.repository': attestation('spdx', by(', repository: acme/other')),
  'trust.attestations.signed-by.ref': attestation('spdx', by(', ref: refs/heads/other')),
  'trust.attestations.signed-by.trigger': attestation('spdx', by(', trigger: schedule')),
  'trust.attestations.signed-by.runner-environment': attestation(
    'spdx',
    by(', runner-environment: self-hosted'),
  ),
  'trust.attestations.condition': attestation(
    'spdx',
    `${by()}, condition: "predicate.name == 'other'"`,
  ),
  'trust.trusted-root': list(
    'trust',
    `${BY_KEY}, require-tlog: true, trusted-root: root.json`,
    `${BY_KEY}, require-tlog: true, trusted-root: missing.json`,
    SIGNED,
  ),
  'trust.require-tlog': list('trust', BY_KEY, `${BY_KEY}, require-tlog: true`, SIGNED),
  'trust.insecure-ignore-tlog': list(
    'trust',
    identity(),
    `${identity()}, insecure-ignore-tlog: true`,
    'verify UNLOGGED --format json',
  ),
  'base-images': of(FILES, 'base-images: verify', 'base-images: ignore'),
  'deployed-images': of(FILES, 'deployed-images: off', 'deployed-images: all'),
  'package-provenance': of(
    `${FILES} --baseline-ref HEAD`,
    'package-provenance: verify',
    'package-provenance: ignore',
  ),
  'minimum-age-days': of(SCAN, 'minimum-age-days: 0', 'minimum-age-days: 365'),
  'fix-pull-request': of(
    'fix . --rescan --image oci:image',
    'fix-pull-request: never',
    'fix-pull-request: rescan',
  ),
  'least-privilege': of(
    FILES,
    'rule-set: all\nleast-privilege: off',
    'rule-set: all\nleast-privilege: propose',
  ),
  'exceptions.rule': exception('rule: CVE-2030-2, reason: a'),
  'exceptions.package': exception('rule: CVE-2030-1, reason: a, package: other'),
  'exceptions.path': exception('rule: CVE-2030-1, reason: a, path: other/**'),
  'exceptions.image': exception('rule: CVE-2030-1, reason: a, image: other'),
  'exceptions.license': list(
    'licenses: { deny: [SSPL-1.0] }\nexceptions',
    'rule: PSP004, reason: a, license: MIT',
    'rule: PSP004, reason: a, license: SSPL-1.0',
    SCAN,
  ),
  'exceptions.reason': exception('rule: CVE-2030-1, reason: b'),
  'exceptions.owner': exception('rule: CVE-2030-1, reason: a, owner: c'),
  'exceptions.until': exception('rule: CVE-2030-1, reason: a, until: 2026-01-01'),
  'lower.builder-stages': of(
    FILES,
    'rule-set: all\nlower: { builder-stages: true }',
    'rule-set: all\nlower: { builder-stages: false }',
  ),
  'lower.paths': of(FILES, 'lower: { paths: ["**"] }', 'lower: { paths: [] }'),
  'ignore-comments': of(FILES, 'ignore-comments: allow', 'ignore-comments: deny'),
  'rule-set': of(FILES, 'rule-set: recommended', 'rule-set: all'),
  'rules.id': rule(RULE.replace('OWN-1', 'OWN-2')),
  'rules.severity': rule(RULE.replace('low', 'high')),
  'rules.when': rule(RULE.replace('"true"', "finding.severity == 'critical'")),
  'rules.message': rule(RULE.replace('message: a', 'message: b')),
};

test('every key of the policy has a case, and no case is about anything else', () => {
  const keys = new Set(keysOf(SCHEMA, '').filter((key) => !HOLDERS.test(key)));
  expect(Object.keys(CASES).sort()).toEqual([...keys].sort());
});

describe.each(sample(Object.entries(CASES), 6, ([key]) => key))('the key %s', (key, one) => {
  it(`changes something: ${one.with}`, async () => {
    const run = (policy: string) => {
      fixtures.write('walk.yml', `${policy}\n`);
      return outcomeOf(`${one.line} --policy walk.yml`);
    };
    const baseline = /^fail-on\.checks\.(\w+)\.new$/.exec(key)?.[1];
    if (baseline !== undefined) {
      const [first] = one.line.split(' --baseline');
      fixtures.write('walk.yml', `${one.without}\n`);
      const outcome = JSON.parse(await outcomeOf(`${first} --policy walk.yml`));
      fixtures.write(
        `${baseline}.json`,
        outcome.lines[0].replaceAll('TIME', '2026-11-26T00:00:00Z'),
      );
    }
    const before = await run(one.without);
    expect(before).not.toMatch(/"end": "PSE/);
    expect(await run(one.without)).toBe(before);
    expect(await run(one.with)).not.toBe(before);
  });
});
