import { trimmedLines } from '../../lib/text.js';
import {
  type BuildValue,
  type DeclaredBuild,
  type DeclaredBuilds,
  MAX_BUILDS,
} from '../../manifests/declared-build.js';
import { type ManifestNode, readManifestYaml } from '../../manifests/manifest-yaml.js';
import { siblingPath } from '../../manifests/paths.js';
import { dockerfileOfAction } from '../../manifests/workflow/docker-action.js';
import { type LocalFiles, withLocalFiles } from '../../manifests/workflow/local-files.js';
import {
  type ActionCall,
  readWorkflow,
  stepsOf,
  type WorkflowJob,
  type WorkflowStep,
} from '../../manifests/workflow/workflow.js';
import { textOf, valueAt } from '../../manifests/yaml-values.js';
import { type BuildCommand, buildCommands, inFolder } from './build-commands.js';
import { requestedBuild } from './build-request.js';
import { type CallState, readBake, readCompose } from './called-files.js';
import {
  MAX_ROWS,
  matrixRows,
  type WorkflowValues,
  withEnvironment,
  withMap,
  withValues,
  workflowEnvironment,
} from './workflow-values.js';

/** The files of a repository, and the workflows that others use. */
export interface WorkflowFiles extends Omit<CallState, 'builds' | 'gaps' | 'reported'> {
  readonly used: Set<string>;
  /** The workflows that were read, by path. */
  readonly known: Map<string, LocalFiles>;
}

/** Where the steps of a job or an action are read. */
interface Scope {
  readonly path: string;
  readonly name: string;
  readonly values: WorkflowValues;
  /** The workflows that call each other, the outermost first. */
  readonly open: readonly string[];
  /** The rows of their matrices. */
  readonly rows: readonly string[];
  /** The folder of the scripts of a workflow that names no other. */
  readonly folder?: string;
}

interface State extends WorkflowFiles, CallState {
  /** Each list of actions once, by its content. */
  readonly actions: Map<string, readonly BuildValue[]>;
  /** Jobs that may still be read, each for each row and each call. */
  jobsLeft: number;
}

/** Workflows of the repository are followed this deep. */
const MAX_DEPTH = 5;
const MAX_JOBS = 5_000;

/**
 * The builds of a workflow: actions of Docker, build commands in scripts, and those of the actions and reusable workflows
 * of the repository that it uses. Throws PortsideError (incomplete) for a file that is not valid YAML.
 */
export function workflowBuilds(
  path: string,
  files: WorkflowFiles,
): DeclaredBuilds & Pick<State, 'reported'> {
  const state: State = {
    ...files,
    builds: [],
    gaps: [],
    reported: new Set(),
    actions: new Map(),
    jobsLeft: MAX_JOBS,
  };
  const values = new Map([['github.workspace', '.']]);
  readFile({ path, name: path, values, open: [], rows: [] }, state);
  const { builds, gaps, reported } = state;
  return { builds, gaps, reported };
}

/** The builds of an action of the repository, with the defaults of its inputs. Throws as workflowBuilds(). */
export function actionBuilds(
  path: string,
  read: (path: string) => string | undefined,
): DeclaredBuild[] {
  const node = readManifestYaml(read(path) ?? '', path)[0];
  if (!node) return [];
  const runs = { id: '', node, permissions: undefined, runsOn: [], uses: undefined };
  const job = { ...runs, steps: stepsOf(valueAt(node, 'runs'), []) };
  const own = {
    ...{ events: new Set<string>(), node, permissions: undefined },
    ...{ jobs: [job], concernsImages: true },
  };
  const { workflow } = withLocalFiles(own, read);
  const state: State = {
    ...{ read, bakeFilesIn: () => [], composeFilesIn: () => [], used: new Set(), known: new Map() },
    called: { bakeFiles: new Set(), composeFiles: new Set() },
    ...{ builds: [], gaps: [], reported: new Set(), actions: new Map(), jobsLeft: 1 },
  };
  const values = withDefaults(new Map([['github.workspace', '.']]), valueAt(node, 'inputs'));
  for (const one of workflow.jobs)
    readJob(one, { path, name: path, values, open: [path], rows: [] }, state);
  return state.builds;
}

