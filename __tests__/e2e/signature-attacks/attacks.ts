import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { keylessEnvelope } from '../../signatures/private-bundles.js';
import { attach, attestationLayer, envelope, statement } from '../../signatures/signing.js';
import type { Identity } from '../private-sigstore.js';
import { IDENTITY, type Kit, type Legacy, signed } from './kit.js';
import {
  type Change,
  EXCHANGED,
  LEAF_CHANGES,
  leavesOf,
  TEXT_CHANGES,
  valueAt,
  withValue,
} from './tamper.js';

/** How the verifier is asked. */
export type Format = 'key' | 'identity' | 'bundle' | 'provenance';

/** An image that an attacker prepared, and a valid one for each format as the control. */
export interface Attack {
  readonly name: string;
  readonly format: Format;
  readonly digest: string;
  /** The image is verified, and why that is right; absent for an attack. */
  readonly verified?: string;
}

const COSIGN_SIGN = 'https://sigstore.dev/cosign/sign/v1';
const SLSA_1 = 'https://slsa.dev/provenance/v1';

/** All attacks, in a fixed order. */
export async function prepareAttacks(kit: Kit): Promise<readonly Attack[]> {
  return [
    ...(await legacyAttacks(kit, 'key')),
    ...(await legacyAttacks(kit, 'identity')),
    ...(await certificateAttacks(kit)),
    ...(await identityAttacks(kit)),
    ...(await timestampAttacks(kit)),
    ...(await placeAttacks(kit)),
    ...(await bundleAttacks(kit)),
    ...(await provenanceAttacks(kit)),
  ];
}

/** Changes of the values of a signature in cosign's first format. */
async function legacyAttacks(kit: Kit, format: 'key' | 'identity'): Promise<Attack[]> {
  const make = (digest: string) => (format === 'key' ? kit.byKey(digest) : kit.byIdentity(digest));
  const other = await make(kit.image(`another image, ${format}`));
  const third = await make(kit.image(`a third image, ${format}`));
  const attacks: Attack[] = [];
  const add = async (what: string, change: (good: Legacy) => Legacy, verified?: string) => {
    const name = `${format}: ${what}`;
    const digest = kit.image(name);
    kit.store(digest, [change(await make(digest))]);
    attacks.push({ name, format, digest, ...(verified === undefined ? {} : { verified }) });
  };
  await add('nothing is changed', (good) => good, 'it is not changed');
  for (const { how, apply } of TEXT_CHANGES) {
    await add(`the signature ${how}`, (good) => ({
      ...good,
      signature: apply(good.signature ?? '', other.signature ?? ''),
    }));
    await add(`the log entry ${how}`, (good) => ({
      ...good,
      bundle: apply(good.bundle ?? '', other.bundle ?? ''),
    }));
    await add(`the payload ${how}`, (good) => ({
      ...good,
      payload: apply(good.payload, other.payload) ?? '',
    }));
  }
  for (const [how, payload] of payloads(other.payload))
    await add(`the payload ${how}`, (good) => ({ ...good, payload: payload(good.payload) }));
  for (const [path, change] of leafChanges(
    JSON.parse(other.bundle ?? ''),
    JSON.parse(third.bundle ?? ''),
  ))
    await add(`${path.join('.')} of the log entry ${change.how}`, (good) => ({
      ...good,
      bundle: changeJson(good.bundle ?? '', other.bundle ?? '', path, change),
    }));
  for (const [path, change] of leafChanges(bodyOf(other.bundle ?? ''), bodyOf(third.bundle ?? '')))
    await add(`${path.join('.')} in the body of the log entry ${change.how}`, (good) => ({
      ...good,
      bundle: changeBody(good.bundle ?? '', other.bundle ?? '', path, change),
    }));
  return attacks;
}

