import { InvalidJson, parseJson } from '../lib/json.js';
import { damaged, limitExceeded } from './errors.js';
import type { Limits } from './limits.js';

/** Parses JSON of an image, bounded in size and depth. Throws PortsideError (incomplete). */
export function parseImageJson(bytes: Uint8Array, where: string, limits: Limits): unknown {
  if (bytes.length > limits.jsonBytes)
    throw limitExceeded(where, `it is larger than ${limits.jsonBytes} bytes`);
  try {
    return parseJson(bytes, limits.jsonDepth);
  } catch (error) {
    if (!(error instanceof InvalidJson)) throw error;
    throw damaged(where, `it ${error.message}`, undefined, error);
  }
}
