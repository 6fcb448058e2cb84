import { VerificationError } from './verification-error.js';

/** A JSON object from outside. Throws Refusal (bad) when it is none; `what` names it: "its payload". */
export function parseObject(bytes: Uint8Array | string, what: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(
      typeof bytes === 'string' ? bytes : new TextDecoder('utf-8', { fatal: true }).decode(bytes),
    );
  } catch {
    throw new VerificationError('bad', `${what} is not JSON`);
  }
  if (!isObject(json)) throw new VerificationError('bad', `${what} is not a JSON object`);
  return json;
}

export function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** Bytes from strict base64. Throws Refusal (bad): what a lenient reader would skip may hide something. */
export function decodeBase64(text: unknown, what: string): Buffer {
  // One expression for all of it would need a stack as deep as a large SBOM is long.
  if (
    typeof text !== 'string' ||
    text.length % 4 !== 0 ||
    NOT_BASE64.test(text.replace(/={1,2}$/, ''))
  )
    throw new VerificationError('bad', `${what} is not base64`);
  return Buffer.from(text, 'base64');
}

const NOT_BASE64 = /[^A-Za-z0-9+/]/;
