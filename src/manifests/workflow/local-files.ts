import { reason } from '../../lib/errors.js';
import type { MissingFile, UnreadableFile } from '../compose/project.js';
import { type ManifestNode, readManifestYaml, TemplateError } from '../manifest-yaml.js';
import { type ReadRepositoryFile, siblingPath } from '../paths.js';
import { misfitNotes } from '../shape.js';
import { textOf, valueAt } from '../yaml-values.js';
import { stepsOfDockerAction } from './docker-action.js';
import { actionMisfits } from './shapes.js';
import {
  readWorkflow,
  stepsOf,
  type UsedAction,
  type Workflow,
  type WorkflowJob,
  type WorkflowStep,
} from './workflow.js';

/** A workflow with what it uses of its repository. */
export interface LocalFiles {
  /** Its jobs have the steps of composite actions behind the step that uses them, and know the workflows that they call. */
  readonly workflow: Workflow;
  /** The files of the actions, with their texts. */
  readonly actions: ReadonlyMap<string, string>;
  /** What is not followed, one sentence each. */
  readonly notes: readonly string[];
  readonly missing: readonly MissingFile[];
  readonly unreadable: readonly UnreadableFile[];
}

/** As deep as GitHub follows actions and workflows that use each other. */
const MAX_DEPTH = 10;
/** Steps of one workflow, with those of its actions. */
const MAX_STEPS = 5_000;

/** What one workflow uses. */
interface State {
  /** The folders into which the job checks out repositories; the value is whether that is this repository as it is. */
  checkouts: ReadonlyMap<string, boolean>;
  readonly repository: Repository;
  readonly actions: Map<string, string>;
  readonly notes: Set<string>;
  readonly missing: Map<string, MissingFile>;
  readonly unreadable: Map<string, UnreadableFile>;
  left: number;
}

/** Follows what a workflow uses of its repository. A file that cannot be followed is listed, and stops nothing. */
export function withLocalFiles(workflow: Workflow, readFile: ReadRepositoryFile): LocalFiles {
  const state: State = {
    checkouts: new Map(),
    repository: repositoryOf(readFile),
    actions: new Map(),
    notes: new Set(),
    missing: new Map(),
    unreadable: new Map(),
    left: MAX_STEPS,
  };
  const jobs = workflow.jobs.map((job): WorkflowJob => {
    const called = calledBy(job, state.repository, 1);
    state.checkouts = checkoutsOf(job);
    const steps = job.steps.flatMap((step) => withSteps(step, [], state));
    return { ...job, steps, ...(called && { called }) };
  });
  return {
    workflow: { ...workflow, jobs },
    actions: state.actions,
    notes: [...state.notes],
    missing: [...state.missing.values()],
    unreadable: [...state.unreadable.values()],
  };
}

/** A step, and behind it those of the action that it uses. */
function withSteps(step: WorkflowStep, open: readonly string[], state: State): WorkflowStep[] {
  if (state.left-- <= 0) {
    const most = MAX_STEPS.toLocaleString('en-US');
    state.notes.add(
      `It has more than ${most} steps with those of its actions, and only the first of them were checked. Split it`,
    );
    return [];
  }
  const action = step.uses && localAction(step.uses, state);
  if (!action) return [step];
  const { path, document } = action;
  if (open.includes(path) || open.length >= MAX_DEPTH) {
    const why = open.includes(path) ? 'uses itself' : `is used more than ${MAX_DEPTH} actions deep`;
    state.notes.add(`${path} ${why}, which is not followed`);
    return [step];
  }
  const steps: WorkflowStep[] = [];
  const call = { step, path, action: document, steps };
  const found = action.steps.flatMap((one) => withSteps({ ...one, call }, [...open, path], state));
  steps.push(...found.filter((one) => one.call === call));
  return [{ ...step, calls: call }, ...found];
}

/** An action of the repository, as its file has it. */
interface LocalAction {
  readonly path: string;
  readonly text: string;
  readonly document: ManifestNode | undefined;
  readonly steps: readonly WorkflowStep[];
  /** Why it is not read. */
  readonly problem?: string;
}

