import { isObject, type JsonObject } from '../lib/json.js';
import { VerificationError } from './verification-error.js';

/** A JSON object from an untrusted source; `name` is for messages: "its payload". Throws VerificationError (invalid). */
export function parseObject(bytes: Uint8Array | string, name: string): JsonObject {
  let json: unknown;
  try {
    json = JSON.parse(
      typeof bytes === 'string' ? bytes : new TextDecoder('utf-8', { fatal: true }).decode(bytes),
    );
  } catch {
    throw new VerificationError('invalid', `${name} is not JSON`);
  }
  if (!isObject(json)) throw new VerificationError('invalid', `${name} is not a JSON object`);
  return json;
}

/** Decodes strict base64. Throws VerificationError (invalid): characters that a lenient decoder skips can hide something. */
export function decodeBase64(text: unknown, name: string): Buffer {
  // A single expression for the whole text would need a deep stack for a large SBOM.
  if (
    typeof text !== 'string' ||
    text.length % 4 !== 0 ||
    NOT_BASE64.test(text.replace(/={1,2}$/, ''))
  )
    throw new VerificationError('invalid', `${name} is not base64`);
  return Buffer.from(text, 'base64');
}

const NOT_BASE64 = /[^A-Za-z0-9+/]/;
