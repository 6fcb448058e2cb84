import { spawn, spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { openArtifact } from '../../src/image/artifacts/open.js';
import { parsePublicKey } from '../../src/signatures/keys.js';
import { verifyImage } from '../../src/signatures/verify-image.js';
import { verifyProvenance } from '../../src/signatures/verify-provenance.js';
import { type Peer, requirePrograms, startRegistry } from './peers.js';
import { type Identity, type PrivateSigstore, startSigstore } from './private-sigstore.js';

/** Images that cosign and skopeo push and sign, verified by Portside and by cosign. */

let work: string;
let registry: Peer | undefined;
/** Digests of the images, by repository below demo/. */
const images = new Map<string, string>();

beforeAll(async () => {
  requirePrograms('cosign', 'docker-registry', 'skopeo');
  work = mkdtempSync(join(tmpdir(), 'portside-trust-'));
  registry = await startRegistry();
  makeKeys();
  signImages();
});

afterAll(async () => {
  await registry?.stop();
  if (work) rmSync(work, { recursive: true, force: true });
});

interface Case {
  readonly image: string;
  readonly key?: string;
  readonly annotations?: readonly (readonly [string, string])[];
  readonly expected: 'verified' | 'rejected';
}

const cases: readonly Case[] = [
  { image: 'unsigned', expected: 'rejected' },
  { image: 'p256', expected: 'verified' },
  { image: 'p256', key: 'other', expected: 'rejected' },
  { image: 'p384', key: 'p384', expected: 'verified' },
  { image: 'p384', expected: 'rejected' },
  { image: 'rsa', key: 'rsa', expected: 'verified' },
  { image: 'ed25519', key: 'ed25519', expected: 'verified' },
  { image: 'ed25519', expected: 'rejected' },
  { image: 'two', expected: 'verified' },
  { image: 'two', key: 'other', expected: 'verified' },
  { image: 'two', key: 'rsa', expected: 'rejected' },
  { image: 'annotated', annotations: [['env', 'prod']], expected: 'verified' },
  { image: 'annotated', annotations: [['env', 'staging']], expected: 'rejected' },
  { image: 'annotated', annotations: [['missing', 'x']], expected: 'rejected' },
  { image: 'skopeo', expected: 'verified' },
  { image: 'index', expected: 'verified' },
  { image: 'index-child', expected: 'rejected' },
  { image: 'moved', expected: 'rejected' },
  { image: 'attested', expected: 'rejected' },
];

describe('Portside and cosign have the same verdict', () => {
  test.each(cases.map((c) => [c.image, c.key ?? 'p256', c] as const))(
    'on %s with the key %s',
    async (_, __, c) => {
      expect({ ours: await ours(c), cosign: cosign(c) }).toEqual({
        ours: c.expected,
        cosign: c.expected,
      });
    },
  );
});

describe('the finding names the reason', () => {
  test.each([
    ['unsigned', 'PST001', 'has no signature'],
    ['moved', 'PST002', 'it signs another digest, sha256:'],
  ])('on %s', async (image, rule, message) => {
    const { findings } = await verify({ image, expected: 'rejected' });
    expect(findings.map((finding) => finding.rule)).toEqual([rule]);
    expect(findings[0]?.message).toContain(message);
  });

  it('for a tag that was moved to an unsigned image', async () => {
    const before = await verify({ image: 'race', expected: 'verified' }, ':1');
    expect(before.verified).toHaveLength(1);
    push('race', '1', tinyLayout('evil'));
    const after = await verify({ image: 'race', expected: 'rejected' }, ':1');
    expect(after.findings.map((finding) => finding.rule)).toEqual(['PST001']);
  });
});

it('accepts provenance that cosign attested', async () => {
  const target = await openArtifact(reference('attested'), {});
  const signedBy = [authority('p256')];
  const right = await verifyProvenance(target, {
    signedBy,
    provenance: { source: 'github.com/acme/app', tag: 'v1.2.3' },
  });
  expect([right.verified.length, right.findings, right.incomplete]).toEqual([1, [], []]);
  const wrong = await verifyProvenance(target, {
    signedBy,
    provenance: { source: 'github.com/acme/evil' },
  });
  expect(wrong.findings.map((finding) => finding.rule)).toEqual(['PST006']);
});

it('finds cosign’s bundles by the fallback tag of referrers', async () => {
  const { verified } = await verify({ image: 'bundle', expected: 'verified' });
  expect(verified[0]?.place).toMatch(/^referrer sha256:/);
});

it('verifies the output of cosign save without the registry', async () => {
  const folder = join(work, 'saved');
  run('cosign', ['save', '--allow-http-registry', '--dir', folder, reference('p256')]);
  const target = await openArtifact(`oci:${folder}@${images.get('p256')}`, {});
  const { verified } = await verifyImage(target, {
    signedBy: [authority('p256')],
  });
  expect(verified).toHaveLength(1);
  const { findings } = await verifyImage(target, {
    signedBy: [authority('other')],
  });
  expect(findings.map((finding) => finding.rule)).toEqual(['PST002']);
});

it('is incomplete when the registry is unreachable', async () => {
  const started = await startRegistry();
  await started.stop();
  const target = await openArtifact(`${started.host}/demo/p256:1`, { firstDelay: 10 });
  const { verified, findings, incomplete } = await verifyImage(target, {
    signedBy: [authority('p256')],
  });
  expect([verified, findings]).toEqual([[], []]);
  expect(incomplete[0]?.reason).toContain('ECONNREFUSED');
});

const WORKFLOW: Identity = {
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1.2.3',
  repository: 'https://github.com/acme/app',
  ref: 'refs/tags/v1.2.3',
};

describe('keyless signatures by cosign and a private Sigstore', () => {
  let sigstore: PrivateSigstore;
  beforeAll(async () => {
    sigstore = await startSigstore();
    for (const [name, pem] of Object.entries(sigstore.files)) writeFileSync(file(name), pem);
    await keyless('keyless', WORKFLOW);
    await keyless('keyless-evil', {
      ...WORKFLOW,
      subject: WORKFLOW.subject.replace('acme', 'evil'),
    });
    await keyless('keyless-issuer', { ...WORKFLOW, issuer: `${WORKFLOW.issuer}.evil.example` });
    await keyless('keyless-attested', WORKFLOW, 'attest');
    skopeoCopy(
      `docker://${signatureTag('keyless-evil')}`,
      `docker://${signatureTag('keyless-other')}`,
    );
  });
  afterAll(() => sigstore?.stop());

  test.each([
    ['keyless', WORKFLOW.subject, 'verified'],
    ['keyless', WORKFLOW.subject.replace('release', 'other'), 'rejected'],
    ['keyless-evil', WORKFLOW.subject, 'rejected'],
    ['keyless-issuer', WORKFLOW.subject, 'rejected'],
    ['keyless-other', WORKFLOW.subject, 'rejected'],
    ['keyless-attested', WORKFLOW.subject, 'rejected'],
  ])('%s for %s: the verdict is that of cosign', async (name, subject, expected) => {
    expect({
      ours: await verdict(name, { subject }),
      cosign: cosignKeyless(name, subject),
    }).toEqual({
      ours: expected,
      cosign: expected,
    });
  });

  test.each<[string, { subject?: string; issuer?: string; claims?: object }, string]>([
    ['a glob of its subject', { subject: 'https://github.com/acme/**@refs/tags/v*' }, 'verified'],
    ['a glob that ends before a slash', { subject: 'https://github.com/acme/*' }, 'rejected'],
    ['a part of its issuer', { issuer: 'githubusercontent' }, 'rejected'],
    ['its repository', { claims: { repository: 'https://github.com/acme/app' } }, 'verified'],
    ['another ref', { claims: { ref: 'refs/heads/main' } }, 'rejected'],
    ['a self-hosted runner', { claims: { runner: 'self-hosted' } }, 'rejected'],
  ])('asked for by %s', async (_, authority, expected) => {
    expect(await verdict('keyless', authority)).toBe(expected);
  });

  it('names the identity of a valid signature by somebody else', async () => {
    const { findings } = await verifyKeyless('keyless-issuer', {});
    expect(findings.map(({ rule }) => rule)).toEqual(['PST003']);
    expect(findings[0]?.message).toContain(`${WORKFLOW.issuer}.evil.example`);
  });

  it('rejects a private Sigstore without its trusted root', async () => {
    const { findings } = await verifyKeyless('keyless', {}, null);
    expect(findings.map(({ rule }) => rule)).toEqual(['PST002']);
  });

  it('verifies provenance and compares it with the certificate', async () => {
    const target = await openArtifact(reference('keyless-attested'), {});
    const signedBy = [
      { kind: 'identity', issuer: WORKFLOW.issuer, subject: WORKFLOW.subject },
    ] as const;
    const provenance = { source: 'github.com/acme/app', tag: 'v1.2.3' };
    const options = { signedBy, provenance, trustedRoot: sigstore.trustedRoot };
    const { verified } = await verifyProvenance(target, options);
    expect(verified[0]?.builder?.level).toBe(2);
    const anybody = await verifyProvenance(target, { ...options, signedBy: [] });
    expect(anybody.findings.map(({ rule }) => rule)).toEqual(['PST007']);
  });

  async function keyless(name: string, identity: Identity, how: 'sign' | 'attest' = 'sign') {
    images.set(name, push(name, '1', tinyLayout(name)));
    if (name === 'keyless-evil')
      images.set('keyless-other', push('keyless-other', '1', tinyLayout('keyless-other')));
    writeFileSync(file('provenance.json'), JSON.stringify(provenance()));
    const what =
      how === 'sign' ? [] : ['--type', 'slsaprovenance', '--predicate', file('provenance.json')];
    const where = [
      '--allow-http-registry',
      '--fulcio-url',
      sigstore.url,
      '--rekor-url',
      sigstore.url,
    ];
    const who = ['--identity-token', sigstore.token(identity)];
    // Asynchronous, because the private Sigstore runs in this process.
    await runAsync('cosign', [how, ...where, ...who, ...what, reference(name)], environmentOf());
  }

  function environmentOf(): NodeJS.ProcessEnv {
    const files = Object.keys(sigstore.files).map((name) => [name, file(name)]);
    return { ...environment(), ...Object.fromEntries(files) };
  }

  async function verifyKeyless(
    name: string,
    authority: object,
    root: string | null = sigstore.trustedRoot,
  ) {
    const { issuer, subject } = WORKFLOW;
    return verifyImage(await openArtifact(reference(name), {}), {
      signedBy: [{ kind: 'identity', issuer, subject, ...authority }],
      ...(root === null ? {} : { trustedRoot: root }),
    });
  }

  async function verdict(name: string, authority: object): Promise<string> {
    const { verified, incomplete } = await verifyKeyless(name, authority);
    if (incomplete.length > 0) return `incomplete: ${incomplete[0]?.reason}`;
    return verified.length > 0 ? 'verified' : 'rejected';
  }

  function cosignKeyless(name: string, subject: string): string {
    const who = ['--certificate-identity', subject, '--certificate-oidc-issuer', WORKFLOW.issuer];
    const { status, stderr } = spawnSync(
      'cosign',
      ['verify', '--allow-http-registry', '--offline', ...who, reference(name)],
      { encoding: 'utf8', env: environmentOf() },
    );
    if (status === 0) return 'verified';
    return /no (matching )?signatures/.test(stderr) ? 'rejected' : stderr;
  }
});

function signatureTag(name: string): string {
  return `${registry?.host}/demo/${name}:${images.get(name)?.replace(':', '-')}.sig`;
}

async function runAsync(program: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const status = await new Promise((resolve) => child.once('close', resolve));
  if (status !== 0) throw new Error(`${program} ${args[0]} ended with ${status}:\n${output}`);
}

async function ours(c: Case): Promise<string> {
  const { verified, findings, incomplete } = await verify(c);
  if (incomplete.length > 0) return `incomplete: ${incomplete[0]?.reason}`;
  return verified.length > 0 && findings.length === 0 ? 'verified' : 'rejected';
}

async function verify({ image, key, annotations }: Case, pointer?: string) {
  const name =
    pointer === undefined ? reference(image) : `${registry?.host}/demo/${image}${pointer}`;
  return verifyImage(await openArtifact(name, {}), {
    signedBy: [authority(key ?? 'p256')],
    annotations: new Map(annotations),
  });
}

function cosign({ image, key, annotations }: Case): string {
  const options = [
    '--allow-http-registry',
    '--insecure-ignore-tlog=true',
    '--key',
    file(`${key ?? 'p256'}.pub`),
  ];
  const asked = (annotations ?? []).flatMap(([name, value]) => ['-a', `${name}=${value}`]);
  const { status, stderr } = spawnSync(
    'cosign',
    ['verify', ...options, ...asked, reference(image)],
    {
      encoding: 'utf8',
      env: environment(),
    },
  );
  if (status === 0) return 'verified';
  return /no (matching )?signatures|no signatures found/.test(stderr) ? 'rejected' : stderr;
}

function authority(key: string) {
  return { kind: 'key', key: parsePublicKey(readFileSync(file(`${key}.pub`), 'utf8')) } as const;
}

function makeKeys(): void {
  for (const name of ['p256', 'other'])
    run('cosign', ['generate-key-pair', '--output-key-prefix', file(name)]);
  const ed25519 = generateKeyPairSync('ed25519');
  writeFileSync(file('ed25519.pem'), ed25519.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  run('cosign', [
    'import-key-pair',
    '--key',
    file('ed25519.pem'),
    '--output-key-prefix',
    file('ed25519'),
  ]);
}

function signImages(): void {
  for (const name of [
    'unsigned',
    'p256',
    'p384',
    'rsa',
    'ed25519',
    'two',
    'annotated',
    'moved',
    'attested',
    'bundle',
    'race',
  ])
    images.set(name, push(name, '1', tinyLayout(name)));
  for (const name of ['p256', 'two', 'race']) cosignSign(name, 'p256');
  cosignSign('two', 'other');
  cosignSign('ed25519', 'ed25519');
  cosignSign('annotated', 'p256', '-a', 'env=prod');
  // Debian's cosign cannot sign with RSA or P-384 keys, but verifies such signatures.
  attachSignature('rsa', generateKeyPairSync('rsa', { modulusLength: 2048 }));
  attachSignature('p384', generateKeyPairSync('ec', { namedCurve: 'P-384' }));
  moveSignature('p256', 'moved');
  signWithSkopeo();
  signIndex();
  attest('attested', 'slsaprovenance', provenance());
  attest('bundle', 'https://sigstore.dev/cosign/sign/v1', {}, '--new-bundle-format');
}

function cosignSign(name: string, key: string, ...more: readonly string[]): void {
  run('cosign', [
    'sign',
    '--allow-http-registry',
    '--tlog-upload=false',
    '--key',
    file(`${key}.key`),
    ...more,
    reference(name),
  ]);
}

function attachSignature(
  name: string,
  pair: { privateKey: KeyObject; publicKey: KeyObject },
): void {
  writeFileSync(file(`${name}.pub`), pair.publicKey.export({ type: 'spki', format: 'pem' }));
  const payload = run('cosign', ['generate', '--allow-http-registry', reference(name)]);
  writeFileSync(file('payload'), payload);
  writeFileSync(
    file('signature'),
    sign('sha256', Buffer.from(payload), pair.privateKey).toString('base64'),
  );
  run('cosign', [
    'attach',
    'signature',
    '--allow-http-registry',
    '--payload',
    file('payload'),
    '--signature',
    file('signature'),
    reference(name),
  ]);
}

function moveSignature(from: string, to: string): void {
  skopeoCopy(`docker://${signatureTag(from)}`, `docker://${signatureTag(to)}`);
}

function signWithSkopeo(): void {
  mkdirSync(file('registries.d'));
  writeFileSync(
    file('registries.d/local.yaml'),
    `docker:\n  ${registry?.host}:\n    use-sigstore-attachments: true\n`,
  );
  writeFileSync(file('passphrase'), environment().COSIGN_PASSWORD ?? '');
  const digest = push('skopeo', '1', tinyLayout('skopeo'));
  images.set('skopeo', digest);
  run('skopeo', [
    '--registries.d',
    file('registries.d'),
    'copy',
    '--src-tls-verify=false',
    '--dest-tls-verify=false',
    '--sign-by-sigstore-private-key',
    file('p256.key'),
    '--sign-passphrase-file',
    file('passphrase'),
    '--sign-identity',
    `${registry?.host}/demo/skopeo:signed`,
    `docker://${registry?.host}/demo/skopeo:1`,
    `docker://${registry?.host}/demo/skopeo:signed`,
  ]);
}

/** An index with one image. Only the index is signed. */
function signIndex(): void {
  const layout = tinyLayout('index', true);
  images.set('index', push('index', '1', layout));
  const index = JSON.parse(
    run('skopeo', ['inspect', '--raw', '--tls-verify=false', `docker://${reference('index')}`]),
  );
  images.set('index-child', push('index-child', '1', tinyLayout('index')));
  expect(index.manifests[0].digest).toBe(images.get('index-child'));
  cosignSign('index', 'p256');
  moveSignature('index', 'index-child');
}

function attest(name: string, type: string, predicate: object, ...more: readonly string[]): void {
  writeFileSync(file('predicate.json'), JSON.stringify(predicate));
  run('cosign', [
    'attest',
    '--allow-http-registry',
    '--tlog-upload=false',
    '--key',
    file('p256.key'),
    '--type',
    type,
    '--predicate',
    file('predicate.json'),
    ...more,
    reference(name),
  ]);
}

function provenance(): object {
  const uri = 'git+https://github.com/acme/app@refs/tags/v1.2.3';
  return {
    builder: { id: 'https://builder.example/1' },
    buildType: 'https://builder.example/type',
    invocation: {
      configSource: { uri, digest: { sha1: 'a'.repeat(40) }, entryPoint: 'build.yml' },
    },
    materials: [{ uri, digest: { sha1: 'a'.repeat(40) } }],
  };
}

/** An OCI layout with an image that has no layers; with `index`, the image is in an index. */
function tinyLayout(name: string, index = false): string {
  const folder = mkdtempSync(join(work, 'layout-'));
  mkdirSync(join(folder, 'blobs', 'sha256'), { recursive: true });
  const store = (mediaType: string, content: object) => {
    const bytes = JSON.stringify(content);
    const hex = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(folder, 'blobs', 'sha256', hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const platform = { os: 'linux', architecture: 'amd64' };
  const config = store('application/vnd.oci.image.config.v1+json', {
    ...platform,
    config: { Labels: { name } },
    rootfs: { type: 'layers', diff_ids: [] },
  });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const image = store(mediaType, { schemaVersion: 2, mediaType, config, layers: [] });
  const indexType = 'application/vnd.oci.image.index.v1+json';
  const top = index
    ? store(indexType, {
        schemaVersion: 2,
        mediaType: indexType,
        manifests: [{ ...image, platform }],
      })
    : image;
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [top] }));
  return folder;
}

/** Pushes the image of a layout and returns its digest in the registry. */
function push(name: string, tag: string, layout: string): string {
  skopeoCopy(`oci:${layout}`, `docker://${registry?.host}/demo/${name}:${tag}`);
  const raw = run('skopeo', [
    'inspect',
    '--raw',
    '--tls-verify=false',
    `docker://${registry?.host}/demo/${name}:${tag}`,
  ]);
  return `sha256:${createHash('sha256').update(raw).digest('hex')}`;
}

function skopeoCopy(from: string, to: string): void {
  run('skopeo', [
    'copy',
    '--all',
    '--preserve-digests',
    '--src-tls-verify=false',
    '--dest-tls-verify=false',
    from,
    to,
  ]);
}

function reference(name: string): string {
  return `${registry?.host}/demo/${name}@${images.get(name)}`;
}

function file(name: string): string {
  return join(work, name);
}

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: environment(),
  });
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stderr}`);
  return stdout;
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, COSIGN_PASSWORD: 'test-only', COSIGN_YES: 'true', HOME: work };
}
