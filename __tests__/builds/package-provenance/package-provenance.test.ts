import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inspectPackageProvenance } from '../../../src/builds/package-provenance/package-provenance.js';
import type { Finding } from '../../../src/core/finding.js';
import type { Inspection } from '../../../src/core/report.js';
import { readOptions } from '../../../src/options/read-options.js';
import type { PackageProvenance } from '../../../src/policy/policy.js';
import { DEFAULT_POLICY } from '../../../src/policy/presets.js';
import type { PullRequestTrees, Tree } from '../../../src/repository/tree.js';
import { NOW } from '../../now.js';
import {
  IDENTITY,
  type KeylessSigner,
  keylessEnvelope,
  keylessSigner,
} from '../../signatures/private-bundles.js';
import { quietHost } from '../../vulnerabilities/fixtures.js';

/** Provenance of npm packages over time: a loopback registry, with attestations by a private Sigstore. */

let signer: KeylessSigner;
let registry: Server;
let address: string;
let root: string;
/** The answers of the registry by path, and the requests that it got. */
const answers = new Map<string, { status: number; body: string }>();
const requests: string[] = [];

beforeAll(async () => {
  signer = await keylessSigner();
  root = mkdtempSync(join(tmpdir(), 'portside-npm-'));
  registry = createServer((request, response) => {
    requests.push(request.url ?? '');
    const { status, body } = answers.get(request.url ?? '') ?? { status: 404, body: '{}' };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body);
  });
  await new Promise<void>((listening) => registry.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await signer.stop();
  await new Promise((closed) => registry.close(closed));
  rmSync(root, { recursive: true });
});
beforeEach(() => {
  answers.clear();
  requests.length = 0;
});

const digestOf = (name: string, version: string, encoding: 'hex' | 'base64') =>
  createHash('sha512').update(`${name} ${version}`).digest(encoding);

interface Build {
  readonly repository?: string;
  readonly workflow?: string;
  /** The version whose file the provenance is about. */
  readonly about?: string;
  readonly forged?: boolean;
}

const SLSA = 'https://slsa.dev/provenance/v1';

/** Publishes a release with provenance. */
async function publish(name: string, version: string, build: Build = {}): Promise<void> {
  const { repository = 'acme/app', workflow = 'release.yml', about = version } = build;
  const bundle = (await keylessEnvelope(
    signer,
    {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [
        { name: `pkg:npm/${name}@${version}`, digest: { sha512: digestOf(name, about, 'hex') } },
      ],
      predicateType: SLSA,
      predicate: {},
    },
    {
      ...IDENTITY,
      subject: `https://github.com/${repository}/.github/workflows/${workflow}@refs/tags/v${version}`,
      repository: `https://github.com/${repository}`,
      ref: `refs/tags/v${version}`,
    },
  )) as { dsseEnvelope: { payload: string } };
  if (build.forged)
    bundle.dsseEnvelope.payload = Buffer.from(
      Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString().replace('subject', 'Subject'),
    ).toString('base64');
  const attestations = [
    {
      predicateType: 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1',
      bundle: {},
    },
    { predicateType: SLSA, bundle },
  ];
  answers.set(`/-/npm/v1/attestations/${name.replace('/', '%2f')}@${version}`, {
    status: 200,
    body: JSON.stringify({ attestations }),
  });
}

type Versions = Readonly<Record<string, string>>;

function lockfile(
  versions: Versions,
  change: (entry: Record<string, string>) => object = (e) => e,
) {
  const packages = Object.entries(versions).map(([name, version]) => [
    `node_modules/${name}`,
    change({
      version,
      resolved: `${address}/${name}/-/${name.split('/').at(-1)}-${version}.tgz`,
      integrity: `sha512-${digestOf(name, version, 'base64')}`,
    }),
  ]);
  return `${JSON.stringify({ lockfileVersion: 3, packages: { '': {}, ...Object.fromEntries(packages) } }, null, 2)}\n`;
}

const treeOf = (name: string, text: string, file: string): Tree => ({
  name,
  list: async () => new Map([[file, { id: name, mode: '100644' }]]),
  read: async () => Buffer.from(text),
});

