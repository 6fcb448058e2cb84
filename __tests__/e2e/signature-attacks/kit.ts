import { generateKeyPairSync, type KeyObject, sign, type X509Certificate } from 'node:crypto';
import {
  descriptor,
  type LoopbackRegistry,
  loopbackRegistry,
  OCI_INDEX,
  OCI_MANIFEST,
  reply,
  sha256,
  tinyImage,
} from '../../registry/loopback.js';
import {
  type AnnotatedEntry,
  hashedRekord,
  type KeylessSigner,
  keylessSigner,
} from '../../signatures/private-bundles.js';
import { manifestOf, SIMPLE_SIGNING, simpleSigning } from '../../signatures/signing.js';
import type { Identity } from '../private-sigstore.js';
import { type TimestampAuthority, timestampAuthority } from '../timestamp-authority.js';

/** The signer that the verifier expects. */
export const IDENTITY: Identity = {
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1.2.3',
  repository: 'https://github.com/acme/app',
  ref: 'refs/tags/v1.2.3',
};

/** A signature in cosign's first format: the payload, and its annotations without their prefix. */
export interface Legacy {
  readonly payload: string;
  readonly signature?: string | undefined;
  readonly certificate?: string | undefined;
  readonly bundle?: string | undefined;
  readonly rfc3161timestamp?: string | undefined;
}

/** A registry, a private Sigstore and its attacker, who has another private Sigstore and write access to the registry. */
export interface Kit {
  readonly registry: LoopbackRegistry;
  readonly sigstore: KeylessSigner;
  readonly evil: KeylessSigner;
  readonly key: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  /** A new image. */
  image(name: string): string;
  /** A valid signature of the digest by the key, or by the identity. */
  byKey(digest: string, key?: Kit['key']): Promise<Legacy>;
  byIdentity(digest: string, identity?: Identity, by?: KeylessSigner): Promise<Legacy>;
  /** An RFC 3161 timestamp in the form in which cosign stores it. */
  timestamp(signature: string): string;
  /** Stores signatures at cosign's tag for the digest. */
  store(digest: string, signatures: readonly Legacy[]): void;
  /** Stores a bundle as the referrer of the digest. */
  refer(digest: string, bundle: string): void;
  stop(): Promise<void>;
}

export async function startKit(): Promise<Kit> {
  const authority = timestampAuthority();
  const [registry, sigstore, evil] = await Promise.all([
    loopbackRegistry(),
    keylessSigner(authority),
    keylessSigner(),
  ]);
  // cosign asks whether this is a registry.
  registry.answer = (request, response) =>
    request.url === '/v2/' ? reply(response, 200, '{}') : false;
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    registry,
    sigstore,
    evil,
    key,
    image: (name) => tinyImage(registry, name),
    byKey: (digest, by = key) =>
      signed(simpleSigning(digest), by, by.publicKey, (entry) => sigstore.logForAnnotation(entry)),
    byIdentity: async (digest, identity = IDENTITY, by = sigstore) => {
      const leaf = await by.certificate({ identity });
      const legacy = await signed(simpleSigning(digest), by.key, leaf, by.logForAnnotation);
      return { ...legacy, certificate: leaf.toString() };
    },
    timestamp: (signature) => timestampOf(signature, authority),
    store: (digest, signatures) => store(registry, digest, signatures),
    refer: (digest, bundle) => refer(registry, digest, bundle),
    stop: async () => {
      authority.remove();
      await Promise.all([registry.close(), sigstore.stop(), evil.stop()]);
    },
  };
}

export async function signed(
  payload: string,
  key: Kit['key'],
  verifier: X509Certificate | KeyObject,
  log: (entry: object) => Promise<AnnotatedEntry>,
): Promise<Legacy> {
  const signature = sign('sha256', Buffer.from(payload), key.privateKey).toString('base64');
  const entry = await log(hashedRekord(sha256(payload), signature, verifier));
  return { payload, signature, bundle: JSON.stringify(entry) };
}

/** TimeStampReq of RFC 3161 for a SHA-256 digest, with the request for certificates. */
const QUERY_HEAD = Buffer.from('30390201013031300d060960864801650304020105000420', 'hex');
const QUERY_TAIL = Buffer.from('0101ff', 'hex');

function timestampOf(signature: string, authority: TimestampAuthority): string {
  const digest = Buffer.from(sha256(Buffer.from(signature, 'base64')).slice(7), 'hex');
  const response = authority.answer(Buffer.concat([QUERY_HEAD, digest, QUERY_TAIL]));
  return JSON.stringify({ SignedRFC3161Timestamp: response.toString('base64') });
}

const ANNOTATIONS = [
  ['signature', 'dev.cosignproject.cosign/signature'],
  ['certificate', 'dev.sigstore.cosign/certificate'],
  ['bundle', 'dev.sigstore.cosign/bundle'],
  ['rfc3161timestamp', 'dev.sigstore.cosign/rfc3161timestamp'],
] as const;

function store(registry: LoopbackRegistry, digest: string, signatures: readonly Legacy[]): void {
  const layers = signatures.map((legacy) => {
    const annotations = Object.fromEntries(
      ANNOTATIONS.flatMap(([name, annotation]) => {
        const value = legacy[name];
        return value === undefined ? [] : [[annotation, value]];
      }),
    );
    const { payload } = legacy;
    return descriptor(SIMPLE_SIGNING, registry.blob(payload), Buffer.byteLength(payload), {
      annotations,
    });
  });
  registry.manifest(manifestOf(registry, layers), `${digest.replace(':', '-')}.sig`);
}

function refer(registry: LoopbackRegistry, digest: string, bundle: string): void {
  const type = 'application/vnd.dev.sigstore.bundle.v0.3+json';
  const layer = descriptor(type, registry.blob(bundle), Buffer.byteLength(bundle));
  const subject = descriptor(OCI_MANIFEST, digest, 1);
  const json = manifestOf(registry, [layer], { artifactType: type, subject });
  const referrer = descriptor(OCI_MANIFEST, registry.manifest(json), JSON.stringify(json).length, {
    artifactType: type,
  });
  registry.manifest(
    { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [referrer] },
    digest.replace(':', '-'),
  );
}
