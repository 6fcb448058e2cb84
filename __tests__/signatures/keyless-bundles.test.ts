import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { IdentitySignerPolicy } from '../../src/signatures/signer-policy.js';
import { verifyBlob } from '../../src/signatures/verify-blob.js';
import { detailsOf } from '../core/details-of.js';
import { sha256 } from '../registry/loopback.js';
import { IDENTITY, signKeyless } from './private-bundles.js';

type Json = Record<string, unknown>;
interface Bundle {
  readonly verificationMaterial: {
    tlogEntries: Json[];
    certificate?: { rawBytes: string };
    x509CertificateChain?: { certificates: { rawBytes: string }[] };
  };
  readonly messageSignature?: { signature: string; messageDigest: Json };
  readonly dsseEnvelope?: { payload: string; payloadType: string; signatures: { sig: string }[] };
}

interface Fixture {
  /** The file that both bundles sign. */
  readonly path: string;
  readonly message: Bundle;
  readonly envelope: Bundle;
  readonly signer: Pick<IdentitySignerPolicy, 'issuer' | 'subject'>;
  /** A claim of the certificate. */
  readonly repository: string;
  /** By default, that of Sigstore's public instance. */
  readonly trustedRoot?: string;
}

/** Bundles by Sigstore's public instance, from the conformance suite. They are not part of this repository. */
const SHARED = resolve('../shared/conformance/trust/bundles');

describe('a keyless bundle by a private Sigstore', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portside-keyless-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  verifiesKeylessBundles(async () => {
    const bytes = Buffer.from('the artifact\n');
    const path = join(folder, 'artifact.txt');
    await writeFile(path, bytes);
    const { message, envelope, trustedRoot } = await signKeyless(bytes, sha256(bytes));
    return {
      path,
      message: message as Bundle,
      envelope: envelope as Bundle,
      signer: IDENTITY,
      repository: IDENTITY.repository,
      trustedRoot,
    };
  });
});

(existsSync(SHARED) ? describe : describe.skip)(
  'a keyless bundle by Sigstore’s public instance (skipped without ../shared)',
  () => {
    const read = (name: string): Bundle =>
      JSON.parse(readFileSync(join(SHARED, name, 'bundle.sigstore.json'), 'utf8'));
    const repository =
      'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon';

    verifiesKeylessBundles(async () => ({
      path: join(SHARED, 'a.txt'),
      message: read('happy-path-v0.3'),
      envelope: read('happy-path-intoto-in-dsse-v3'),
      signer: {
        subject: `${repository}/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main`,
        issuer: 'https://token.actions.githubusercontent.com',
      },
      repository,
    }));

    it('is verified in format version 0.1', async () => {
      const json = readFileSync(join(SHARED, 'happy-path-v0.1', 'bundle.sigstore.json'));
      const file = { kind: 'file', path: join(SHARED, 'a.txt') } as const;
      const anyIdentity = { kind: 'identity', subject: '**', issuer: '**' } as const;
      const { verified } = await verifyBlob(file, json, { signedBy: [anyIdentity] });
      expect(verified).toHaveLength(1);
    });
  },
);

