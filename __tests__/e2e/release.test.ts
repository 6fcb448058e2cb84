import { generateKeyPairSync } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { sha256 } from '../registry/loopback.js';
import { slsa1 } from '../signatures/provenance/predicates.js';
import { envelope, keyBundle, statement } from '../signatures/signing.js';
import {
  type NpmRegistry,
  run,
  runScript,
  type Step,
  startNpmRegistry,
  stepsOf,
  writeGh,
} from './rehearsal.js';

/** Two releases of this repository under an account, by the steps of docs/releasing.md and release.yml. */

const WORKFLOW = '.github/workflows/release.yml';
/** In two parts, so that scripts/set-owner.mjs does not replace it here. */
const PLACEHOLDER = ['OWNER', 'portside'].join('/');
const SLSA_1 = 'https://slsa.dev/provenance/v1';
/** Steps that this run is itself part of, or that install programs. */
const NOT_REHEARSED = [
  'apt-get update && apt-get install -y --no-install-recommends ca-certificates git xz-utils',
  'bash .ci/run',
];

let work: string;
let source: string;
let registry: NpmRegistry;
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'portside-rehearsal-'));
  source = join(work, 'source');
  writeGh(join(work, 'bin'));
  registry = await startNpmRegistry('secret');
  writeFileSync(join(work, '.npmrc'), `${registry.url.slice('http:'.length)}:_authToken=secret\n`);
  await run('git', ['clone', '-q', '--depth', '1', `file://${process.cwd()}`, source], work);
  await run('git', ['clone', '-q', '--bare', source, join(work, 'origin.git')], work);
  await git('remote', 'set-url', 'origin', `file://${join(work, 'origin.git')}`);
});
afterAll(async () => {
  await registry.stop();
  rmSync(work, { recursive: true });
});

function environment(tag: string): Record<string, string> {
  return {
    PATH: `${join(work, 'bin')}:${process.env.PATH}`,
    HOME: work,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REF: `refs/tags/${tag}`,
    GITHUB_REF_NAME: tag,
    GITHUB_REPOSITORY: 'acme/portside',
    npm_config_registry: registry.url,
    npm_config_audit: 'false',
  };
}

function git(...args: readonly string[]): Promise<string> {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  return run('git', [...identity, ...args], source, { ...process.env, HOME: work });
}

async function commitOf(tag: string, repository = join(work, 'origin.git')): Promise<string> {
  return (await run('git', ['rev-parse', `${tag}^{commit}`], repository)).trim();
}

function edit(path: string, change: (text: string) => string): void {
  const text = readFileSync(join(source, path), 'utf8');
  writeFileSync(join(source, path), change(text));
}

