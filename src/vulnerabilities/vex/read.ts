import { readFile, stat } from 'node:fs/promises';
import { PortsideError, reason } from '../../lib/errors.js';
import { isObject } from '../../lib/json.js';
import { readCsafVex } from './csaf.js';
import { readCycloneDxVex } from './cyclonedx.js';
import { readOpenVex } from './openvex.js';
import type { VexDocument } from './statement.js';

const LARGEST = 64 << 20;

/** A file, or a document that was read elsewhere. */
export type VexSource = string | { readonly name: string; readonly text: string };

/**
 * Reads an OpenVEX, CSAF or CycloneDX VEX document. Throws PortsideError (usage) for a file that cannot be read or is
 * none of them.
 */
export async function readVex(source: VexSource): Promise<VexDocument> {
  const { name: path, text } =
    typeof source === 'string' ? { name: source, text: await read(source) } : source;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw unreadable(path, `it is not JSON (${reason(error)})`);
  }
  return parseVex(path, json);
}

/** As readVex, of a value that is already parsed; `name` is what messages call it. */
export function parseVex(name: string, json: unknown): VexDocument {
  // An attestation carries the document as its predicate.
  const document = isObject(json) && isObject(json.predicate) ? json.predicate : json;
  if (!isObject(document)) throw unreadable(name, 'it is not a JSON object');
  if (String(document['@context'] ?? '').startsWith('https://openvex.dev/ns'))
    return { name, statements: readOpenVex(document) };
  if (isObject(document.document) && String(document.document.category ?? '').startsWith('csaf_'))
    return { name, statements: readCsafVex(document) };
  if (document.bomFormat === 'CycloneDX') return { name, statements: readCycloneDxVex(document) };
  throw unreadable(name, 'it is neither OpenVEX nor CSAF nor CycloneDX');
}

async function read(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST) throw new Error(`it is larger than ${LARGEST >> 20} MB`);
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, reason(error), error);
  }
}

function unreadable(name: string, why: string, cause?: unknown): PortsideError {
  return new PortsideError(
    'PSE6000',
    `Cannot read the VEX document ${name}: ${why}`,
    'Give OpenVEX, CSAF or CycloneDX JSON',
    cause,
  );
}
