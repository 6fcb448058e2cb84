import { createHash } from 'node:crypto';
import {
  type ArtifactSource,
  type Descriptor,
  type Manifest,
  readAll,
} from '../../image/artifacts.js';
import { decodeBase64 } from '../json.js';
import type { Signed } from '../signed.js';
import { VerificationError } from '../verification-error.js';
import type { Candidate } from './candidate.js';
import { cosignMaterial } from './cosign-material.js';

/**
 * The signatures that cosign and skopeo leave at the tag `sha256-<hex>.sig`: one layer each, the payload as the blob,
 * the signature and what proves it as annotations.
 * Source: sigstore/cosign specs/SIGNATURE_SPEC.md.
 */
export async function cosignSignatures(
  source: ArtifactSource,
  digest: string,
): Promise<Candidate[]> {
  const tag = `${digest.replace(':', '-')}.sig`;
  const manifest = await source.manifest(tag);
  return manifest ? signatureLayers(source, manifest, digest, `tag ${tag}`) : [];
}

/** The layers of a manifest, each as a signature: also what cosign's OCI 1.1 mode leaves among the referrers. */
export function signatureLayers(
  source: ArtifactSource,
  manifest: Manifest,
  digest: string,
  where: string,
): Candidate[] {
  return manifest.layers.map((layer, i) => {
    const place = `${where}, layer ${i}`;
    return { place, digest, load: () => load(source, layer, place) };
  });
}

/** Bytes of the largest payload read: a payload names one digest and a few annotations. */
const LARGEST_PAYLOAD = 1 << 20;
const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json';

async function load(source: ArtifactSource, layer: Descriptor, place: string): Promise<Signed[]> {
  if (layer.mediaType !== SIMPLE_SIGNING)
    throw new VerificationError(
      'bad',
      `its media type is ${layer.mediaType.slice(0, 80) || 'missing'}`,
    );
  if (layer.size > LARGEST_PAYLOAD)
    throw new VerificationError(
      'bad',
      `its payload of ${layer.size} bytes is over ${LARGEST_PAYLOAD}`,
    );
  const annotation = layer.annotations.get('dev.cosignproject.cosign/signature');
  if (!annotation) throw new VerificationError('bad', 'it has no signature');
  const signature = decodeBase64(annotation, 'its signature');
  const bytes = await readAll(source.blob(layer), LARGEST_PAYLOAD, `the payload at ${place}`);
  const digest = { algorithm: 'sha256', value: createHash('sha256').update(bytes).digest() };
  return [
    {
      place,
      content: { kind: 'message', bytes, digest, signature },
      ...cosignMaterial(layer.annotations),
    },
  ];
}
