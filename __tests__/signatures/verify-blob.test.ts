import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { BlobTarget } from '../../src/signatures/options.js';
import { verifyBlob } from '../../src/signatures/verify-blob.js';

import { sha256 } from '../registry/loopback.js';
import {
  BUNDLE,
  envelope,
  IN_TOTO,
  keyBundle,
  messageBundle,
  signingKey,
  statement,
} from './signing.js';

const TEXT = 'the artifact\n';
const DIGEST = sha256(TEXT);
const ours = signingKey();
const theirs = signingKey();

let folder: string;
let file: BlobTarget;
const digest: BlobTarget = { kind: 'digest', digest: DIGEST };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portside-blob-'));
  file = { kind: 'file', path: join(folder, 'artifact.txt') };
  await writeFile(file.path, TEXT);
});
afterAll(() => rm(folder, { recursive: true }));

async function outcome(target: BlobTarget, bundle: unknown, signedBy = [ours.policy]) {
  const bytes = Buffer.from(typeof bundle === 'string' ? bundle : JSON.stringify(bundle));
  const { verified, findings, incomplete } = await verifyBlob(target, bytes, {
    signedBy,
  });
  return verified.length > 0 ? 'verified' : (findings[0]?.rule ?? incomplete[0]?.reason);
}

const targets = () => [file, digest] as const;
const attested = (of: string, key = ours) =>
  keyBundle({ dsseEnvelope: envelope(statement(of, 'https://example.com/any'), key) });

describe('a bundle signed by a key', () => {
  it('verifies the file and its digest', async () => {
    for (const target of targets()) {
      expect(await outcome(target, messageBundle(TEXT, ours))).toBe('verified');
      expect(await outcome(target, attested(DIGEST))).toBe('verified');
    }
  });

  it('gives the predicate type of an attestation', async () => {
    const bundle = Buffer.from(JSON.stringify(attested(DIGEST)));
    const { verified, targets } = await verifyBlob(file, bundle, {
      signedBy: [ours.policy],
    });
    expect(verified[0]?.predicateType).toBe('https://example.com/any');
    expect(targets).toEqual([{ kind: 'blob', name: 'artifact.txt', digest: DIGEST }]);
  });

  it('is rejected for another file, and with another key', async () => {
    for (const target of targets()) {
      expect(await outcome(target, messageBundle('else', ours))).toBe('PST002');
      expect(await outcome(target, messageBundle(TEXT, theirs))).toBe('PST002');
      expect(await outcome(target, attested(sha256('else')))).toBe('PST002');
      expect(await outcome(target, attested(DIGEST, theirs))).toBe('PST002');
    }
  });

  it('is rejected when it has the digest of the file and a signature of other bytes', async () => {
    const [right, wrong] = [messageBundle(TEXT, ours), messageBundle('else', ours)] as {
      messageSignature: { signature: string };
    }[];
    const mixed = structuredClone(right);
    if (mixed && wrong) mixed.messageSignature.signature = wrong.messageSignature.signature;
    for (const target of targets()) expect(await outcome(target, mixed)).toBe('PST002');
  });

  it('is rejected when its payload type is not the signed one', async () => {
    const dsse = {
      ...envelope(JSON.stringify(statement(DIGEST, 'x')), ours, 'text/plain'),
      payloadType: IN_TOTO,
    };
    expect(await outcome(file, keyBundle({ dsseEnvelope: dsse }))).toBe('PST002');
  });

  it('is rejected when its envelope has two signatures', async () => {
    const dsse = envelope(statement(DIGEST, 'x'), ours);
    const doubled = { ...dsse, signatures: [...dsse.signatures, ...dsse.signatures] };
    expect(await outcome(file, keyBundle({ dsseEnvelope: doubled }))).toBe('PST002');
  });
});

