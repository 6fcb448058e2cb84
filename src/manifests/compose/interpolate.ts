import type { ManifestNode } from '../manifest-yaml.js';
import { envVariables } from './env-file.js';

/** The variables that are known, and the characters that they may still add to a project. */
export interface ComposeVariables {
  readonly values: ReadonlyMap<string, string>;
  readonly budget: { left: number };
}

/** Characters that variables may add to a project, because each of many values can name a long variable. */
export const MAX_EXPANDED = 1 << 20;

/**
 * A Compose document with `$$` replaced by `$`, and variables by their values or, if they have none, by the defaults in
 * `${VAR:-default}` and `${VAR-default}`. A variable without either is kept as text. `hasVariable` marks scalars with
 * variables, because the shell that runs Compose can set others.
 * Source: Compose Specification, "Interpolation".
 */
export function interpolate(node: ManifestNode, variables: ComposeVariables): ManifestNode {
  if (node.kind === 'map') {
    const entries = new Map(
      [...node.entries].map(([key, value]) => [key, interpolate(value, variables)]),
    );
    return { ...node, entries };
  }
  if (node.kind === 'list')
    return { ...node, items: node.items.map((item) => interpolate(item, variables)) };
  if (typeof node.scalar !== 'string' || !node.scalar.includes('$')) return node;
  const { text, hasVariable } = expand(node.scalar, variables, 0);
  return { ...node, scalar: text, hasVariable };
}

/**
 * The variables of a `.env` file. Values can contain those that are set before them, unless they are in single quotes.
 * Those of `variables` come first, as those of the project do in an included one.
 */
export function withEnvFile(
  variables: ComposeVariables,
  text: string,
  path: string,
): ComposeVariables {
  const { budget } = variables;
  const values = new Map<string, string>();
  const lines = text.split('\n');
  for (const { name, value, at } of envVariables(text, path)) {
    const isLiteral = lines[at.startLine - 1]?.[at.startColumn - 1] === "'";
    values.set(name, isLiteral ? value : expand(value, { values, budget }, 0).text);
  }
  for (const [name, value] of variables.values) values.set(name, value);
  return { values, budget };
}

/** Defaults that are nested deeper are not replaced. */
const MAX_DEPTH = 8;

function expand(
  text: string,
  variables: ComposeVariables,
  depth: number,
): { text: string; hasVariable: boolean } {
  let expanded = '';
  let hasVariable = false;
  for (let at = 0; at < text.length; ) {
    if (text.startsWith('$$', at)) {
      expanded += '$';
      at += 2;
      continue;
    }
    const end = text[at] === '$' ? endOfReference(text, at + 1) : at + 1;
    const written = text.slice(at, end);
    if (end > at + 1) {
      hasVariable = true;
      expanded += expansionOf(written, variables, depth) ?? written;
    } else expanded += written;
    at = end;
  }
  return { text: expanded, hasVariable };
}

/** The value of `$VAR`, `${VAR}` or `${VAR:-default}`; undefined if it is not known. */
function expansionOf(
  written: string,
  variables: ComposeVariables,
  depth: number,
): string | undefined {
  const { values, budget } = variables;
  const inner = written.replace(/^\$\{(.*)\}$/s, '$1').replace(/^\$/, '');
  const [, name = '', operator = '', operand = ''] =
    /^([A-Za-z_]\w*)(?:(:?[-+?])(.*))?$/s.exec(inner) ?? [];
  const value = values.get(name);
  const isGiven = value !== undefined && !(operator.startsWith(':') && value === '');
  const nested = () =>
    depth >= MAX_DEPTH ? undefined : expand(operand, variables, depth + 1).text;
  if (operator.endsWith('-') && !isGiven) return nested();
  if (operator.endsWith('+') && value !== undefined) return isGiven ? nested() : '';
  if (!isGiven || budget.left < 0) return undefined;
  budget.left -= value.length;
  return budget.left < 0 ? undefined : value;
}

/** The offset after the reference whose `$` is before `from`; `from` if none is there. */
function endOfReference(text: string, from: number): number {
  if (text[from] === '{') return endOfVariable(text, from + 1);
  let end = from;
  if (/[A-Za-z_]/.test(text[end] ?? '')) while (/\w/.test(text[end] ?? '')) end++;
  return end;
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
