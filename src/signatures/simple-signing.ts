import { parseObject } from './json.js';
import { VerificationError } from './verification-error.js';

/** What a cosign signature claims. */
export interface SimpleSigning {
  /** The digest of the image that was signed. */
  readonly digest: string;
  /** The name that the image had then; a signature may move with its image, so this decides nothing. */
  readonly reference?: string;
  readonly annotations: ReadonlyMap<string, string>;
}

/**
 * Reads a signed payload. Throws Refusal (bad) when it is not one.
 * Source: containers/image "signature format", the format that cosign calls SimpleSigning.
 */
export function parseSimpleSigning(payload: Uint8Array): SimpleSigning {
  const json = parseObject(payload, 'its payload');
  const critical = child(json, 'critical');
  const digest = child(critical, 'image')['docker-manifest-digest'];
  if (typeof digest !== 'string')
    throw new VerificationError('bad', 'its payload names no image digest');
  const identity = critical.identity;
  const reference =
    typeof identity === 'object' && identity !== null && 'docker-reference' in identity
      ? identity['docker-reference']
      : undefined;
  const optional = json.optional ?? {};
  return {
    digest,
    ...(typeof reference === 'string' && reference !== '' ? { reference } : {}),
    annotations: new Map(
      Object.entries(optional).filter((one): one is [string, string] => typeof one[1] === 'string'),
    ),
  };
}

function child(json: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = json[name];
  if (typeof value !== 'object' || value === null)
    throw new VerificationError('bad', `its payload has no "${name}"`);
  return value as Record<string, unknown>;
}
