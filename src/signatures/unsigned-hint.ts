import type { ArtifactSource } from '../registry/artifact-source.js';
import type { Descriptor } from '../registry/manifest.js';
import { attestationManifests } from './formats/buildkit.js';
import { cosignAttestations } from './formats/cosign-attestations.js';
import { isNotation, NOTATION, notationSigner } from './formats/notation.js';
import { isBundle } from './formats/referrers.js';

/**
 * What an image without a signature has instead, as the end of a sentence: attestations, or a signature of another tool.
 * Undefined if it has nothing, or if that cannot be read, since it is only a hint.
 */
export async function unsignedHint(
  source: ArtifactSource,
  digests: readonly string[],
): Promise<string | undefined> {
  const found = new Set<string>();
  for (const digest of digests) {
    try {
      for (const kind of await kindsOf(source, digest)) found.add(kind);
    } catch {
      // The registry has already answered the requests for signatures, which decide about the result.
    }
  }
  return found.size === 0 ? undefined : `it has ${[...found].join(', and ')}`;
}

const ATTESTATIONS = 'attestations, which do not sign the image itself';
const BUILDKIT = 'attestations of BuildKit, which do not sign the image itself';
/** Referrers that are read for the hint. */
const MAX_READ = 20;

async function kindsOf(source: ArtifactSource, digest: string): Promise<readonly string[]> {
  const kinds: string[] = [];
  if ((await cosignAttestations(source, digest)).length > 0) kinds.push(ATTESTATIONS);
  const referrers = await source.referrers(digest);
  for (const referrer of referrers.slice(0, MAX_READ)) {
    const kind = await kindOf(source, referrer);
    if (kind) kinds.push(kind);
  }
  const index = await source.manifest(digest);
  if (index && attestationManifests(index).length > 0) kinds.push(BUILDKIT);
  return kinds;
}

/** The kind of a referrer. A Sigstore bundle that is a signature was found before, so this one is an attestation. */
async function kindOf(source: ArtifactSource, referrer: Descriptor): Promise<string | undefined> {
  const manifest = await source.manifest(referrer.digest);
  if (referrer.artifactType === NOTATION || (manifest && isNotation(manifest))) {
    const signer = manifest && (await notationSigner(source, manifest));
    const named = signer === undefined ? '' : ` (${signer})`;
    return `a signature of Notation${named}, which is not verified: use notation verify`;
  }
  return manifest && isBundle(manifest) ? ATTESTATIONS : undefined;
}
