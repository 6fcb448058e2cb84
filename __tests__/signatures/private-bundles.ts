import { generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { startSigstore } from '../e2e/private-sigstore.js';
import { BUNDLE, envelope, statement } from './signing.js';

/** Who signed the bundles. */
export const IDENTITY = {
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'https://github.com/acme/app/.github/workflows/release.yml@refs/heads/main',
  repository: 'https://github.com/acme/app',
  ref: 'refs/heads/main',
};

export interface PrivateBundles {
  /** Bundles of the same bytes: one over a message, one over a DSSE envelope. */
  readonly message: object;
  readonly envelope: object;
  /** JSON of the trusted root. */
  readonly trustedRoot: string;
}

/** Signs bytes with certificates and log entries of a private Sigstore, as cosign does without keys. */
export async function signKeyless(bytes: Buffer, digest: string): Promise<PrivateBundles> {
  const sigstore = await startSigstore();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const response = await fetch(`${sigstore.url}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return response.text();
  };
  try {
    const certificate = async () => {
      const authorization = `Bearer ${sigstore.token(IDENTITY)}`;
      const body = { publicKey: { content: Buffer.from(spkiPem(publicKey)).toString('base64') } };
      return new X509Certificate(await post('/api/v2/signingCert', body, { authorization }));
    };
    const log = async (entry: object) =>
      logEntry(JSON.parse(await post('/api/v1/log/entries', entry)));
    const bundle = async (content: object, leaf: X509Certificate, entry: object) => ({
      mediaType: BUNDLE,
      verificationMaterial: {
        certificate: { rawBytes: leaf.raw.toString('base64') },
        tlogEntries: [await log(entry)],
      },
      ...content,
    });
    const [first, second] = [await certificate(), await certificate()];
    const signature = sign('sha256', bytes, privateKey).toString('base64');
    const messageDigest = {
      algorithm: 'SHA2_256',
      digest: Buffer.from(digest.slice('sha256:'.length), 'hex').toString('base64'),
    };
    const policy = { kind: 'key', key: { hashes: [], spki: Buffer.alloc(0), name: '' } } as const;
    const dsseEnvelope = envelope(statement(digest, 'https://example.com/any'), {
      privateKey,
      policy,
    });
    return {
      message: await bundle(
        { messageSignature: { messageDigest, signature } },
        first,
        hashedRekord(digest, signature, first),
      ),
      envelope: await bundle({ dsseEnvelope }, second, dsse(dsseEnvelope, second)),
      trustedRoot: sigstore.trustedRoot,
    };
  } finally {
    await sigstore.stop();
  }
}

function spkiPem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

const pemBase64 = (certificate: X509Certificate) =>
  Buffer.from(certificate.toString()).toString('base64');

function hashedRekord(digest: string, signature: string, certificate: X509Certificate): object {
  const [algorithm, value] = digest.split(':');
  return {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: { hash: { algorithm, value } },
      signature: { content: signature, publicKey: { content: pemBase64(certificate) } },
    },
  };
}

function dsse(dsseEnvelope: object, certificate: X509Certificate): object {
  return {
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: {
      proposedContent: {
        envelope: JSON.stringify(dsseEnvelope),
        verifiers: [pemBase64(certificate)],
      },
    },
  };
}

interface RekorEntry {
  readonly body: string;
  readonly integratedTime: number;
  readonly logID: string;
  readonly logIndex: number;
  readonly verification: {
    readonly signedEntryTimestamp: string;
    readonly inclusionProof: {
      readonly logIndex: number;
      readonly treeSize: number;
      readonly rootHash: string;
      readonly hashes: readonly string[];
      readonly checkpoint: string;
    };
  };
}

/** Rekor's response as a bundle stores it. */
function logEntry(response: Readonly<Record<string, RekorEntry>>): object {
  const [entry] = Object.values(response);
  if (!entry) throw new Error('the log returned no entry');
  const { inclusionProof, signedEntryTimestamp } = entry.verification;
  const { kind, apiVersion } = JSON.parse(Buffer.from(entry.body, 'base64').toString());
  const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: base64(entry.logID) },
    kindVersion: { kind, version: apiVersion },
    integratedTime: String(entry.integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(inclusionProof.logIndex),
      treeSize: String(inclusionProof.treeSize),
      rootHash: base64(inclusionProof.rootHash),
      hashes: inclusionProof.hashes.map(base64),
      checkpoint: { envelope: inclusionProof.checkpoint },
    },
    canonicalizedBody: entry.body,
  };
}
