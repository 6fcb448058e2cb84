import { textOf, valueAt } from '../yaml-values.js';
import { requires } from './expressions.js';
import { neededOutput, type Scope, stepNamed } from './origins.js';
import { withCallers } from './workflow.js';

/**
 * Whether a step, or its job, runs only if a member of the project started it: by what GitHub says of the account, or by
 * what an action that asks for its teams or permissions answers, also in a job that is needed.
 */
export function isForMembers(scope: Scope): boolean {
  const { job, step } = scope;
  const steps = (step ? withCallers(step) : []).map((one) => ({ ...scope, step: one }));
  const { step: _, ...ofJob } = scope;
  return (
    steps.some((at) => requiresMember(textOf(valueAt(at.step.node, 'if')), at, 0)) ||
    requiresMember(textOf(valueAt(job.node, 'if')), ofJob, 0)
  );
}

/** Outputs of jobs that need each other are followed this deep. */
const MAX_DEPTH = 5;

/** Source: GitHub's GraphQL API, CommentAuthorAssociation. */
const MEMBER = /\.author_association == (?:owner|member|collaborator)$/;
const ASKS = /member|collaborator|permission|team/;

function requiresMember(condition: string, scope: Scope, depth: number): boolean {
  if (condition === '' || depth > MAX_DEPTH) return false;
  return requires(condition, (comparison) => {
    if (MEMBER.test(comparison)) return true;
    const [, context, name = '', output = ''] =
      /^(steps|needs)\.([\w-]+)\.outputs\.([\w-]+) == /.exec(comparison) ?? [];
    if (context === 'steps') return ASKS.test(stepNamed(name, scope)?.uses?.name ?? '');
    if (context !== 'needs' || !comparison.endsWith(' == true')) return false;
    const needed = neededOutput(name, output, scope);
    return needed !== undefined && requiresMember(needed.text, needed.scope, depth + 1);
  });
}
