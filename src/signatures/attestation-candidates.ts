import type { ArtifactSource } from '../registry/artifact-source.js';
import type { SignatureCandidate } from './candidate.js';
import { cosignAttestations } from './formats/cosign-attestations.js';
import { type GitHubAttestations, githubAttestations } from './formats/github-attestations.js';
import { referrerCandidates } from './formats/referrers.js';

/**
 * Everything that may be a signed attestation of any of the digests: cosign's tags, bundles among the referrers, then
 * GitHub's attestation store. The storage format with the fewest requests comes first.
 * Throws PortsideError when the source cannot be read.
 */
export async function* attestationCandidates(
  source: ArtifactSource,
  digests: readonly string[],
  github: GitHubAttestations | undefined,
): AsyncGenerator<SignatureCandidate> {
  for (const digest of digests) yield* await cosignAttestations(source, digest);
  for (const digest of digests) yield* referrerCandidates(source, digest);
  if (github) for (const digest of digests) yield* githubAttestations(github, digest);
}
