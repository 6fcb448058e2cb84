import { baseName } from '../../lib/paths.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { type ReadRepositoryFile, siblingPath } from '../paths.js';
import { textOf, valueAt } from '../yaml-values.js';

/** A workflow of GitHub Actions. */
export interface Workflow {
  /** It builds, pushes, signs or scans images, or what it uses of the repository does. Others can still be taken over. */
  readonly concernsImages: boolean;
  /** The events that start it. */
  readonly events: ReadonlySet<string>;
  readonly node: ManifestNode;
  readonly permissions: ManifestNode | undefined;
  readonly jobs: readonly WorkflowJob[];
}

/** A manifest that may be a workflow. */
export interface WorkflowManifest {
  readonly path: string;
  readonly workflow?: Workflow;
}

export interface WorkflowJob {
  readonly id: string;
  readonly node: ManifestNode;
  readonly permissions: ManifestNode | undefined;
  /** The labels of the runner; empty for a reusable workflow. */
  readonly runsOn: readonly string[];
  /** The reusable workflow that it calls. */
  readonly uses: UsedAction | undefined;
  /** That workflow, if it is of the repository. */
  readonly called?: Workflow;
  /** With those of the actions of the repository, each behind the step that uses it. */
  readonly steps: readonly WorkflowStep[];
}

export interface WorkflowStep {
  readonly node: ManifestNode;
  /** The use of the action that has the step; absent for a step of the job itself. */
  readonly call?: ActionCall;
  /** The use of an action of the repository that the step is. */
  readonly calls?: ActionCall;
  readonly uses: UsedAction | undefined;
  /** The script. */
  readonly run: ManifestNode | undefined;
  /** Its inputs, with their names in lower case: GitHub compares them without regard to case. */
  readonly with: ReadonlyMap<string, ManifestNode>;
}

/** One use of a composite action of the repository. */
export interface ActionCall {
  /** The step that uses it. */
  readonly step: WorkflowStep;
  /** Of its action.yml. */
  readonly path: string;
  readonly action: ManifestNode | undefined;
  /** Its own steps, without those of actions that it uses. */
  readonly steps: readonly WorkflowStep[];
}

/** An action or a reusable workflow, as `uses` names it. */
export interface UsedAction {
  readonly node: ManifestNode;
  readonly text: string;
  /** `docker/build-push-action`, in lower case; a path for a local one; `docker://…` for an image. */
  readonly name: string;
  /** After the `@`: a tag, a branch or a commit. */
  readonly ref: string | undefined;
  /** The comment behind it, without the `#`: the release of a commit. */
  readonly comment: string | undefined;
}

/** A step, and the steps that use the action that it is in, the innermost first. */
export function withCallers(step: WorkflowStep): WorkflowStep[] {
  return step.call ? [step, ...withCallers(step.call.step)] : [step];
}

/** The path of a workflow. GitHub reads none in other folders; the ending counts in capitals, too. */
export function isWorkflowPath(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.[yY][aA]?[mM][lL]$/.test(path);
}

/**
 * Whether a text of a workflow has anything to do with images, or that of an action or workflow of the repository that it
 * uses. One that gives secrets to a workflow of the repository may: its inputs say what is built there.
 */
export function concernsImages(
  text: string,
  readFile: ReadRepositoryFile = () => undefined,
): boolean {
  if (CALLS.test(text) && PRIVILEGED.some((event) => text.includes(event))) return true;
  const texts = [text];
  const used = new Set<string>();
  for (const one of texts) {
    if (namesImages(one) || CREDENTIALS.every((part) => part.test(one))) return true;
    for (const [, path = ''] of one.matchAll(LOCAL)) {
      if (used.has(path) || used.size === MAX_USED) continue;
      used.add(path);
      const files = /\.ya?ml$/.test(path) ? [path] : [`${path}/action.yml`, `${path}/action.yaml`];
      texts.push(...files.flatMap((file) => readFile(siblingPath('file', file)) ?? []));
    }
  }
  return used.size === MAX_USED;
}

