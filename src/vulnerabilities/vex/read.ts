import { PortsideError, reason } from '../../lib/errors.js';
import { isObject, type JsonObject, text, texts } from '../../lib/json.js';
import { readRegularFile } from '../../lib/regular-file.js';
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
  const { name, text: content } =
    typeof source === 'string' ? { name: source, text: readVexText(source) } : source;
  let json: unknown;
  try {
    json = JSON.parse(content);
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
  if (contextOf(document).startsWith('https://openvex.dev/ns'))
    return { name, statements: readOpenVex(document) };
  if (isObject(document.document) && (text(document.document.category) ?? '').startsWith('csaf_'))
    return { name, statements: readCsafVex(document) };
  if (document.bomFormat === 'CycloneDX') return { name, statements: readCycloneDxVex(document) };
  throw unreadable(name, 'it is neither OpenVEX nor CSAF nor CycloneDX');
}

/** JSON-LD allows a list of contexts. */
function contextOf(document: JsonObject): string {
  const context = document['@context'];
  return text(context) ?? texts(context)[0] ?? '';
}

/** The text of a document. Throws PortsideError (usage) if it cannot be read. */
export function readVexText(path: string): string {
  try {
    return readRegularFile(path, MAX_BYTES).toString('utf8');
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