interface Run {
  readonly policy?: PackageProvenance;
  readonly words?: readonly string[];
  readonly more?: Partial<PullRequestTrees>;
  readonly file?: string;
}

async function compare(before: string, now: string, run: Run = {}): Promise<Inspection> {
  const { policy = 'verify', words = [], more = {}, file = 'package-lock.json' } = run;
  writeFileSync(join(root, file), now);
  return inspectPackageProvenance(
    {
      lockfiles: [file],
      trees: { baseCommit: treeOf('main', before, file), head: treeOf('head', now, file), ...more },
      trustedRoot: signer.trustedRoot,
    },
    {
      root,
      policy: { ...DEFAULT_POLICY, packageProvenance: policy },
      options: readOptions('check', words, { path: '', noColor: true }, NOW),
      host: quietHost(),
    },
  );
}

const update = (names: readonly string[], run?: Run) =>
  compare(
    lockfile(Object.fromEntries(names.map((name) => [name, '1.0.0']))),
    lockfile(Object.fromEntries(names.map((name) => [name, '1.1.0']))),
    run,
  );

const shown = ({ rule, severity, message, location }: Finding) =>
  `${location?.startLine} ${rule} ${severity}: ${message}`;

describe('updates of npm packages', () => {
  it('have no findings if the same workflow built them: 20 of 20', async () => {
    const names = Array.from({ length: 20 }, (_, i) => (i % 4 === 0 ? `@acme/p${i}` : `p${i}`));
    for (const name of names)
      for (const version of ['1.0.0', '1.1.0'])
        await publish(name, version, { repository: version === '1.0.0' ? 'Acme/app' : 'acme/app' });
    const { findings, incomplete, notes, coverage } = await update(names);
    expect(findings).toEqual([]);
    expect(incomplete).toEqual([]);
    expect(coverage).toEqual([{ check: 'trust', target: 'package-lock.json', state: 'checked' }]);
    expect(notes.map(({ message }) => message)).toEqual([
      'Of 20 updated packages with provenance, 20 have the same publisher as before',
    ]);
    expect(requests).toHaveLength(40);
  });

  it('are found if their provenance is lost, forged, of another file or of another publisher', async () => {
    const later: Readonly<Record<string, Build | undefined>> = {
      '@acme/lost': undefined,
      fork: { repository: 'evil/app' },
      forged: { forged: true },
      other: { about: '9.9.9' },
      same: {},
      workflow: { workflow: 'manual.yml' },
    };
    for (const [name, build] of Object.entries(later)) {
      await publish(name, '1.0.0');
      if (build) await publish(name, '1.1.0', build);
    }
    const { findings } = await update([...Object.keys(later), 'never-attested']);
    expect(findings.map(shown)).toEqual([
      '5 PST101 high: @acme/lost 1.1.0 has no provenance; 1.0.0 was built by github.com/acme/app',
      '10 PST102 high: fork 1.1.0 was built by github.com/evil/app; 1.0.0 by github.com/acme/app',
      expect.stringMatching(
        /^15 PST101 critical: forged 1\.1\.0 has no valid provenance, and 1\.0\.0 had: /,
      ),
      '20 PST101 critical: other 1.1.0 has no valid provenance, and 1.0.0 had: its provenance is about another file than the lock file',
      '30 PST102 medium: workflow 1.1.0 was built by github.com/acme/app/.github/workflows/manual.yml; 1.0.0 by github.com/acme/app/.github/workflows/release.yml',
    ]);
    expect(findings[0]).toMatchObject({
      check: 'trust',
      location: { path: 'package-lock.json', startColumn: 5 },
      subject: { purl: 'pkg:npm/%40acme/lost@1.1.0' },
    });
  });

  it('are found if the lock file no longer says which file it is', async () => {
    await publish('a', '1.0.0');
    await publish('a', '1.1.0');
    const now = lockfile({ a: '1.1.0' }, ({ version, resolved }) => ({ version, resolved }));
    const { findings } = await compare(lockfile({ a: '1.0.0' }), now);
    expect(findings.map(({ rule }) => rule)).toEqual(['PST101']);
  });

  it('ask the registry of the base branch only, also for a file from elsewhere', async () => {
    await publish('a', '1.0.0');
    const now = lockfile({ a: '1.1.0' }, (entry) => ({
      ...entry,
      resolved: 'http://127.0.0.1:1/a/-/a-1.1.0.tgz',
    }));
    const { findings, incomplete } = await compare(lockfile({ a: '1.0.0' }), now);
    expect(findings.map(({ rule }) => rule)).toEqual(['PST101']);
    expect(incomplete).toEqual([]);
  });

  it('are incomplete if the registry fails, which is asked for few packages then', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `p${i}`);
    for (const name of names)
      answers.set(`/-/npm/v1/attestations/${name}@1.0.0`, { status: 503, body: '' });
    const { incomplete, findings } = await update(names);
    expect(findings).toEqual([]);
    expect(incomplete[0]).toMatchObject({
      check: 'trust',
      target: 'package-lock.json',
      reason: expect.stringContaining('answered with status 503'),
    });
    expect(new Set(requests).size).toBeLessThanOrEqual(8);
  });

  it('are not compared where nothing was updated, or nothing says from what', async () => {
    await publish('a', '1.0.0');
    for (const [before, now] of [
      [lockfile({ a: '1.0.0' }), lockfile({ a: '1.0.0', b: '1.0.0' })],
      [lockfile({ a: '1.0.0' }), '{"packages": []}'],
    ] as const)
      expect((await compare(before, now)).findings).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('are compared after a byte order mark, and in a lock file that moves', async () => {
    await publish('a', '1.0.0');
    const [before, now] = [lockfile({ a: '1.0.0' }), lockfile({ a: '1.1.0' })];
    expect((await compare(before, `\ufeff${now}`)).findings).toHaveLength(1);
    const base = treeOf('main', before, 'old/package-lock.json');
    expect((await compare('', now, { more: { baseCommit: base } })).findings).toHaveLength(1);
  });

  it('are not compared, and the report says why, if another kind of lock file is gone', async () => {
    const base = treeOf('main', 'a@^1.0.0:\n  version "1.0.0"\n', 'yarn.lock');
    const { coverage } = await compare('', lockfile({ a: '1.1.0' }), {
      more: { baseCommit: base },
    });
    expect(coverage).toMatchObject([
      { state: 'not-covered', reason: expect.stringContaining('it may replace yarn.lock') },
    ]);
  });

  it.each([
    [{ 'a/package-lock.json': '1', 'b/package-lock.json': '2' }, 'removes 2 lock files'],
    [
      {
        'package-lock.json': lockfile({ a: '1.0.0' }),
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of npm
        '.npmrc': 'registry=${REG}\n',
      },
      'names the registry by a variable',
    ],
  ])('are not compared, and the report says why: %j', async (files, reason) => {
    const texts = new Map(Object.entries<string>(files));
    const base: Tree = {
      name: 'main',
      list: async () => new Map([...texts.keys()].map((id) => [id, { id, mode: '100644' }])),
      read: async (id) => Buffer.from(texts.get(id) ?? ''),
    };
    const { coverage } = await compare('', lockfile({ a: '1.1.0' }), {
      more: { baseCommit: base },
    });
    expect(coverage).toMatchObject([
      { state: 'not-covered', reason: expect.stringContaining(reason) },
    ]);
  });

  it.each([
    ['[', lockfile({ a: '1.1.0' }), 'package-lock.json of main is not JSON'],
    [lockfile({ a: '1.0.0' }), '{', 'package-lock.json is not JSON'],
  ])('are incomplete if a lock file is broken', async (before, now, reason) => {
    const { incomplete } = await compare(before, now);
    expect(incomplete).toMatchObject([{ reason: expect.stringContaining(reason) }]);
    expect(requests).toEqual([]);
  });

  it.each([
    ['with --offline', { words: ['--offline'] }, 1],
    ['in a fork, if the policy says so', { policy: 'not-in-forks', more: { isFork: true } }, 1],
    ['with package-provenance: ignore', { policy: 'ignore' }, 0],
  ] as const)('are not compared %s', async (_, run, rows) => {
    await publish('a', '1.0.0');
    const { findings, coverage = [] } = await update(['a'], run);
    expect(findings).toEqual([]);
    expect(coverage.map(({ informational }) => informational)).toEqual(Array(rows).fill(true));
    expect(requests).toEqual([]);
  });

  it('are compared in the branches of a repository whose policy leaves out forks', async () => {
    await publish('a', '1.0.0');
    expect((await update(['a'], { policy: 'not-in-forks' })).findings).toHaveLength(1);
  });
});

