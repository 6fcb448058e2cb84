import { createPublicKey, sign, type X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SignerPolicy } from '../../src/signatures/signer-policy.js';
import type { UnverifiedSignature } from '../../src/signatures/unverified-signature.js';
import { verifySigner } from '../../src/signatures/verify-signer.js';
import { sha256 } from '../registry/loopback.js';
import { hashedRekord, IDENTITY, type KeylessSigner, keylessSigner } from './private-bundles.js';
import { signingKey } from './signing.js';

const BYTES = Buffer.from('the artifact');
const DIGEST = sha256(BYTES);
const { issuer, subject } = IDENTITY;
const allowed: SignerPolicy = { kind: 'identity', issuer, subject };
const another: SignerPolicy = { ...allowed, subject: 'https://github.com/acme/other' };

function publicKeyOf({ privateKey }: ReturnType<typeof signingKey>) {
  return createPublicKey(privateKey);
}

function signatureBy(privateKey: Parameters<typeof sign>[2]): UnverifiedSignature {
  const value = Buffer.from(DIGEST.slice('sha256:'.length), 'hex');
  const signature = sign('sha256', BYTES, privateKey);
  const digest = { algorithm: 'sha256', value };
  return {
    place: 'the test',
    content: { kind: 'message', bytes: BYTES, digest, signature },
    logEntries: [],
    timestamps: [],
  };
}

