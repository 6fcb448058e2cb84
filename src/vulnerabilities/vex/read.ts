import { PortsideError, reason } from '../../lib/errors.js';
import { isObject, type JsonObject, object, text, texts } from '../../lib/json.js';
import { lineOfMember } from '../../lib/json-line.js';
import { readRegularFile } from '../../lib/regular-file.js';
import { readCsafVex } from './csaf.js';
import { readCycloneDxVex } from './cyclonedx.js';
import { readOpenVex } from './openvex.js';
import type { ReadStatements, VexDocument } from './statement.js';

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
  return parseVex(name, json, content);
}

/** Like readVex, for JSON that is already parsed; `name` is used in messages, and the text for lines in them. */
export function parseVex(name: string, json: unknown, content?: string): VexDocument {
  // In an attestation, the document is the predicate.
  const isAttestation = isObject(json) && isObject(json.predicate);
  const document = isAttestation ? json.predicate : json;
  if (!isObject(document)) throw unreadable(name, 'it is not a JSON object');
  const { statements, problems } = readerOf(name, document)(document);
  const messages = problems.slice(0, MAX_PROBLEMS).map(({ path, message }) => {
    const full = isAttestation ? ['predicate', ...path] : path;
    const line = content === undefined ? undefined : lineOfMember(content, full);
    const place = line === undefined ? ` at ${path.join('.')}` : `:${line}`;
    return `${name}${place} has no effect: ${message}`;
  });
  const left = problems.length - messages.length;
  const more = left > 0 ? [`${name}: ${left} more statements have no effect`] : [];
  return { name, statements, problems: [...messages, ...more] };
}

/** Of the statements of a document that have no effect. */
const MAX_PROBLEMS = 5;

function readerOf(name: string, document: JsonObject): (document: JsonObject) => ReadStatements {
  if (contextOf(document).startsWith('https://openvex.dev/ns')) return readOpenVex;
  if ((text(object(document.document).category) ?? '').startsWith('csaf_')) return readCsafVex;
  if (document.bomFormat === 'CycloneDX') return readCycloneDxVex;
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
