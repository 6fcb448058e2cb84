import type { YamlNode } from '../yaml.js';

/**
 * A Compose document with `${VAR:-default}` and `${VAR-default}` replaced by their defaults, `$$` by `$` (Compose
 * Specification, Interpolation). A scalar that still holds a variable keeps its text; both kinds are marked `variable`.
 */
export function interpolateDefaults(node: YamlNode): YamlNode {
  if (node.kind === 'map') {
    const entries = new Map(
      [...node.entries].map(([key, value]) => [key, interpolateDefaults(value)]),
    );
    return { ...node, entries };
  }
  if (node.kind === 'list') return { ...node, items: node.items.map(interpolateDefaults) };
  if (typeof node.scalar !== 'string' || !node.scalar.includes('$')) return node;
  const { text, variable } = expand(node.scalar, 0);
  return { ...node, scalar: text, ...(variable ? { variable } : {}) };
}

/** Defaults inside defaults deeper than this stay as they are written. */
const MAX_DEPTH = 8;

function expand(text: string, depth: number): { text: string; variable: boolean } {
  let out = '';
  let variable = false;
  for (let at = 0; at < text.length; ) {
    if (text.startsWith('$$', at)) {
      out += '$';
      at += 2;
    } else if (text.startsWith('${', at)) {
      const end = closing(text, at + 2);
      const inner = text.slice(at + 2, end - 1);
      const fallback = /^[A-Za-z_]\w*:?-(.*)$/s.exec(inner)?.[1];
      variable = true;
      out +=
        fallback === undefined || depth >= MAX_DEPTH
          ? text.slice(at, end)
          : expand(fallback, depth + 1).text;
      at = end;
    } else {
      if (/^\$[A-Za-z_]/.test(text.slice(at, at + 2))) variable = true;
      out += text[at];
      at++;
    }
  }
  return { text: out, variable };
}

/** The offset behind the brace that closes the one before `from`; the text's end where none does. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('${', at)) depth++;
    else if (text[at] === '}' && --depth === 0) return at + 1;
  }
  return text.length;
}
