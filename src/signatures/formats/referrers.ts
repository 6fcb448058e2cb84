import { collectChunks } from '../../lib/chunks.js';
import { PortsideError } from '../../lib/errors.js';
import type { ArtifactSource } from '../../registry/artifact-source.js';
import type { Descriptor, OciManifest } from '../../registry/manifest.js';
import { MAX_BUNDLE_SIZE, type SignatureCandidate } from '../candidate.js';
import { VerificationError } from '../verification-error.js';
import { signatureLayers } from './cosign-signatures.js';

/**
 * The signatures among the referrers of a digest: Sigstore bundles, and signatures in cosign's OCI 1.1 mode. The
 * manifest of every referrer is read, since `artifactType` is optional in its descriptor.
 * Sources: sigstore/cosign specs/BUNDLE_SPEC.md; OCI distribution specification 1.1, "Listing Referrers".
 */
export async function* referrerCandidates(
  source: ArtifactSource,
  digest: string,
): AsyncGenerator<SignatureCandidate> {
  const referrers = await source.referrers(digest);
  if (referrers.length > MAX_REFERRERS)
    throw new PortsideError(
      'PSE7506',
      `Cannot verify ${source.name}@${digest}: it has over ${MAX_REFERRERS} referrers`,
      'Delete referrers that are no longer needed',
    );
  for (const referrer of referrers) {
    const manifest = await source.manifest(referrer.digest);
    if (manifest) yield* candidates(source, manifest, digest);
  }
}

const MAX_REFERRERS = 500;
const BUNDLE_PREFIX = 'application/vnd.dev.sigstore.bundle';
const COSIGN_SIGNATURE = 'application/vnd.dev.cosign.artifact.sig.v1+json';

/** Whether the manifest has a Sigstore bundle as its only layer. */
export function isBundle({ layers: [layer, ...others] }: OciManifest): boolean {
  return layer?.mediaType.startsWith(BUNDLE_PREFIX) === true && others.length === 0;
}

function candidates(
  source: ArtifactSource,
  manifest: OciManifest,
  digest: string,
): SignatureCandidate[] {
  const place = `referrer ${manifest.digest}`;
  const [layer] = manifest.layers;
  if (layer && isBundle(manifest))
    return [{ place, digest, load: () => loadBundle(source, layer, place) }];
  const type = manifest.artifactType ?? manifest.config?.mediaType;
  return type === COSIGN_SIGNATURE ? signatureLayers(source, manifest, digest, place) : [];
}

async function loadBundle(source: ArtifactSource, layer: Descriptor, place: string) {
  if (layer.size > MAX_BUNDLE_SIZE)
    throw new VerificationError(
      'invalid',
      `its bundle has ${layer.size} bytes, the limit is ${MAX_BUNDLE_SIZE}`,
    );
  const bytes = await collectChunks(source.blob(layer), MAX_BUNDLE_SIZE, `the bundle at ${place}`);
  // Loaded only when needed: the parser and its dependencies are a hundred kilobytes.
  const { parseBundle } = await import('../sigstore/library.js');
  return [parseBundle(bytes, place)];
}
