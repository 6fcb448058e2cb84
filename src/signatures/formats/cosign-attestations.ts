import { type ArtifactSource, type Descriptor, readAll } from '../../image/artifacts.js';
import { decodeBase64, isObject, parseObject } from '../json.js';
import type { Signed } from '../signed.js';
import { VerificationError } from '../verification-error.js';
import type { Candidate } from './candidate.js';
import { cosignMaterial } from './cosign-material.js';

/**
 * The attestations that cosign leaves at the tag `sha256-<hex>.att`: one layer each, a DSSE envelope as the blob,
 * what proves it as annotations.
 * Source: sigstore/cosign specs/ATTESTATION_SPEC.md.
 */
export async function cosignAttestations(
  source: ArtifactSource,
  digest: string,
): Promise<Candidate[]> {
  const tag = `${digest.replace(':', '-')}.att`;
  const manifest = await source.manifest(tag);
  return (manifest?.layers ?? []).map((layer, i) => {
    const place = `tag ${tag}, layer ${i}`;
    return { place, digest, load: () => load(source, layer, place) };
  });
}

/** Bytes of the largest envelope read: it may hold a whole SBOM. */
const LARGEST_ENVELOPE = 32 << 20;
const DSSE = 'application/vnd.dsse.envelope.v1+json';
const MOST_SIGNATURES = 16;

async function load(source: ArtifactSource, layer: Descriptor, place: string): Promise<Signed[]> {
  if (layer.mediaType !== DSSE)
    throw new VerificationError(
      'bad',
      `its media type is ${layer.mediaType.slice(0, 80) || 'missing'}`,
    );
  if (layer.size > LARGEST_ENVELOPE)
    throw new VerificationError(
      'bad',
      `its envelope of ${layer.size} bytes is over ${LARGEST_ENVELOPE}`,
    );
  const raw = await readAll(source.blob(layer), LARGEST_ENVELOPE, `the envelope at ${place}`);
  const { payload, payloadType, signatures } = parseObject(raw, 'its envelope');
  if (typeof payloadType !== 'string' || !Array.isArray(signatures))
    throw new VerificationError('bad', 'its envelope is incomplete');
  if (signatures.length === 0 || signatures.length > MOST_SIGNATURES)
    throw new VerificationError('bad', `its envelope has ${signatures.length} signatures`);
  const bytes = decodeBase64(payload, 'its payload');
  const material = cosignMaterial(layer.annotations);
  return signatures.map((one: unknown) => {
    const signature = decodeBase64(isObject(one) ? one.sig : undefined, 'its signature');
    const content = { kind: 'envelope', payload: bytes, payloadType, signature, raw } as const;
    return { place, content, ...material };
  });
}
