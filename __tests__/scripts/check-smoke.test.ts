import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, test } from '@jest/globals';
import { parse } from 'yaml';
import { PUBLISHERS } from '../../src/signatures/publishers.js';

const folder = mkdtempSync(join(tmpdir(), 'portside-smoke-'));
afterAll(() => rmSync(folder, { recursive: true }));

const BUSYBOX = {
  rule: 'ALPINE-CVE-2023-42366',
  aliases: ['CVE-2023-42366'],
  check: 'vulnerability',
  message: 'busybox 1.36.1-r2 is vulnerable to CVE-2023-42366',
  details: { fixed: '1.36.1-r6' },
};
const LINT = { rule: 'DL3008', check: 'lint', message: 'Pin the version' };

function compare(outcome: string, findings: readonly object[], expected: readonly string[]) {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify({ verdict: { outcome, reasons: ['why'] }, findings }));
  const args = ['scripts/check-smoke.mjs', file, ...expected];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, stdout };
}

test.each<[string, string, readonly object[], readonly string[]]>([
  ['the vulnerability by its alias', 'fail', [LINT, BUSYBOX], ['fail', 'CVE-2023-42366']],
  ['the vulnerability by its id', 'fail', [BUSYBOX], ['fail', 'ALPINE-CVE-2023-42366']],
  ['no vulnerability', 'pass', [LINT], ['pass', 'none with a fix']],
  ['none with a fix', 'pass', [{ ...BUSYBOX, details: {} }], ['pass', 'none with a fix']],
])('a report with %s is as expected', (_, outcome, findings, expected) => {
  expect(compare(outcome, findings, expected)).toEqual({ status: 0, stdout: '' });
});

test.each<[string, string, readonly object[], readonly string[], string]>([
  [
    'another verdict',
    'incomplete',
    [BUSYBOX],
    ['fail', 'CVE-2023-42366'],
    'The verdict is incomplete, expected fail: why\n',
  ],
  ['another vulnerability', 'fail', [BUSYBOX], ['fail', 'CVE-2023-1'], 'CVE-2023-1 is not found\n'],
  [
    'a vulnerability with a fix',
    'pass',
    [BUSYBOX],
    ['pass', 'none with a fix'],
    'Not expected: busybox 1.36.1-r2 is vulnerable to CVE-2023-42366\n',
  ],
])('a report with %s is not as expected', (_, outcome, findings, expected, stdout) => {
  expect(compare(outcome, findings, expected)).toEqual({ status: 1, stdout });
});

it('the workflow expects the signer that distroless documents', () => {
  const { jobs } = parse(readFileSync('.github/workflows/smoke.yml', 'utf8'));
  const { run } = jobs.signature.steps.find(
    ({ name }: { name?: string }) => name === 'Verify a signed image',
  );
  const publisher = PUBLISHERS.find(({ name }) => name === 'Google distroless');
  const signer = publisher?.signedBy[0];
  if (signer?.kind !== 'identity') throw new Error('distroless has no identity');
  expect(run).toContain(`--certificate-identity ${signer.subject} `);
  expect(run).toContain(`--certificate-oidc-issuer ${signer.issuer}\n`);
});
