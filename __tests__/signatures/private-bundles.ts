import { generateKeyPairSync, KeyObject, sign, X509Certificate } from 'node:crypto';
import type { TransparencyLogEntry } from '@sigstore/bundle';
import { TransparencyLogEntry as LogEntryJson } from '@sigstore/protobuf-specs';
import { type Identity, startSigstore, UNLOGGED } from '../e2e/private-sigstore.js';
import type { TimestampAuthority } from '../e2e/timestamp-authority.js';
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

/** A private Sigstore with a key of one signer, as tools use it to sign without a key of their own. */
export interface KeylessSigner {
  readonly key: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  /** JSON of the trusted root. */
  readonly trustedRoot: string;
  /** A new certificate with the identity, for the key. By default it is in the certificate transparency log. */
  certificate(options?: {
    readonly logged?: boolean;
    readonly identity?: Identity;
  }): Promise<X509Certificate>;
  /** Adds an entry to the transparency log. */
  log(entry: object): Promise<TransparencyLogEntry>;
  /** The same, in the form in which cosign stores an entry in an annotation. */
  logForAnnotation(entry: object): Promise<AnnotatedEntry>;
  /** PEM files for cosign, by the environment variable that names the file. */
  readonly files: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Rekor's promise of an entry. */
export interface AnnotatedEntry {
  readonly SignedEntryTimestamp: string;
  readonly Payload: {
    readonly body: string;
    readonly integratedTime: number;
    readonly logIndex: number;
    readonly logID: string;
  };
}

export async function keylessSigner(
  timestamps?: TimestampAuthority,
  organization?: string,
): Promise<KeylessSigner> {
  const sigstore = await startSigstore(timestamps, organization);
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const response = await fetch(`${sigstore.url}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return response.text();
  };
  return {
    key,
    trustedRoot: sigstore.trustedRoot,
    certificate: async ({ logged = true, identity = IDENTITY } = {}) => {
      const authorization = `Bearer ${sigstore.token(identity)}`;
      const content = Buffer.from(spkiPem(key.publicKey)).toString('base64');
      const body = { publicKey: { content } };
      const path = `${logged ? '' : UNLOGGED}/api/v2/signingCert`;
      return new X509Certificate(await post(path, body, { authorization }));
    },
    log: async (entry) => {
      const response = JSON.parse(await post('/api/v1/log/entries', entry));
      return LogEntryJson.fromJSON(logEntry(response)) as TransparencyLogEntry;
    },
    logForAnnotation: async (entry) => {
      const response = JSON.parse(await post('/api/v1/log/entries', entry));
      const { body, integratedTime, logIndex, logID, verification } = onlyEntry(response);
      const { signedEntryTimestamp: SignedEntryTimestamp } = verification;
      return { SignedEntryTimestamp, Payload: { body, integratedTime, logIndex, logID } };
    },
    files: sigstore.files,
    stop: () => sigstore.stop(),
  };
}

/** Signs bytes with certificates and log entries of a private Sigstore, as cosign does without keys. */
export async function signKeyless(bytes: Buffer, digest: string): Promise<PrivateBundles> {
  const signer = await keylessSigner();
  const { privateKey } = signer.key;
  try {
    const bundle = async (content: object, leaf: X509Certificate, entry: object) => ({
      mediaType: BUNDLE,
      verificationMaterial: {
        certificate: { rawBytes: leaf.raw.toString('base64') },
        tlogEntries: [LogEntryJson.toJSON(await signer.log(entry))],
      },
      ...content,
    });
    const [first, second] = [await signer.certificate(), await signer.certificate()];
    const signature = sign('sha256', bytes, privateKey).toString('base64');
    const messageDigest = {
      algorithm: 'SHA2_256',
      digest: Buffer.from(digest.slice('sha256:'.length), 'hex').toString('base64'),
    };
    const dsseEnvelope = envelope(statement(digest, 'https://example.com/any'), { privateKey });
    return {
      message: await bundle(
        { messageSignature: { messageDigest, signature } },
        first,
        hashedRekord(digest, signature, first),
      ),
      envelope: await bundle({ dsseEnvelope }, second, dsse(dsseEnvelope, second)),
      trustedRoot: signer.trustedRoot,
    };
  } finally {
    await signer.stop();
  }
}

/** A bundle with a DSSE envelope over the statement, signed by the identity, as cosign 3 makes it without keys. */
export async function keylessEnvelope(
  signer: KeylessSigner,
  content: object,
  identity: Identity = IDENTITY,
): Promise<object> {
  const leaf = await signer.certificate({ identity });
  const dsseEnvelope = envelope(content, signer.key);
  return {
    mediaType: BUNDLE,
    verificationMaterial: {
      certificate: { rawBytes: leaf.raw.toString('base64') },
      tlogEntries: [LogEntryJson.toJSON(await signer.log(dsse(dsseEnvelope, leaf)))],
    },
    dsseEnvelope,
  };
}

function spkiPem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

const pemBase64 = (signer: X509Certificate | KeyObject) =>
  Buffer.from(signer instanceof KeyObject ? spkiPem(signer) : signer.toString()).toString('base64');

export function hashedRekord(
  digest: string,
  signature: string,
  certificate: X509Certificate | KeyObject,
): object {
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

export function dsse(dsseEnvelope: object, certificate: X509Certificate): object {
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

function onlyEntry(response: Readonly<Record<string, RekorEntry>>): RekorEntry {
  const [entry] = Object.values(response);
  if (!entry) throw new Error('the log returned no entry');
  return entry;
}

/** Rekor's response as a bundle stores it. */
function logEntry(response: Readonly<Record<string, RekorEntry>>): object {
  const entry = onlyEntry(response);
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
