import schema from '../../docs/report.schema.json' with { type: 'json' };
import { PortsideError, reason } from '../findings/errors.js';
import type { Report } from '../findings/report.js';
import { plain, shorten } from './escape.js';
import { violation } from './schema.js';

/** A report of the largest image that was seen has 10 MB. */
const MAX_LENGTH = 100_000_000;
/** A report itself is six deep; `details` may hold some more. */
const MAX_DEPTH = 64;

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
  const wrong = violation(value, schema);
  if (wrong !== undefined) throw problem(wrong);
  return value as Report;
}

/** How deep brackets are nested outside of strings: read before parsing, since what is deep can end the process. */
function depth(text: string): number {
  let deepest = 0;
  let now = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') inString = !inString;
    else if (inString) i += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++now);
    else if (character === ']' || character === '}') now--;
  }
  return deepest;
}
