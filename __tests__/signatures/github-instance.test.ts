import { spawnSync } from 'node:child_process';
import { sign } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { SignerPolicy } from '../../src/signatures/signer-policy.js';
import {
  EMBEDDED_ROOTS,
  type SigstoreInstance,
} from '../../src/signatures/sigstore/embedded-roots.js';
import { GITHUB_TUF_METADATA } from '../../src/signatures/sigstore/github-root.js';
import { loadTrustedRoots } from '../../src/signatures/sigstore/trusted-root.js';
import type { UnverifiedSignature } from '../../src/signatures/unverified-signature.js';
import { verifySigner } from '../../src/signatures/verify-signer.js';
import { type TimestampAuthority, timestampAuthority } from '../e2e/timestamp-authority.js';
import { sha256 } from '../registry/loopback.js';
import { hashedRekord, IDENTITY, type KeylessSigner, keylessSigner } from './private-bundles.js';

const BYTES = Buffer.from('the artifact');
const { issuer, subject } = IDENTITY;
const signedBy: SignerPolicy[] = [{ kind: 'identity', issuer, subject }];

let authority: TimestampAuthority;
let github: KeylessSigner;
let signature: UnverifiedSignature;
/** GitHub's instance has no logs. */
let root: string;

beforeAll(async () => {
  authority = timestampAuthority();
  github = await keylessSigner(authority, 'GitHub, Inc.');
  root = JSON.stringify({ ...JSON.parse(github.trustedRoot), tlogs: [], ctlogs: [] });
  const certificate = await github.certificate({ logged: false });
  const signed = sign('sha256', BYTES, github.key.privateKey);
  const value = Buffer.from(sha256(BYTES).slice('sha256:'.length), 'hex');
  signature = {
    place: 'the test',
    content: {
      kind: 'message',
      bytes: BYTES,
      digest: { algorithm: 'sha256', value },
      signature: signed,
    },
    certificate: certificate.raw,
    logEntries: [],
    timestamps: [timestampOf(signed)],
  };
});
afterAll(async () => {
  await github?.stop();
  authority?.remove();
});

function timestampOf(bytes: Buffer): Buffer {
  const [, digest = ''] = sha256(bytes).split(':');
  const { status, stdout } = spawnSync('openssl', ['ts', '-query', '-digest', digest, '-cert']);
  if (status !== 0) throw new Error('openssl made no query');
  return authority.answer(stdout);
}

/** Verifies with the roots of both instances, and tells which one was loaded. */
async function verify(changed: Partial<UnverifiedSignature>, log?: 'required' | 'ignored') {
  const loaded: SigstoreInstance[] = [];
  const trustedRoot = async (instance: SigstoreInstance) => {
    loaded.push(instance);
    return { root: instance === 'github' ? root : EMBEDDED_ROOTS.public };
  };
  const result = await verifySigner(
    { ...signature, ...changed },
    { signedBy, trustedRoot, log },
  ).catch(String);
  return { loaded, result };
}

it('a signature of a private repository needs a timestamp, and no log', async () => {
  const verified = await verify({});
  expect(verified).toMatchObject({ loaded: ['github'], result: { name: subject } });
  const { result } = await verify({ timestamps: [] });
  expect(result).toMatch(/timestamp/);
  const later = timestampOf(Buffer.from('another signature'));
  expect((await verify({ timestamps: [later] })).result).toContain('VerificationError');
});

it('a required log rejects it, and a log entry of another log does too', async () => {
  expect((await verify({}, 'required')).result).toContain('not in the transparency log');
  const signed = signature.content.signature.toString('base64');
  const certificate = await github.certificate();
  const entry = await github.log(hashedRekord(sha256(BYTES), signed, certificate));
  expect((await verify({ logEntries: [entry], certificate: certificate.raw })).result).toContain(
    'VerificationError',
  );
});

it('the name of GitHub in a certificate of another authority is no proof', async () => {
  const forger = await keylessSigner(undefined, 'GitHub, Inc.');
  try {
    const certificate = await forger.certificate({ logged: false });
    const forged = sign('sha256', BYTES, forger.key.privateKey);
    const content = { ...signature.content, signature: forged };
    const { loaded, result } = await verify({
      content,
      certificate: certificate.raw,
      timestamps: [timestampOf(forged)],
    });
    expect(loaded).toEqual(['github']);
    expect(result).toContain('VerificationError');
  } finally {
    await forger.stop();
  }
});

it('a certificate without that name is verified with the public root only', async () => {
  const other = await keylessSigner(authority, 'sigstore.dev');
  try {
    const certificate = (await other.certificate()).raw;
    expect(await verify({ certificate })).toMatchObject({ loaded: ['public'] });
  } finally {
    await other.stop();
  }
});

it('the embedded root has authorities and timestamps of GitHub, and no logs', () => {
  const [trust, ...others] = loadTrustedRoots(EMBEDDED_ROOTS.github);
  expect(others).toEqual([]);
  expect(trust).toMatchObject({ hasLog: false, hasCtLog: false, tlogs: [], ctlogs: [] });
  expect(trust?.certificateAuthorities.length).toBeGreaterThan(5);
  expect(trust?.timestampAuthorities.length).toBeGreaterThan(5);
  for (const { certChain } of trust?.certificateAuthorities ?? [])
    for (const [i, certificate] of certChain.entries())
      expect(certificate.verify(certChain[i + 1])).toBe(true);
  expect(JSON.parse(GITHUB_TUF_METADATA).signed).toMatchObject({ _type: 'root' });
});
