import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { openArtifact } from '../../src/image/artifacts/open.js';
import { parsePublicKey } from '../../src/signatures/keys.js';
import type { SignerPolicy } from '../../src/signatures/signer-policy.js';
import { verifyImage } from '../../src/signatures/verify-image.js';
import { verifyProvenance } from '../../src/signatures/verify-provenance.js';
import { type Peer, requirePrograms, startRegistry } from './peers.js';
import { type Identity, type PrivateSigstore, startSigstore } from './private-sigstore.js';
import { type TimestampAuthority, timestampAuthority } from './timestamp-authority.js';

/**
 * Signatures made by cosign, and modified by an attacker with write access to the registry. Each test compares our verdict
 * with cosign's, and names the cases in which ours is stricter.
 */
let work: string;
let registry: Peer;
let sigstore: PrivateSigstore;
let authority: TimestampAuthority;
/** Digests of the images, by repository below demo/. */
const images = new Map<string, string>();

const IDENTITY: Identity = {
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1.2.3',
  repository: 'https://github.com/acme/app',
  ref: 'refs/tags/v1.2.3',
};

beforeAll(async () => {
  requirePrograms('cosign', 'docker-registry', 'openssl');
  work = mkdtempSync(join(tmpdir(), 'portside-attacks-'));
  registry = await startRegistry();
  authority = timestampAuthority();
  sigstore = await startSigstore(authority);
  for (const [name, pem] of Object.entries(sigstore.files)) writeFileSync(file(name), pem);
  await cosign('generate-key-pair', '--output-key-prefix', file('own'));
  await signByKey();
  await attack();
  await signByIdentity();
});

afterAll(async () => {
  await sigstore?.stop();
  authority?.remove();
  await registry?.stop();
  if (work) rmSync(work, { recursive: true, force: true });
});

describe('with a key, Portside and cosign have the same verdict', () => {
  test.each([
    ['good', 'verified'],
    ['recursive', 'verified'],
    ['recursive-child', 'verified'],
    ['oci11', 'verified'],
    ['no-signature-annotation', 'rejected'],
    ['payload-rewritten', 'rejected'],
    ['payload-of-32-MiB', 'rejected'],
    ['two-hundred-of-others', 'rejected'],
    ['two-hundred-then-the-right-one', 'verified'],
    ['artifact-attached', 'rejected'],
    ['buildkit', 'rejected'],
  ])('on %s: %s', async (name, expected) => {
    const verify = ['verify', '--insecure-ignore-tlog', '--key', file('own.pub')];
    const experimental = name === 'oci11' ? ['--experimental-oci11'] : [];
    const theirs = await cosignVerdict([...verify, ...experimental, reference(name)]);
    expect({ ours: await ours(name), theirs }).toEqual({ ours: expected, theirs: expected });
  });
});

describe('keyless with signed timestamps', () => {
  test.each([
    ['logged', ['--timestamp-certificate-chain'], 'verified', 'verified'],
    [
      'timestamp-alone',
      ['--timestamp-certificate-chain', '--insecure-ignore-tlog'],
      'verified',
      'rejected',
    ],
    // Stricter than cosign: without a trusted time, the certificate may have been invalid at signing.
    ['no-time-at-all', ['--insecure-ignore-tlog'], 'verified', 'rejected'],
  ])('%s: cosign with %j: %s, Portside: %s', async (name, options, theirs, own) => {
    const args = options.flatMap((option) =>
      option === '--timestamp-certificate-chain' ? [option, file('TIMESTAMP_CHAIN')] : [option],
    );
    const who = ['--certificate-identity', IDENTITY.subject];
    const issuer = ['--certificate-oidc-issuer', IDENTITY.issuer];
    const verify = ['verify', '--offline', ...args, ...who, ...issuer, reference(name)];
    expect(await cosignVerdict(verify)).toBe(theirs);
    expect(await oursByIdentity(name)).toBe(own);
  });

  it('a timestamp proves the time if the trusted root has no log', async () => {
    const root = JSON.stringify({ ...JSON.parse(sigstore.trustedRoot), tlogs: [] });
    expect(await oursByIdentity('timestamp-alone', root)).toBe('verified');
    expect(await oursByIdentity('no-time-at-all', root)).toBe('rejected');
    const untrusted = { ...JSON.parse(root), timestampAuthorities: [] };
    expect(await oursByIdentity('timestamp-alone', JSON.stringify(untrusted))).toBe('rejected');
  });
});

it('BuildKit’s unsigned provenance is not accepted', async () => {
  const target = await openArtifact(reference('buildkit'), {});
  const provenance = { source: 'github.com/acme/app' };
  const { verified, findings } = await verifyProvenance(target, { signedBy: [], provenance });
  expect([verified, findings.map(({ rule }) => rule)]).toEqual([[], ['PST005']]);
});

