import type { Package } from '../../core/package.js';
import {
  type ActionUse,
  type UsedAction,
  usedActions,
  type WorkflowManifest,
  type WorkflowStep,
} from './workflow.js';

/**
 * The actions and reusable workflows of other repositories that a workflow and the actions of its repository use, as packages: one for
 * each line. The
 * version of a commit is the release in the comment behind it, if there is one; `evidence` then says `comment`.
 */
export function releasedActions({ path, workflow }: WorkflowManifest): Package[] {
  const used = workflow ? usedActions(workflow) : [];
  return packagesOf(used, path);
}

/** The same for the steps of an action of the repository, whose file is at `path`. */
export function releasedActionsOf(steps: readonly WorkflowStep[], path: string): Package[] {
  const used = steps.flatMap((step) => (step.uses ? [{ action: step.uses, step }] : []));
  return packagesOf(used, path);
}

function packagesOf(used: readonly ActionUse[], path: string): Package[] {
  return used.flatMap(({ action, step }) => packageOf(action, step?.call?.path ?? path) ?? []);
}

function packageOf({ node, text, ref, comment }: UsedAction, path: string): Package | undefined {
  const name = ref === undefined ? '' : text.slice(0, text.length - ref.length - 1);
  // Local actions, images and expressions name no release of a repository.
  if (ref === undefined || !/^[\w.-]+(?:\/[\w.-]+)+$/.test(name) || name.startsWith('.'))
    return undefined;
  const release = isCommit(ref) ? releaseIn(comment) : undefined;
  const version = release ?? ref;
  const [owner = '', repository = '', ...inside] = name.split('/');
  const subpath = inside.length > 0 ? `#${inside.join('/')}` : '';
  const purl = `pkg:githubactions/${owner}/${repository}@${encodeURIComponent(version)}${subpath}`;
  return {
    purl,
    type: 'githubactions',
    name,
    version,
    paths: [path],
    location: node.range,
    ...(release !== undefined && { evidence: 'comment' }),
  };
}

function isCommit(ref: string): boolean {
  return /^[0-9a-f]{40}$/.test(ref);
}

/** `v1.2.3` of `v1.2.3`, `tag=v1.2.3` or `pin@v1.2.3`. A commit of `v4` can be any of its releases. */
function releaseIn(comment: string | undefined): string | undefined {
  return /(?:^|[\s@=:])(v?\d+\.\d+\.\d+[\w.+-]{0,60})(?:\s|$)/.exec(comment ?? '')?.[1];
}
