import { createHash, generateKeyPairSync, sign, type X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { TransparencyLogEntry } from '@sigstore/bundle';
import { checkLogEntries } from '../../../src/signatures/sigstore/log-entries.js';
import {
  loadTrustedRoots,
  type SigstoreRoot,
} from '../../../src/signatures/sigstore/trusted-root.js';
import { verifyByIdentity, verifyByKey } from '../../../src/signatures/sigstore/verifier.js';
import type { UnverifiedSignature } from '../../../src/signatures/unverified-signature.js';
import { sha256 } from '../../registry/loopback.js';
import { hashedRekord, IDENTITY, type KeylessSigner, keylessSigner } from '../private-bundles.js';
import { envelope, signingKey, statement } from '../signing.js';

const DIGEST = sha256('the artifact');
const anyone = {
  policies: [{ kind: 'identity', subject: '**', issuer: '**' }],
  needsLogEntry: true,
} as const;

let signer: KeylessSigner;
let certificate: X509Certificate;
let trust: SigstoreRoot;
let spki: Buffer;
/** An attestation without log entries, and its envelope as stored. */
let attestation: UnverifiedSignature;
let stored: Buffer;

beforeAll(async () => {
  signer = await keylessSigner();
  certificate = await signer.certificate();
  const [root] = loadTrustedRoots(signer.trustedRoot);
  if (!root) throw new Error('there is no trusted root');
  trust = root;
  spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  const dsse = envelope(statement(DIGEST, 'https://example.com/any'), signer.key);
  stored = Buffer.from(JSON.stringify(dsse));
  attestation = {
    place: 'the test',
    content: {
      kind: 'envelope',
      payloadType: dsse.payloadType,
      payload: Buffer.from(dsse.payload, 'base64'),
      signature: Buffer.from(dsse.signatures[0]?.sig ?? '', 'base64'),
      raw: stored,
    },
    certificate: certificate.raw,
    logEntries: [],
    timestamps: [],
  };
});
afterAll(() => signer.stop());

const hash = (bytes: Uint8Array) => ({
  algorithm: 'sha256',
  value: createHash('sha256').update(bytes).digest('hex'),
});

/** The body of an intoto 0.0.1 entry for the attestation. */
function intoto001(content: object = {}) {
  const payload = Buffer.from(JSON.parse(stored.toString()).payload, 'base64');
  return {
    apiVersion: '0.0.1',
    kind: 'intoto',
    spec: {
      content: { hash: hash(stored), payloadHash: hash(payload), ...content },
      publicKey: Buffer.from(certificate.toString()).toString('base64'),
    },
  };
}

/** The entry of this body in the private log. Other members replace those of the entry. */
async function logged(body: object, more: Partial<TransparencyLogEntry> = {}) {
  return { ...(await signer.log(body)), ...more };
}

function check(entry: TransparencyLogEntry, more: Partial<UnverifiedSignature> = {}) {
  const signature = { ...attestation, ...more, logEntries: [entry] };
  return checkLogEntries(signature, spki, trust);
}

describe('a log entry of the kind intoto 0.0.1', () => {
  it('is verified completely: the library does not get it', async () => {
    expect(check(await logged(intoto001()))).toEqual([]);
  });

  it('verifies an attestation by itself', async () => {
    const signature = { ...attestation, logEntries: [await logged(intoto001())] };
    const { name } = verifyByIdentity(signature, trust, anyone);
    expect(name).toBe(IDENTITY.subject);
  });

  test.each<[string, () => object, string]>([
    [
      'has the hash of another envelope',
      () => ({ hash: hash(Buffer.from('{}')) }),
      'another envelope',
    ],
    [
      'has the hash of another payload',
      () => ({ payloadHash: hash(Buffer.from('{}')) }),
      'another envelope',
    ],
    ['has no hash of the payload', () => ({ payloadHash: undefined }), 'another envelope'],
    [
      'names another hash algorithm',
      () => ({ hash: { ...hash(stored), algorithm: 'sha512' } }),
      'another envelope',
    ],
  ])('is rejected when it %s', async (_, content, message) => {
    const entry = await logged(intoto001(content()));
    expect(() => check(entry)).toThrow(message);
  });

  test.each([
    ['apiVersion', '0.0.2'],
    ['kind', 'dsse'],
  ])('is rejected when its body has the %s %s', async (member, value) => {
    const kindVersion = { kind: 'intoto', version: '0.0.1' };
    const entry = await logged({ ...intoto001(), [member]: value }, { kindVersion });
    expect(() => check(entry)).toThrow('its log entry has a body of another kind');
  });

  it('is rejected when the log did not sign it', async () => {
    const entry = await logged(intoto001());
    const other = await logged(intoto001());
    const { inclusionPromise } = other;
    expect(() => check({ ...entry, inclusionPromise })).toThrow();
    expect(() =>
      check({ ...entry, inclusionPromise: undefined, inclusionProof: undefined }),
    ).toThrow();
  });

  it('is rejected when the stored envelope is not available', async () => {
    const entry = await logged(intoto001());
    const { content } = attestation;
    if (content.kind !== 'envelope') throw new Error('the attestation has no envelope');
    const value = Buffer.from(DIGEST.slice(7), 'hex');
    const message = {
      kind: 'message',
      digest: { algorithm: 'sha256', value },
      signature: content.signature,
    } as const;
    for (const other of [{ ...content, raw: undefined }, message])
      expect(() => check(entry, { content: other })).toThrow('needs the stored envelope');
  });
});

describe('a log entry of another kind', () => {
  const bodies = (publicKey: string, verifier = publicKey): readonly object[] => [
    {
      kind: 'hashedrekord',
      apiVersion: '0.0.1',
      spec: { signature: { publicKey: { content: publicKey } } },
    },
    { kind: 'dsse', apiVersion: '0.0.1', spec: { signatures: [{ verifier: publicKey }] } },
    {
      kind: 'intoto',
      apiVersion: '0.0.2',
      spec: { content: { envelope: { signatures: [{ publicKey }] } } },
    },
    {
      kind: 'hashedrekord',
      apiVersion: '0.0.2',
      spec: {
        hashedRekordV002: { signature: { verifier: { x509Certificate: { rawBytes: verifier } } } },
      },
    },
    {
      kind: 'dsse',
      apiVersion: '0.0.2',
      spec: { dsseV002: { signatures: [{ verifier: { publicKey: { rawBytes: verifier } } }] } },
    },
  ];
  const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
  const entries = (all: readonly object[]) => Promise.all(all.map((body) => logged(body)));

  it('is left to the library when it has the certificate', async () => {
    for (const entry of await entries(bodies(base64(certificate.toString()))))
      expect(check(entry)).toEqual([entry]);
    for (const entry of await entries(bodies('', base64(certificate.raw)).slice(3)))
      expect(check(entry)).toEqual([entry]);
  });

  it('is left to the library when it has only the key of the certificate', async () => {
    const pem = certificate.publicKey.export({ type: 'spki', format: 'pem' });
    for (const entry of await entries(bodies(base64(pem), base64(spki))))
      expect(check(entry)).toEqual([entry]);
  });

  it('is rejected when it has another certificate of the same key', async () => {
    const other = await signer.certificate();
    for (const entry of await entries(bodies(base64(other.toString()), base64(other.raw))))
      expect(() => check(entry)).toThrow('its log entry belongs to another signer');
  });

  it('is rejected when it has a certificate, and the signature is by its key alone', async () => {
    for (const entry of await entries(bodies(base64(certificate.toString()))))
      expect(() => check(entry, { certificate: undefined })).toThrow('belongs to another signer');
  });

  it('is rejected when it has another key', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = base64(publicKey.export({ type: 'spki', format: 'pem' }));
    const der = base64(publicKey.export({ type: 'spki', format: 'der' }));
    for (const entry of await entries(bodies(pem, der)))
      expect(() => check(entry)).toThrow('its log entry belongs to another signer');
  });

  test.each<[string, object, string]>([
    ['an unknown kind', { kind: 'alpine', apiVersion: '0.0.1' }, 'the unknown kind alpine 0.0.1'],
    ['an unknown version', { kind: 'dsse', apiVersion: '0.0.3' }, 'the unknown kind dsse 0.0.3'],
    ['no key', { kind: 'dsse', apiVersion: '0.0.1', spec: { signatures: [] } }, 'has no key'],
    ...['', '-----BEGIN PUBLIC KEY-----', '-----BEGIN CERTIFICATE-----'].map(
      (key): [string, object, string] => [
        `the invalid key "${key}"`,
        {
          kind: 'dsse',
          apiVersion: '0.0.1',
          spec: { signatures: [{ verifier: Buffer.from(key).toString('base64') }] },
        },
        'the key in its log entry cannot be parsed',
      ],
    ),
  ])('is rejected when it has %s', async (_, body, message) => {
    const entry = await logged(body);
    expect(() => check(entry)).toThrow(expect.objectContaining({ kind: 'invalid' }));
    expect(() => check(entry)).toThrow(message);
  });

  it('is rejected when it is for another payload or another signature by the same certificate', async () => {
    const bytes = Buffer.from('the artifact');
    const signatureOf = (data: Buffer) => sign('sha256', data, signer.key.privateKey);
    const digest = { algorithm: 'sha256', value: Buffer.from(DIGEST.slice(7), 'hex') };
    const content = {
      kind: 'message',
      bytes,
      digest,
      signature: signatureOf(bytes),
    } as const;
    const verify = async (loggedDigest: string, signature: Buffer) => {
      const body = hashedRekord(loggedDigest, signature.toString('base64'), certificate);
      const logEntries = [await logged(body)];
      return verifyByIdentity({ ...attestation, content, logEntries }, trust, anyone);
    };
    expect((await verify(DIGEST, content.signature)).name).toBe(IDENTITY.subject);
    await expect(verify(sha256('other'), content.signature)).rejects.toMatchObject({
      kind: 'invalid',
    });
    // An ECDSA signature has a random part: this one is over the same bytes, and differs.
    await expect(verify(DIGEST, signatureOf(bytes))).rejects.toMatchObject({ kind: 'invalid' });
  });
});

