import { isObject, type JsonObject, object, text } from '../lib/json.js';
import { parseObject } from './json.js';
import { VerificationError } from './verification-error.js';

/**
 * The claims in a cosign signature's payload.
 */
export interface SimpleSigning {
  /** The digest of the image that was signed. */
  readonly digest: string;
  /** The name of the image when it was signed: `ghcr.io/acme/app`, or with its tag. */
  readonly identity?: string;
  readonly annotations: ReadonlyMap<string, string>;
}

/**
 * Parses a signed payload. Throws VerificationError (invalid).
 * Source: containers/image "signature format", the format that cosign calls SimpleSigning.
 */
export function parseSimpleSigning(payload: Uint8Array): SimpleSigning {
  const json = parseObject(payload, 'its payload');
  const critical = member(json, 'critical');
  const digest = member(critical, 'image')['docker-manifest-digest'];
  if (typeof digest !== 'string')
    throw new VerificationError('invalid', 'its payload has no image digest');
  const optional = json.optional ?? {};
  const identity = text(object(critical.identity)['docker-reference']);
  return {
    digest,
    ...(identity === undefined ? {} : { identity }),
    annotations: new Map(
      Object.entries(optional).filter((one): one is [string, string] => typeof one[1] === 'string'),
    ),
  };
}

function member(json: JsonObject, name: string): JsonObject {
  const value = json[name];
  if (!isObject(value)) throw new VerificationError('invalid', `its payload has no "${name}"`);
  return value;
}