describe('updates in the lock files of other package managers of npm', () => {
  const integrity = (version: string) => `sha512-${digestOf('@acme/a', version, 'base64')}`;
  const resolved = (version: string) => `${address}/@acme/a/-/a-${version}.tgz`;
  const FILES: Readonly<Record<string, (version: string) => string>> = {
    'yarn.lock': (version) =>
      `# yarn lockfile v1\n\n\n"@acme/a@^1.0.0", "@acme/a@^1.0.1":\n  version "${version}"\n  resolved "${resolved(version)}#abc"\n  integrity ${integrity(version)}\n`,
    'pnpm-lock.yaml': (version) =>
      `lockfileVersion: '9.0'\n\npackages:\n\n  '@acme/a@${version}':\n    resolution: {integrity: ${integrity(version)}}\n\nsnapshots:\n\n  '@acme/a@${version}': {}\n`,
  };
  const lines: Readonly<Record<string, number>> = { 'yarn.lock': 5, 'pnpm-lock.yaml': 5 };
  const updated = (file: string) => {
    const lock = FILES[file] ?? String;
    const npmrc = `registry=https://registry.npmjs.org/\n@acme:registry=${address}\n`;
    const base: Tree = {
      name: 'main',
      list: async () =>
        new Map([file, '.npmrc'].map((path) => [path, { id: path, mode: '100644' }])),
      read: async (id) => Buffer.from(id === '.npmrc' ? npmrc : lock('1.0.0')),
    };
    return compare(lock('1.0.0'), lock('1.1.0'), { file, more: { baseCommit: base } });
  };

  it.each(Object.keys(FILES))('%s are found if the new release has no provenance', async (file) => {
    await publish('@acme/a', '1.0.0');
    const { findings, incomplete } = await updated(file);
    expect(incomplete).toEqual([]);
    expect(findings.map(({ rule, location }) => `${rule} ${location?.startLine}`)).toEqual([
      `PST101 ${lines[file]}`,
    ]);
  });

  it.each(Object.keys(FILES))('%s have none if the same workflow built it', async (file) => {
    for (const version of ['1.0.0', '1.1.0']) await publish('@acme/a', version);
    const { findings, notes } = await updated(file);
    expect(findings).toEqual([]);
    expect(notes).toHaveLength(1);
  });
});