it('a log entry whose inclusion proof is not that of its checkpoint is rejected', async () => {
  const entry = await logged(intoto001());
  const { inclusionProof } = entry;
  if (!inclusionProof) throw new Error('the log gave no proof');
  for (const more of [{ rootHash: Buffer.alloc(32) }, { treeSize: '2' }, { checkpoint: undefined }])
    expect(() => check({ ...entry, inclusionProof: { ...inclusionProof, ...more } })).toThrow(
      /not that of its checkpoint/,
    );
});

describe('a requirement of a log entry', () => {
  const key = signingKey();
  const policy = { key: key.policy.key, needsLogEntry: true };

  it('accepts an intoto 0.0.1 entry for a signature by a key', async () => {
    const dsse = envelope(statement(DIGEST, 'https://example.com/any'), key);
    const raw = Buffer.from(JSON.stringify(dsse));
    const payload = Buffer.from(dsse.payload, 'base64');
    const signature = Buffer.from(dsse.signatures[0]?.sig ?? '', 'base64');
    const content = { kind: 'envelope', payloadType: dsse.payloadType, payload, signature, raw };
    const body = intoto001({ hash: hash(raw), payloadHash: hash(payload) });
    const pem = Buffer.from(
      `-----BEGIN PUBLIC KEY-----\n${policy.key.spki.toString('base64')}\n-----END PUBLIC KEY-----\n`,
    );
    body.spec.publicKey = pem.toString('base64');
    const signed = { ...attestation, content, certificate: undefined } as UnverifiedSignature;
    const logEntries = [await logged(body)];
    expect(verifyByKey({ ...signed, logEntries }, trust, policy)).toEqual({
      name: policy.key.name,
    });
    expect(() => verifyByKey(signed, trust, policy)).toThrow(
      expect.objectContaining({ kind: 'invalid' }),
    );
  });
});
