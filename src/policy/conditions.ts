import type { Environment } from '@marcbachmann/cel-js';
import { isObject } from '../lib/json.js';
import { checkedExpression, newEnvironment } from './expressions.js';
import type { PolicyCondition } from './policy.js';

/** What a condition is about: provenance also has the variable `build`. */
export type ConditionKind = 'attestation' | 'provenance';

/**
 * Compiles a condition on a signed statement in the Common Expression Language (CEL), and checks its names and types. The
 * statement has what its signer wrote, so its size is compared with what the condition would need.
 * Throws Error with the problem.
 */
export function compileCondition(text: string, kind: ConditionKind): PolicyCondition {
  const { evaluate, loops } = checkedExpression(text, environment(kind), [
    'bool',
    // A member of the predicate can be anything, also true or false.
    'dyn',
  ]);
  return {
    text,
    holds: (variables) => {
      checkCost(variables, loops);
      return evaluate(variables);
    },
  };
}

const environments = new Map<ConditionKind, Environment>();

function environment(kind: ConditionKind): Environment {
  const known = environments.get(kind);
  if (known) return known;
  const variables = { signer: SIGNER, ...(kind === 'provenance' && { build: BUILD }) };
  const created = newEnvironment(variables).registerVariable('predicate', 'map');
  environments.set(kind, created);
  return created;
}

const SIGNER = {
  subject: 'string',
  issuer: 'string',
  repository: 'string',
  owner: 'string',
  ref: 'string',
  commit: 'string',
  workflow: 'string',
  trigger: 'string',
  runner_environment: 'string',
};

const BUILD = {
  builder: 'string',
  level: 'int',
  type: 'string',
  source: 'string',
  ref: 'string',
  branch: 'string',
  commit: 'string',
};

/** Steps of a condition, about five seconds. */
const MAX_COST = 1e8;
/** The cost of a step without the texts that it compares. */
const STEP = 100;

/** Throws Error if loops over the longest list, each time with the longest text, would take too long. */
function checkCost(variables: object, loops: number): void {
  const { items, length } = largest(variables);
  if (items ** loops * (STEP + length) > MAX_COST)
    throw new Error(
      `the statement is too large for it: lists of ${items} and texts of ${length} characters`,
    );
}

/** The longest list or map, and the longest text. Without recursion, because the signer decides about the depth. */
function largest(variables: object): { items: number; length: number } {
  let [items, length] = [0, 0];
  const rest: unknown[] = [variables];
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    if (typeof value === 'string') length = Math.max(length, value.length);
    if (!isObject(value) && !Array.isArray(value)) continue;
    const members: unknown[] = Object.values(value);
    items = Math.max(items, members.length);
    for (const member of members) rest.push(member ?? null);
  }
  return { items, length };
}
