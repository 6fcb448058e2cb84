import type { ManifestNode } from '../manifest-yaml.js';

/**
 * A Compose document with `${VAR:-default}` and `${VAR-default}` replaced by their defaults and `$$` by `$`. A variable
 * without a default is kept as text. `hasVariable` marks scalars with variables of both kinds.
 * Source: Compose Specification, "Interpolation".
 */
export function interpolateDefaults(node: ManifestNode): ManifestNode {
  if (node.kind === 'map') {
    const entries = new Map(
      [...node.entries].map(([key, value]) => [key, interpolateDefaults(value)]),
    );
    return { ...node, entries };
  }
  if (node.kind === 'list') return { ...node, items: node.items.map(interpolateDefaults) };
  if (typeof node.scalar !== 'string' || !node.scalar.includes('$')) return node;
  const { text, hasVariable } = expand(node.scalar, 0);
  return { ...node, scalar: text, hasVariable };
}

/** Defaults that are nested deeper are not replaced. */
const MAX_DEPTH = 8;

function expand(text: string, depth: number): { text: string; hasVariable: boolean } {
  let expanded = '';
  let hasVariable = false;
  for (let at = 0; at < text.length; ) {
    if (text.startsWith('$$', at)) {
      expanded += '$';
      at += 2;
    } else if (text.startsWith('${', at)) {
      const end = endOfVariable(text, at + 2);
      const variable = text.slice(at + 2, end - 1);
      const fallback = /^[A-Za-z_]\w*:?-(.*)$/s.exec(variable)?.[1];
      hasVariable = true;
      expanded +=
        fallback === undefined || depth >= MAX_DEPTH
          ? text.slice(at, end)
          : expand(fallback, depth + 1).text;
      at = end;
    } else {
      if (/^\$[A-Za-z_]/.test(text.slice(at, at + 2))) hasVariable = true;
      expanded += text[at];
      at++;
    }
  }
  return { text: expanded, hasVariable };
}

/** The offset after the brace that closes the variable whose name starts at `from`; the end of the text if none does. */
function endOfVariable(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('${', at)) depth++;
    else if (text[at] === '}' && --depth === 0) return at + 1;
  }
  return text.length;
}
