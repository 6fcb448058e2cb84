import type { ManifestNode } from '../manifest-yaml.js';
import { textOf, valueAt } from '../yaml-values.js';
import { expressionsIn } from './expressions.js';
import {
  type ActionCall,
  type Workflow,
  type WorkflowJob,
  type WorkflowManifest,
  type WorkflowStep,
  withCallers,
} from './workflow.js';

/** Where an expression stands: it reads the variables, outputs and matrix of the step, the job and the workflow. */
export interface Scope {
  readonly workflow: Workflow;
  readonly job: WorkflowJob;
  readonly step?: WorkflowStep;
  /** The jobs that call the workflow, which set its inputs. */
  readonly callers: readonly Scope[];
  /** Is told what is not followed, in one sentence. */
  readonly onLimit?: ((reason: string) => void) | undefined;
}

/** The jobs of the repository that call a workflow, with those that call theirs. */
export function callersOf(
  { path, workflow }: WorkflowManifest,
  all: readonly WorkflowManifest[],
  known = new Map<string, readonly Scope[]>(),
): readonly Scope[] {
  const found = known.get(path);
  if (found || !workflow?.events.has('workflow_call')) return found ?? [];
  // GitHub refuses workflows that call each other in a circle.
  known.set(path, []);
  const callers = all.flatMap((caller) => {
    const { workflow: calling } = caller;
    const calls = calling?.jobs.filter(({ uses }) => uses?.text === `./${path}`) ?? [];
    if (!calling || calls.length === 0) return [];
    const above = callersOf(caller, all, known);
    return calls.map((job) => ({ workflow: calling, job, callers: above }));
  });
  known.set(path, callers);
  return callers;
}

/** A longer chain of values is not followed to its end. */
const MAX_SOURCES = 500;

/** The values that the expressions of a text put into it, and those that these are set to. */
export function originsIn(text: string, scope: Scope): string[] {
  const origins = new Set<string>();
  const followed = new Map<WorkflowStep | WorkflowJob, Set<string>>();
  const queue: Source[] = [{ reads: readsIn(text), scope }];
  for (const { reads, scope: at } of queue)
    for (const path of reads) {
      origins.add(path);
      const place = at.step ?? at.job;
      const known = followed.get(place) ?? new Set();
      followed.set(place, known);
      // A value is followed once, however often others name it.
      if (!known.has(path)) {
        if (queue.length < MAX_SOURCES) queue.push(...sourcesOf(path, at));
        else
          scope.onLimit?.(
            `A value is made of more than ${MAX_SOURCES} others, which were not all followed`,
          );
      }
      known.add(path);
    }
  return [...origins];
}

interface Source {
  readonly reads: readonly string[];
  readonly scope: Scope;
}

/** What sets a value: `env.TAG`, `matrix.tag`, `steps.meta.outputs.tag`, `needs.meta.outputs.tag`, `inputs.tag`. */
function sourcesOf(path: string, scope: Scope): Source[] {
  const { workflow, job, callers } = scope;
  const [context, name = '', , output = ''] = path.split('.');
  const isOutput = /^\w+\.[\w-]+\.outputs\./.test(path);
  if (context === 'env') return variable(path.slice('env.'.length), scope);
  if (context === 'matrix')
    return matrixValues(job, name).map((value) => ({ reads: readsBelow(value), scope }));
  if (context === 'steps' && isOutput) return outputOfStep(name, output, scope);
  if (context === 'needs' && isOutput) {
    const needed = jobsById(workflow).get(name);
    const value = entryOf(valueAt(needed?.node, 'outputs'), output);
    return needed && value
      ? [{ reads: readsBelow(value), scope: { workflow, job: needed, callers } }]
      : [];
  }
  return context === 'inputs' ? inputSources(name, scope) : [];
}

/** What the input of an action, or of a workflow, is set to. */
function inputSources(name: string, { workflow, job, step, callers }: Scope): Source[] {
  if (step?.call) {
    const { step: user, action } = step.call;
    const value =
      [...user.with].find(([key]) => key.toLowerCase() === name)?.[1] ??
      valueAt(entryOf(valueAt(action, 'inputs'), name), 'default');
    return value
      ? [{ reads: readsBelow(value), scope: { workflow, job, step: user, callers } }]
      : [];
  }
  return callers.flatMap((caller) => {
    const value = entryOf(valueAt(caller.job.node, 'with'), name);
    return value ? [{ reads: readsBelow(value), scope: caller }] : [];
  });
}

/** What another step writes: one with a script, or the action of the repository that it uses. */
function outputOfStep(name: string, output: string, scope: Scope): Source[] {
  const writer = stepsById(scope).get(name);
  if (!writer) return [];
  if (writer.calls) {
    const { action, steps } = writer.calls;
    const value = valueAt(entryOf(valueAt(action, 'outputs'), output), 'value');
    const [inside] = steps;
    return value && inside ? [{ reads: readsBelow(value), scope: { ...scope, step: inside } }] : [];
  }
  const reads = writer.run && outputsOf(writer.run).get(output);
  return reads ? [{ reads, scope: { ...scope, step: writer } }] : [];
}