/** What uses more files of the repository is checked in any case. */
const MAX_USED = 100;
const LOCAL = /\buses["']?\s*:\s*["']?(\.\/[^\s"'#,}]{0,200})/g;

/** The login of a job to the registry of its container. */
const CREDENTIALS = [/\bimage["']?[ \t]*:/, /\bcredentials["']?[ \t]*:/];

function namesImages(text: string): boolean {
  return /\b(?:docker|buildx|podman|nerdctl|buildah|kaniko|cosign|skopeo|crane|ko-build|trivy|grype|syft|snyk|ghcr|container-image|container-retention-policy|package-versions|ecr|gcr\.io|helm)\b/i.test(
    text,
  );
}

const CALLS = /\buses["']?\s*:\s*["']?\.\/\.github\/workflows\//;

/** Reads a workflow. Parts that are not as GitHub expects them are left out: it refuses such a file. */
export function readWorkflow(
  node: ManifestNode,
  text: string,
  readFile?: ReadRepositoryFile,
): Workflow {
  const jobs = valueAt(node, 'jobs')?.entries ?? new Map<string, ManifestNode>();
  const lines = text.split('\n');
  return {
    concernsImages: concernsImages(text, readFile),
    events: eventsOf(valueAt(node, 'on')),
    node,
    permissions: valueAt(node, 'permissions'),
    jobs: [...jobs].map(([id, job]) => jobOf(id, job, lines)),
  };
}

function eventsOf(on: ManifestNode | undefined): ReadonlySet<string> {
  if (!on) return new Set();
  if (on.kind === 'map') return new Set(on.entries.keys());
  return new Set(on.kind === 'list' ? on.items.map(textOf) : [textOf(on)]);
}

function jobOf(id: string, node: ManifestNode, lines: readonly string[]): WorkflowJob {
  const runner = valueAt(node, 'runs-on');
  const labels = runner?.kind === 'map' ? valueAt(runner, 'labels') : runner;
  return {
    id,
    node,
    permissions: valueAt(node, 'permissions'),
    runsOn: labels?.kind === 'list' ? labels.items.map(textOf) : labels ? [textOf(labels)] : [],
    uses: actionOf(valueAt(node, 'uses'), lines),
    steps: stepsOf(node, lines),
  };
}

/** The steps of a job, or of the `runs` of a composite action, in a file with these lines. */
export function stepsOf(node: ManifestNode | undefined, lines: readonly string[]): WorkflowStep[] {
  return (valueAt(node, 'steps')?.items ?? []).map((step) => ({
    node: step,
    uses: actionOf(valueAt(step, 'uses'), lines),
    run: valueAt(step, 'run'),
    with: inputsOf(step),
  }));
}

function inputsOf(step: ManifestNode): ReadonlyMap<string, ManifestNode> {
  const given = valueAt(step, 'with')?.entries ?? [];
  return new Map([...given].map(([name, value]) => [name.toLowerCase(), value]));
}

function actionOf(
  node: ManifestNode | undefined,
  lines: readonly string[],
): UsedAction | undefined {
  const text = textOf(node);
  if (!node || text === '') return undefined;
  const at = text.startsWith('docker://') ? -1 : text.lastIndexOf('@');
  const name = at < 0 ? text : text.slice(0, at);
  return {
    node,
    text,
    name: name.toLowerCase(),
    ref: at < 0 ? undefined : text.slice(at + 1),
    comment: commentAfter(node, lines),
  };
}

function commentAfter({ range }: ManifestNode, lines: readonly string[]): string | undefined {
  const rest = lines[range.endLine - 1]?.slice(range.endColumn - 1);
  return /^\s+#\s*(\S.{0,200})/.exec(rest ?? '')?.[1]?.trim();
}

/** An action or a reusable workflow, with the step that uses it; without one for a job that calls a workflow. */
export interface ActionUse {
  readonly action: UsedAction;
  readonly step?: WorkflowStep;
}

/** The actions and reusable workflows of all jobs, in the order of the file. */
export function usedActions({ jobs }: Workflow): ActionUse[] {
  return jobs.flatMap(({ uses, steps }) => [
    ...(uses ? [{ action: uses }] : []),
    ...steps.flatMap((step) => (step.uses ? [{ action: step.uses, step }] : [])),
  ]);
}

/**
 * How messages name the job of a step, and what tells findings about it apart: a step of an action of the repository is
 * one finding, whichever job runs it.
 */
export function jobOfStep(
  path: string,
  { id }: WorkflowJob,
  { call }: WorkflowStep,
): { readonly name: string; readonly about: string } {
  return call ? { name: `${id} of ${baseName(path)}`, about: '' } : { name: id, about: id };
}

/** Events that give a workflow the secrets and the token of the repository, although anyone can start it. */
const PRIVILEGED = ['pull_request_target', 'workflow_run', 'issue_comment'];

/** The privileged events that start the workflow, which anyone can cause. */
export function privilegedEvents({ events }: Workflow): string[] {
  return PRIVILEGED.filter((event) => events.has(event));
}

/** The major version of an action, by its tag or the comment behind its commit; undefined for a branch and a bare commit. */
export function majorVersion({ ref = '', comment = '' }: UsedAction): number | undefined {
  const named = /^[0-9a-f]{40}$/.test(ref)
    ? /(?:^|[\s@=:])v?(\d{1,4})(?![\w-])/
    : /^v?(\d{1,4})(?![\w-])/;
  const major = named.exec(/^[0-9a-f]{40}$/.test(ref) ? comment : ref)?.[1];
  return major === undefined ? undefined : Number(major);
}

/** Whether a step builds an image. */
export function buildsImage({ uses, run }: WorkflowStep): boolean {
  if (uses)
    return /^(?:docker\/(?:build-push-action|bake-action)$|redhat-actions\/buildah-build|buildpacks\/)/.test(
      uses.name,
    );
  return /\b(?:docker(?:\s+buildx|\s+compose|\s+image)?|podman|nerdctl)\s+(?:build|bake)\b|\bbuildah\s+(?:bud|build)\b|\/kaniko\/executor\b|\bko\s+build\b/.test(
    textOf(run),
  );
}
