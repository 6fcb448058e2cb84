import { createHash } from 'node:crypto';
import { collectChunks } from '../../lib/chunks.js';
import type { ArtifactSource } from '../../registry/artifact-source.js';
import type { Descriptor, OciManifest } from '../../registry/manifest.js';
import type { SignatureCandidate } from '../candidate.js';
import { decodeBase64 } from '../json.js';
import type { UnverifiedSignature } from '../unverified-signature.js';
import { VerificationError } from '../verification-error.js';
import { cosignMaterial } from './cosign-material.js';

/**
 * The signatures that cosign and skopeo store at the tag `sha256-<hex>.sig`: one layer each, with the payload as the
 * blob, and the signature and its verification material in the annotations.
 * Source: sigstore/cosign specs/SIGNATURE_SPEC.md.
 */
export async function cosignSignatures(
  source: ArtifactSource,
  digest: string,
): Promise<SignatureCandidate[]> {
  const tag = `${digest.replace(':', '-')}.sig`;
  const manifest = await source.manifest(tag);
  return manifest ? signatureLayers(source, manifest, digest, `tag ${tag}`) : [];
}

/** One candidate per layer of the manifest. Referrers in cosign's OCI 1.1 mode have the same layers. */
export function signatureLayers(
  source: ArtifactSource,
  manifest: OciManifest,
  digest: string,
  manifestPlace: string,
): SignatureCandidate[] {
  return manifest.layers.map((layer, i) => {
    const place = `${manifestPlace}, layer ${i}`;
    return { place, digest, load: () => load(source, layer, place) };
  });
}

/** Bytes of the largest payload that is read: a payload has one digest and a few annotations. */
const MAX_PAYLOAD_SIZE = 1 << 20;
const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json';

async function load(
  source: ArtifactSource,
  layer: Descriptor,
  place: string,
): Promise<UnverifiedSignature[]> {
  if (layer.mediaType !== SIMPLE_SIGNING)
    throw new VerificationError(
      'invalid',
      `its media type is ${layer.mediaType.slice(0, 80) || 'missing'}`,
    );
  if (layer.size > MAX_PAYLOAD_SIZE)
    throw new VerificationError(
      'invalid',
      `its payload has ${layer.size} bytes, the limit is ${MAX_PAYLOAD_SIZE}`,
    );
  const annotation = layer.annotations.get('dev.cosignproject.cosign/signature');
  if (!annotation) throw new VerificationError('invalid', 'its signature annotation is missing');
  const signature = decodeBase64(annotation, 'its signature');
  const bytes = await collectChunks(
    source.blob(layer),
    MAX_PAYLOAD_SIZE,
    `the payload at ${place}`,
  );
  const digest = { algorithm: 'sha256', value: createHash('sha256').update(bytes).digest() };
  return [
    {
      place,
      content: { kind: 'message', bytes, digest, signature },
      ...cosignMaterial(layer.annotations),
    },
  ];
}
