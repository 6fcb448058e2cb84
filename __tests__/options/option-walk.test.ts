import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from '@jest/globals';
import { COMMANDS } from '../../src/cli/commands/commands.js';
import { optionsOf } from '../../src/options/option-table.js';
import { sample } from '../sample.js';
import { IDENTITY } from '../signatures/private-bundles.js';
import { outcomeOf, useFixtures, usualOutcome } from './walk.js';

/** Runs each command with and without each of its options: something must change, or the option is an error. */

const start = process.cwd();
useFixtures();

/** The arguments without and with the option; or the test that shows what the option does. */
type Case =
  | { readonly without: string; readonly added: string }
  | { readonly test: string; readonly title: string };

const CHECK = 'check . --offline';
const IMAGE = 'check . --image oci:image --offline --advisories osv';
const FIX = 'fix . --offline';
const IMAGE_PLAN = `${FIX} --image oci:image --advisories osv`;
const SCAN = 'scan oci:image --offline --advisories osv';
const BUNDLE = 'compliance oci:image --offline --advisories osv';
const KEY = '--key key.pem';
const KEYLESS = `verify KEYLESS --trusted-root root.json --certificate-identity ${IDENTITY.subject} --certificate-oidc-issuer ${IDENTITY.issuer}`;
const BUILT = `verify BUILT ${KEY} --provenance`;
const other = (without: string, added: string): Case => ({ without, added });