function verifiesKeylessBundles(load: () => Promise<Fixture>): void {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await load();
  });

  async function verify(bundle: object | string, policy: Partial<IdentitySignerPolicy> = {}) {
    const json = Buffer.from(typeof bundle === 'string' ? bundle : JSON.stringify(bundle));
    const { path, signer, trustedRoot } = fixture;
    const { issuer, subject } = signer;
    return verifyBlob({ kind: 'file', path }, json, {
      signedBy: [{ kind: 'identity', issuer, subject, ...policy }],
      trustedRoot,
    });
  }

  async function outcome(...args: Parameters<typeof verify>) {
    const { verified, findings, incomplete } = await verify(...args);
    return verified.length > 0 ? 'verified' : (findings[0]?.rule ?? incomplete[0]?.reason);
  }

  test.each(['message', 'envelope'] as const)('over a %s is verified', async (kind) => {
    expect(await outcome(fixture[kind])).toBe('verified');
  });

  test.each<[string, (fixture: Fixture) => Partial<IdentitySignerPolicy>, string]>([
    ['its issuer as a glob', () => ({ issuer: 'https://*.githubusercontent.com' }), 'verified'],
    [
      'its workflow as a glob',
      ({ repository }) => ({ subject: `${repository}/**@refs/heads/*` }),
      'verified',
    ],
    ['a part of its issuer', () => ({ issuer: 'token.actions.githubusercontent.com' }), 'PST003'],
    ['a part of its subject', ({ repository }) => ({ subject: repository }), 'PST003'],
    ['a regular expression', () => ({ subject: '.*', issuer: '.*' }), 'PST003'],
    [
      'another ref',
      ({ signer }) => ({ subject: signer.subject.replace('main', 'release') }),
      'PST003',
    ],
    ['its repository', ({ repository }) => ({ claims: { repository } }), 'verified'],
    [
      'another repository',
      () => ({ claims: { repository: 'https://github.com/acme/other' } }),
      'PST003',
    ],
    ['an event that is not in its certificate', () => ({ claims: { event: 'release' } }), 'PST003'],
  ])('against a policy with %s: %s', async (_, policy, expected) => {
    expect(await outcome(fixture.message, policy(fixture))).toBe(expected);
  });

  it('by a wrong signer gives a finding with its identity, and the policy line to allow it', async () => {
    const { issuer, subject } = fixture.signer;
    const { findings } = await verify(fixture.message, { subject: 'x' });
    expect(findings[0]?.message).toContain(`it was signed by ${subject}, issuer ${issuer}`);
    expect(detailsOf(findings[0]).policyLines).toEqual([
      `signed-by: { issuer: "${issuer}", subject: "${subject}" }`,
    ]);
  });

  test.each<[string, (bundle: Bundle, other: Bundle) => void]>([
    ['without log entries', (b) => void Object.assign(b.verificationMaterial, { tlogEntries: [] })],
    [
      'with the log entry of another signature',
      (b, other) =>
        void Object.assign(b.verificationMaterial, {
          tlogEntries: other.verificationMaterial.tlogEntries,
        }),
    ],
    [
      'with an additional log entry of another signature',
      (b, other) =>
        void b.verificationMaterial.tlogEntries.push(...other.verificationMaterial.tlogEntries),
    ],
    [
      'with its log entry twice',
      (b) => void b.verificationMaterial.tlogEntries.push(...b.verificationMaterial.tlogEntries),
    ],
    [
      'with the certificate of another signature',
      (b, other) =>
        void Object.assign(b.verificationMaterial, {
          certificate: other.verificationMaterial.certificate,
        }),
    ],
    ['with another time in its log entry', (b) => void changeEntry(b, { integratedTime: '1' })],
    [
      'without a time',
      (b) => void changeEntry(b, { integratedTime: '0', inclusionPromise: undefined }),
    ],
    [
      'with a time that the log did not sign',
      (b) => void changeEntry(b, { inclusionPromise: undefined }),
    ],
    ['with another log index', (b) => void changeEntry(b, { logIndex: '12345' })],
    ['with a negative log index', (b) => void changeEntry(b, { logIndex: '-1' })],
    ['with a log index that is not a number', (b) => void changeEntry(b, { logIndex: 'x' })],
    [
      'with the id of another log',
      (b) => void changeEntry(b, { logId: { keyId: Buffer.alloc(32).toString('base64') } }),
    ],
    [
      'with a log entry of another kind',
      (b) => void changeEntry(b, { kindVersion: { kind: 'intoto', version: '0.0.1' } }),
    ],
    [
      'with a log entry of an unknown kind',
      (b) => void changeEntry(b, { kindVersion: { kind: 'alpine', version: '0.0.1' } }),
    ],
    ['with a log entry without a body', (b) => void changeEntry(b, { canonicalizedBody: '' })],
    [
      'with a log entry that is not JSON',
      (b) => void changeEntry(b, { canonicalizedBody: 'PGh0bWw+' }),
    ],
    [
      'without an inclusion promise and proof',
      (b) => void changeEntry(b, { inclusionPromise: undefined, inclusionProof: undefined }),
    ],
    [
      'with a key hint instead of its certificate',
      (b) => {
        delete b.verificationMaterial.certificate;
        Object.assign(b.verificationMaterial, { publicKey: { hint: 'x' } });
      },
    ],
  ])('%s is rejected', async (_, change) => {
    const bundle = structuredClone(fixture.message);
    change(bundle, structuredClone(fixture.envelope));
    expect(await outcome(bundle)).toBe('PST002');
  });

  it('with a truncated certificate is rejected', async () => {
    const bundle = structuredClone(fixture.message);
    const der = Buffer.from(bundle.verificationMaterial.certificate?.rawBytes ?? '', 'base64');
    expect(der.length).toBeGreaterThan(500);
    for (let length = 0; length < der.length; length += 7) {
      bundle.verificationMaterial.certificate = {
        rawBytes: der.subarray(0, length).toString('base64'),
      };
      expect(await outcome(bundle)).toBe('PST002');
    }
  });

  it('with any byte of its certificate, signature or log entry changed is rejected', async () => {
    const bundle = fixture.message;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('certificate', 'signature', 'entry'),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (part, at, flip) => {
          const changed = structuredClone(bundle);
          if (part === 'certificate' && changed.verificationMaterial.certificate)
            changed.verificationMaterial.certificate.rawBytes = flipped(
              changed.verificationMaterial.certificate.rawBytes,
              at,
              flip,
            );
          if (part === 'signature' && changed.messageSignature)
            changed.messageSignature.signature = flipped(
              changed.messageSignature.signature,
              at,
              flip,
            );
          if (part === 'entry') {
            const [entry] = changed.verificationMaterial.tlogEntries;
            if (entry) entry.canonicalizedBody = flipped(String(entry.canonicalizedBody), at, flip);
          }
          expect(await outcome(changed)).toBe('PST002');
        },
      ),
      { numRuns: 150 },
    );
  });

  it('with any change never crashes the verification', async () => {
    const json = JSON.stringify(fixture.envelope);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(json.length),
        fc.nat(60),
        fc.string({ maxLength: 10 }),
        async (at, cut, insert) => {
          const result = await outcome(json.slice(0, at) + insert + json.slice(at + cut));
          expect(['PST002', 'PST003', 'verified']).toContain(result);
        },
      ),
      { numRuns: 200 },
    );
  });
}

function changeEntry(bundle: Bundle, change: Json): void {
  Object.assign(bundle.verificationMaterial.tlogEntries[0] ?? {}, change);
}

function flipped(base64: string, at: number, flip: number): string {
  const bytes = Buffer.from(base64, 'base64');
  const i = at % bytes.length;
  bytes[i] = (bytes[i] ?? 0) ^ flip;
  return bytes.toString('base64');
}
