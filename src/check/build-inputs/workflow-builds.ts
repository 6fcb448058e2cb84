import {
  type BuildValue,
  type DeclaredBuild,
  type DeclaredBuilds,
  MAX_BUILDS,
} from '../../manifests/builds/declared-build.js';
import { type ManifestNode, readManifestYaml } from '../../manifests/manifest-yaml.js';
import {
  readWorkflow,
  stepsOf,
  type WorkflowJob,
  type WorkflowStep,
} from '../../manifests/workflow/workflow.js';
import { textOf, valueAt } from '../../manifests/yaml-values.js';
import { buildCommands, inFolder } from './build-commands.js';
import { requestedBuild } from './build-request.js';
import { type CallState, readBake, readCompose } from './called-files.js';
import {
  environmentOf,
  matrixRows,
  type WorkflowValues,
  withEnvironment,
  withMap,
  withValues,
} from './workflow-values.js';

/** The files of a repository, and the workflows that others use. */
export interface WorkflowFiles extends Omit<CallState, 'builds' | 'gaps'> {
  readonly used: Set<string>;
}

/** Where the steps of a job or an action are read. */
interface Scope {
  readonly path: string;
  readonly name: string;
  readonly values: WorkflowValues;
  /** The files that use each other, the outermost first. */
  readonly open: readonly string[];
}

interface State extends WorkflowFiles {
  readonly builds: DeclaredBuild[];
  readonly gaps: string[];
}

/** Workflows and actions of the repository are followed this deep. */
const MAX_DEPTH = 5;

/**
 * The builds of a workflow: actions of Docker, build commands in scripts, and those of the actions and reusable workflows
 * of the repository that it uses. Throws PortsideError (incomplete) for a file that is not valid YAML.
 */
export function workflowBuilds(path: string, files: WorkflowFiles): DeclaredBuilds {
  const state: State = { ...files, builds: [], gaps: [] };
  readFile(path, new Map([['github.workspace', '.']]), [], state);
  return state;
}

function readFile(
  path: string,
  values: WorkflowValues,
  open: readonly string[],
  state: State,
): void {
  const document = documentOf(path, state);
  if (!document) return;
  if (isTooDeep(path, open, state)) return;
  const { jobs, node } = readWorkflow(document, '');
  const defaults = withDefaults(values, valueAt(node, 'on', 'workflow_call', 'inputs'));
  const ofFile = withEnvironment(defaults, node);
  for (const job of jobs)
    for (const row of matrixRows(job.node, ofFile))
      readJob(job, { path, name: `${path} ${job.id}`, values: row, open: [...open, path] }, state);
}

/** Whether a file is not followed, which is a gap: it uses itself, or files use each other too deep. */
function isTooDeep(path: string, open: readonly string[], { gaps }: State): boolean {
  const isLoop = open.includes(path);
  if (!isLoop && open.length <= MAX_DEPTH) return false;
  const why = isLoop ? 'uses itself' : `is used more than ${MAX_DEPTH} files deep`;
  const gap = `${path} ${why}, which is not followed`;
  if (!gaps.includes(gap)) gaps.push(gap);
  return true;
}

function documentOf(path: string, { read, gaps }: State): ManifestNode | undefined {
  const text = read(path);
  if (text === undefined) gaps.push(`${path} is not read: it is missing, or larger than 1 MiB`);
  return text === undefined ? undefined : readManifestYaml(text, path)[0];
}

/** Inputs that the caller does not give have their defaults. */
function withDefaults(values: WorkflowValues, inputs: ManifestNode | undefined): WorkflowValues {
  const defaults = [...(inputs?.entries ?? [])].flatMap(([name, node]): [string, string][] => {
    const value = valueAt(node, 'default');
    return value ? [[`inputs.${name.toLowerCase()}`, textOf(value)]] : [];
  });
  return new Map([...defaults, ...values]);
}

function readJob(job: WorkflowJob, scope: Scope, state: State): void {
  const values = withEnvironment(scope.values, job.node);
  const local = localPath(job.uses?.text);
  if (local !== undefined) {
    state.used.add(local);
    readFile(local, callValues(values, valueAt(job.node, 'with')), scope.open, state);
    return;
  }
  const before = state.builds.length;
  const actions: BuildValue[] = [];
  const folder = textOf(valueAt(job.node, 'defaults', 'run', 'working-directory'));
  readSteps(job.steps, { ...scope, values }, { folder, actions }, state);
  const container = valueAt(job.node, 'container');
  const image = container?.kind === 'map' ? valueAt(container, 'image') : container;
  if (image && textOf(image) !== '')
    actions.push({ text: `docker://${withValues(textOf(image), values)}`, at: image.range });
  for (let i = before; i < state.builds.length; i++) {
    const build = state.builds[i];
    if (build) state.builds[i] = { ...build, actions };
  }
}

