import type { ManifestNode } from '../manifest-yaml.js';
import { textOf, valueAt } from '../yaml-values.js';
import { expressionsIn } from './expressions.js';

/** What `env` sets a variable to, given its name in lower case; undefined if it does not set it. */
export type Environment = (name: string) => ManifestNode | undefined;

/** The variables of a step, given the workflow, the job and the step. The last that sets one wins. */
export function environmentOf(...parts: readonly ManifestNode[]): Environment {
  return (name) => {
    const values = parts.map((part) => variablesOf(valueAt(part, 'env'))?.get(name));
    return values.findLast((value) => value !== undefined);
  };
}

/** The values that the expressions of a text put into it. For `env.…`, these are what the variable is set to. */
export function originsIn(text: string, environment: Environment): string[] {
  const origins = new Set(readsIn(text));
  // A variable is followed once, however often others name it.
  for (const path of origins) {
    const value = path.startsWith('env.') ? environment(path.slice(4)) : undefined;
    for (const read of value ? readsOfValue(value) : []) origins.add(read);
  }
  return [...origins];
}

function readsIn(text: string): string[] {
  return expressionsIn(text).flatMap(({ reads }) => reads);
}

/** Many steps have the variables of one workflow: each value is read once. */
const variables = new WeakMap<ManifestNode, ReadonlyMap<string, ManifestNode>>();
const reads = new WeakMap<ManifestNode, readonly string[]>();

/** GitHub compares names without regard to case. */
function variablesOf(env: ManifestNode | undefined) {
  if (!env) return undefined;
  const known = variables.get(env);
  if (known) return known;
  const found = new Map([...env.entries].map(([name, value]) => [name.toLowerCase(), value]));
  variables.set(env, found);
  return found;
}

function readsOfValue(value: ManifestNode): readonly string[] {
  const known = reads.get(value);
  if (known) return known;
  const found = [...new Set(readsIn(textOf(value)))];
  reads.set(value, found);
  return found;
}
