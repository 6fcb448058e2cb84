import { damaged, type Limits } from './limits.js';

/**
 * JSON of outside origin, bounded in size and depth. Throws PortsideError (incomplete).
 */
export function parseJson(bytes: Uint8Array, where: string, limits: Limits): unknown {
  if (bytes.length > limits.jsonBytes)
    throw damaged(where, `it is larger than ${limits.jsonBytes} bytes`);
  if (depth(bytes) > limits.jsonDepth)
    throw damaged(where, `it is nested deeper than ${limits.jsonDepth} levels`);
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
  } catch (error) {
    throw damaged(where, 'it is not JSON', undefined, error);
  }
}

/** The deepest nesting, strings skipped. */
function depth(bytes: Uint8Array): number {
  let level = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inString) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x5b || byte === 0x7b) deepest = Math.max(deepest, ++level);
    else if (byte === 0x5d || byte === 0x7d) level--;
  }
  return deepest;
}

/** Members of an object; of anything else, none. */
export function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

export function string(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The strings of an array, other things dropped. */
export function strings(value: unknown): readonly string[] {
  return array(value).filter((item): item is string => typeof item === 'string');
}
