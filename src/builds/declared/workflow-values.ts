import type { ManifestNode } from '../../manifests/manifest-yaml.js';
import { expressionsIn } from '../../manifests/workflow/expressions.js';
import { textOf, valueAt } from '../../manifests/yaml-values.js';

/** What expressions of a workflow can be replaced with: `env.TAG`, `matrix.version`, `inputs.context`. */
export type WorkflowValues = ReadonlyMap<string, string>;

/** Characters that values add to a text: variables of variables could double it. */
const MAX_LENGTH = 20_000;

/** The text with its expressions replaced, where they only name a known value. Others stay as they are written. */
export function withValues(text: string, values: WorkflowValues): string {
  let result = '';
  let end = 0;
  let added = 0;
  for (const { text: inner, start, end: close } of expressionsIn(text)) {
    const value = values.get(inner.toLowerCase());
    added += value?.length ?? 0;
    const isKnown = value !== undefined && added <= MAX_LENGTH;
    result += text.slice(end, start) + (isKnown ? value : text.slice(start, close));
    end = close;
  }
  return result + text.slice(end);
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
export function workflowEnvironment(values: WorkflowValues): Map<string, string> {
  return new Map(
    [...values].flatMap(([name, value]) =>
      name.startsWith('env.') ? [[name.slice(4), value]] : [],
    ),
  );
}

/** GitHub refuses a matrix with more rows. */
export const MAX_ROWS = 256;

/** A row of the matrix of a job. */
export interface MatrixRow {
  readonly values: WorkflowValues;
  /** Its values as GitHub names the job by them: `3.12, alpine`. Absent without a matrix. */
  readonly label?: string;
}

/** The cells of a row by their names. */
type Cells = ReadonlyMap<string, ManifestNode>;

/**
 * The rows of the matrix of a job; one with only `values` if it has none, one that is not known, or one with too many rows,
 * which `isCut` says. Source: GitHub, "Running variations of jobs in a workflow".
 */
export function matrixRows(
  job: ManifestNode,
  values: WorkflowValues,
): { readonly rows: readonly MatrixRow[]; readonly isCut: boolean } {
  const matrix = valueAt(job, 'strategy', 'matrix');
  const unknown = { rows: [{ values }], isCut: false };
  if (matrix?.kind !== 'map') return unknown;
  let crossed: Cells[] = [new Map()];
  for (const [name, list] of matrix.entries) {
    if (name === 'include' || name === 'exclude' || list.kind !== 'list') continue;
    crossed = crossed.flatMap((row) => list.items.map((item) => new Map([...row, [name, item]])));
    if (crossed.length > MAX_CROSSED) return { ...unknown, isCut: true };
  }
  const excluded = valueAt(matrix, 'exclude')?.items ?? [];
  const kept = crossed.filter((row) => !excluded.some((one) => row.size > 0 && agrees(one, row)));
  const rows = withIncluded(kept, valueAt(matrix, 'include')?.items ?? []);
  if (rows.length > MAX_ROWS) return { ...unknown, isCut: true };
  return rows.length === 0
    ? unknown
    : { rows: rows.map((row) => rowOf(row, values)), isCut: false };
}

/** Rows before those are left out that `exclude` names. */
const MAX_CROSSED = 4_096;

/** A row, and what `include` adds to it: GitHub does not name the job by that. */
interface Row {
  readonly named: Cells;
  readonly added: Map<string, ManifestNode>;
}

/** An entry of `include` adds to the rows that it agrees with, and is a row of its own if there is none. */
function withIncluded(crossed: readonly Cells[], included: readonly ManifestNode[]): Row[] {
  const rows = crossed
    .filter((named) => named.size > 0)
    .map((named): Row => ({ named, added: new Map() }));
  const alone: Row[] = [];
  for (const one of included) {
    const matching = rows.filter(({ named }) =>
      [...one.entries].every(([name, value]) => !named.has(name) || isSame(named.get(name), value)),
    );
    for (const { added } of matching)
      for (const [name, value] of one.entries) added.set(name, value);
    if (matching.length === 0) alone.push({ named: one.entries, added: new Map() });
  }
  return [...rows, ...alone];
}

/** Whether a row has all the values of an entry. */
function agrees(entry: ManifestNode, row: Cells): boolean {
  return [...entry.entries].every(([name, value]) => isSame(row.get(name), value));
}

function isSame(one: ManifestNode | undefined, other: ManifestNode): boolean {
  return one !== undefined && scalarsOf(one).join('\n') === scalarsOf(other).join('\n');
}

function rowOf({ named, added }: Row, values: WorkflowValues): MatrixRow {
  const found = new Map(values);
  for (const [name, node] of [...named, ...added]) addCell(found, `matrix.${name}`, node, 0);
  const label = [...named.values()].flatMap((node) => scalarsOf(node)).join(', ');
  return { values: found, ...(label !== '' && { label: label.slice(0, MAX_LABEL) }) };
}

const MAX_LABEL = 100;
const MAX_NESTED = 5;

function addCell(
  found: Map<string, string>,
  path: string,
  node: ManifestNode,
  depth: number,
): void {
  if (node.kind === 'map' && depth < MAX_NESTED)
    for (const [key, value] of node.entries) addCell(found, `${path}.${key}`, value, depth + 1);
  else if (node.kind === 'scalar') found.set(path.toLowerCase(), withValues(textOf(node), found));
}

function scalarsOf(node: ManifestNode, depth = 0): string[] {
  if (node.kind === 'scalar') return [textOf(node)];
  const parts = [...node.items, ...node.entries.values()];
  return depth < MAX_NESTED ? parts.flatMap((part) => scalarsOf(part, depth + 1)) : [];
}
