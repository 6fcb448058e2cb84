import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import type { Report } from '../../src/core/report.js';
import { detailsOf } from '../core/details-of.js';
import { CLI } from './dist.js';
import { freePort, type Peer, requirePrograms, sharedEngine, startRegistry } from './peers.js';
import { makeBases } from './webapp-bases.js';

/** Builds, checks, pushes, signs and verifies examples/webapp with real tools. */

const EXAMPLE = resolve('examples/webapp');
const dockerfile = readFileSync(join(EXAMPLE, 'Dockerfile'), 'utf8').split('\n');

let work: string;
/** A copy of the example, with an image that these tests build. */
let repository: string;
let engine: string | undefined;
let registry: Peer | undefined;

beforeAll(async () => {
  requirePrograms('docker', 'dockerd', 'docker-registry', 'mmdebstrap', 'skopeo', 'cosign');
  if (!existsSync(CLI)) throw new Error(`${CLI} does not exist. Run npm run build`);
  work = mkdtempSync(join(tmpdir(), 'portside-webapp-'));
  repository = join(work, 'webapp');
  cpSync(EXAMPLE, repository, { recursive: true });
  [engine, registry] = await Promise.all([sharedEngine(), startRegistry()]);
  await makeBases(engine);
  run(join(repository, 'build.sh'), []);
}, 600_000);

afterAll(async () => {
  await registry?.stop();
  if (work) rmSync(work, { recursive: true, force: true });
});

