import type { ManifestNode } from '../manifest-yaml.js';
import { isFalse, textOf, valueAt } from '../yaml-values.js';
import { type PlacedStep, withVariables } from './variables.js';
import type { UsedAction, Workflow, WorkflowManifest, WorkflowStep } from './workflow.js';

/** A step that pushes one more tag to GitHub's registry in each run, and where it is written. */
export interface GrowingPush extends PlacedStep {
  readonly path: string;
  readonly at: ManifestNode;
}

/**
 * The first step of the repository whose workflow runs for commits, and whose tag contains the commit, the run or the date.
 * Undefined if a workflow deletes versions of packages.
 */
export function unboundedPush(manifests: readonly WorkflowManifest[]): GrowingPush | undefined {
  const known = computed.get(manifests);
  if (known) return known.push;
  const workflows = manifests.flatMap(({ path, workflow }) =>
    workflow ? [{ path, workflow }] : [],
  );
  const isCleaned = workflows.some(({ workflow }) => deletesVersions(workflow));
  const push = isCleaned
    ? undefined
    : workflows.flatMap(({ path, workflow }) => growingPushes(path, workflow))[0];
  computed.set(manifests, { push });
  return push;
}

const computed = new WeakMap<readonly WorkflowManifest[], { push: GrowingPush | undefined }>();

function deletesVersions({ jobs }: Workflow): boolean {
  const isCleanup = (used: UsedAction | undefined) =>
    used !== undefined && DELETES.test(used.name) && WHAT.test(used.name);
  return jobs.some(
    ({ uses, steps }) =>
      isCleanup(uses) ||
      steps.some((step) => isCleanup(step.uses) || SCRIPT.test(textOf(step.run))),
  );
}

/** Names of actions and reusable workflows: `actions/delete-package-versions`, `dataaxiom/ghcr-cleanup-action`. */
const DELETES = /clean|crop|delete|expire|janitor|prun|purge|remove|retention/;
const WHAT = /container|docker|ghcr|gpr|image|package|registry|untagged/;
const SCRIPT =
  /\bpackages\/[^\n]{0,200}\bversions\b|\b(?:crane|skopeo)\s+delete\b|\bregctl\s+tag\s+(?:delete|rm)\b|deletePackageVersion/;

function growingPushes(path: string, workflow: Workflow): GrowingPush[] {
  if (!runsForCommits(workflow)) return [];
  return workflow.jobs.flatMap((job) =>
    job.steps.flatMap((step) => {
      const placed = { workflow, job, step };
      const tags = pushes(step) ? step.with.get('tags') : undefined;
      if (!tags || step.call || [job, step].some(isRare)) return [];
      const parts = [tags, ...metadataOf(tags, job.steps)];
      const written = parts.map(textOf).join('\n');
      const isGitHub = /\bghcr\.io\b/.test(withVariables(written, placed));
      return isGitHub && GROWING.test(written) ? [{ path, at: tags, ...placed }] : [];
    }),
  );
}

/** The commit, the run or the date, in expressions of GitHub and in the language of docker/metadata-action. */
const GROWING =
  /github\.(?:sha|run_id|run_number)\b|\btype=sha\b(?![^\n]*enable=)|\{\{\s*(?:sha|date)\b/;

function runsForCommits({ events, node }: Workflow): boolean {
  if (events.has('pull_request') || events.has('schedule')) return true;
  const push = valueAt(node, 'on', 'push');
  const isForTags = push?.entries.has('tags') === true && !push.entries.has('branches');
  return events.has('push') && !isForTags;
}

/** A condition about tags or releases, whose number is small and which are kept, or one that is not known. */
function isRare({ node }: Pick<WorkflowStep, 'node'>): boolean {
  const condition = textOf(valueAt(node, 'if'));
  return /\btags?\b|release|ref_type|\b(?:env|inputs|matrix|needs|steps|vars)\./i.test(condition);
}

function pushes({ uses, with: inputs }: WorkflowStep): boolean {
  if (uses?.name !== 'docker/build-push-action') return false;
  const push = inputs.get('push');
  return push ? !isFalse(push) : /\bpush=true\b/.test(textOf(inputs.get('outputs')));
}

/** The images and tags of the steps of docker/metadata-action whose output the tags are. */
function metadataOf(tags: ManifestNode, steps: readonly WorkflowStep[]): ManifestNode[] {
  return [...textOf(tags).matchAll(/\bsteps\.([\w-]{1,100})\.outputs\./g)].flatMap(([, id]) =>
    steps
      .filter(
        ({ node, uses }) =>
          uses?.name === 'docker/metadata-action' && textOf(valueAt(node, 'id')) === id,
      )
      .flatMap(({ with: inputs }) => ['images', 'tags'].flatMap((name) => inputs.get(name) ?? [])),
  );
}