async function signByKey() {
  for (const name of ['good', 'oci11', 'recursive', 'buildkit', 'artifact-attached'])
    images.set(name, await pushImage(name));
  await sign('good');
  await sign('oci11', '--registry-referrers-mode', 'oci-1-1');
  const child = images.get('recursive') ?? '';
  images.set('recursive', await pushIndex('recursive', [{ ...(await at('recursive', child)) }]));
  images.set('recursive-child', child);
  await sign('recursive', '--recursive');
  await attachBuildKit();
  const bom = await blob('artifact-attached', '{"bomFormat":"CycloneDX"}', 'application/json');
  const subject = await at('artifact-attached', images.get('artifact-attached') ?? '');
  const referrer = await manifest('artifact-attached', {
    ...(await emptyImage('artifact-attached', [bom])),
    artifactType: 'application/vnd.cyclonedx+json',
    subject,
  });
  await pushIndex('artifact-attached', [referrer], subject.digest.replace(':', '-'));
}

/** Adds unsigned provenance to the index, as BuildKit does: one manifest per image. */
async function attachBuildKit() {
  const image = await at('buildkit', images.get('buildkit') ?? '');
  const statement = {
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://slsa.dev/provenance/v0.2',
    subject: [{ name: 'app', digest: { sha256: image.digest.slice('sha256:'.length) } }],
    predicate: {
      builder: { id: 'https://github.com/acme/app/actions/runs/1' },
      buildType: 'https://mobyproject.org/buildkit@v1',
    },
  };
  const layer = {
    ...(await blob('buildkit', JSON.stringify(statement), 'application/vnd.in-toto+json')),
    annotations: { 'in-toto.io/predicate-type': statement.predicateType },
  };
  const attestation = {
    ...(await manifest('buildkit', await emptyImage('buildkit', [layer]))),
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: {
      'vnd.docker.reference.digest': image.digest,
      'vnd.docker.reference.type': 'attestation-manifest',
    },
  };
  images.set('buildkit', await pushIndex('buildkit', [image, attestation]));
}

/** Stores modified copies of the good signature under the tags of other images. */
async function attack() {
  const good = images.get('good') ?? '';
  const signature = JSON.parse(await read('good', `manifests/${good.replace(':', '-')}.sig`));
  const [layer] = signature.layers;
  const payload = await read('good', `blobs/${layer.digest}`);
  const { mediaType, annotations } = layer;
  const forge = async (name: string, layers: (digest: string) => Promise<object[]>) => {
    const digest = await pushImage(name);
    images.set(name, digest);
    const config = await blob(name, '{}', signature.config.mediaType);
    const forged = { ...signature, config, layers: await layers(digest) };
    await manifest(name, forged, `${digest.replace(':', '-')}.sig`);
  };
  const signed = async (name: string, bytes: string) => ({
    ...(await blob(name, bytes, mediaType)),
    annotations,
  });
  const others = (name: string) =>
    Promise.all(Array.from({ length: 200 }, (_, i) => signed(name, payload + ' '.repeat(i))));
  await forge('payload-rewritten', async (digest) => [
    await signed('payload-rewritten', payload.replace(good, digest)),
  ]);
  await forge('no-signature-annotation', async () => [
    await blob('no-signature-annotation', payload, mediaType),
  ]);
  await forge('payload-of-32-MiB', async () => [
    await signed('payload-of-32-MiB', ' '.repeat(32 << 20)),
  ]);
  await forge('two-hundred-of-others', () => others('two-hundred-of-others'));
  const last = 'two-hundred-then-the-right-one';
  await forge(last, () => others(last));
  await sign(last);
}

async function signByIdentity() {
  const stamped = ['--timestamp-server-url', `${sigstore.url}/timestamp`];
  const unlogged = ['--tlog-upload=false'];
  for (const [name, options] of [
    ['logged', stamped],
    ['timestamp-alone', [...stamped, ...unlogged]],
    ['no-time-at-all', unlogged],
  ] as const) {
    images.set(name, await pushImage(name));
    const where = ['--fulcio-url', sigstore.url, '--rekor-url', sigstore.url];
    const who = ['--identity-token', sigstore.token(IDENTITY)];
    await cosign('sign', ...HTTP, ...where, ...who, ...options, reference(name));
  }
}

const HTTP = ['--allow-http-registry'];

async function sign(name: string, ...more: readonly string[]) {
  const key = ['--tlog-upload=false', '--key', file('own.key')];
  await cosign('sign', ...HTTP, ...key, ...more, reference(name));
}

async function ours(name: string): Promise<string> {
  const key = parsePublicKey(readFileSync(file('own.pub'), 'utf8'));
  return verdict(name, [{ kind: 'key', key }]);
}