function readFile({ path, values, open, rows }: Scope, state: State): void {
  const file = workflowAt(path, state);
  if (!file || isTooDeep(path, open, state)) return;
  const { jobs, node } = file.workflow;
  const defaults = withDefaults(values, valueAt(node, 'on', 'workflow_call', 'inputs'));
  const ofFile = withEnvironment(defaults, node);
  const folder = textOf(valueAt(node, 'defaults', 'run', 'working-directory'));
  for (const job of jobs) {
    const name = `${path} ${job.id}`;
    const matrix = matrixRows(job.node, ofFile);
    if (matrix.isCut)
      addGap(
        state,
        `${name} has more than ${MAX_ROWS} rows in its matrix, which are not told apart`,
      );
    for (const row of matrix.rows) {
      if (state.jobsLeft-- <= 0) {
        addGap(
          state,
          `${open[0] ?? path} runs more than ${MAX_JOBS} jobs, the others are not read`,
        );
        return;
      }
      const own = [...rows, ...(row.label === undefined ? [] : [row.label])];
      const at = { path, name, folder, open: [...open, path], rows: own };
      readJob(job, { ...at, values: row.values }, state);
    }
  }
}

function addGap({ gaps }: State, gap: string): void {
  if (!gaps.includes(gap)) gaps.push(gap);
}

function addReported(state: State, gap: string): void {
  state.reported.add(gap);
  addGap(state, gap);
}

/** Whether a workflow is not followed, which is a gap: it calls itself, or workflows call each other too deep. */
function isTooDeep(path: string, open: readonly string[], state: State): boolean {
  const isLoop = open.includes(path);
  if (!isLoop && open.length <= MAX_DEPTH) return false;
  const why = isLoop ? 'uses itself' : `is used more than ${MAX_DEPTH} files deep`;
  addGap(state, `${path} ${why}, which is not followed`);
  return true;
}

/** A workflow with the steps of the actions that it uses. */
function workflowAt(path: string, state: State): LocalFiles | undefined {
  const text = state.known.has(path) ? '' : state.read(path);
  const add = (gap: string) => addReported(state, gap);
  if (text === undefined) add(`${path} is not read: it is missing, or larger than 1 MiB`);
  const document = text ? readManifestYaml(text, path)[0] : undefined;
  const file =
    document && withLocalFiles(readWorkflow(document, text ?? '', state.read), state.read);
  if (file) state.known.set(path, file);
  const known = state.known.get(path);
  const { notes = [], missing = [], unreadable = [] } = known ?? {};
  for (const note of notes) add(`${path}: ${note}`);
  for (const { what } of missing) add(`${path}: ${what} is not in the repository`);
  for (const { reason } of unreadable) add(reason);
  return known;
}

/** Inputs that the caller does not give have their defaults. */
function withDefaults(values: WorkflowValues, materials: ManifestNode | undefined): WorkflowValues {
  const defaults = [...(materials?.entries ?? [])].flatMap(([name, node]): [string, string][] => {
    const value = valueAt(node, 'default');
    return value ? [[`inputs.${name.toLowerCase()}`, textOf(value)]] : [];
  });
  return new Map([...defaults, ...values]);
}

function readJob(job: WorkflowJob, scope: Scope, state: State): void {
  const values = withEnvironment(scope.values, job.node);
  const local = localPath(job.uses?.text);
  if (local !== undefined) {
    // What calls itself is nobody else's.
    if (local !== scope.open.at(-1)) state.used.add(local);
    const given = callValues(values, valueAt(job.node, 'with'));
    readFile({ ...scope, path: local, values: given }, state);
    return;
  }
  const before = state.builds.length;
  const used: BuildValue[] = [];
  readSteps(job, { ...scope, values }, used, state);
  const container = valueAt(job.node, 'container');
  const image = container?.kind === 'map' ? valueAt(container, 'image') : container;
  addImage(image, values, used);
  const key = used.map(({ text, at }) => `${at.path}:${at.startLine}:${at.startColumn} ${text}`);
  const actions = state.actions.get(key.join('\n')) ?? used;
  state.actions.set(key.join('\n'), actions);
  const row = scope.rows.join(', ');
  for (let i = before; i < state.builds.length; i++) {
    const build = state.builds[i];
    if (build) state.builds[i] = { ...build, actions, ...(row !== '' && { row }) };
  }
}

