import { PortsideError } from '../../lib/errors.js';
import { discard, type HttpOptions, readBody, send } from '../../lib/http.js';
import type { JsonObject } from '../../lib/json.js';
import { parseObject } from '../json.js';

/** The attestations of one release have some ten kilobytes. */
const MAX_ANSWER = 4 << 20;

/** The public registries, which have attestations: an error of theirs does not mean that there are none. */
const PUBLIC = ['registry.npmjs.org', 'pypi.org'];

/**
 * What a registry answers about the attestations of a release; undefined if it has none, or has no attestations at all. Throws
 * PortsideError (incomplete) if it fails, VerificationError (invalid) for an answer that is not a JSON object.
 */
export async function registryAnswer(
  url: URL,
  what: string,
  http: HttpOptions,
): Promise<JsonObject | undefined> {
  const purpose = `read the attestations of ${what}`;
  const response = await send({ url, headers: { Accept: 'application/json' }, purpose }, http);
  if (response.status === 200) {
    const answer = await readBody(response, MAX_ANSWER, http.timeout, purpose);
    return parseObject(answer, 'the list of its attestations');
  }
  discard(response);
  if (response.status === 404 || (!PUBLIC.includes(url.host) && response.status < 429))
    return undefined;
  throw new PortsideError(
    'PSE7510',
    `Cannot ${purpose}: ${url.host} answered with status ${response.status}`,
  );
}
