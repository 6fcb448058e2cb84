import { PortsideError } from '../../lib/errors.js';
import { discard, type HttpOptions, readBody, send } from '../../lib/http.js';
import { isObject, objects, text } from '../../lib/json.js';
import { isProvenance } from '../find-provenance.js';
import { parseObject } from '../json.js';
import { VerificationError } from '../verification-error.js';
import type { PackageRelease } from './package-release.js';

/** The attestations of one release have some ten kilobytes. */
const MAX_ANSWER = 4 << 20;
/** More attestations of one release are not read. npm makes two. */
const MAX_ATTESTATIONS = 16;

const NPM = 'registry.npmjs.org';

/**
 * The Sigstore bundles with provenance of a release, from a registry that speaks npm's protocol; none if the registry has none,
 * or has no attestations at all. Throws PortsideError (incomplete) if npm's registry does not answer, VerificationError
 * (invalid) for an answer that is not a list of attestations.
 * Source: docs.npmjs.com, "Generating provenance statements"; github.com/npm/attestation.
 */
export async function npmProvenance(
  registry: string,
  { name, version }: PackageRelease,
  http: HttpOptions,
): Promise<readonly Uint8Array[]> {
  const path = `-/npm/v1/attestations/${name.replace('/', '%2f')}@${encodeURIComponent(version)}`;
  const url = new URL(path, registry);
  const purpose = `read the attestations of ${name} ${version}`;
  const response = await send({ url, headers: { Accept: 'application/json' }, purpose }, http);
  if (response.status !== 200) {
    discard(response);
    const hasNone = response.status === 404 || (url.host !== NPM && response.status < 429);
    if (hasNone) return [];
    throw new PortsideError(
      'PSE7510',
      `Cannot ${purpose}: ${url.host} answered with status ${response.status}`,
    );
  }
  const answer = await readBody(response, MAX_ANSWER, http.timeout, purpose);
  return bundlesIn(answer);
}

function bundlesIn(answer: Uint8Array): Uint8Array[] {
  const { attestations } = parseObject(answer, 'the list of its attestations');
  if (!Array.isArray(attestations))
    throw new VerificationError('invalid', 'the list of its attestations has none');
  return objects(attestations)
    .slice(0, MAX_ATTESTATIONS)
    .filter(({ predicateType }) => isProvenance(text(predicateType) ?? ''))
    .flatMap(({ bundle }) => (isObject(bundle) ? [Buffer.from(JSON.stringify(bundle))] : []));
}