describe('with several trusted roots', () => {
  let signer: KeylessSigner;
  let other: KeylessSigner;
  let signature: UnverifiedSignature;

  beforeAll(async () => {
    [signer, other] = await Promise.all([keylessSigner(), keylessSigner()]);
    const certificate: X509Certificate = await signer.certificate();
    const unlogged = signatureBy(signer.key.privateKey);
    const signed = unlogged.content.signature.toString('base64');
    const entry = await signer.log(hashedRekord(DIGEST, signed, certificate));
    signature = {
      ...unlogged,
      certificate: certificate.raw,
      logEntries: [entry],
    };
  });
  afterAll(() => Promise.all([signer.stop(), other.stop()]));

  /** The trusted roots as JSON lines, in both orders. */
  const roots = () => [
    `${signer.trustedRoot}\n${other.trustedRoot}`,
    `${other.trustedRoot}\n${signer.trustedRoot}`,
  ];

  it('a signature is verified when it is valid with one of them', async () => {
    for (const trustedRoot of roots())
      expect(await verifySigner(signature, { signedBy: [allowed], trustedRoot })).toMatchObject({
        name: subject,
      });
  });

  it('a signature by a wrong signer is reported as such, although it is invalid with another root', async () => {
    for (const trustedRoot of roots())
      await expect(
        verifySigner(signature, { signedBy: [another], trustedRoot }),
      ).rejects.toMatchObject({ kind: 'wrong-signer', signer: { name: subject } });
  });

  it('a signature that is valid with none of them is invalid', async () => {
    const trustedRoot = `${other.trustedRoot}\n${other.trustedRoot}`;
    await expect(
      verifySigner(signature, { signedBy: [allowed], trustedRoot }),
    ).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('a signature by an unknown authority is incomplete if the root may be out of date', async () => {
    const stale = async () => ({ root: other.trustedRoot, stale: 'no answer' });
    const verified = verifySigner(signature, { signedBy: [allowed], trustedRoot: stale });
    await expect(verified).rejects.toMatchObject({
      code: 'PSE7509',
      kind: 'incomplete',
      message: expect.stringMatching(/certificate authority .* out of date \(no answer\)/),
    });
    // An authority that both roots have: a log that only the newer one has.
    const { tlogs } = JSON.parse(other.trustedRoot);
    const root = JSON.stringify({ ...JSON.parse(signer.trustedRoot), tlogs });
    const oldLog = async () => ({ root, stale: 'no answer' });
    await expect(
      verifySigner(signature, { signedBy: [allowed], trustedRoot: oldLog }),
    ).rejects.toMatchObject({ code: 'PSE7509', message: expect.stringContaining('log entry') });
  });

  it('a signature by a known authority that is invalid is rejected, however old the root is', async () => {
    const stale = async () => ({ root: signer.trustedRoot, stale: 'no answer' });
    const content = { ...signature.content, signature: Buffer.from('nothing') };
    const changed = { ...signature, content } as UnverifiedSignature;
    await expect(
      verifySigner(changed, { signedBy: [allowed], trustedRoot: stale }),
    ).rejects.toMatchObject({ kind: 'invalid' });
    const [leaf = Buffer.alloc(0)] = [Buffer.from(signature.certificate ?? '')];
    leaf[leaf.length - 1] = (leaf[leaf.length - 1] ?? 0) ^ 1;
    await expect(
      verifySigner(
        { ...signature, certificate: leaf },
        { signedBy: [allowed], trustedRoot: stale },
      ),
    ).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('a key with a required log needs its own entry in a trusted log', async () => {
    const key = signingKey();
    const signed = signatureBy(key.privateKey);
    const pem = publicKeyOf(key);
    const entryOf = (log: KeylessSigner, by: Parameters<typeof hashedRekord>[2]) =>
      log.log(hashedRekord(DIGEST, signed.content.signature.toString('base64'), by));
    const verify = (logEntries: UnverifiedSignature['logEntries']) =>
      verifySigner(
        { ...signed, logEntries },
        { signedBy: [key.policy], trustedRoot: signer.trustedRoot, log: 'required' },
      );
    const own = await entryOf(signer, pem);
    expect(await verify([own])).toEqual({ name: key.policy.key.name });
    const refused = [
      [],
      // The entry of another key, that of a log that is not trusted, and a changed one.
      [await entryOf(signer, publicKeyOf(signingKey()))],
      [await entryOf(other, pem)],
      [{ ...own, integratedTime: String(Number(own.integratedTime) - 60) }],
    ];
    for (const entries of refused)
      await expect(verify(entries)).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('a signature with a log entry is not verified by its key alone', async () => {
    const key = signingKey();
    const { logEntries } = signature;
    const signed = signatureBy(key.privateKey);
    const { trustedRoot } = signer;
    const options = { signedBy: [key.policy], trustedRoot };
    expect(await verifySigner(signed, options)).toEqual({ name: key.policy.key.name });
    await expect(verifySigner({ ...signed, logEntries }, options)).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('another signer'),
    });
  });
});

describe('without an entry in the transparency log', () => {
  let signer: KeylessSigner;
  beforeAll(async () => {
    signer = await keylessSigner();
  });
  afterAll(() => signer.stop());

  it('a signature by a certificate needs a log entry, unless the log is ignored', async () => {
    const certificate = await signer.certificate({});
    const signature = { ...signatureBy(signer.key.privateKey), certificate: certificate.raw };
    const { trustedRoot } = signer;
    const rejection = (log?: 'ignored') =>
      verifySigner(signature, { signedBy: [allowed], trustedRoot, log }).catch(String);
    expect(await rejection()).toContain('it is not in the transparency log');
    // The time of the signature is still not known.
    expect(await rejection('ignored')).toMatch(/timestamp|time/);
    expect(await rejection('ignored')).not.toContain('transparency log');
  });
});

describe('with a certificate that is in no certificate transparency log', () => {
  let signer: KeylessSigner;
  beforeAll(async () => {
    signer = await keylessSigner();
  });
  afterAll(() => signer.stop());

  it('a signature is verified only if the trusted root has no such log', async () => {
    const certificate = await signer.certificate({ logged: false });
    const unlogged = signatureBy(signer.key.privateKey);
    const signed = unlogged.content.signature.toString('base64');
    const entry = await signer.log(hashedRekord(DIGEST, signed, certificate));
    const signature = { ...unlogged, certificate: certificate.raw, logEntries: [entry] };
    const { trustedRoot } = signer;
    await expect(
      verifySigner(signature, { signedBy: [allowed], trustedRoot }),
    ).rejects.toMatchObject({ kind: 'invalid' });
    const withoutLog = JSON.stringify({ ...JSON.parse(trustedRoot), ctlogs: [] });
    expect(
      await verifySigner(signature, { signedBy: [allowed], trustedRoot: withoutLog }),
    ).toMatchObject({ name: subject });
    // A log that cannot be used, because it has no start date, is still required.
    const undated = JSON.parse(trustedRoot);
    delete undated.ctlogs[0].publicKey.validFor;
    await expect(
      verifySigner(signature, { signedBy: [allowed], trustedRoot: JSON.stringify(undated) }),
    ).rejects.toMatchObject({ kind: 'invalid' });
  });
});

it('an unusable trusted root is an error, even if another key makes the signature invalid', async () => {
  const key = signingKey();
  const signedBy: SignerPolicy[] = [key.policy, signingKey().policy];
  await expect(
    verifySigner(signatureBy(key.privateKey), { signedBy, trustedRoot: '<html>', log: 'required' }),
  ).rejects.toMatchObject({ code: 'PSE7002' });
});

it('a signature is verified when another key of the policy cannot verify it', async () => {
  const key = signingKey();
  const signedBy = [signingKey().policy, key.policy];
  expect(await verifySigner(signatureBy(key.privateKey), { signedBy })).toEqual({
    name: key.policy.key.name,
  });
});