/** What `env` sets a variable to. The innermost wins. */
function variable(name: string, scope: Scope): Source[] {
  const { step, ...ofJob } = scope;
  const places = [
    ...(step ? withCallers(step) : []).map((one) => ({
      node: one.node,
      scope: { ...ofJob, step: one },
    })),
    { node: ofJob.job.node, scope: ofJob },
    { node: ofJob.workflow.node, scope: ofJob },
  ];
  for (const { node, scope: at } of places) {
    const value = entryOf(valueAt(node, 'env'), name);
    if (value) return [{ reads: readsBelow(value), scope: at }];
  }
  return [];
}

/** The text of an output of a job, and the scope of its expressions: `needs.JOB.outputs.NAME`. */
export function neededOutput(
  jobName: string,
  output: string,
  { workflow, callers }: Scope,
): { readonly text: string; readonly scope: Scope } | undefined {
  const job = jobsById(workflow).get(jobName);
  const value = entryOf(valueAt(job?.node, 'outputs'), output);
  return job && value ? { text: textOf(value), scope: { workflow, job, callers } } : undefined;
}

/** The step with an id of the job or action of a scope. */
export function stepNamed(id: string, scope: Scope): WorkflowStep | undefined {
  return stepsById(scope).get(id);
}

/** The steps of a job, or of the action that the step is in: each has names of its own. */
function stepsById({ job, step }: Scope): ReadonlyMap<string, WorkflowStep> {
  const place = step?.call ?? job;
  const all = step?.call ? step.call.steps : job.steps.filter(({ call }) => !call);
  const known =
    steps.get(place) ??
    new Map(all.map((one) => [textOf(valueAt(one.node, 'id')).toLowerCase(), one]));
  steps.set(place, known);
  return known;
}

function jobsById(workflow: Workflow): ReadonlyMap<string, WorkflowJob> {
  const known =
    jobs.get(workflow) ?? new Map(workflow.jobs.map((job) => [job.id.toLowerCase(), job]));
  jobs.set(workflow, known);
  return known;
}

/** The values of a name in the matrix of a job; the whole matrix if an expression makes it. */
export function matrixValues({ node }: WorkflowJob, name: string): ManifestNode[] {
  const matrix = valueAt(node, 'strategy', 'matrix');
  if (matrix?.kind !== 'map') return matrix ? [matrix] : [];
  const include = entryOf(matrix, 'include');
  const parts = [matrix, ...(include?.items ?? [])];
  return [
    ...parts.flatMap((part) => entryOf(part, name) ?? []),
    ...(include && include.items.length === 0 ? [include] : []),
  ];
}

/**
 * What the outputs of a script read, by name: `echo "tag=$TAG" >> $GITHUB_OUTPUT` reads `env.TAG`. What a command makes of
 * a value is not known: it may have removed the characters that a shell reads.
 */
function outputsOf(run: ManifestNode): ReadonlyMap<string, readonly string[]> {
  const known = outputs.get(run);
  if (known) return known;
  const script = textOf(run);
  const found = new Map<string, string[]>();
  for (const line of /GITHUB_OUTPUT|::set-output/.test(script) ? script.split('\n') : []) {
    const [, name = '', value = ''] =
      /::set-output name=([\w-]+)::(.*)/.exec(line) ??
      /(?<![\w-])([\w-]{1,100})=(.*)/.exec(line) ??
      [];
    if (name === '' || /\$\(|`/.test(value)) continue;
    const variables = [...value.matchAll(/\$\{?([a-z_]\w{0,100})\}?(?!\w)/gi)];
    const reads = [
      ...readsIn(value),
      ...variables.map(([, key = '']) => `env.${key.toLowerCase()}`),
    ];
    found.set(name.toLowerCase(), [...(found.get(name.toLowerCase()) ?? []), ...reads]);
  }
  outputs.set(run, found);
  return found;
}

/** Many steps have the variables of one workflow: each value is read once. */
const steps = new WeakMap<WorkflowJob | ActionCall, ReadonlyMap<string, WorkflowStep>>();
const jobs = new WeakMap<Workflow, ReadonlyMap<string, WorkflowJob>>();
const outputs = new WeakMap<ManifestNode, ReadonlyMap<string, readonly string[]>>();
const entries = new WeakMap<ManifestNode, ReadonlyMap<string, ManifestNode>>();
const below = new WeakMap<ManifestNode, readonly string[]>();

/** GitHub compares names without regard to case. */
function entryOf(node: ManifestNode | undefined, name: string): ManifestNode | undefined {
  if (!node) return undefined;
  const known =
    entries.get(node) ??
    new Map([...node.entries].map(([key, value]) => [key.toLowerCase(), value]));
  entries.set(node, known);
  return known.get(name.toLowerCase());
}

/** What the expressions of a value read, and those of the values in it. */
function readsBelow(value: ManifestNode): readonly string[] {
  const known = below.get(value);
  if (known) return known;
  const parts = [...value.items, ...value.entries.values()];
  const found = [...new Set([...readsIn(textOf(value)), ...parts.flatMap(readsBelow)])];
  below.set(value, found);
  return found;
}

function readsIn(text: string): string[] {
  return expressionsIn(text).flatMap(({ reads }) => reads);
}