/** Payloads that other readers may read differently. */
function payloads(other: string): readonly (readonly [string, (good: string) => string])[] {
  const otherDigest = /sha256:\w+/.exec(other)?.[0] ?? '';
  return [
    ['has a space at its end', (good) => `${good} `],
    ['has a line break at its end', (good) => `${good}\n`],
    ['names another digest', (good) => good.replace(/sha256:\w+/, otherDigest)],
    ['has another type', (good) => good.replace('cosign container', 'atomic container')],
    [
      'has two digests',
      (good) =>
        good.replace(
          '"image":',
          `"image":${JSON.stringify({ 'docker-manifest-digest': otherDigest })},"image":`,
        ),
    ],
    [
      'has an annotation more',
      (good) => good.replace('"optional":null', '"optional":{"env":"prod"}'),
    ],
    ['names another repository', (good) => good.replace('acme/app', 'acme/other')],
  ];
}

/** The changes of each value. A value that all valid documents have in common cannot be exchanged. */
function leafChanges(json: unknown, other: unknown) {
  return leavesOf(json).flatMap((path) =>
    LEAF_CHANGES.filter(
      ({ how }) => how !== EXCHANGED || !isCommon(path, valueAt(json, path), valueAt(other, path)),
    ).map((change) => [path, change] as const),
  );
}

/** Two signatures are often made in the same second. */
function isCommon(path: Path, value: unknown, other: unknown): boolean {
  return value === other || path.at(-1) === 'integratedTime';
}

type Path = ReturnType<typeof leavesOf>[number];

function changeJson(good: string, other: string, path: Path, { apply }: Change<unknown>): string {
  const [json, otherJson] = [JSON.parse(good), JSON.parse(other)];
  return JSON.stringify(
    withValue(json, path, apply(valueAt(json, path), valueAt(otherJson, path))),
  );
}

function bodyOf(bundle: string): unknown {
  const { body } = JSON.parse(bundle).Payload;
  return JSON.parse(Buffer.from(body, 'base64').toString());
}

function changeBody(good: string, other: string, path: Path, change: Change<unknown>): string {
  const [body, otherBody] = [bodyOf(good), bodyOf(other)].map((json) => JSON.stringify(json));
  const changed = changeJson(body ?? '', otherBody ?? '', path, change);
  const text = Buffer.from(changed).toString('base64');
  return JSON.stringify(withValue(JSON.parse(good), ['Payload', 'body'], text));
}

