import { readFile, stat } from 'node:fs/promises';
import { PortsideError, reason } from '../../lib/errors.js';
import { isObject } from '../../lib/json.js';
import { readCsafVex } from './csaf.js';
import { readCycloneDxVex } from './cyclonedx.js';
import { readOpenVex } from './openvex.js';
import type { VexDocument } from './statement.js';

const MAX_BYTES = 64 << 20;

/** The path of a file, or a document whose text is already read. */
export type VexSource = string | { readonly name: string; readonly text: string };

/**
 * Reads an OpenVEX, CSAF or CycloneDX VEX document. Throws PortsideError (usage) for an unreadable file, and for any
 * other document.
 */
export async function readVex(source: VexSource): Promise<VexDocument> {
  const { name, text } =
    typeof source === 'string' ? { name: source, text: await readText(source) } : source;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw unreadable(name, `it is not JSON (${reason(error)})`);
  }
  return parseVex(name, json);
}

/** Like readVex, for JSON that is already parsed; `name` is used in messages. */
export function parseVex(name: string, json: unknown): VexDocument {
  // In an attestation, the document is the predicate.
  const document = isObject(json) && isObject(json.predicate) ? json.predicate : json;
  if (!isObject(document)) throw unreadable(name, 'it is not a JSON object');
  if (String(document['@context'] ?? '').startsWith('https://openvex.dev/ns'))
    return { name, statements: readOpenVex(document) };
  if (isObject(document.document) && String(document.document.category ?? '').startsWith('csaf_'))
    return { name, statements: readCsafVex(document) };
  if (document.bomFormat === 'CycloneDX') return { name, statements: readCycloneDxVex(document) };
  throw unreadable(name, 'it is neither OpenVEX nor CSAF nor CycloneDX');
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES >> 20} MB`);
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, reason(error), error);
  }
}

function unreadable(name: string, why: string, cause?: unknown): PortsideError {
  return new PortsideError(
    'PSE6005',
    `Cannot read the VEX document ${name}: ${why}`,
    'Pass an OpenVEX, CSAF or CycloneDX document in JSON',
    cause,
  );
}