/** What a called workflow or action sees: its inputs, and nothing of the environment of the caller. */
function callValues(values: WorkflowValues, given: ManifestNode | undefined): WorkflowValues {
  const all = withMap(values, 'inputs', given);
  const names = new Set(
    [...(given?.entries.keys() ?? [])].map((name) => `inputs.${name.toLowerCase()}`),
  );
  return new Map([...all].filter(([name]) => names.has(name) || name === 'github.workspace'));
}

function localPath(uses: string | undefined): string | undefined {
  return uses?.startsWith('./') ? inFolder('', uses) : undefined;
}

/** What all steps of a job share. */
interface JobFacts {
  readonly folder: string;
  readonly actions: BuildValue[];
}

function readSteps(
  steps: readonly WorkflowStep[],
  scope: Scope,
  job: JobFacts,
  state: State,
): void {
  for (const step of steps) {
    if (state.builds.length >= MAX_BUILDS) {
      const gap = `${scope.path} has more than ${MAX_BUILDS} builds, the others are not read`;
      if (!state.gaps.includes(gap)) state.gaps.push(gap);
      return;
    }
    const own = { ...scope, values: withEnvironment(scope.values, step.node) };
    const { uses, run } = step;
    const local = localPath(uses?.text);
    if (local !== undefined) readAction(local, step, own, { job, state });
    else if (uses) {
      job.actions.push({ text: uses.text, at: uses.node.range });
      readUses(uses.name, step, own, state);
    } else if (run) readScript(run, step, own, { job, state });
  }
}

function readAction(
  folder: string,
  step: WorkflowStep,
  scope: Scope,
  { job, state }: { readonly job: JobFacts; readonly state: State },
): void {
  const path = ['action.yml', 'action.yaml']
    .map((name) => inFolder(folder, name))
    .find((file) => state.read(file) !== undefined);
  if (path === undefined || isTooDeep(path, scope.open, state)) return;
  const document = documentOf(path, state);
  const given = callValues(scope.values, valueAt(step.node, 'with'));
  const environment = [...scope.values].filter(([name]) => name.startsWith('env.'));
  const values = withDefaults(new Map([...given, ...environment]), valueAt(document, 'inputs'));
  const open = [...scope.open, path];
  readSteps(stepsOf(valueAt(document, 'runs'), []), { ...scope, values, open }, job, state);
}

/** The builds of an action of Docker or Red Hat. Sources: the action.yml of each. */
function readUses(action: string, step: WorkflowStep, { values, name }: Scope, state: State): void {
  const input = (key: string) => withValues(textOf(step.with.get(key)), values);
  const lines = (key: string) =>
    input(key)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const environment = environmentOf(values);
  const at = step.node.range;
  if (action === 'docker/bake-action') {
    const list = (key: string) => lines(key).flatMap((line) => line.split(','));
    const call = {
      files: list('files'),
      targets: list('targets').map((target) => target.trim()),
      overrides: lines('set'),
      folder: inFolder('', input('workdir') || '.'),
      source: input('source'),
    };
    readBake(call, { name, environment }, state);
  } else if (action === 'docker/build-push-action') {
    const request = {
      context: input('context'),
      file: input('file'),
      target: input('target'),
      args: lines('build-args'),
      contexts: lines('build-contexts'),
      caches: lines('cache-from'),
      secrets: ['secrets', 'secret-envs', 'secret-files'].flatMap(lines),
      ssh: lines('ssh'),
      platforms: lines('platforms').flatMap((line) => line.split(',')),
    };
    state.builds.push(requestedBuild(request, { name, at, folder: '', environment }));
  } else if (action === 'redhat-actions/buildah-build') {
    const [file] = [...lines('containerfiles'), ...lines('dockerfiles')];
    const request = { context: input('context'), file, args: lines('build-args') };
    state.builds.push(requestedBuild(request, { name, at, folder: '', environment }));
  }
}

function readScript(
  run: ManifestNode,
  step: WorkflowStep,
  { values, name }: Scope,
  { job, state }: { readonly job: JobFacts; readonly state: State },
): void {
  const own = withValues(textOf(valueAt(step.node, 'working-directory')), values);
  const folder = inFolder('', own || job.folder || '.');
  const environment = environmentOf(values);
  const { commands, gaps } = buildCommands(textOf(run), folder, values, environment);
  state.gaps.push(...gaps.map((gap) => `${name} ${gap}`));
  for (const command of commands)
    if (command.kind === 'bake') readBake(command, { name, environment }, state);
    else if (command.kind === 'compose') readCompose(command, name, state);
    else
      state.builds.push(
        requestedBuild(command.request, {
          name,
          at: run.range,
          folder: command.folder,
          environment,
        }),
      );
}