/** What `npm run build` writes for another account or version, without building. */
function rebuild(version: string): void {
  for (const name of ['action', 'cli'])
    for (const file of readdirSync(join(source, 'dist', name)))
      edit(join('dist', name, file), (text) =>
        text
          .replaceAll(PLACEHOLDER, 'acme/portside')
          .replace(/(=\{\w+:|\{"\w+":"portside","\w+":)"\d+\.\d+\.\d+"\}/, `$1"${version}"}`),
      );
}

/** Sets the version and its date, commits, and pushes the tag. */
async function tag(version: string): Promise<void> {
  await run('npm', ['version', version, '--no-git-tag-version', '--allow-same-version'], source);
  edit('CHANGELOG.md', (text) => text.replace(/^## \[.*/m, `## [${version}] – 2026-12-01`));
  rebuild(version);
  await git('add', '-A');
  await git('commit', '-q', '-m', `release ${version}`);
  await git('tag', `v${version}`);
  await git('push', '-q', 'origin', `v${version}`);
}

/** Runs the jobs of the workflow for a tag, and returns the folder in which the last job ran. */
async function release(version: string): Promise<string> {
  const folders = await Promise.all(
    ['check', 'publish'].map(async (job) => {
      const folder = join(work, `${version}-${job}`, 'workspace');
      mkdirSync(folder, { recursive: true });
      return { job, folder };
    }),
  );
  for (const { job, folder } of folders)
    for (const step of stepsOf(WORKFLOW, job)) await take(step, folder, `v${version}`);
  return folders.at(-1)?.folder ?? '';
}

async function take(step: Step, folder: string, tag: string): Promise<void> {
  if (step.run !== undefined) {
    if (!NOT_REHEARSED.includes(step.run)) await runScript(step, folder, environment(tag));
    return;
  }
  const action = /^[^@]+/.exec(step.uses ?? '')?.[0] ?? '';
  const take = ACTIONS[action];
  if (!take) throw new Error(`the rehearsal cannot run ${step.uses}`);
  await take(step, folder, tag);
}

const ACTIONS: Readonly<Record<string, (step: Step, folder: string, tag: string) => unknown>> = {
  'actions/checkout': (_, folder, tag) => {
    const origin = `file://${join(work, 'origin.git')}`;
    return run('git', ['clone', '-q', '--depth', '1', '--branch', tag, origin, folder], work);
  },
  'actions/setup-node': (step, folder) => {
    const file = step.with?.['node-version-file'];
    const version = file ? readFileSync(join(folder, file), 'utf8') : step.with?.['node-version'];
    expect(['20', '24']).toContain(String(version).trim());
  },
  'actions/attest': (step, folder) => {
    for (const pattern of (step.with?.['subject-path'] ?? '').trim().split('\n')) {
      const [path = '', name = ''] = /^(?:(.*)\/)?(.*)$/.exec(pattern.trim())?.slice(1) ?? [];
      const [start = '', end = ''] = name.split('*');
      const files = readdirSync(join(folder, path ?? ''));
      expect(files.some((f) => f.startsWith(start) && f.endsWith(end))).toBe(true);
    }
  },
};

it('a release is refused while a file names OWNER', async () => {
  writeFileSync(
    join(source, 'docs/page.md'),
    `uses: ${PLACEHOLDER}@v1
`,
  );
  await git('add', '-A');
  const check = run('node', ['scripts/check-release.mjs'], source);
  await expect(check).rejects.toMatchObject({ stdout: expect.stringContaining('OWNER is in ') });
});

describe('two releases', () => {
  let first: string;
  let second: string;
  beforeAll(async () => {
    await run('node', ['scripts/set-owner.mjs', 'acme'], source);
    await tag('1.0.0');
    first = await release('1.0.0');
    await tag('1.1.0');
    second = await release('1.1.0');
  });

  it('run each step of the workflow, except those that are CI itself', () => {
    const scripts = ['check', 'publish'].flatMap((job) => stepsOf(WORKFLOW, job));
    expect(scripts.map((step) => step.run)).toEqual(expect.arrayContaining(NOT_REHEARSED));
  });

  it('move the floating tags to the commit of the newest release', async () => {
    const [old, current] = [await commitOf('v1.0.0'), await commitOf('v1.1.0')];
    expect(old).not.toBe(current);
    expect(await commitOf('v1')).toBe(current);
    expect(await commitOf('v1.0')).toBe(old);
    expect(await commitOf('v1.1')).toBe(current);
  });

  it('name the account', () => {
    expect(readFileSync(join(second, 'docs/page.md'), 'utf8')).not.toContain('OWNER');
    expect(readFileSync(join(second, 'README.md'), 'utf8')).not.toMatch(/OWNER|no release yet/);
    const { repository } = JSON.parse(readFileSync(join(second, 'package.json'), 'utf8'));
    // npm compares it with the repository in the provenance.
    expect(repository.url).toMatch(/^git\+https:\/\/github\.com\/(?!OWNER)[\w-]+\/portside\.git$/);
  });

  it('publish on npm the archive that the GitHub release has, of at most 4 MB', () => {
    for (const [version, folder] of [
      ['1.0.0', first],
      ['1.1.0', second],
    ] as const) {
      const archive = readFileSync(join(folder, `portside-${version}.tgz`));
      expect(archive.length).toBeLessThan(4e6);
      expect(registry.archives.get(version)?.equals(archive)).toBe(true);
    }
    const log = readFileSync(join(work, 'gh.log'), 'utf8').split('\n');
    expect(log).toContain('release create v1.1.0 portside-1.1.0.tgz --verify-tag --generate-notes');
  });

  it('publish an Action that fits the Marketplace', () => {
    const names = readdirSync(second).filter((name) => /^action\.ya?ml$/i.test(name));
    expect(names).toEqual(['action.yml']);
    const { name, description, branding, runs } = parse(
      readFileSync(join(second, 'action.yml'), 'utf8'),
    );
    expect(name).toMatch(/^\S.{0,99}$/);
    expect(description.length).toBeLessThan(125);
    // GitHub's parser checks their values.
    expect(Object.keys(branding).sort()).toEqual(['color', 'icon']);
    expect(statSync(join(second, runs.main)).size).toBeGreaterThan(0);
  });

  describe('the installed package', () => {
    let folder: string;
    let archive: string;
    const portside = (...args: readonly string[]) =>
      run('npx', ['--no', '--', 'portside', ...args], folder);

    beforeAll(async () => {
      folder = join(work, 'installed');
      mkdirSync(folder);
      archive = join(folder, 'portside-1.1.0.tgz');
      copyFileSync(join(second, 'portside-1.1.0.tgz'), archive);
      const options = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
      await run('npm', ['install', ...options, './portside-1.1.0.tgz'], folder);
    });

    it('checks a repository', async () => {
      mkdirSync(join(folder, 'repository'));
      writeFileSync(
        join(folder, 'repository/Dockerfile'),
        'FROM debian:12.5\nRUN curl https://example.com/a.sh | sh\n',
      );
      const checked = portside('check', 'repository', '--offline', '--format', 'json');
      const error = await checked.then(
        () => undefined,
        (failure: { code: number; stdout: string }) => failure,
      );
      expect(error?.code).toBe(1);
      const report = JSON.parse(error?.stdout ?? '');
      expect(report.tool).toMatchObject({ name: 'portside', version: '1.1.0' });
      const places = report.findings.map(
        (f: { rule: string; location?: { startLine: number } }) => [f.rule, f.location?.startLine],
      );
      expect(places).toContainEqual(['PS0023', 2]);
    });

    it('verifies the provenance of its own archive', async () => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const predicate = slsa1('refs/tags/v1.1.0');
      const provenance = statement(sha256(readFileSync(archive)), SLSA_1, predicate);
      const bundle = keyBundle({ dsseEnvelope: envelope(provenance, { privateKey }) });
      writeFileSync(join(folder, 'bundle.json'), JSON.stringify(bundle));
      writeFileSync(join(folder, 'key.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
      const verify = (file: string) =>
        portside('verify', '--key', 'key.pub', '--bundle', 'bundle.json', file);
      expect(await verify('portside-1.1.0.tgz')).toContain('Verified portside-1.1.0.tgz@sha256:');
      writeFileSync(join(folder, 'other.tgz'), 'another archive');
      await expect(verify('other.tgz')).rejects.toMatchObject({ code: 1 });
    });
  });
});
