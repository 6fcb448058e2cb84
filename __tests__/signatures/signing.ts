import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { parsePublicKey } from '../../src/signatures/keys.js';
import type { KeySignerPolicy } from '../../src/signatures/signer-policy.js';
import {
  descriptor,
  type LoopbackRegistry,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../registry/loopback.js';

/** A key made for the test, to sign as cosign and other tools do. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly policy: KeySignerPolicy;
}

export function signingKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { privateKey, policy: { kind: 'key', key: parsePublicKey(pem) } };
}

export const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';

export function simpleSigning(digest: string, optional: object | null = null): string {
  return JSON.stringify({
    critical: {
      identity: { 'docker-reference': 'registry.example/acme/app' },
      image: { 'docker-manifest-digest': digest },
      type: 'cosign container image signature',
    },
    optional,
  });
}

/** One layer of a `.sig` manifest. */
export function signatureLayer(
  registry: LoopbackRegistry,
  payload: string,
  key: SigningKey,
  more: object = {},
) {
  const signature = sign('sha256', Buffer.from(payload), key.privateKey).toString('base64');
  return descriptor(SIMPLE_SIGNING, registry.blob(payload), Buffer.byteLength(payload), {
    annotations: { 'dev.cosignproject.cosign/signature': signature, ...more },
  });
}

/** Stores layers under cosign's tag for signatures or attestations of the digest. */
export function attach(
  registry: LoopbackRegistry,
  digest: string,
  suffix: '.sig' | '.att',
  layers: readonly object[],
): string {
  return registry.manifest(manifestOf(registry, layers), `${digest.replace(':', '-')}${suffix}`);
}

export function manifestOf(
  registry: LoopbackRegistry,
  layers: readonly object[],
  more: object = {},
) {
  return {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: descriptor(CONFIG, registry.blob('{}'), 2),
    layers,
    ...more,
  };
}

export function statement(
  digest: string,
  predicateType: string,
  predicate: object = {},
  annotations?: object,
) {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'app', digest: { sha256: digest.slice('sha256:'.length) }, annotations }],
    predicateType,
    predicate,
  };
}

export const IN_TOTO = 'application/vnd.in-toto+json';

/** A DSSE envelope with one signature. */
export function envelope(
  payload: object | string,
  key: Pick<SigningKey, 'privateKey'>,
  payloadType = IN_TOTO,
) {
  const bytes = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
  const pae = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${bytes.length} `),
    bytes,
  ]);
  const sig = sign('sha256', pae, key.privateKey).toString('base64');
  return { payloadType, payload: bytes.toString('base64'), signatures: [{ sig }] };
}

/** One layer of an `.att` manifest. */
export function attestationLayer(registry: LoopbackRegistry, dsse: object) {
  const text = JSON.stringify(dsse);
  return descriptor('application/vnd.dsse.envelope.v1+json', registry.blob(text), text.length, {
    annotations: { 'dev.cosignproject.cosign/signature': '' },
  });
}

export const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

/** A bundle signed by a key, without log entries. */
export function keyBundle(content: object): object {
  return {
    mediaType: BUNDLE,
    verificationMaterial: { publicKey: { hint: 'x' }, tlogEntries: [] },
    ...content,
  };
}

/** The bundle of a signature over bytes. */
export function messageBundle(bytes: string | Uint8Array, key: SigningKey): object {
  const data = Buffer.from(bytes);
  return keyBundle({
    messageSignature: {
      messageDigest: {
        algorithm: 'SHA2_256',
        digest: createHash('sha256').update(data).digest('base64'),
      },
      signature: sign('sha256', data, key.privateKey).toString('base64'),
    },
  });
}

/** Stores bundles as referrers of the digest, listed under the fallback tag. */
export function refer(
  registry: LoopbackRegistry,
  digest: string,
  bundles: readonly object[],
): void {
  const referrers = bundles.map((bundle) => {
    const text = JSON.stringify(bundle);
    const layer = descriptor(BUNDLE, registry.blob(text), Buffer.byteLength(text));
    const subject = descriptor(OCI_MANIFEST, digest, 1);
    // The artifact type that real tools write does not tell that it is a bundle.
    const artifactType = 'application/vnd.oci.empty.v1+json';
    return descriptor(
      OCI_MANIFEST,
      registry.manifest(manifestOf(registry, [layer], { subject })),
      1,
      { artifactType },
    );
  });
  registry.manifest(
    { schemaVersion: 2, mediaType: OCI_INDEX, manifests: referrers },
    digest.replace(':', '-'),
  );
}