function oursByIdentity(name: string, trustedRoot = sigstore.trustedRoot): Promise<string> {
  const { issuer, subject } = IDENTITY;
  return verdict(name, [{ kind: 'identity', issuer, subject }], trustedRoot);
}

async function verdict(
  name: string,
  signedBy: readonly SignerPolicy[],
  trustedRoot?: string,
): Promise<string> {
  const target = await openArtifact(reference(name), {});
  const root = trustedRoot === undefined ? {} : { trustedRoot };
  const { verified, findings, incomplete } = await verifyImage(target, {
    signedBy,
    ...root,
  });
  if (incomplete.length > 0) return `incomplete: ${incomplete[0]?.reason}`;
  return verified.length > 0 && findings.length === 0 ? 'verified' : 'rejected';
}

async function cosignVerdict([command = '', ...args]: readonly string[]): Promise<string> {
  const { status, output } = await run('cosign', [command, ...HTTP, ...args]);
  return status === 0
    ? 'verified'
    : /signature|payload|timestamp/i.test(output)
      ? 'rejected'
      : output;
}

async function cosign(...args: readonly string[]): Promise<void> {
  const { status, output } = await run('cosign', args);
  if (status !== 0) throw new Error(`cosign ${args.join(' ')} ended with ${status}:\n${output}`);
}

/** Asynchronous, because the private Sigstore runs in this process. */
async function run(program: string, args: readonly string[]) {
  const files = Object.keys(sigstore.files).map((name) => [name, file(name)]);
  const env = {
    ...process.env,
    ...Object.fromEntries(files),
    COSIGN_PASSWORD: 'test-only',
    COSIGN_YES: 'true',
    COSIGN_EXPERIMENTAL: '1',
    HOME: work,
  };
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const status = await new Promise((resolve) => child.once('close', resolve));
  return { status, output };
}

const file = (name: string) => join(work, name);

function reference(name: string): string {
  const repository = name === 'recursive-child' ? 'recursive' : name;
  return `${registry.host}/demo/${repository.toLowerCase()}@${images.get(name)}`;
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';

interface Pushed {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

async function pushImage(name: string): Promise<string> {
  return (await manifest(name, await emptyImage(name), '1')).digest;
}

async function pushIndex(name: string, manifests: readonly object[], tag = '1'): Promise<string> {
  const index = { schemaVersion: 2, mediaType: INDEX, manifests };
  return (await manifest(name, index, tag)).digest;
}

async function emptyImage(name: string, layers: readonly object[] = []) {
  const config = {
    os: 'linux',
    architecture: 'amd64',
    config: { Labels: { name } },
    rootfs: { type: 'layers', diff_ids: [] },
  };
  const type = 'application/vnd.oci.image.config.v1+json';
  const stored = await blob(name, JSON.stringify(config), type);
  return { schemaVersion: 2, mediaType: MANIFEST, config: stored, layers };
}

/** The descriptor of a stored manifest. */
async function at(name: string, digest: string) {
  const size = Buffer.byteLength(await read(name, `manifests/${digest}`));
  return { mediaType: MANIFEST, digest, size, platform: { os: 'linux', architecture: 'amd64' } };
}

async function manifest(
  name: string,
  content: { readonly mediaType: string } & Readonly<Record<string, unknown>>,
  tag?: string,
): Promise<Pushed> {
  const bytes = JSON.stringify(content);
  const { mediaType } = content;
  const digest = sha256(bytes);
  await ask(name, `manifests/${tag ?? digest}`, {
    method: 'PUT',
    body: bytes,
    headers: { 'content-type': mediaType },
  });
  return { mediaType, digest, size: Buffer.byteLength(bytes) };
}

async function blob(name: string, bytes: string, mediaType: string): Promise<Pushed> {
  const digest = sha256(bytes);
  const begun = await ask(name, 'blobs/uploads/', { method: 'POST' });
  const upload = new URL(begun.headers.get('location') ?? '', `http://${registry.host}`);
  upload.searchParams.set('digest', digest);
  await ask(name, upload, { method: 'PUT', body: bytes });
  return { mediaType, digest, size: Buffer.byteLength(bytes) };
}

async function read(name: string, path: string): Promise<string> {
  return (await ask(name, path, { headers: { accept: `${MANIFEST}, ${INDEX}` } })).text();
}

async function ask(name: string, path: string | URL, init: RequestInit): Promise<Response> {
  const base = `http://${registry.host}/v2/demo/${name.toLowerCase()}/`;
  const response = await fetch(new URL(path, base), init);
  if (response.ok) return response;
  throw new Error(`${init.method ?? 'GET'} ${path} of ${name}: ${response.status}`);
}

function sha256(bytes: string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
