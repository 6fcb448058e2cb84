import type { ManifestNode } from '../manifest-yaml.js';
import { type Misfit, misfitsOf, type Shape } from '../shape.js';
import { textOf, valueAt } from '../yaml-values.js';

/** An expression gives the whole map: `env: ${{ fromJSON(vars.ENV) }}`. */
const VALUES: Shape = { oneOf: [{ values: 'free' }, 'free'] };
const STEPS: Shape = {
  list: { map: { env: VALUES, run: 'free', uses: 'free', with: { values: 'free' } } },
};
const CONTAINER: Shape = { oneOf: ['free', { map: { env: VALUES, image: 'free' } }] };
const ANY_MAP: Shape = { map: {} };
const EVENTS: Shape = { oneOf: ['free', { list: 'free' }, ANY_MAP] };

const JOB: Shape = {
  map: {
    container: CONTAINER,
    env: VALUES,
    permissions: VALUES,
    services: { oneOf: [{ values: CONTAINER }, 'free'] },
    steps: { required: STEPS },
    uses: { required: 'free' },
    with: { values: 'free' },
  },
};

/** Source: GitHub, "Workflow syntax". */
const WORKFLOW: Shape = {
  map: {
    env: VALUES,
    jobs: { required: { values: { required: JOB } } },
    on: EVENTS,
    permissions: VALUES,
  },
};

/** Source: GitHub, "Metadata syntax". */
const ACTION: Shape = {
  map: {
    inputs: { values: ANY_MAP },
    runs: { required: { map: { image: 'free', steps: { required: STEPS }, using: 'free' } } },
  },
};

const OPTIONS = { isPlaceholder: () => false };

/** What GitHub refuses in a workflow, so that what its jobs do is not known. */
export function workflowMisfits(workflow: ManifestNode): Misfit[] {
  const jobs = valueAt(workflow, 'jobs');
  return [
    ...misfitsOf(workflow, { required: WORKFLOW }, OPTIONS),
    ...(workflow.kind === 'map' && !jobs ? [missing(workflow, 'the workflow', 'no jobs')] : []),
    ...[...(jobs?.entries ?? [])].flatMap(([id, job]) => [
      ...nothingToDo(job, `jobs.${id}`, 'steps'),
      ...idleSteps(job, `jobs.${id}`),
    ]),
  ];
}

/** The same of an action. */
export function actionMisfits(action: ManifestNode): Misfit[] {
  const runs = valueAt(action, 'runs');
  const using = textOf(valueAt(runs, 'using')).toLowerCase();
  const needed = using === 'docker' ? 'image' : using === 'composite' ? 'steps' : undefined;
  return [
    ...misfitsOf(action, { required: ACTION }, OPTIONS),
    ...(action.kind === 'map' && !runs ? [missing(action, 'the action', 'no runs')] : []),
    ...(runs?.kind === 'map' && using === '' ? [missing(runs, 'runs', 'no using')] : []),
    ...(runs && needed !== undefined && !valueAt(runs, needed)
      ? [missing(runs, 'runs', `no ${needed}`)]
      : []),
    ...idleSteps(runs, 'runs'),
  ];
}

function idleSteps(node: ManifestNode | undefined, path: string): Misfit[] {
  const steps = valueAt(node, 'steps')?.items ?? [];
  return steps.flatMap((step, index) => nothingToDo(step, `${path}.steps[${index}]`, 'run'));
}

/** What has neither `uses` nor what does the work. */
function nothingToDo(node: ManifestNode, path: string, work: 'steps' | 'run'): Misfit[] {
  if (node.kind !== 'map' || node.entries.has('uses') || node.entries.has(work)) return [];
  return [missing(node, path, `neither ${work} nor uses`)];
}

function missing(at: ManifestNode, path: string, what: string): Misfit {
  return { at, path, problem: `has ${what}` };
}