/** An image that the job runs something in: its container, or that of BuildKit. */
function addImage(
  node: ManifestNode | undefined,
  values: WorkflowValues,
  used: BuildValue[],
  text = textOf(node),
): void {
  if (node && text !== '')
    used.push({ text: `docker://${withValues(text, values)}`, at: node.range });
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

function readSteps(job: WorkflowJob, scope: Scope, used: BuildValue[], state: State): void {
  const ofJob = textOf(valueAt(job.node, 'defaults', 'run', 'working-directory'));
  const folder = withValues(ofJob || scope.folder || '', scope.values);
  const calls = new Map<ActionCall, WorkflowValues>();
  for (const step of job.steps) {
    if (state.builds.length >= MAX_BUILDS) {
      addGap(state, `${scope.path} has more than ${MAX_BUILDS} builds, the others are not read`);
      return;
    }
    const { uses, run, call } = step;
    const own = { ...scope, values: valuesOf(step, scope.values, calls) };
    readDockerAction(step, own, state);
    if (uses && localPath(uses.text) === undefined) {
      used.push({ text: uses.text, at: uses.node.range });
      addBuilderImages(step, own.values, used);
      readUses(uses.name, step, own, state);
    } else if (run)
      for (const image of readScript(run, step, { ...own, folder: call ? '' : folder }, state))
        addImage(run, own.values, used, image);
  }
}

/** The image that GitHub builds for an action of the repository with a Dockerfile. */
function readDockerAction({ calls }: WorkflowStep, { name, values }: Scope, state: State): void {
  const file = calls && dockerfileOfAction(calls.action, calls.path);
  if (!calls || file === undefined) return;
  const folder = siblingPath(calls.path, '.');
  const request = { context: folder || '.', file };
  const at = calls.action?.range ?? calls.step.node.range;
  const place = { name: `${name} ${calls.path}`, at, folder: '' };
  state.builds.push(
    requestedBuild(request, { ...place, environment: workflowEnvironment(values) }),
  );
}

/** What the expressions of a step read. In an action, that is what the step gives it that uses it. */
function valuesOf(
  step: WorkflowStep,
  ofJob: WorkflowValues,
  calls: Map<ActionCall, WorkflowValues>,
): WorkflowValues {
  const { call } = step;
  if (!call) return withEnvironment(ofJob, step.node);
  let values = calls.get(call);
  if (!values) {
    const outer = valuesOf(call.step, ofJob, calls);
    const given = callValues(outer, valueAt(call.step.node, 'with'));
    const environment = [...outer].filter(([name]) => name.startsWith('env.'));
    values = withDefaults(new Map([...given, ...environment]), valueAt(call.action, 'inputs'));
    calls.set(call, values);
  }
  return withEnvironment(values, step.node);
}

const DRIVER_IMAGE = /^[\s"']*image=((?:\$\{\{.{0,1000}?\}\}|[^\s"',])+)/gm;

/** The program that makes the SBOM of a build. Source: docs.docker.com/build/metadata/attestations/sbom. */
const GENERATOR = /(?:^|[\s"',])generator=((?:\$\{\{.{0,1000}?\}\}|[^\s"',])+)/gm;

/** The images of actions that set up builders, or work for them. Sources: the action.yml of each. */
function addBuilderImages(
  { uses, with: materials }: WorkflowStep,
  values: WorkflowValues,
  used: BuildValue[],
): void {
  if (uses?.name === 'docker/setup-qemu-action') addImage(materials.get('image'), values, used);
  if (uses?.name === 'docker/build-push-action')
    for (const material of [materials.get('sbom'), materials.get('attests')])
      for (const [, image] of textOf(material).matchAll(GENERATOR))
        addImage(material, values, used, image);
  const options = materials.get('driver-opts');
  if (uses?.name !== 'docker/setup-buildx-action' || !options) return;
  for (const [, image] of textOf(options).matchAll(DRIVER_IMAGE))
    addImage(options, values, used, image);
}

/** The builds of an action of Docker or Red Hat. Sources: the action.yml of each. */
function readUses(action: string, step: WorkflowStep, { values, name }: Scope, state: State): void {
  const material = (key: string) => withValues(textOf(step.with.get(key)), values);
  const lines = (key: string) => trimmedLines(material(key));
  const unquotedLines = (key: string) => trimmedLines(withoutQuotes(material(key)));
  const environment = workflowEnvironment(values);
  const at = step.node.range;
  if (action === 'docker/bake-action') {
    const list = (key: string) => lines(key).flatMap((line) => line.split(','));
    const call = {
      files: list('files'),
      targets: list('targets').map((target) => target.trim()),
      overrides: lines('set'),
      folder: inFolder('', material('workdir') || '.'),
      source: material('source'),
    };
    readBake(call, { name, environment }, state);
  } else if (action === 'docker/build-push-action') {
    const request = {
      context: material('context'),
      file: material('file'),
      target: material('target'),
      args: unquotedLines('build-args'),
      contexts: unquotedLines('build-contexts'),
      caches: unquotedLines('cache-from'),
      secrets: ['secrets', 'secret-envs', 'secret-files'].flatMap(lines),
      ssh: lines('ssh'),
      platforms: lines('platforms').flatMap((line) => line.split(',')),
    };
    state.builds.push(requestedBuild(request, { name, at, folder: '', environment }));
  } else if (action === 'redhat-actions/buildah-build') {
    const [file] = [...lines('containerfiles'), ...lines('dockerfiles')];
    const request = { context: material('context'), file, args: lines('build-args') };
    state.builds.push(requestedBuild(request, { name, at, folder: '', environment }));
  }
}

/** The actions of Docker read most lists as CSV. Source: getInputList of docker/actions-toolkit. */
function withoutQuotes(text: string): string {
  return text.replace(/(?<=^|[,\n])"((?:[^"]|""){0,10000})"(?=[,\n]|$)/g, (_, value: string) =>
    value.replaceAll('""', '"').replaceAll('\n', ' '),
  );
}

/** Adds the builds of a script. Returns the images of what works for the builder. */
function readScript(
  run: ManifestNode,
  step: WorkflowStep,
  { values, name, folder: ofJob = '' }: Scope,
  state: State,
): readonly string[] {
  const own = withValues(textOf(valueAt(step.node, 'working-directory')), values);
  const folder = inFolder('', own || ofJob || '.');
  const environment = workflowEnvironment(values);
  const { commands, images, gaps } = buildCommands(textOf(run), folder, values, environment);
  state.gaps.push(...gaps.map((gap) => `${name} ${gap}`));
  for (const command of commands)
    if (command.kind === 'bake') readBake(command, { name, environment }, state);
    else if (command.kind === 'compose') readCompose(command, name, state);
    else {
      const place = { name, at: run.range, folder: command.folder, environment };
      state.builds.push(withWritten(requestedBuild(command.request, place), command, state));
    }
  return images;
}

/** A build of a Dockerfile that its script writes first may have any images. */
function withWritten(
  build: DeclaredBuild,
  { written }: Pick<BuildCommand, 'written'>,
  state: State,
): DeclaredBuild {
  const { name, dockerfile } = build.definition;
  if (dockerfile === undefined || !written.has(dockerfile)) return build;
  // A Dockerfile of the repository is checked as it is there, and another one is a gap.
  addReported(
    state,
    `${name} writes ${dockerfile} before it builds it, so its images are not known`,
  );
  return { ...build, mayHaveMore: { args: true, contexts: true } };
}
