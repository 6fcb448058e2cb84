import { collectChunks } from '../../lib/chunks.js';
import { object } from '../../lib/json.js';
import type { ArtifactSource } from '../../registry/artifact-source.js';
import type { Descriptor } from '../../registry/manifest.js';
import type { SignatureCandidate } from '../candidate.js';
import { decodeBase64, parseObject } from '../json.js';
import type { UnverifiedSignature } from '../unverified-signature.js';
import { VerificationError } from '../verification-error.js';
import { cosignMaterial } from './cosign-material.js';

/**
 * The attestations that cosign stores at the tag `sha256-<hex>.att`: one layer each, with the DSSE envelope as the blob
 * and the verification material in the annotations.
 * Source: sigstore/cosign specs/ATTESTATION_SPEC.md.
 */
export async function cosignAttestations(
  source: ArtifactSource,
  digest: string,
): Promise<SignatureCandidate[]> {
  const tag = `${digest.replace(':', '-')}.att`;
  const manifest = await source.manifest(tag);
  return (manifest?.layers ?? []).map((layer, i) => {
    const place = `tag ${tag}, layer ${i}`;
    return { place, digest, load: () => load(source, layer, place) };
  });
}

/** Bytes of the largest envelope that is read: it may contain a complete SBOM. */
const MAX_ENVELOPE_SIZE = 32 << 20;
const DSSE = 'application/vnd.dsse.envelope.v1+json';
const MAX_SIGNATURES = 16;

async function load(
  source: ArtifactSource,
  layer: Descriptor,
  place: string,
): Promise<UnverifiedSignature[]> {
  if (layer.mediaType !== DSSE)
    throw new VerificationError(
      'invalid',
      `its media type is ${layer.mediaType.slice(0, 80) || 'missing'}`,
    );
  if (layer.size > MAX_ENVELOPE_SIZE)
    throw new VerificationError(
      'invalid',
      `its envelope has ${layer.size} bytes, the limit is ${MAX_ENVELOPE_SIZE}`,
    );
  const raw = await collectChunks(
    source.blob(layer),
    MAX_ENVELOPE_SIZE,
    `the envelope at ${place}`,
  );
  const { payload, payloadType, signatures } = parseObject(raw, 'its envelope');
  if (typeof payloadType !== 'string' || !Array.isArray(signatures))
    throw new VerificationError('invalid', 'its envelope is incomplete');
  if (signatures.length === 0 || signatures.length > MAX_SIGNATURES)
    throw new VerificationError(
      'invalid',
      `its envelope has ${signatures.length} signatures, expected 1 to ${MAX_SIGNATURES}`,
    );
  const bytes = decodeBase64(payload, 'its payload');
  const material = cosignMaterial(layer.annotations);
  return signatures.map((one: unknown) => {
    const signature = decodeBase64(object(one).sig, 'its signature');
    const content = { kind: 'envelope', payload: bytes, payloadType, signature, raw } as const;
    return { place, content, ...material };
  });
}
