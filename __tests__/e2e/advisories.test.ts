import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CLI } from './dist.js';
import { type Peer, requirePrograms, startRegistry } from './peers.js';

/** The built command line makes an advisory database, pushes it to a real registry, and scans with it. */

let registry: Peer;
let work: string;

beforeAll(async () => {
  requirePrograms('docker-registry');
  registry = await startRegistry();
  work = mkdtempSync(join(tmpdir(), 'portside-db-'));
  const affected = [
    {
      package: { ecosystem: 'npm', name: 'left' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }],
    },
  ];
  write('osv/npm/GHSA-1.json', { id: 'GHSA-1', modified: new Date().toISOString(), affected });
  write('sbom.json', {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    components: [{ type: 'library', name: 'left', version: '1.0.0', purl: 'pkg:npm/left@1.0.0' }],
  });
});

afterAll(async () => {
  await registry?.stop();
  if (work) rmSync(work, { recursive: true, force: true });
});

test('a pushed database is found by its digest and its tag, and is cached for --offline', () => {
  expect(portside('db', 'build', '--from', 'osv', '--out', 'db').status).toBe(0);
  const pushed = portside('db', 'push', 'db', `${registry.host}/acme/advisories:today`);
  expect(pushed.stdout).toMatch(/^127\.0\.0\.1:\d+\/acme\/advisories@sha256:[a-f0-9]{64}\n$/);
  expect(portside('db', 'push', 'db', `${registry.host}/acme/advisories`).stdout).toBe(
    pushed.stdout,
  );
  const pinned = pushed.stdout.trim();
  for (const offline of [[], ['--offline']])
    expect(found('--advisories', pinned, ...offline)).toEqual(['GHSA-1']);
  expect(found('--advisories', `oci://${registry.host}/acme/advisories:today`)).toEqual(['GHSA-1']);
});

test('a digest that is not in the registry makes the scan incomplete', () => {
  const { status, stdout } = portside(
    ...SCAN,
    '--advisories',
    `${registry.host}/acme/advisories@sha256:${'0'.repeat(64)}`,
  );
  expect(status).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({
    findings: [],
    incomplete: [
      {
        check: 'vulnerability',
        reason: expect.stringContaining('the registry does not have them'),
      },
    ],
  });
});

const SCAN = ['scan', 'sbom.json', '--only', 'vulnerability', '--format', 'json'] as const;

function found(...options: readonly string[]): readonly string[] {
  const { findings } = JSON.parse(portside(...SCAN, ...options).stdout);
  return findings.map(({ rule }: { rule: string }) => rule);
}

function portside(...args: readonly string[]) {
  const env = { PATH: process.env.PATH, HOME: work };
  return spawnSync('node', [CLI, ...args], { cwd: work, env, encoding: 'utf8' });
}

function write(path: string, json: object): void {
  mkdirSync(join(work, path, '..'), { recursive: true });
  writeFileSync(join(work, path), JSON.stringify(json));
}
