import { type RefusedEdit, refused } from '../core/edit-result.js';
import { reason } from '../lib/errors.js';
import { lineStarts } from '../lib/lines.js';
import { type ManifestNode, readPlainDocuments, TemplateError } from './manifest-yaml.js';

/** A manifest with the offsets of its values. */
export interface ManifestText {
  readonly documents: readonly ManifestNode[];
  readonly lines: readonly string[];
  /** What the file says at a value. */
  readonly written: (node: ManifestNode) => string;
}

/** The documents of a YAML or JSON file that can be read without rendering it. */
export function readManifestText(text: string, path: string): ManifestText | RefusedEdit {
  try {
    const { documents } = readPlainDocuments(text, path);
    const starts = lineStarts(text);
    const offset = (line: number, column: number) => (starts[line - 1] ?? 0) + column - 1;
    const written = ({ range }: ManifestNode) =>
      text.slice(
        offset(range.startLine, range.startColumn),
        offset(range.endLine, range.endColumn),
      );
    return { documents, lines: text.split('\n'), written };
  } catch (error) {
    if (error instanceof TemplateError) return refused('The file is a template: edit it by hand');
    return refused(`The file cannot be read: ${reason(error)}`);
  }
}

/** A value and the key that it belongs to. */
export interface KeyedNode {
  readonly key: string;
  readonly node: ManifestNode;
}

/** Every scalar below the documents with its key, each place in the file once: anchors and merges repeat values. */
export function keyedScalars({ documents }: ManifestText): KeyedNode[] {
  const found = new Map<string, KeyedNode>();
  const open: KeyedNode[] = documents.map((node) => ({ key: '', node }));
  for (let at = open.pop(); at; at = open.pop()) {
    const { key, node } = at;
    const { startLine, startColumn } = node.range;
    if (node.kind === 'scalar') found.set(`${startLine}:${startColumn}`, at);
    for (const [name, value] of node.entries) open.push({ key: name, node: value });
    for (const item of node.items) open.push({ key, node: item });
  }
  return [...found.values()].sort(
    ({ node: a }, { node: b }) =>
      a.range.startLine - b.range.startLine || a.range.startColumn - b.range.startColumn,
  );
}

/** A scalar with another value, in the quotes of the old one. Undefined for a value that is written in another way. */
export function rewrittenScalar(written: string, from: string, to: string): string | undefined {
  for (const quote of ['"', "'"])
    if (written === `${quote}${from}${quote}`) return `${quote}${to}${quote}`;
  if (written !== from) return undefined;
  // Without quotes, `1.20` is a number.
  return PLAIN_TEXT.test(to) && !NOT_TEXT.test(to) ? to : `"${to}"`;
}

const PLAIN_TEXT = /^(?:[A-Za-z][\w./:@+-]*|\d+\.\d+\.[\w.-]+)$/;
/** What YAML 1.1 and 1.2 read as another type. */
const NOT_TEXT = /^(?:true|false|yes|no|on|off|y|n|null)$/i;
