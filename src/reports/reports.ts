import type { Format } from './format.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import { sarif } from './sarif.js';
import { text } from './text.js';

/** Every way to write a report down, by the name that `--format` takes. */
export const FORMATS: ReadonlyMap<string, Format> = new Map(
  [text, json, sarif, markdown].map((format) => [format.id, format]),
);