/** The action of a step; undefined for those of other repositories. */
function localAction(uses: UsedAction, state: State): LocalAction | undefined {
  const folder = localPath(uses);
  if (folder === undefined) return undefined;
  const [checkout = '', isOwn = true] =
    [...state.checkouts].find(([at]) => `${folder}/`.startsWith(`${at}/`)) ?? [];
  const action =
    state.repository.action(folder) ??
    (isOwn && checkout !== ''
      ? state.repository.action(folder.slice(checkout.length + 1))
      : undefined);
  // An action of another repository that is checked out is one of another repository.
  if (!action && !isOwn) return undefined;
  if (!action) {
    const what = `the action ${uses.text} (line ${uses.node.range.startLine})`;
    state.missing.set(folder, { path: `${folder === '' ? '' : `${folder}/`}action.yml`, what });
    return undefined;
  }
  const { path, text, document, problem } = action;
  state.actions.set(path, text);
  for (const note of document ? misfitNotes(actionMisfits(document), '') : [])
    state.notes.add(note);
  if (problem !== undefined) state.unreadable.set(path, { path, reason: problem });
  return action;
}

function checkoutsOf({ steps }: WorkflowJob): Map<string, boolean> {
  return new Map(
    steps.flatMap(({ uses, with: inputs }): [string, boolean][] => {
      const path = siblingPath('file', textOf(inputs.get('path')));
      const isOwn = !inputs.has('repository') && !inputs.has('ref');
      return uses?.name === 'actions/checkout' && path !== '' ? [[path, isOwn]] : [];
    }),
  );
}

/** `.github/actions/build` for `./.github/actions/build` */
function localPath({ text }: UsedAction): string | undefined {
  return text.startsWith('./') ? siblingPath('file', text) : undefined;
}

/** The actions and workflows of a repository, each parsed once. */
interface Repository {
  /** The action in a folder; undefined if it has no action.yml. */
  readonly action: (folder: string) => LocalAction | undefined;
  /** A reusable workflow; undefined for one that is missing, cannot be read, or is called too deep or by itself. */
  readonly workflow: (path: string, depth: number) => Workflow | undefined;
}

function calledBy(
  { uses }: WorkflowJob,
  repository: Repository,
  depth: number,
): Workflow | undefined {
  const path = uses && localPath(uses);
  return path === undefined ? undefined : repository.workflow(path, depth);
}

const repositories = new WeakMap<ReadRepositoryFile, Repository>();

function repositoryOf(readFile: ReadRepositoryFile): Repository {
  const known = repositories.get(readFile);
  if (known) return known;
  const actions = new Map<string, LocalAction | undefined>();
  const workflows = new Map<string, Workflow | undefined>();
  const repository: Repository = {
    action: (folder) => {
      if (!actions.has(folder)) actions.set(folder, readAction(folder, readFile));
      return actions.get(folder);
    },
    workflow: (path, depth) => {
      if (workflows.has(path) || depth > MAX_DEPTH) return workflows.get(path);
      workflows.set(path, undefined);
      const workflow = readCalled(path, readFile);
      const jobs = workflow?.jobs.map((job): WorkflowJob => {
        const called = calledBy(job, repository, depth + 1);
        return { ...job, ...(called && { called }) };
      });
      workflows.set(path, workflow && { ...workflow, jobs: jobs ?? [] });
      return workflows.get(path);
    },
  };
  repositories.set(readFile, repository);
  return repository;
}

function readAction(folder: string, readFile: ReadRepositoryFile): LocalAction | undefined {
  const place = folder === '' ? 'file' : `${folder}/file`;
  for (const path of ['action.yml', 'action.yaml'].map((name) => siblingPath(place, name))) {
    const text = readFile(path);
    if (text === undefined) continue;
    try {
      const [document] = readManifestYaml(text, path);
      const steps = [
        ...stepsOf(valueAt(document, 'runs'), text.split('\n')),
        ...stepsOfDockerAction(document),
      ];
      return { path, text, document, steps };
    } catch (error) {
      // The braces of an expression are no template.
      const why = error instanceof TemplateError ? NO_YAML : '';
      const problem = why === '' ? reason(error) : `Cannot read the action ${path}: ${why}`;
      return { path, text, document: undefined, steps: [], problem };
    }
  }
  return undefined;
}

const NO_YAML = 'it is not valid YAML. Fix it';

/** One that is not valid YAML is reported where it is checked itself. */
function readCalled(path: string, readFile: ReadRepositoryFile): Workflow | undefined {
  const text = readFile(path);
  if (text === undefined) return undefined;
  try {
    const [document] = readManifestYaml(text, path);
    return document && readWorkflow(document, text);
  } catch {
    return undefined;
  }
}