describe('check, on an image built by docker', () => {
  let report: Report;
  beforeAll(() => {
    report = failingReport('check', repository);
  });

  it('lists exactly the Debian packages that dpkg-query lists in the container', () => {
    const format = '$' + '{Package} $' + '{Version} $' + '{Architecture}\\n';
    const installed = run('docker', [
      'run',
      '--rm',
      '--network=none',
      'webapp:1.4.2',
      'dpkg-query',
      '-W',
      '-f',
      format,
    ]).trim();
    const listed = report.packages
      .filter((p) => p.type === 'deb')
      .map((p) => `${p.name} ${p.version} ${p.arch}`);
    expect(listed.sort()).toEqual(installed.split('\n').sort());
    expect(listed.length).toBeGreaterThan(60);
  });

  it('lists exactly the npm packages of the lock file', () => {
    const lock = JSON.parse(readFileSync(join(EXAMPLE, 'package-lock.json'), 'utf8'));
    const locked = Object.entries<{ version: string }>(lock.packages)
      .filter(([path]) => path.startsWith('node_modules/'))
      .map(([path, { version }]) => `${path.slice('node_modules/'.length)} ${version}`);
    const listed = report.packages
      .filter((p) => p.type === 'npm' && p.paths.some((path) => path.includes('/node_modules/')))
      .map((p) => `${p.name} ${p.version}`);
    expect(listed.sort()).toEqual(locked.sort());
  });

  it.each([
    ['lodash', 'COPY --from=Build /src'],
    ['unzip', 'RUN --mount=type=bind,from=packages'],
    ['dumb-init', 'RUN --mount=type=bind,from=packages'],
    ['perl-base', 'FROM debian:trixie-slim'],
    ['libc6', 'FROM debian:trixie-slim'],
  ])('attributes %s to %s', (name, instruction) => {
    const found = report.packages.find((p) => p.name === name);
    expect(found?.location).toMatchObject({ path: 'Dockerfile', startLine: lineOf(instruction) });
  });

  it.each([
    ['DL3006', 'FROM node'],
    ['DL3007', 'FROM debian:latest'],
    ['PS0014', 'ENV SESSION_SECRET'],
    ['PS0023', '| sh'],
    ['DL3002', 'USER root'],
  ])('reports %s on the line of %s', (rule, text) => {
    expect(linesOf(report, rule)).toContain(lineOf(text));
  });

  it.each([
    ['CVE-2021-44906', 'minimist', 'COPY --from=Build /src'],
    ['CVE-2021-23337', 'lodash', 'COPY --from=Build /src'],
    ['CVE-2020-8203', 'lodash', 'COPY --from=Build /src'],
    ['CVE-2022-0235', 'node-fetch', 'COPY --from=Build /src'],
    ['CVE-2022-24999', 'qs', 'COPY --from=Build /src'],
    ['CVE-2021-4217', 'unzip', 'RUN --mount=type=bind,from=packages'],
    ['CVE-2005-2541', 'tar', 'FROM debian:trixie-slim'],
    ['CVE-2017-18018', 'coreutils', 'FROM debian:trixie-slim'],
  ])('reports %s of %s once, on the line of %s', (rule, name, instruction) => {
    const found = vulnerabilities(report).filter((f) => f.rule === rule);
    expect(
      found.map((f) => [detailsOf(f).package, f.location?.path, f.location?.startLine]),
    ).toEqual([[name, 'Dockerfile', lineOf(instruction)]]);
  });

  it('reports no other vulnerability: withdrawn and fixed advisories are left out', () => {
    const rules = new Set(vulnerabilities(report).map((f) => f.rule));
    expect([...rules].sort()).toEqual([
      'CVE-2005-2541',
      'CVE-2011-4116',
      'CVE-2017-18018',
      'CVE-2020-8203',
      'CVE-2021-23337',
      'CVE-2021-4217',
      'CVE-2021-44906',
      'CVE-2022-0235',
      'CVE-2022-24999',
    ]);
  });

  it('lists findings that the policy or the VEX document excepts as excepted', () => {
    const excepted = report.findings.filter((f) => f.status === 'excepted');
    expect(excepted.map((f) => [f.rule, detailsOf(f).package, f.exception?.source]).sort()).toEqual(
      [
        ['CVE-2011-4116', 'perl-base', 'policy'],
        ['CVE-2021-4217', 'unzip', 'vex'],
        ['DEP-OPTIONS', undefined, 'policy'],
      ],
    );
  });

  it('marks exploited, malicious and base image findings', () => {
    const of = (rule: string) => report.findings.find((f) => f.rule === rule);
    expect(detailsOf(of('CVE-2020-8203')).exploited).toBe(true);
    expect(detailsOf(of('CVE-2021-23337')).exploited).toBe(false);
    expect(of('MAL-0000-1')).toMatchObject({ check: 'malware', severity: 'critical' });
    expect(detailsOf(of('CVE-2005-2541')).baseImage).toBe('debian:trixie-slim');
    expect(of('CVE-2005-2541')?.origin).toEqual({
      kind: 'base-image',
      image: 'debian:trixie-slim',
    });
  });

  it('finds a token that a later layer deletes, once, on the line that added it', () => {
    const found = report.findings.filter((f) => f.subject?.path === 'srv/app/.npmrc');
    expect(found.map((f) => [f.rule, f.aliases, f.location?.startLine])).toEqual([
      ['npm-token', ['IMG-SECRETFILE'], lineOf('COPY --from=Build /src')],
    ]);
    expect(found[0]?.message).toContain('deleted by a later layer but still in the image');
  });

  it('has the same findings in the archive of docker save as in the OCI archive', () => {
    const saved = join(work, 'saved.tar');
    run('docker', ['save', 'webapp:1.4.2', '--output', saved]);
    const other = failingReport('check', repository, '--image', `docker-archive:${saved}`);
    // The policy requires a signature of image.tar only, and this archive has another name.
    const scanned = (r: Report) =>
      places({ ...r, findings: r.findings.filter((f) => f.rule !== 'PST001') });
    expect(scanned(other)).toEqual(scanned(report));
  });

  it('prints findings, places and verdict in sixty lines', () => {
    const { status, stdout } = portside('check', repository);
    expect(status).toBe(1);
    const place = `Dockerfile:${lineOf('COPY --from=Build /src')}`;
    expect(stdout).toMatch(
      new RegExp(
        `^critical minimist 0\\.0\\.8: .* · ${place} · CVE-2021-44906\n +Update to 0\\.2\\.4$`,
        'm',
      ),
    );
    expect(stdout).toMatch(/^FAIL /m);
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  });
});

describe('the image.tar of the repository', () => {
  it('has the findings of a fresh build, and is found without an option', () => {
    const fresh = failingReport('check', repository);
    expect(places(failingReport('check', EXAMPLE))).toEqual(places(fresh));
  });
});

