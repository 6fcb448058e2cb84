import type { HttpOptions } from '../../lib/http.js';
import { isObject, objects, text } from '../../lib/json.js';
import { isProvenance } from '../find-provenance.js';
import { VerificationError } from '../verification-error.js';
import type { PackageRelease } from './package-release.js';
import { registryAnswer } from './registry-answer.js';

/** More attestations of one release are not read. npm makes two. */
const MAX_ATTESTATIONS = 16;

/**
 * The Sigstore bundles with provenance of a release, from a registry that speaks npm's protocol; none if it has none. Throws as
 * registryAnswer().
 * Source: docs.npmjs.com, "Generating provenance statements"; github.com/npm/attestation.
 */
export async function npmProvenance(
  registry: string,
  { name, version }: PackageRelease,
  http: HttpOptions,
): Promise<readonly Uint8Array[]> {
  const path = `-/npm/v1/attestations/${name.replace('/', '%2f')}@${encodeURIComponent(version)}`;
  const answer = await registryAnswer(new URL(path, registry), `${name} ${version}`, http);
  if (!answer) return [];
  const { attestations } = answer;
  if (!Array.isArray(attestations))
    throw new VerificationError('invalid', 'the list of its attestations has none');
  return objects(attestations)
    .slice(0, MAX_ATTESTATIONS)
    .filter(({ predicateType }) => isProvenance(text(predicateType) ?? ''))
    .flatMap(({ bundle }) => (isObject(bundle) ? [Buffer.from(JSON.stringify(bundle))] : []));
}
