import type { Edit, Fix } from '../core/fix.js';
import type { Location } from '../core/location.js';
import type { YamlNode } from './yaml.js';

/**
 * A fix that gives the key at `path` below `node` the value `text`, a YAML flow value on one line: changes the key
 * that is there, else adds it behind its brothers at their indentation, with the maps around it that are missing.
 * Undefined where no edit can say it: the place holds something else than a map. The edits name their file.
 */
export function setKey(
  node: YamlNode,
  path: readonly string[],
  text: string,
  description: string,
): Fix | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return replaceScalar(node, text, description);
  const child = node.entries.get(key);
  if (child) return setKey(child, rest, text, description);
  const { end } = node;
  if (node.kind !== 'map' || !end) return undefined;
  const flow = () => `${key}: ${rest.reduceRight((value, name) => `{ ${name}: ${value} }`, text)}`;
  if (end.style === 'flow') return insert(node, end.empty ? flow() : `, ${flow()}`, description);
  let added = '';
  path.forEach((name, depth) => {
    added += `${end.newline}${' '.repeat(end.indent + 2 * depth)}${name}:`;
  });
  return insert(node, `${added} ${text}`, description);
}

/** A fix that adds an item, a YAML flow value on one line, behind the others of a list. */
export function addItem(list: YamlNode, text: string, description: string): Fix | undefined {
  const { end } = list;
  if (list.kind !== 'list' || !end) return undefined;
  if (end.style === 'flow') return insert(list, end.empty ? text : `, ${text}`, description);
  return insert(list, `${end.newline}${' '.repeat(end.indent)}- ${text}`, description);
}

/** A fix that writes `text` in place of a scalar. */
export function replaceScalar(node: YamlNode, text: string, description: string): Fix | undefined {
  const unwritten = node.scalar === null && node.range === node.key;
  if (node.kind !== 'scalar' || unwritten) return undefined;
  return { description, edits: [{ ...node.range, text }] };
}

function insert(node: YamlNode, text: string, description: string): Fix | undefined {
  if (!node.end) return undefined;
  const { line, column } = node.end;
  const edit: Edit & Location = {
    path: node.range.path,
    startLine: line,
    startColumn: column,
    endLine: line,
    endColumn: column,
    text,
  };
  return { description, edits: [edit] };
}