test.each<[string, unknown]>([
  ['empty text', ''],
  ['a web page', '<html>'],
  ['a list', []],
  ['null', null],
  ['an empty object', {}],
  [
    'a list in the place of a text',
    { ...messageBundle(TEXT, ours), mediaType: ['application/vnd.dev.sigstore.bundle.v0.3+json'] },
  ],
  ['a list in a list', { ...messageBundle(TEXT, ours), signatures: [[{}]] }],
  ['another media type', { ...messageBundle(TEXT, ours), mediaType: 'application/json' }],
  [
    'a bundle without verification material',
    { ...messageBundle(TEXT, ours), verificationMaterial: undefined },
  ],
  ['a bundle without content', keyBundle({})],
  [
    'an unknown hash algorithm',
    keyBundle({
      messageSignature: {
        messageDigest: { algorithm: 'SHA3_256', digest: 'AAAA' },
        signature: 'AAAA',
      },
    }),
  ],
  [
    'an invalid certificate',
    {
      ...messageBundle(TEXT, ours),
      verificationMaterial: { certificate: { rawBytes: 'AAAA' }, tlogEntries: [] },
    },
  ],
  [
    'a hundred thousand log entries',
    {
      mediaType: BUNDLE,
      ...messageBundle(TEXT, ours),
      verificationMaterial: { publicKey: { hint: '' }, tlogEntries: Array(100_000).fill({}) },
    },
  ],
])('%s is rejected', async (_, bundle) => {
  const anyIdentity = { kind: 'identity', subject: '**', issuer: '**' } as const;
  const bytes = Buffer.from(typeof bundle === 'string' ? bundle : (JSON.stringify(bundle) ?? ''));
  const { findings } = await verifyBlob(file, bytes, { signedBy: [anyIdentity] });
  expect(findings.map((finding) => finding.rule)).toEqual(['PST002']);
});

it('a bundle of 50 MB is rejected before it is parsed', async () => {
  const bytes = Buffer.from(`{"a":"${'x'.repeat(50 << 20)}"}`);
  const { findings } = await verifyBlob(file, bytes, { signedBy: [ours.policy] });
  expect(findings[0]?.message).toContain(`the bundle has ${bytes.length} bytes, the limit is`);
});

it('a log entry of an untrusted log is rejected even if the key is right', async () => {
  const bundle = messageBundle(TEXT, ours) as { verificationMaterial: object };
  const entry = {
    logIndex: '1',
    logId: { keyId: Buffer.alloc(32).toString('base64') },
    kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
    integratedTime: '1',
    inclusionPromise: { signedEntryTimestamp: 'AAAA' },
    inclusionProof: {
      logIndex: '1',
      treeSize: '2',
      rootHash: 'AAAA',
      hashes: [],
      checkpoint: { envelope: 'x' },
    },
    canonicalizedBody: Buffer.from('{}').toString('base64'),
  };
  bundle.verificationMaterial = { publicKey: { hint: '' }, tlogEntries: [entry] };
  expect(await outcome(file, bundle)).toBe('PST002');
});

it('a bundle with a digest of another algorithm needs the file', async () => {
  const bundle = messageBundle(TEXT, ours) as { messageSignature: { messageDigest: object } };
  bundle.messageSignature.messageDigest = {
    algorithm: 'SHA2_512',
    digest: Buffer.alloc(64).toString('base64'),
  };
  expect(await outcome(digest, bundle)).toMatch(/Give the file instead/);
  expect(await outcome(file, bundle)).toBe('PST002');
});

it('a file that cannot be read is a usage error', async () => {
  const missing = { kind: 'file', path: join(folder, 'missing') } as const;
  const bundle = Buffer.from('{}');
  await expect(verifyBlob(missing, bundle, { signedBy: [] })).rejects.toMatchObject({
    code: 'PSE7006',
  });
  const directory = { kind: 'file', path: folder } as const;
  await expect(verifyBlob(directory, bundle, { signedBy: [] })).rejects.toMatchObject({
    code: 'PSE7006',
  });
});

it('any JSON in the place of any part never crashes the verification', async () => {
  const bundle = messageBundle(TEXT, ours);
  const json = JSON.stringify(bundle);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(json.length),
      fc.nat(20),
      fc.json({ maxDepth: 2 }),
      async (at, cut, insert) => {
        const changed = json.slice(0, at) + insert + json.slice(at + cut);
        const result = await outcome(file, changed);
        // The hint and blanks are not signed, so their changes have no effect.
        expect(['PST002', 'verified']).toContain(result);
      },
    ),
    { numRuns: 200 },
  );
});
