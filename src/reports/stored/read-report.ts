import { isAscii } from 'node:buffer';
import schema from '../../../docs/report.schema.json' with { type: 'json' };
import type { Report } from '../../core/report.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { sanitize, shorten } from '../escape.js';
import { compileSchema, type ReportValidator } from './json-schema.js';
import { type JsonStructure, scanJsonStructure } from './json-structure.js';
import { type SerializedReport, serializeReport } from './serialized-report.js';

/** The report of the largest image measured has 10 MB; a merged report has the size of all its parts. */
export const MAX_REPORT_BYTES = 256_000_000;
/** Usually a report has one value in thirty bytes. Many small values need twenty times their size in memory. */
const MAX_VALUES = 10_000_000;
/** A report is nested six levels deep; `details` may add some. */
const MAX_DEPTH = 64;

let validate: ReportValidator | undefined;

/**
 * Reads a JSON report that may be untrusted, such as the artifact of a pull request from a fork: it must be valid against
 * docs/report.schema.json and of bounded size and depth. Its texts must be escaped, and its paths must not be followed.
 * Throws PortsideError (usage) that names the file and the first error, also for a report that has only changes: all that it
 * does not list would count as fixed or as new.
 */
export function readReport(bytes: Buffer, name: string): Report {
  const { report } = parseReport(bytes, name);
  if (report.scope === undefined) return report;
  throw new PortsideError(
    'PSE9008',
    `Cannot read report ${sanitize(name)}: it has only what changed since an earlier scan`,
    'Pass a report with all findings: those of the targets are in the folder of scan --out, and portside merge joins them',
  );
}

/** Reads a report, also one that has only changes, with its lists as JSON texts, for merging. */
export function readSerializedReport(bytes: Buffer, name: string): SerializedReport {
  const { report, text, structure } = parseReport(bytes, name);
  return serializeReport(report, itemTexts(bytes, text, structure));
}

/**
 * The texts of all items of lists if they are as `--format json` writes them: serializing them again takes longer than
 * parsing did. Undefined for other texts, such as indented ones.
 */
function itemTexts(
  bytes: Buffer,
  text: string,
  { items, compact }: JsonStructure,
): string[] | undefined {
  // In ASCII, byte offsets are character offsets, and only DEL is invisible.
  if (!compact || !isAscii(bytes) || bytes.includes(DELETE)) return undefined;
  const texts: string[] = [];
  for (let i = 0; i < items.length; i += 2) texts.push(text.slice(items[i], items[i + 1]));
  return texts;
}

const DELETE = 0x7f;

function parseReport(bytes: Buffer, name: string) {
  const invalid = (problem: string) =>
    new PortsideError(
      'PSE9001',
      `Cannot read report ${sanitize(name)}: ${shorten(sanitize(problem), 500)}`,
      'Pass a file that --format json wrote',
    );
  if (bytes.length > MAX_REPORT_BYTES) throw invalid(`it has more than ${MAX_REPORT_BYTES} bytes`);
  // Checked before parsing: deep nesting can crash the process.
  const structure = scanJsonStructure(bytes);
  if (structure.depth > MAX_DEPTH) throw invalid(`it is nested more than ${MAX_DEPTH} levels deep`);
  if (structure.values > MAX_VALUES) throw invalid(`it has more than ${MAX_VALUES} values`);
  // Most reports are ASCII. Decoding them as UTF-8 would take a third of the time of parsing.
  const text = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(reason(error));
  }
  validate ??= compileSchema(schema);
  const problem = validate(value);
  if (problem !== undefined) throw invalid(problem);
  return { report: value as Report, text, structure };
}
