import type { Edit } from '../../core/fix.js';
import { InvalidJson, isObject, parseJson } from '../../lib/json.js';
import { lineStarts } from '../../lib/lines.js';
import { readYaml, YamlError, type YamlNode, yamlBudget } from '../../lib/yaml.js';

/** A JSON object with the place of each value, so that edits keep its layout. */
export interface JsonText {
  readonly root: YamlNode;
  readonly lines: readonly string[];
  readonly newline: '\n' | '\r\n';
  /** What the file says at a value. */
  readonly written: (node: YamlNode) => string;
}

const MAX_DEPTH = 100;

/** Undefined if the text is not one JSON object, or has a key twice. JSON is a part of YAML 1.2. */
export function readJsonText(text: string): JsonText | undefined {
  try {
    if (!isObject(parseJson(Buffer.from(text), MAX_DEPTH))) return undefined;
    const [root] = readYaml(text, {
      path: '',
      documents: 'one',
      maxDepth: MAX_DEPTH,
      budget: yamlBudget(text.length, 0),
      mergeKeys: false,
      onUnsupported: () => {},
    });
    if (!root) return undefined;
    const starts = lineStarts(text);
    const offset = (line: number, column: number) => (starts[line - 1] ?? 0) + column - 1;
    const written = ({ range }: YamlNode) =>
      text.slice(
        offset(range.startLine, range.startColumn),
        offset(range.endLine, range.endColumn),
      );
    const newline = text.includes('\r\n') ? '\r\n' : '\n';
    return { root, lines: text.split('\n'), newline, written };
  } catch (error) {
    if (error instanceof InvalidJson || error instanceof YamlError) return undefined;
    throw error;
  }
}

/** The edit that adds a member, with objects around it for all but the last key, after the other members of an object. */
export function addMember(
  json: JsonText,
  object: YamlNode,
  keys: readonly string[],
  value: string,
): Edit | undefined {
  const { end, range } = object;
  if (!end || object.kind !== 'map') return undefined;
  const { line, column } = end;
  const at = { startLine: line, startColumn: column, endLine: line, endColumn: column };
  const last = [...object.entries.values()].at(-1);
  const isOnOneLine = last ? last.key.startLine === range.startLine : false;
  if (isOnOneLine) return { ...at, text: `, ${nested(keys, value)}` };
  const unit = indentOf(json, [...json.root.entries.values()][0]);
  const around = indentOf(json, object);
  const inner = last ? indentOf(json, last) : `${around}${unit}`;
  const { newline } = json;
  const member = nestedLines(keys, value, { inner, unit, newline });
  const [before, after] = last ? [',', ''] : ['', `${newline}${around}`];
  return { ...at, text: `${before}${newline}${inner}${member}${after}` };
}

/** The white space before the key of a value. */
function indentOf({ lines }: JsonText, node: YamlNode | undefined): string {
  if (!node) return '  ';
  return /^[ \t]*/.exec((lines[node.key.startLine - 1] ?? '').replace(/^\ufeff/, ''))?.[0] ?? '';
}

function nested([key = '', ...rest]: readonly string[], value: string): string {
  const inner = rest.length > 0 ? `{ ${nested(rest, value)} }` : JSON.stringify(value);
  return `${JSON.stringify(key)}: ${inner}`;
}

function nestedLines(
  [key = '', ...rest]: readonly string[],
  value: string,
  layout: { readonly inner: string; readonly unit: string; readonly newline: string },
): string {
  if (rest.length === 0) return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  const { inner, unit, newline } = layout;
  const deeper = { ...layout, inner: inner + unit };
  const member = nestedLines(rest, value, deeper);
  return `${JSON.stringify(key)}: {${newline}${inner}${unit}${member}${newline}${inner}}`;
}