describe('updates of Python packages', () => {
  const sha256Of = (file: string) => createHash('sha256').update(file).digest('hex');

  /** Uploads a file with an attestation by PyPI's own publishing. */
  async function upload(file: string, version: string, repository = 'acme/app'): Promise<void> {
    const bundle = (await keylessEnvelope(
      signer,
      {
        _type: 'https://in-toto.io/Statement/v1',
        subject: [{ name: file, digest: { sha256: sha256Of(file) } }],
        predicateType: 'https://docs.pypi.org/attestations/publish/v1',
        predicate: null,
      },
      {
        ...IDENTITY,
        subject: `https://github.com/${repository}/.github/workflows/release.yml@refs/tags/v${version}`,
        repository: `https://github.com/${repository}`,
      },
    )) as {
      verificationMaterial: { certificate: { rawBytes: string }; tlogEntries: object[] };
      dsseEnvelope: { payload: string; signatures: { sig: string }[] };
    };
    const { verificationMaterial, dsseEnvelope } = bundle;
    const attestation = {
      version: 1,
      verification_material: {
        certificate: verificationMaterial.certificate.rawBytes,
        transparency_entries: verificationMaterial.tlogEntries,
      },
      envelope: { statement: dsseEnvelope.payload, signature: dsseEnvelope.signatures[0]?.sig },
    };
    answers.set(`/integrity/app/${version}/${file}/provenance`, {
      status: 200,
      body: JSON.stringify({ attestation_bundles: [{ attestations: [attestation] }], version: 1 }),
    });
  }

  const wheel = (version: string) => `app-${version}-py3-none-any.whl`;
  const sdist = (version: string) => `app-${version}.tar.gz`;
  const entry = (file: string) =>
    `{ url = "https://files.test/packages/${file}", hash = "sha256:${sha256Of(file)}", size = 9 }`;
  const lock = (version: string) =>
    [
      'version = 1\n\n[[package]]\nname = "app"',
      `version = "${version}"`,
      `source = { registry = "${address}/simple" }`,
      `sdist = ${entry(sdist(version))}`,
      `wheels = [\n    ${entry(wheel(version))},\n]\n`,
    ].join('\n');
  const updated = () => compare(lock('1.0'), lock('1.1'), { file: 'uv.lock' });

  it('have no findings if the same workflow uploaded every file', async () => {
    for (const version of ['1.0', '1.1'])
      for (const file of [sdist(version), wheel(version)]) await upload(file, version);
    const { findings, incomplete, coverage } = await updated();
    expect([findings, incomplete]).toEqual([[], []]);
    expect(coverage).toMatchObject([{ target: 'uv.lock', state: 'checked' }]);
    expect(requests).toHaveLength(3);
  });

  it.each([
    ['is without an attestation', undefined, 'PST101 high'],
    ['was uploaded by another repository', 'evil/app', 'PST102 high'],
  ])('are found if one of their files %s', async (_, repository, expected) => {
    await upload(sdist('1.0'), '1.0');
    await upload(sdist('1.1'), '1.1');
    if (repository) await upload(wheel('1.1'), '1.1', repository);
    const { findings } = await updated();
    expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([expected]);
    expect(findings).toMatchObject([
      { location: { path: 'uv.lock', startLine: 5 }, subject: { purl: 'pkg:pypi/app@1.1' } },
    ]);
  });

  it('are found in poetry.lock, whose packages name their index at the end', async () => {
    const poetry = (version: string) =>
      [
        `[[package]]\nname = "app"\nversion = "${version}"\nfiles = [`,
        ...[sdist(version), wheel(version)].map(
          (file) => `    {file = "${file}", hash = "sha256:${sha256Of(file)}"},`,
        ),
        `]\n\n[package.dependencies]\nversion = "*"\n\n[package.source]\ntype = "legacy"`,
        `url = "${address}/simple"\nreference = "acme"\n`,
      ].join('\n');
    for (const file of [sdist('1.0'), wheel('1.0')]) await upload(file, '1.0');
    await upload(sdist('1.1'), '1.1');
    const { findings } = await compare(poetry('1.0'), poetry('1.1'), { file: 'poetry.lock' });
    expect(findings).toMatchObject([
      { rule: 'PST101', location: { path: 'poetry.lock', startLine: 3 } },
    ]);
  });

  it('are incomplete if a release has too many files: one of the others could be from anybody', async () => {
    const builds = Array.from({ length: 100 }, (_, n) => `app-1.1-${n}-py3-none-any.whl`);
    await upload(sdist('1.0'), '1.0');
    for (const file of [sdist('1.1'), ...builds]) await upload(file, '1.1');
    const many = lock('1.1').replace(entry(wheel('1.1')), builds.map(entry).join(',\n    '));
    const { findings, incomplete } = await compare(lock('1.0'), many, { file: 'uv.lock' });
    expect(findings).toEqual([]);
    expect(incomplete.map(({ reason }) => reason)).toEqual([
      'The provenance of 1 file of app 1.1 was not compared: too many',
    ]);
  });
});
