import {
  type ArtifactSource,
  type Descriptor,
  type Manifest,
  readAll,
} from '../../image/artifacts.js';
import { PortsideError } from '../../lib/errors.js';
import { VerificationError } from '../verification-error.js';
import { type Candidate, LARGEST_BUNDLE } from './candidate.js';
import { signatureLayers } from './cosign-signatures.js';

/**
 * What the referrers of a digest hold: Sigstore bundles, and the signatures of cosign's OCI 1.1 mode. Every referrer's
 * manifest is read, since a descriptor's `artifactType` need not say what it is.
 * Sources: sigstore/cosign specs/BUNDLE_SPEC.md; OCI distribution specification 1.1, "Listing Referrers".
 */
export async function* referrerCandidates(
  source: ArtifactSource,
  digest: string,
): AsyncGenerator<Candidate> {
  const referrers = await source.referrers(digest);
  if (referrers.length > MOST_REFERRERS)
    throw new PortsideError(
      'PSE7500',
      `${source.name}@${digest} has over ${MOST_REFERRERS} referrers`,
    );
  for (const referrer of referrers) {
    const manifest = await source.manifest(referrer.digest);
    if (manifest) yield* candidates(source, manifest, digest);
  }
}

const MOST_REFERRERS = 500;
const BUNDLE_PREFIX = 'application/vnd.dev.sigstore.bundle';
const COSIGN_SIGNATURE = 'application/vnd.dev.cosign.artifact.sig.v1+json';

function candidates(source: ArtifactSource, manifest: Manifest, digest: string): Candidate[] {
  const place = `referrer ${manifest.digest}`;
  const [layer, ...others] = manifest.layers;
  if (layer?.mediaType.startsWith(BUNDLE_PREFIX) && others.length === 0)
    return [{ place, digest, load: () => loadBundle(source, layer, place) }];
  const type = manifest.artifactType ?? manifest.config?.mediaType;
  return type === COSIGN_SIGNATURE ? signatureLayers(source, manifest, digest, place) : [];
}

async function loadBundle(source: ArtifactSource, layer: Descriptor, place: string) {
  if (layer.size > LARGEST_BUNDLE)
    throw new VerificationError(
      'bad',
      `its bundle of ${layer.size} bytes is over ${LARGEST_BUNDLE}`,
    );
  const bytes = await readAll(source.blob(layer), LARGEST_BUNDLE, `the bundle at ${place}`);
  // The parser and what it needs are a hundred kilobytes that few runs want.
  const { parseBundle } = await import('../sigstore/library.js');
  return [parseBundle(bytes, place)];
}
