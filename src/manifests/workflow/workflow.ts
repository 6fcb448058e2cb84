import type { ManifestNode } from '../manifest-yaml.js';
import { textOf, valueAt } from '../yaml-values.js';

/** A workflow of GitHub Actions that builds, pushes, signs or scans images. */
export interface Workflow {
  /** The events that start it. */
  readonly events: ReadonlySet<string>;
  readonly node: ManifestNode;
  readonly permissions: ManifestNode | undefined;
  readonly jobs: readonly WorkflowJob[];
}

export interface WorkflowJob {
  readonly id: string;
  readonly node: ManifestNode;
  readonly permissions: ManifestNode | undefined;
  /** The labels of the runner; empty for a reusable workflow. */
  readonly runsOn: readonly string[];
  /** The reusable workflow that it calls. */
  readonly uses: UsedAction | undefined;
  readonly steps: readonly WorkflowStep[];
}

export interface WorkflowStep {
  readonly node: ManifestNode;
  readonly uses: UsedAction | undefined;
  /** The script. */
  readonly run: ManifestNode | undefined;
  readonly with: ReadonlyMap<string, ManifestNode>;
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

/** The path of a workflow. GitHub reads no others. */
export function isWorkflowPath(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}

/**
 * Whether a text of a workflow has anything to do with images. One that gives secrets to a workflow of the repository may:
 * its inputs say what is built there.
 */
export function concernsImages(text: string): boolean {
  if (CALLS.test(text) && PRIVILEGED.some((event) => text.includes(event))) return true;
  return /\b(?:docker|buildx|podman|buildah|kaniko|cosign|skopeo|crane|ko-build|trivy|grype|syft|snyk|portside|ghcr\.io|container-image|ecr|gcr\.io|helm)\b/i.test(
    text,
  );
}

const CALLS = /\buses["']?\s*:\s*["']?\.\/\.github\/workflows\//;

/** Reads a workflow. Parts that are not as GitHub expects them are left out: it refuses such a file. */
export function readWorkflow(node: ManifestNode, text: string): Workflow {
  const jobs = valueAt(node, 'jobs')?.entries ?? new Map<string, ManifestNode>();
  const lines = text.split('\n');
  return {
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
    with: valueAt(step, 'with')?.entries ?? new Map(),
  }));
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

/** The actions and reusable workflows of all jobs, in the order of the file. */
export function usedActions({ jobs }: Workflow): UsedAction[] {
  return jobs.flatMap(({ uses, steps }) => [
    ...(uses ? [uses] : []),
    ...steps.flatMap((step) => step.uses ?? []),
  ]);
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