describe('verify, on a registry', () => {
  let signed: string;
  let unsigned: string;
  beforeAll(() => {
    signed = push('shop/webapp:1.4.2');
    unsigned = push('shop/unsigned:1');
    for (const name of ['shop', 'other'])
      run('cosign', ['generate-key-pair', '--output-key-prefix', name]);
    const digest = run('skopeo', [
      'inspect',
      '--tls-verify=false',
      '-f',
      '{{.Digest}}',
      `docker://${signed}`,
    ]);
    run('cosign', [
      ...['sign', '--yes', '--tlog-upload=false', '--allow-http-registry', '--key', 'shop.key'],
      signed.replace(/:[^:/]*$/, `@${digest.trim()}`),
    ]);
  });

  const verify = (reference: string, key: string) =>
    portside('verify', reference, '--key', join(work, key));

  it('passes with the signer’s key', () => {
    expect(verify(signed, 'shop.pub')).toMatchObject({ status: 0 });
  });

  it('fails with another key', () => {
    expect(verify(signed, 'other.pub')).toMatchObject({ status: 1 });
  });

  it('fails without a signature', () => {
    const result = verify(unsigned, 'shop.pub');
    expect(result).toMatchObject({ status: 1 });
    expect(result.stdout).toMatch(/sign/i);
  });

  it('is incomplete when the registry is unreachable', async () => {
    const unreachable = `127.0.0.1:${await freePort()}`;
    const result = verify(`${unreachable}/shop/webapp:1`, 'shop.pub');
    expect(result).toMatchObject({ status: 3 });
    expect(result.stdout + result.stderr).toContain(unreachable);
  });
});

/** Runs the built command line without access to the engine of these tests. */
function portside(...args: string[]) {
  return spawnSync(process.execPath, [CLI, ...args], {
    cwd: work,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
}

/** The JSON report of a run that must exit with 1. Throws the error output otherwise. */
function failingReport(...args: string[]): Report {
  const { status, stdout, stderr } = portside(...args, '--format', 'json');
  if (status === 1 && stdout !== '') return JSON.parse(stdout);
  throw new Error(`portside ${args.join(' ')} ended with ${status}:\n${stderr}`);
}

/** Runs a program in the test's folder, with the test's engine. Throws its output if it fails. */
function run(program: string, args: readonly string[]): string {
  const result = spawnSync(program, args, {
    cwd: work,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, DOCKER_HOST: engine, BASES: 'keep', COSIGN_PASSWORD: 'test-only' },
  });
  if (result.status === 0) return result.stdout;
  const output = `${result.error?.message ?? ''}${result.stdout}${result.stderr}`;
  throw new Error(
    `${program} ${args.join(' ')} ended with ${result.status}:\n${output.slice(-3000)}`,
  );
}

/** Pushes the built image and returns its reference in the registry. */
function push(name: string): string {
  const reference = `${registry?.host}/${name}`;
  const archive = `oci-archive:${join(repository, 'image.tar')}`;
  run('skopeo', [
    '--insecure-policy',
    'copy',
    '--quiet',
    '--dest-tls-verify=false',
    archive,
    `docker://${reference}`,
  ]);
  return reference;
}

/** The only line of the Dockerfile with this text. Throws if there is none or more than one. */
function lineOf(text: string): number {
  const lines = dockerfile.flatMap((line, at) => (line.includes(text) ? [at + 1] : []));
  if (lines.length !== 1) throw new Error(`${lines.length} lines of the Dockerfile have ${text}`);
  return lines[0] ?? 0;
}

function linesOf(report: Report, rule: string): (number | undefined)[] {
  return report.findings
    .filter(
      (f) => (f.rule === rule || f.aliases.includes(rule)) && f.location?.path === 'Dockerfile',
    )
    .map((f) => f.location?.startLine);
}

function vulnerabilities(report: Report): Finding[] {
  return report.findings.filter((f) => f.check === 'vulnerability');
}

/** Rules and places of all findings, without those that differ between two builds of the same image. */
function places(report: Report): string[] {
  // IMG-AGE depends on the build date.
  return report.findings
    .filter((f) => f.rule !== 'IMG-AGE')
    .map((f) => [f.rule, f.severity, f.location?.path, f.location?.startLine, detailsOf(f).package])
    .map((parts) => parts.join(' '))
    .sort();
}
