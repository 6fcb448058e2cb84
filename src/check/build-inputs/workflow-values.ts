import type { ManifestNode } from '../../manifests/manifest-yaml.js';
import { expressionsIn } from '../../manifests/workflow/expressions.js';
import { textOf, valueAt } from '../../manifests/yaml-values.js';

/** What expressions of a workflow can be replaced with: `env.TAG`, `matrix.version`, `inputs.context`. */
export type WorkflowValues = ReadonlyMap<string, string>;

/** Longer texts are cut: variables of variables could double them. */
const MAX_LENGTH = 20_000;

/** The text with its expressions replaced, where they only name a known value. Others stay as they are written. */
export function withValues(text: string, values: WorkflowValues): string {
  let result = '';
  let end = 0;
  for (const { text: inner, start, end: close } of expressionsIn(text)) {
    const value = values.get(inner.toLowerCase());
    result += text.slice(end, start) + (value ?? text.slice(start, close));
    end = close;
  }
  return (result + text.slice(end)).slice(0, MAX_LENGTH);
}

/** The values with the environment of a workflow, a job or a step. */
export function withEnvironment(values: WorkflowValues, node: ManifestNode): WorkflowValues {
  return withMap(values, 'env', valueAt(node, 'env'));
}

/** The values with the entries of a map, whose own expressions are replaced. */
export function withMap(
  values: WorkflowValues,
  context: string,
  map: ManifestNode | undefined,
): WorkflowValues {
  if (!map || map.entries.size === 0) return values;
  const entries = [...map.entries].map(([name, node]): [string, string] => [
    `${context}.${name.toLowerCase()}`,
    withValues(textOf(node), values),
  ]);
  return new Map([...values, ...entries]);
}

/** The variables of the environment by their name. */
export function environmentOf(values: WorkflowValues): Map<string, string> {
  return new Map(
    [...values].flatMap(([name, value]) =>
      name.startsWith('env.') ? [[name.slice(4), value]] : [],
    ),
  );
}

/** More rows of a matrix are not told apart. */
const MAX_ROWS = 20;

/** The values of each row of the matrix of a job; only `values` if it has none, or one that is not known. */
export function matrixRows(job: ManifestNode, values: WorkflowValues): WorkflowValues[] {
  const matrix = valueAt(job, 'strategy', 'matrix');
  if (matrix?.kind !== 'map') return [values];
  let rows: WorkflowValues[] = [values];
  for (const [name, list] of matrix.entries) {
    if (name === 'include' || name === 'exclude' || list.kind !== 'list') continue;
    rows = rows.flatMap((row) => list.items.map((item) => withCell(row, `matrix.${name}`, item)));
    if (rows.length > MAX_ROWS) return [values];
  }
  const included = valueAt(matrix, 'include')?.items ?? [];
  const isAlone = rows.length === 1 && rows[0] === values;
  const added = included.map((item) => withCell(values, 'matrix', item));
  const all = isAlone && added.length > 0 ? added : [...rows, ...added];
  return all.length > MAX_ROWS || all.length === 0 ? [values] : all;
}

function withCell(values: WorkflowValues, name: string, node: ManifestNode): WorkflowValues {
  const found = new Map(values);
  const add = (path: string, one: ManifestNode, depth: number) => {
    if (one.kind === 'map' && depth < 5)
      for (const [key, value] of one.entries) add(`${path}.${key}`, value, depth + 1);
    else if (one.kind === 'scalar') found.set(path.toLowerCase(), withValues(textOf(one), values));
  };
  add(name, node, 0);
  return found;
}
