import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { IdentitySignerPolicy } from '../../src/signatures/signer-policy.js';
import { verifyBlob } from '../../src/signatures/verify-blob.js';
import { detailsOf } from '../core/details-of.js';

/** Real keyless bundles, read where they are and changed here. They are not part of the project. */
const FOLDER = resolve('../shared/conformance/trust/bundles');
const present = existsSync(FOLDER);

const IDENTITY: IdentitySignerPolicy = {
  kind: 'identity',
  subject:
    'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main',
  issuer: 'https://token.actions.githubusercontent.com',
};

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

function read(name: string): Bundle {
  return JSON.parse(readFileSync(join(FOLDER, name, 'bundle.sigstore.json'), 'utf8'));
}

async function outcome(bundle: object | string, authority: Partial<IdentitySignerPolicy> = {}) {
  const json = Buffer.from(typeof bundle === 'string' ? bundle : JSON.stringify(bundle));
  const file = { kind: 'file', path: join(FOLDER, 'a.txt') } as const;
  const { verified, findings, incomplete } = await verifyBlob(file, json, {
    signedBy: [{ ...IDENTITY, ...authority }],
  });
  return verified.length > 0 ? 'verified' : (findings[0]?.rule ?? incomplete[0]?.reason);
}

(present ? describe : describe.skip)('a real keyless bundle', () => {
  test.each(['happy-path-v0.1', 'happy-path-v0.3', 'happy-path-intoto-in-dsse-v3'])(
    '%s is verified as it is',
    async (name) => {
      expect(await outcome(read(name))).toBe('verified');
    },
  );

  test.each<[string, Partial<IdentitySignerPolicy>, string]>([
    ['its issuer by glob', { issuer: 'https://*.githubusercontent.com' }, 'verified'],
    [
      'its workflow by glob',
      { subject: 'https://github.com/sigstore-conformance/**@refs/heads/*' },
      'verified',
    ],
    ['a part of its issuer', { issuer: 'token.actions.githubusercontent.com' }, 'PST003'],
    ['a part of its subject', { subject: 'sigstore-conformance' }, 'PST003'],
    ['an expression that everything matches', { subject: '.*', issuer: '.*' }, 'PST003'],
    ['another ref', { subject: IDENTITY.subject.replace('main', 'release') }, 'PST003'],
    [
      'its repository',
      {
        claims: {
          repository:
            'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon',
        },
      },
      'verified',
    ],
    ['another repository', { claims: { repository: 'https://github.com/acme/app' } }, 'PST003'],
    ['an event that it was not', { claims: { event: 'pull_request' } }, 'PST003'],
  ])('asked for by %s', async (_, authority, expected) => {
    expect(await outcome(read('happy-path-v0.3'), authority)).toBe(expected);
  });

  it('names the identity that was found, and the line that would accept it', async () => {
    const json = Buffer.from(JSON.stringify(read('happy-path-v0.3')));
    const file = { kind: 'file', path: join(FOLDER, 'a.txt') } as const;
    const { findings } = await verifyBlob(file, json, {
      signedBy: [{ ...IDENTITY, subject: 'x' }],
    });
    expect(findings[0]?.message).toContain(IDENTITY.subject);
    expect(JSON.stringify(detailsOf(findings[0]).accept)).toContain(IDENTITY.issuer);
  });

  test.each<[string, (bundle: Bundle, other: Bundle) => void]>([
    [
      'without its log entries',
      (b) => void Object.assign(b.verificationMaterial, { tlogEntries: [] }),
    ],
    [
      'with the log entry of another signature',
      (b, other) =>
        void Object.assign(b.verificationMaterial, {
          tlogEntries: other.verificationMaterial.tlogEntries,
        }),
    ],
    [
      'with another log entry beside its own',
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
    ['at another place of the log', (b) => void changeEntry(b, { logIndex: '1' })],
    ['at a negative place of the log', (b) => void changeEntry(b, { logIndex: '-1' })],
    ['at a place of the log that is no number', (b) => void changeEntry(b, { logIndex: 'x' })],
    [
      'of another log',
      (b) => void changeEntry(b, { logId: { keyId: Buffer.alloc(32).toString('base64') } }),
    ],
    [
      'with an entry of another kind',
      (b) => void changeEntry(b, { kindVersion: { kind: 'intoto', version: '0.0.1' } }),
    ],
    [
      'with an entry of no known kind',
      (b) => void changeEntry(b, { kindVersion: { kind: 'alpine', version: '0.0.1' } }),
    ],
    ['with an entry without a body', (b) => void changeEntry(b, { canonicalizedBody: '' })],
    [
      'with an entry that is no JSON',
      (b) => void changeEntry(b, { canonicalizedBody: 'PGh0bWw+' }),
    ],
    [
      'without a promise and a proof',
      (b) => void changeEntry(b, { inclusionPromise: undefined, inclusionProof: undefined }),
    ],
    [
      'by a key',
      (b) => {
        delete b.verificationMaterial.certificate;
        Object.assign(b.verificationMaterial, { publicKey: { hint: 'x' } });
      },
    ],
  ])('%s is refused', async (_, change) => {
    const bundle = structuredClone(read('happy-path-v0.3'));
    change(bundle, read('happy-path-intoto-in-dsse-v3'));
    expect(await outcome(bundle)).toBe('PST002');
  });

  it('with a certificate cut off anywhere is refused', async () => {
    const bundle = structuredClone(read('happy-path-v0.3'));
    const der = Buffer.from(bundle.verificationMaterial.certificate?.rawBytes ?? '', 'base64');
    expect(der.length).toBeGreaterThan(500);
    for (let length = 0; length < der.length; length += 7) {
      bundle.verificationMaterial.certificate = {
        rawBytes: der.subarray(0, length).toString('base64'),
      };
      expect(await outcome(bundle)).toBe('PST002');
    }
  });

  it('with any byte of its certificate, signature or log entry changed is refused', async () => {
    const bundle = read('happy-path-v0.3');
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

  it('with anything anywhere never crashes the verifier', async () => {
    const json = JSON.stringify(read('happy-path-intoto-in-dsse-v3'));
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
});

function changeEntry(bundle: Bundle, change: Json): void {
  Object.assign(bundle.verificationMaterial.tlogEntries[0] ?? {}, change);
}

function flipped(base64: string, at: number, flip: number): string {
  const bytes = Buffer.from(base64, 'base64');
  const i = at % bytes.length;
  bytes[i] = (bytes[i] ?? 0) ^ flip;
  return bytes.toString('base64');
}
