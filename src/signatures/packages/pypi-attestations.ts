import type { HttpOptions } from '../../lib/http.js';
import { type JsonObject, list, object, objects } from '../../lib/json.js';
import { IN_TOTO } from '../statement.js';
import type { PackageRelease } from './package-release.js';
import { registryAnswer } from './registry-answer.js';

/** More attestations of one file are not read. PyPI makes one. */
const MAX_ATTESTATIONS = 16;

/** The statement that PyPI's own publishing makes: it says who uploaded a file, and has no content. */
export const PYPI_PUBLISH = 'https://docs.pypi.org/attestations/publish/v1';

/**
 * The attestations of a file of a release as Sigstore bundles, from a registry with PyPI's integrity API; none if it has none.
 * Throws as registryAnswer().
 * Source: PEP 740; docs.pypi.org/api/integrity.
 */
export async function pypiProvenance(
  registry: string,
  { name, version, file = '' }: PackageRelease,
  http: HttpOptions,
): Promise<readonly Uint8Array[]> {
  const path = ['integrity', name, version, file, 'provenance'].map(encodeURIComponent).join('/');
  const answer = await registryAnswer(new URL(path, registry), file, http);
  return objects(answer?.attestation_bundles)
    .flatMap((one) => objects(one.attestations))
    .slice(0, MAX_ATTESTATIONS)
    .map((one) => Buffer.from(JSON.stringify(bundleOf(one))));
}

function bundleOf(attestation: JsonObject): object {
  const { certificate, transparency_entries: entries } = object(attestation.verification_material);
  const { statement, signature } = object(attestation.envelope);
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { certificate: { rawBytes: certificate }, tlogEntries: list(entries) },
    dsseEnvelope: { payload: statement, payloadType: IN_TOTO, signatures: [{ sig: signature }] },
  };
}
