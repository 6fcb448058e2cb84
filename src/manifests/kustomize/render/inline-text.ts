import type { ManifestNode } from '../../manifest-yaml.js';

/**
 * The nodes of a text that a file contains as a scalar, with their places in the file. In a literal block, each has its own
 * line; in a quoted or folded text, all have that of the scalar, and none can be edited.
 */
export function relocated(
  documents: readonly ManifestNode[],
  scalar: ManifestNode,
  lines: readonly string[],
): readonly ManifestNode[] {
  const { startLine, endLine } = scalar.range;
  const isLiteral = /(?:^|\s)\|[\d+-]*\s*(?:#.*)?\r?$/.test(lines[startLine - 1] ?? '');
  const first = lines.slice(startLine, endLine).find((line) => line.trim() !== '');
  const indent = first?.search(/\S/) ?? -1;
  const move = isLiteral && indent >= 0 ? shifted(startLine, indent) : onPlaceOf(scalar);
  return documents.map((document) => mapNodes(document, move, new Map()));
}

function mapNodes(
  node: ManifestNode,
  move: (node: ManifestNode) => ManifestNode,
  known: Map<ManifestNode, ManifestNode>,
): ManifestNode {
  const found = known.get(node);
  if (found) return found;
  const moved = {
    ...move(node),
    entries: new Map([...node.entries].map(([key, value]) => [key, mapNodes(value, move, known)])),
    items: node.items.map((item) => mapNodes(item, move, known)),
  };
  known.set(node, moved);
  return moved;
}

function shifted(lines: number, columns: number): (node: ManifestNode) => ManifestNode {
  const shift = (range: ManifestNode['range']) => ({
    path: range.path,
    startLine: range.startLine + lines,
    startColumn: range.startColumn + columns,
    endLine: range.endLine + lines,
    endColumn: range.endColumn + columns,
  });
  return (node) => {
    const { range, key, end } = node;
    const place = shift(range);
    const moved = { ...node, range: place, key: key === range ? place : shift(key) };
    if (!end) return moved;
    const indent = end.style === 'block' ? end.indent + columns : end.indent;
    const [line, column] = [end.line + lines, end.column + columns];
    return { ...moved, end: { ...end, line, column, indent } };
  };
}

function onPlaceOf({ range }: ManifestNode): (node: ManifestNode) => ManifestNode {
  return ({ end: _, ...node }) => ({ ...node, range, key: range, isRendered: true });
}
