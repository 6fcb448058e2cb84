import { isAscii } from 'node:buffer';
import schema from '../../../docs/report.schema.json' with { type: 'json' };
import type { Report } from '../../core/report.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { sanitize, shorten } from '../escape.js';
import { compileSchema, type ReportValidator } from './json-schema.js';
import { type JsonStructure, scanJsonStructure } from './json-structure.js';
import { type SerializedReport, serializeReport } from './serialized-report.js';

/** A report of the largest image that was seen has 10 MB; merged ones are as large as all of them. */
export const MAX_REPORT_BYTES = 256_000_000;
/** One in thirty bytes is usual; small values take twenty times their bytes of memory. */
const MAX_VALUES = 10_000_000;
/** A report itself is six deep; `details` may hold some more. */
const MAX_DEPTH = 64;

let validate: ReportValidator | undefined;

/**
 * The report in a JSON file that anybody may have written, such as the artifact of a pull request from a fork: valid
 * against docs/report.schema.json, of bounded size and depth. Its texts stay foreign, and its paths must not be
 * followed. Throws PortsideError (usage) that names `name` and what is wrong.
 */
export function readReport(bytes: Buffer, name: string): Report {
  return readAndValidate(bytes, name).report;
}

/** The same, packed. */
export function readSerializedReport(bytes: Buffer, name: string): SerializedReport {
  const { report, text, brackets } = readAndValidate(bytes, name);
  return serializeReport(report, itemTexts(bytes, text, brackets));
}

/**
 * The texts of all items of lists, where they are as `--format json` writes them: making them of the values again takes
 * longer than parsing did. Undefined for others, such as indented ones.
 */
function itemTexts(
  bytes: Buffer,
  text: string,
  { items, compact }: JsonStructure,
): string[] | undefined {
  // Characters are bytes then, and none is invisible.
  if (!compact || !isAscii(bytes) || bytes.includes(DELETE)) return undefined;
  const texts: string[] = [];
  for (let i = 0; i < items.length; i += 2) texts.push(text.slice(items[i], items[i + 1]));
  return texts;
}

const DELETE = 0x7f;

function readAndValidate(bytes: Buffer, name: string) {
  const problem = (what: string) =>
    new PortsideError(
      'PSE9000',
      `Cannot read the report ${sanitize(name)}: ${shorten(sanitize(what), 500)}`,
      'Give a file that --format json wrote',
    );
  if (bytes.length > MAX_REPORT_BYTES) throw problem(`it has more than ${MAX_REPORT_BYTES} bytes`);
  // Before parsing, since what is deep can end the process.
  const brackets = scanJsonStructure(bytes);
  if (brackets.depth > MAX_DEPTH) throw problem(`it is nested more than ${MAX_DEPTH} deep`);
  if (brackets.values > MAX_VALUES) throw problem(`it has more than ${MAX_VALUES} values`);
  // Decoding UTF-8 takes a third of the time of parsing, and most reports have nothing to decode.
  const text = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw problem(reason(error));
  }
  validate ??= compileSchema(schema);
  const wrong = validate(value);
  if (wrong !== undefined) throw problem(wrong);
  return { report: value as Report, text, brackets };
}
