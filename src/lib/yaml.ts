import { lineStarts, withYamlBreaks } from './lines.js';
import { readYamlEvents } from './yaml-events.js';
import { type YamlNode, type YamlOptions, yamlTooComplex } from './yaml-node.js';
import { readYamlTolerantly } from './yaml-tolerant.js';

export {
  type UnsupportedPart,
  type YamlBudget,
  YamlError,
  type YamlNode,
  type YamlOptions,
  yamlBudget,
} from './yaml-node.js';

/** A file with more documents is rejected: reading each of them takes time. */
const MAX_DOCUMENTS = 10_000;
const DOCUMENT_START = /^---(?=\s|$)/gm;

/** No reader accepts so many levels, and the parser needs a kilobyte for each. */
const DEEP_FLOW = /(?:[[{][ \t\r\n]{0,10}){1000}/;

/**
 * The documents of a YAML 1.2 text in order; none for a text without content. What js-yaml does not read is read by a
 * slower parser, which also accepts what Go and Python accept, and says what is wrong. Throws YamlError.
 */
export function readYaml(text: string, options: YamlOptions): YamlNode[] {
  if (DEEP_FLOW.test(text)) throw yamlTooComplex();
  let count = 0;
  for (const _ of text.matchAll(DOCUMENT_START))
    if (++count > MAX_DOCUMENTS) throw yamlTooComplex();
  try {
    const source = {
      text: options.endsLines ? withYamlBreaks(text) : text,
      starts: lineStarts(text),
    };
    return readYamlEvents(source, options) ?? readYamlTolerantly(source, options);
  } catch (error) {
    if (error instanceof RangeError) throw yamlTooComplex();
    throw error;
  }
}
