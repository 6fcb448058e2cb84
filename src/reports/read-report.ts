import schema from '../../docs/report.schema.json' with { type: 'json' };
import { PortsideError, reason } from '../findings/errors.js';
import type { Report } from '../findings/report.js';
import { plain, shorten } from './escape.js';
import { compile, type Validate } from './schema.js';

/** A report of the largest image that was seen has 10 MB. */
const MAX_LENGTH = 100_000_000;
/** A report itself is six deep; `details` may hold some more. */
const MAX_DEPTH = 64;

let validate: Validate | undefined;

/**
 * The report in a JSON text that anybody may have written, such as the artifact of a pull request from a fork: valid
 * against docs/report.schema.json, of bounded size and depth. Its texts stay foreign, and its paths must not be
 * followed. Throws PortsideError (usage) that names `name` and what is wrong.
 */
export function readReport(text: string, name: string): Report {
  const problem = (what: string) =>
    new PortsideError(
      'usage',
      `Cannot read the report ${plain(name)}: ${shorten(plain(what), 500)}`,
      'Give a file that --format json wrote',
    );
  if (text.length > MAX_LENGTH) throw problem(`it has more than ${MAX_LENGTH} characters`);
  if (depth(text) > MAX_DEPTH) throw problem(`it is nested more than ${MAX_DEPTH} deep`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw problem(reason(error));
  }
  validate ??= compile(schema);
  const wrong = validate(value);
  if (wrong !== undefined) throw problem(wrong);
  return value as Report;
}

/** How deep brackets are nested outside of strings: read before parsing, since what is deep can end the process. */
function depth(text: string): number {
  let deepest = 0;
  let now = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) inString = !inString;
    else if (inString) i += code === 0x5c ? 1 : 0;
    // Bit 5 makes of a bracket the brace.
    else if ((code | 0x20) === 0x7b) deepest = Math.max(deepest, ++now);
    else if ((code | 0x20) === 0x7d) now--;
  }
  return deepest;
}