/** Certificates that the authority did not issue for this key and this identity. */
async function certificateAttacks(kit: Kit): Promise<Attack[]> {
  const { sigstore, evil } = kit;
  const other = await kit.byIdentity(kit.image('another certificate'));
  const attacks: Attack[] = [];
  const add = async (what: string, change: (good: Legacy) => Legacy | Promise<Legacy>) => {
    const name = `identity: ${what}`;
    const digest = kit.image(name);
    kit.store(digest, [await change(await kit.byIdentity(digest))]);
    const verified = harmless(what);
    attacks.push({ name, format: 'identity', digest, ...(verified && { verified }) });
  };
  for (const { how, apply } of TEXT_CHANGES)
    await add(`the certificate ${how}`, (good) => ({
      ...good,
      certificate: apply(good.certificate ?? '', other.certificate ?? ''),
    }));
  for (let part = 1; part < 16; part++)
    await add(`a bit of the certificate is changed, at ${part}/16 of its length`, (good) => {
      const der = Buffer.from(new X509Certificate(good.certificate ?? '').raw);
      const at = Math.floor((der.length * part) / 16);
      der[at] = (der[at] ?? 0) ^ 1;
      return { ...good, certificate: pem(der) };
    });
  await add('another authority issued the certificate', ({ payload }) =>
    kit.byIdentity(/sha256:\w+/.exec(payload)?.[0] ?? '', IDENTITY, evil),
  );
  await add('another authority issued it, and the right log has the entry', async ({ payload }) => {
    const leaf = await evil.certificate({ identity: IDENTITY });
    const legacy = await signed(payload, evil.key, leaf, sigstore.logForAnnotation);
    return { ...legacy, certificate: leaf.toString() };
  });
  await add('another log has the entry', async ({ payload }) => {
    const leaf = await sigstore.certificate({ identity: IDENTITY });
    const legacy = await signed(payload, sigstore.key, leaf, evil.logForAnnotation);
    return { ...legacy, certificate: leaf.toString() };
  });
  await add('the certificate is in no certificate transparency log', async ({ payload }) => {
    const leaf = await sigstore.certificate({ logged: false, identity: IDENTITY });
    const legacy = await signed(payload, sigstore.key, leaf, sigstore.logForAnnotation);
    return { ...legacy, certificate: leaf.toString() };
  });
  await add('a certificate of another signer is in front', async (good) => {
    const leaf = await evil.certificate({ identity: IDENTITY });
    return { ...good, certificate: `${leaf}${good.certificate}` };
  });
  await add('the key of the certificate did not sign', async ({ payload }) => {
    const leaf = await sigstore.certificate({ identity: IDENTITY });
    const legacy = await signed(payload, kit.key, leaf, sigstore.logForAnnotation);
    return { ...legacy, certificate: leaf.toString() };
  });
  await add('only a key signed', ({ payload }) => kit.byKey(/sha256:\w+/.exec(payload)?.[0] ?? ''));
  return attacks;
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

const { subject, issuer } = IDENTITY;

/** Identities that look like the expected one. Their signatures are valid. */
const LOOK_ALIKES: readonly (readonly [string, Partial<Identity>])[] = [
  ['the subject goes on', { subject: `${subject}.evil.example` }],
  ['the subject is in a path', { subject: `https://evil.example/${subject}` }],
  ['the subject has another owner', { subject: subject.replace('/acme/', '/acme-evil/') }],
  ['the subject has another repository', { subject: subject.replace('/app/', '/app2/') }],
  ['the subject has another workflow', { subject: subject.replace('release', 'test') }],
  ['the subject is at a branch', { subject: subject.replace('tags/v1.2.3', 'heads/v1.2.3') }],
  ['the subject is at another tag', { subject: subject.replace('v1.2.3', 'v1.2.30') }],
  ['the subject is of a pull request', { subject: subject.replace('tags/v1.2.3', 'pull/7/merge') }],
  ['the subject has capitals', { subject: subject.replace('acme', 'ACME') }],
  ['the subject is not https', { subject: subject.replace('https', 'http') }],
  ['the subject has a user', { subject: subject.replace('github.com', 'github.com@evil.example') }],
  ['the subject has dots', { subject: subject.replace('/app/', '/app/../app/') }],
  ['the subject ends with a space', { subject: `${subject} ` }],
  ['the subject ends with a line break', { subject: `${subject}\n` }],
  ['the subject has a NUL', { subject: `${subject}\0.evil.example` }],
  ['the subject has a Cyrillic letter', { subject: subject.replace('acme', '\u0430cme') }],
  ['the subject is a glob', { subject: 'https://github.com/**' }],
  ['the subject is a prefix', { subject: subject.slice(0, -1) }],
  ['the subject is an e-mail address', { subject: 'release@acme.example' }],
  ['the issuer goes on', { issuer: `${issuer}.evil.example` }],
  ['the issuer is in a path', { issuer: `https://evil.example/${issuer}` }],
  ['the issuer has a path', { issuer: `${issuer}/acme` }],
  ['the issuer ends with a slash', { issuer: `${issuer}/` }],
  ['the issuer is not https', { issuer: issuer.replace('https', 'http') }],
  ['the issuer has capitals', { issuer: issuer.toUpperCase() }],
  ['the issuer is GitLab', { issuer: 'https://gitlab.com' }],
  ['the issuer ends with a NUL', { issuer: `${issuer}\0` }],
];

async function identityAttacks(kit: Kit): Promise<Attack[]> {
  return Promise.all(
    LOOK_ALIKES.map(async ([what, change]): Promise<Attack> => {
      const name = `identity: ${what}`;
      const digest = kit.image(name);
      kit.store(digest, [await kit.byIdentity(digest, { ...IDENTITY, ...change })]);
      return { name, format: 'identity', digest };
    }),
  );
}

/** A timestamp that a signature carries must be valid, and cannot replace the log entry. */
async function timestampAttacks(kit: Kit): Promise<Attack[]> {
  const other = await kit.byIdentity(kit.image('another timestamp'));
  const otherTime = kit.timestamp(other.signature ?? '');
  const attacks: Attack[] = [];
  const add = async (
    what: string,
    change: (good: Legacy, time: string) => Partial<Legacy>,
    verified?: string,
  ) => {
    const name = `identity: ${what}`;
    const digest = kit.image(name);
    const good = await kit.byIdentity(digest);
    kit.store(digest, [{ ...good, ...change(good, kit.timestamp(good.signature ?? '')) }]);
    attacks.push({ name, format: 'identity', digest, ...(verified && { verified }) });
  };
  await add('it also has a timestamp', (_, time) => ({ rfc3161timestamp: time }), 'it is valid');
  await add('it has a timestamp and no log entry', (_, time) => ({
    rfc3161timestamp: time,
    bundle: undefined,
  }));
  await add('it has neither a timestamp nor a log entry', () => ({ bundle: undefined }));
  // Its middle is in a certificate that nobody reads.
  const changes = TEXT_CHANGES.filter(({ how }) => !/missing|empty|null|middle/.test(how));
  for (const { how, apply } of changes)
    await add(
      `the timestamp ${how}`,
      (_, time) => ({ rfc3161timestamp: apply(time, otherTime) }),
      harmless(`the timestamp ${how}`),
    );
  return attacks;
}

/** Valid signatures at a place where they do not belong. */
async function placeAttacks(kit: Kit): Promise<Attack[]> {
  const attacks: Attack[] = [];
  const add = async (
    format: 'key' | 'identity',
    what: string,
    signatures: (digest: string) => Promise<readonly Legacy[]>,
    verified?: string,
  ) => {
    const name = `${format}: ${what}`;
    const digest = kit.image(name);
    kit.store(digest, await signatures(digest));
    attacks.push({ name, format, digest, ...(verified && { verified }) });
  };
  const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [elsewhere, byKey, byIdentity] = [kit.image('elsewhere'), kit.byKey, kit.byIdentity];
  await add('key', 'the signature of another image', async () => [await byKey(elsewhere)]);
  await add('identity', 'the signature of another image', async () => [
    await byIdentity(elsewhere),
  ]);
  await add('key', 'the signature by another key', async (digest) => [
    await byKey(digest, foreign),
  ]);
  await add('key', 'a signature of an identity', async (digest) => [await byIdentity(digest)]);
  await add('key', 'no signature', async () => []);
  await add('key', '50 signatures by others', (digest) =>
    Promise.all(Array.from({ length: 50 }, () => byKey(digest, foreign))),
  );
  await add(
    'key',
    '50 signatures by others, then the right one',
    async (digest) => [
      ...(await Promise.all(Array.from({ length: 50 }, () => byKey(digest, foreign)))),
      await byKey(digest),
    ],
    'one valid signature is enough',
  );
  await add('key', 'a signature without a log entry', async (digest) => [
    { ...(await byKey(digest)), bundle: undefined },
  ]);
  await add('key', 'the log entry of another signature over the same payload', async (digest) => [
    { ...(await byKey(digest)), bundle: (await byKey(digest)).bundle },
  ]);
  await add('identity', 'the log entry of another certificate', async (digest) => [
    { ...(await byIdentity(digest)), bundle: (await byIdentity(digest)).bundle },
  ]);
  return attacks;
}

/** Changes of every value in a Sigstore bundle, and bundles with other statements. */
async function bundleAttacks(kit: Kit): Promise<Attack[]> {
  const { sigstore } = kit;
  const attacks: Attack[] = [];
  const make = async (digest: string, type = COSIGN_SIGN) =>
    keylessEnvelope(sigstore, statement(digest, type), IDENTITY);
  const add = async (
    what: string,
    change: (digest: string) => Promise<unknown>,
    verified?: string,
  ) => {
    const name = `bundle: ${what}`;
    const digest = kit.image(name);
    const bundle = await change(digest);
    kit.refer(digest, typeof bundle === 'string' ? bundle : JSON.stringify(bundle));
    attacks.push({ name, format: 'bundle', digest, ...(verified && { verified }) });
  };
  await add('nothing is changed', make, 'it is not changed');
  const other = await make(kit.image('another bundle'));
  const third = await make(kit.image('a third bundle'));
  for (const [path, { how, apply }] of leafChanges(other, third)) {
    const what = `${path.join('.')} ${how}`;
    await add(
      what,
      async (digest) => {
        const good = await make(digest);
        return withValue(good, path, apply(valueAt(good, path), valueAt(other, path)));
      },
      harmless(what),
    );
  }
  await add('it is of another image', async () => other);
  await add('it is an attestation', (digest) => make(digest, 'https://spdx.dev/Document'));
  await add('it is provenance', (digest) => make(digest, SLSA_1));
  await add('its subject is in another algorithm', (digest) =>
    keylessEnvelope(
      sigstore,
      {
        ...statement(digest, COSIGN_SIGN),
        subject: [{ digest: { sha512: digest.slice(7) } }],
      },
      IDENTITY,
    ),
  );
  await add('its subject has capitals', (digest) =>
    keylessEnvelope(
      sigstore,
      {
        ...statement(digest, COSIGN_SIGN),
        subject: [{ digest: { sha256: digest.slice(7).toUpperCase() } }],
      },
      IDENTITY,
    ),
  );
  await add('it has no subject', (digest) =>
    keylessEnvelope(sigstore, { ...statement(digest, COSIGN_SIGN), subject: [] }, IDENTITY),
  );
  await add('another authority issued its certificate', (digest) =>
    keylessEnvelope(kit.evil, statement(digest, COSIGN_SIGN), IDENTITY),
  );
  for (const text of ['', '{}', 'null', '[]', '<html>', '{"mediaType":1}'])
    await add(`it is ${text === '' ? 'empty' : text}`, async () => text);
  return attacks;
}

/** Why a change has no effect; undefined for an attack. */
function harmless(what: string): string | undefined {
  return HARMLESS.find(([pattern]) => pattern.test(what))?.[1];
}

/** Changes that no signature has to protect, since nothing that is decided depends on them. */
const HARMLESS: readonly (readonly [RegExp, string])[] = [
  [/^the certificate is repeated/, 'it is the same certificate'],
];

const SOURCE = IDENTITY.repository;
const RELEASE: Identity = { ...IDENTITY, commit: 'c'.repeat(40) };

function provenance(source = SOURCE, ref = RELEASE.ref, commit = RELEASE.commit) {
  return {
    buildDefinition: {
      buildType: 'https://actions.github.io/buildtypes/workflow/v1',
      externalParameters: {
        workflow: { ref, repository: source, path: '.github/workflows/release.yml' },
      },
      internalParameters: { github: { event_name: 'push' } },
      resolvedDependencies: [{ uri: `git+${source}@${ref}`, digest: { gitCommit: commit } }],
    },
    runDetails: { builder: { id: 'https://github.com/actions/runner/github-hosted' } },
  };
}

/** Provenance with a valid signature that anybody could make, asked for only by the source. */
async function provenanceAttacks(kit: Kit): Promise<Attack[]> {
  const attacks: Attack[] = [];
  const add = async (
    what: string,
    {
      identity = RELEASE,
      predicate = provenance(),
      type = SLSA_1,
      change,
    }: Partial<{
      identity: Identity;
      predicate: object;
      type: string;
      change: (content: object, digest: string) => object;
    }>,
    verified?: string,
  ) => {
    const name = `provenance: ${what}`;
    const digest = kit.image(name);
    const content = statement(digest, type, predicate);
    const bundle = await keylessEnvelope(
      kit.sigstore,
      change?.(content, digest) ?? content,
      identity,
    );
    kit.refer(digest, JSON.stringify(bundle));
    attacks.push({ name, format: 'provenance', digest, ...(verified && { verified }) });
  };
  await add('nothing is changed', {}, 'it is not changed');
  for (const [what, change] of LOOK_ALIKES)
    if (!PROVENANCE_MAY_HAVE.has(what)) await add(what, { identity: { ...RELEASE, ...change } });
  const evil = 'https://github.com/evil/app';
  const builder = 'https://github.com/slsa-framework/slsa-github-generator/.github/workflows';
  const generator = `${builder}/generator_container_slsa3.yml`;
  const docker = 'https://github.com/docker/github-builder/.github/workflows/build.yml';
  const as = (name: string): Identity => ({ ...RELEASE, subject: name });
  await add('it has another source', { predicate: provenance(evil) });
  await add('another repository called the workflow', {
    identity: { ...RELEASE, repository: evil },
  });
  await add('it has another ref than the certificate', {
    predicate: provenance(SOURCE, 'refs/heads/main'),
  });
  await add('it has another commit than the certificate', {
    predicate: provenance(SOURCE, RELEASE.ref, 'd'.repeat(40)),
  });
  await add('it is of a pull request', {
    identity: { ...as(subject.replace('tags/v1.2.3', 'pull/7/merge')), ref: 'refs/pull/7/merge' },
    predicate: provenance(SOURCE, 'refs/pull/7/merge'),
  });
  await add('the generator is at a branch', { identity: as(`${generator}@refs/heads/main`) });
  await add('the generator is at a moving tag', { identity: as(`${generator}@refs/tags/v2`) });
  await add('the generator is another one', { identity: as(`${builder}/x.yml@refs/tags/v2.0.0`) });
  await add('the generator is a copy', {
    identity: as(`${generator.replace('slsa-framework', 'evil')}@refs/tags/v2.0.0`),
  });
  await add('Docker’s builder is at a branch', { identity: as(`${docker}@refs/heads/main`) });
  await add('Docker’s builder is at a commit', { identity: as(`${docker}@${'e'.repeat(40)}`) });
  await add(
    'Docker’s builder is released',
    { identity: as(`${docker}@refs/tags/v1`) },
    'it is a trusted builder',
  );
  await add('it is of another build type', {
    predicate: {
      ...provenance(),
      buildDefinition: { ...provenance().buildDefinition, buildType: 'https://example.com/x' },
    },
  });
  await add('it has no source', {
    predicate: { ...provenance(), buildDefinition: { buildType: 'x' } },
  });
  await add('it has no content', { predicate: {} });
  await add('it is an SBOM', { type: 'https://spdx.dev/Document' });
  await add('its type has a slash more', { type: `${SLSA_1}/` });
  await add('it is of another image', {
    change: () => statement(kit.image('another provenance'), SLSA_1, provenance()),
  });
  await add('it has no subject', { change: (content) => ({ ...content, subject: [] }) });
  await add('it is no statement', { change: () => ({ hello: 'world' }) });
  await add('its statement has another version', {
    change: (content) => ({ ...content, _type: 'https://in-toto.io/Statement/v9' }),
  });
  attacks.push(unsignedProvenance(kit), keyProvenance(kit));
  return attacks;
}

/** The builder is trusted whatever the workflow's name and tag are, as long as the repository is the source. */
const PROVENANCE_MAY_HAVE: ReadonlySet<string> = new Set([
  'the subject goes on',
  'the subject has another workflow',
  'the subject is at a branch',
  'the subject is at another tag',
  'the subject ends with a space',
  'the subject ends with a line break',
  'the subject has a NUL',
  'the subject is a prefix',
  'the subject is of a pull request',
]);

function unsignedProvenance(kit: Kit): Attack {
  const name = 'provenance: it is signed with an empty signature';
  const digest = kit.image(name);
  const content = envelope(statement(digest, SLSA_1, provenance()), kit.key);
  const unsigned = { ...content, signatures: [{ sig: '' }] };
  attach(kit.registry, digest, '.att', [attestationLayer(kit.registry, unsigned)]);
  return { name, format: 'provenance', digest };
}

function keyProvenance(kit: Kit): Attack {
  const name = 'provenance: a key signed it, and none is allowed';
  const digest = kit.image(name);
  const content = envelope(statement(digest, SLSA_1, provenance()), kit.key);
  attach(kit.registry, digest, '.att', [attestationLayer(kit.registry, content)]);
  return { name, format: 'provenance', digest };
}