/** What to add to a command to see the effect of an option: by command and option. */
const CASES: Readonly<Record<string, Case>> = {
  'check list': other(CHECK, '--list'),
  'check image': other(CHECK, '--image oci:image --advisories osv'),
  'check dockerfile': other(CHECK, '--dockerfile other/Dockerfile'),
  'check format': other(CHECK, '--format json'),
  'check output': other(CHECK, '--output report.json'),
  'check severity': other(CHECK, '--severity critical'),
  'check ignore-unfixed': other(IMAGE, '--ignore-unfixed'),
  'check skip': other(CHECK, '--skip Dockerfile'),
  'check color': other(CHECK, '--color always'),
  'check timeout': { test: '__tests__/cli/main.test.ts', title: '--timeout' },
  'check verbose': other(CHECK, '--verbose'),
  'check policy': other(CHECK, '--policy audit.yml'),
  'check base-ref': other(CHECK, '--base-ref HEAD'),
  'check fail-on': other(CHECK, '--fail-on info'),
  'check advisories': other('check . --image oci:image --offline', '--advisories osv'),
  'check baseline': other(IMAGE, '--baseline sbom.json'),
  'check baseline-ref': other(CHECK, '--baseline-ref HEAD'),
  'check vex': other(IMAGE, '--vex vex.json'),
  'check vex-out': other(IMAGE, '--vex-out proved.openvex.json'),
  'check import': other(IMAGE, '--import trivy.json'),
  'check malware': other(IMAGE, '--malware clamav'),
  'check kev': other(IMAGE, '--kev kev.json'),
  'check epss': other(`${IMAGE} --format json`, '--epss epss.csv'),
  'check offline': other(
    'check . --image SIGNED --advisories osv --kev kev.json --epss epss.csv',
    '--offline',
  ),
  'check platform': other(IMAGE, '--platform linux/arm64'),
  'check verify-digests': other(
    'check . --image oci:altered --offline --advisories osv',
    '--verify-digests',
  ),
  'check verify-files': other(
    'check . --image oci:tampered --offline --advisories osv',
    '--verify-files',
  ),
  'check allow-http-registry': other(
    'check . --image PLAIN --advisories osv',
    '--allow-http-registry',
  ),
  'check quiet': other(`${CHECK} --format json`, '--quiet'),
  'lint fix': other('lint Dockerfile', '--fix'),
  'lint dry-run': other('lint Dockerfile --fix', '--dry-run'),
  'lint pin': { test: '__tests__/builds/digests.test.ts', title: '--pin' },
  'lint format': other('lint', '--format sarif'),
  'lint output': other('lint', '--output report.json'),
  'lint severity': other('lint', '--severity critical'),
  'lint skip': other('lint', '--skip Dockerfile'),
  'lint color': other('lint', '--color always'),
  'lint timeout': { test: '__tests__/cli/main.test.ts', title: '--timeout' },
  'lint verbose': { test: '__tests__/cli/commands/deliver.test.ts', title: '--verbose' },
  'lint policy': other('lint', '--policy audit.yml'),
  'lint base-ref': other('lint', '--base-ref HEAD'),
  'lint baseline-ref': other('lint', '--baseline-ref HEAD'),
  'lint fail-on': other('lint', '--fail-on info'),
  'lint quiet': other('lint --format json', '--quiet'),
  'scan only': other(SCAN, '--only hardening'),
  'scan format': other(SCAN, '--format spdx'),
  'scan output': other(SCAN, '--output report.json'),
  'scan severity': other(SCAN, '--severity critical'),
  'scan ignore-unfixed': other(SCAN, '--ignore-unfixed'),
  'scan color': other(SCAN, '--color always'),
  'scan timeout': { test: '__tests__/cli/main.test.ts', title: '--timeout' },
  'scan verbose': other(SCAN, '--verbose'),
  'scan policy': other(SCAN, '--policy audit.yml'),
  'scan fail-on': other(SCAN, '--fail-on info'),
  'scan advisories': other('scan oci:image --offline', '--advisories osv'),
  'scan baseline': other(SCAN, '--baseline sbom.json'),
  'scan vex': other(SCAN, '--vex vex.json'),
  'scan vex-out': other(SCAN, '--vex-out proved.openvex.json'),
  'scan attested-sbom': other(
    'scan SIGNED --policy trust.yml --advisories osv --kev kev.json --epss epss.csv',
    '--attested-sbom',
  ),
  'scan import': other(SCAN, '--import trivy.json'),
  'scan malware': other(SCAN, '--malware clamav'),
  'scan kev': other(SCAN, '--kev kev.json'),
  'scan epss': other(`${SCAN} --format json`, '--epss epss.csv'),
  'scan offline': other('scan SIGNED --advisories osv --kev kev.json --epss epss.csv', '--offline'),
  'scan platform': other(SCAN, '--platform linux/arm64'),
  'scan verify-digests': other('scan oci:altered --offline --advisories osv', '--verify-digests'),
  'scan verify-files': other('scan oci:tampered --offline --advisories osv', '--verify-files'),
  'scan allow-http-registry': other('scan PLAIN --advisories osv', '--allow-http-registry'),
  'scan out': other(`${SCAN} --format json`, '--out scans'),
  'scan quiet': other(`${SCAN} --format json`, '--quiet'),
  'sbom format': other('sbom oci:image --offline', '--format spdx'),
  'sbom output': other('sbom oci:image --offline', '--output sbom.cdx.json'),
  'sbom timeout': { test: '__tests__/cli/main.test.ts', title: '--timeout' },
  'sbom offline': other('sbom SIGNED', '--offline'),
  'sbom platform': other('sbom oci:image --offline', '--platform linux/arm64'),
  'sbom verify-digests': other('sbom oci:altered --offline', '--verify-digests'),
  'sbom allow-http-registry': other('sbom PLAIN', '--allow-http-registry'),
  'sbom quiet': other('sbom oci:image --offline', '--quiet'),
  'compliance policy': other(`${BUNDLE} --out bundle`, '--policy audit.yml'),
  'compliance fail-on': other(`${BUNDLE} --out bundle --policy audit.yml`, '--fail-on info'),
  'compliance advisories': other('compliance oci:image --offline --out bundle', '--advisories osv'),
  'compliance vex': other(`${BUNDLE} --out bundle`, '--vex vex.json'),
  'compliance kev': other(`${BUNDLE} --out bundle --policy kev.yml`, '--kev kev.json'),
  'compliance epss': other(`${BUNDLE} --out bundle --policy epss.yml`, '--epss epss.csv'),
  'compliance out': other(BUNDLE, '--out bundle'),
  'compliance offline': other('compliance SIGNED --out bundle --advisories osv', '--offline'),
  'compliance platform': other(`${BUNDLE} --out bundle`, '--platform linux/arm64'),
  'compliance verify-digests': other(
    'compliance oci:altered --offline --advisories osv --out bundle',
    '--verify-digests',
  ),
  'compliance allow-http-registry': other(
    'compliance PLAIN --advisories osv --out bundle',
    '--allow-http-registry',
  ),
  'compliance timeout': { test: '__tests__/cli/main.test.ts', title: '--timeout' },
  'compliance quiet': other(`${BUNDLE} --out bundle`, '--quiet'),
  'diff format': other('diff oci:image oci:image --offline', '--format json'),
  'diff output': other('diff oci:image oci:image --offline', '--output difference.json'),
  'diff offline': other('diff SIGNED SIGNED', '--offline'),
  'diff platform': other('diff oci:image oci:image --offline', '--platform linux/arm64'),
  'diff allow-http-registry': other('diff PLAIN PLAIN', '--allow-http-registry'),
  'inputs image': other('inputs', '--image oci:image'),
  'inputs format': other('inputs', '--format json'),
  'inputs output': other('inputs', '--output inputs.txt'),
  'diff quiet': other('diff image image --offline', '--quiet'),
  'verify format': other(`verify SIGNED ${KEY}`, '--format json'),
  'verify output': other(`verify SIGNED ${KEY}`, '--output report.json'),
  'verify color': other(`verify SIGNED ${KEY}`, '--color always'),
  'verify timeout': { test: '__tests__/cli/main.test.ts', title: '--timeout' },
  'verify policy': other('verify SIGNED', '--policy trust.yml'),
  'verify fail-on': other('verify SIGNED --key other.pem', '--fail-on critical'),
  'verify offline': other(`verify SIGNED ${KEY}`, '--offline'),
  'verify platform': other(`verify SIGNED ${KEY}`, '--platform linux/arm64'),
  'verify key': other('verify SIGNED', '--key key.pem'),
  'verify bundle': other(`verify file ${KEY}`, '--bundle bundle.json'),
  'verify certificate-identity': other(
    `verify KEYLESS --trusted-root root.json`,
    `--certificate-oidc-issuer ${IDENTITY.issuer} --certificate-identity ${IDENTITY.subject}`,
  ),
  'verify certificate-oidc-issuer': other(
    KEYLESS.replace(/ --certificate-oidc-issuer \S+/, ''),
    `--certificate-oidc-issuer ${IDENTITY.issuer}`,
  ),
  'verify certificate-github-workflow-repository': other(
    KEYLESS,
    '--certificate-github-workflow-repository acme/evil',
  ),
  'verify certificate-github-workflow-ref': other(
    KEYLESS,
    '--certificate-github-workflow-ref refs/heads/evil',
  ),
  'verify certificate-github-workflow-trigger': other(
    KEYLESS,
    '--certificate-github-workflow-trigger schedule',
  ),
  'verify trusted-root': other(
    KEYLESS.replace('KEYLESS --trusted-root root.json', 'file --bundle keyless.json --offline'),
    '--trusted-root root.json',
  ),
  'verify require-tlog': other(`verify SIGNED ${KEY}`, '--require-tlog'),
  'verify insecure-ignore-tlog': other(
    KEYLESS.replace('KEYLESS', 'UNLOGGED'),
    '--insecure-ignore-tlog',
  ),
  'verify annotation': other(`verify SIGNED ${KEY}`, '--annotation team=b'),
  'verify signed-identity': other(`verify SIGNED ${KEY}`, '--signed-identity ignore'),
  'verify attestation-type': other(`verify BUILT ${KEY}`, '--attestation-type slsaprovenance'),
  'verify provenance': other(`verify BUILT ${KEY}`, '--provenance'),
  'verify provenance-source': other(BUILT, '--provenance-source github.com/acme/other'),
  'verify provenance-builder': other(
    BUILT,
    '--provenance-builder https://github.com/acme/b/.github/workflows/b.yml',
  ),
  'verify provenance-branch': other(BUILT, '--provenance-branch other'),
  'verify provenance-tag': other(BUILT, '--provenance-tag v1'),
  'verify provenance-versioned-tag': other(BUILT, '--provenance-versioned-tag v1'),
  'verify provenance-input': other(BUILT, '--provenance-input a=b'),
  'verify deny-self-hosted': other(BUILT, '--deny-self-hosted'),
  'verify allow-http-registry': other('verify PLAIN --key key.pem', '--allow-http-registry'),
  'verify quiet': other(`verify SIGNED ${KEY} --format json`, '--quiet'),
  'fix step': other(FIX, '--step 1'),
  'fix all-safe': other(FIX, '--all-safe'),
  'fix write': other(`${FIX} --all-safe`, '--write'),
  'fix undo': other(FIX, '--undo'),
  'fix patch': other(`${FIX} --all-safe`, '--patch fix.patch'),
  'fix pull-request': other('fix . --all-safe', '--pull-request'),
  'fix rescan': other('fix . --image oci:image', '--rescan'),
  'fix image': other(FIX, '--image oci:image --advisories osv'),
  'fix dockerfile': other(FIX, '--dockerfile other/Dockerfile'),
  'fix format': other(FIX, '--format json'),
  'fix output': other(FIX, '--output plan.json'),
  'fix policy': other(FIX, '--policy audit.yml'),
  'fix advisories': other(`${FIX} --image oci:image`, '--advisories osv'),
  'fix baseline': other(IMAGE_PLAN, '--baseline sbom.json'),
  'fix baseline-ref': other(FIX, '--baseline-ref HEAD'),
  'fix vex': other(IMAGE_PLAN, '--vex vex.json'),
  'fix import': other(IMAGE_PLAN, '--import trivy.json'),
  'fix malware': other(IMAGE_PLAN, '--malware clamav'),
  'fix kev': other(IMAGE_PLAN, '--kev kev.json'),
  'fix epss': other(`${IMAGE_PLAN} --policy epss.yml`, '--epss epss.csv'),
  'fix offline': other(
    'fix . --image SIGNED --advisories osv --kev kev.json --epss epss.csv',
    '--offline',
  ),
  'fix platform': other(IMAGE_PLAN, '--platform linux/arm64'),
  'fix verify-digests': other(
    'fix . --image oci:altered --offline --advisories osv',
    '--verify-digests',
  ),
  'fix allow-http-registry': other('fix . --image PLAIN --advisories osv', '--allow-http-registry'),
  'fix quiet': other(`${FIX} --all-safe`, '--quiet'),
  'discover image': other('discover', '--image app:1'),
  'discover policy': other('discover', '--policy image.yml'),
  'discover base-ref': other('discover', '--base-ref HEAD'),
  'merge format': other('merge report.json', '--format text'),
  'merge output': other('merge report.json', '--output merged.json'),
  'merge color': other('merge report.json --format text', '--color always'),
  'merge verbose': { test: '__tests__/cli/commands/deliver.test.ts', title: '--verbose' },
  'merge quiet': other('merge report.json --format json', '--quiet'),
  'fleet out': other('fleet report.json', '--out fleet'),
  'db from': other('db build --out database', '--from osv'),
  'db feed': other('db build --from osv --out database', '--feed debian-tracker=osv'),
  'db offline': {
    test: '__tests__/vulnerabilities/database/feeds.test.ts',
    title: 'needs a path with --offline',
  },
  'db timeout': { test: '__tests__/cli/main.test.ts', title: '--timeout' },
  'db out': other('db build --from osv', '--out database'),
  'db allow-http-registry': other('db push built PUSHED', '--allow-http-registry'),
  'publish issue': { test: '__tests__/github/publish/publish-stored.test.ts', title: 'issue' },
  'publish quiet': { test: '__tests__/cli/terminal.test.ts', title: 'quiet' },
};

const PAIRS = COMMANDS.flatMap(({ name }) =>
  optionsOf(name).map((option) => `${name} ${option.name}`),
);

test('every option of every command has a case, and no case is about anything else', () => {
  expect(Object.keys(CASES).sort()).toEqual([...PAIRS].sort());
});

describe.each(sample(Object.entries(CASES), 6, ([name]) => name))('portside %s', (_, one) => {
  if ('test' in one) {
    it(`is tested in ${one.test}`, () => {
      expect(readFileSync(join(start, one.test), 'utf8')).toContain(one.title);
    });
    return;
  }
  const { without, added } = one;
  it(`changes something: ${without} + ${added}`, async () => {
    const before = await usualOutcome(without);
    if (/^(check|lint|scan|sbom oci:|discover|merge)/.test(without))
      expect(before).not.toMatch(/"end": "PSE/);
    expect(await outcomeOf(`${without} ${added}`)).not.toBe(before);
  });
});
