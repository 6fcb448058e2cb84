import { readFile } from 'node:fs/promises';
import type { Host } from '../core/host.js';
import { reason } from '../lib/errors.js';

/** What GitHub tells a workflow's step about itself: the variables of the runner and the event's payload, typed. */
export interface GitHubContext {
  readonly repository: { readonly owner: string; readonly name: string };
  /** https://api.github.com, or GITHUB_API_URL of GitHub Enterprise Server. */
  readonly api: string;
  /** https://github.com, or GITHUB_SERVER_URL. */
  readonly server: string;
  readonly event: Event;
  /** GITHUB_SHA: on a pull request the merge commit. */
  readonly sha: string;
  /** GITHUB_REF: refs/heads/main, refs/pull/7/merge … */
  readonly ref: string;
  readonly workflow: string;
  readonly job: string;
  readonly actor: string;
  /** The address of the run's page. */
  readonly run?: string;
  /** The file that becomes the job's summary. */
  readonly summaryFile?: string;
}

type Event =
  | PullRequestEvent
  | { readonly kind: 'push'; readonly before?: string }
  | { readonly kind: 'merge_group'; readonly baseSha?: string; readonly baseRef?: string }
  | WorkflowRunEvent
  | { readonly kind: 'other'; readonly name: string };

interface PullRequestEvent {
  readonly kind: 'pull_request';
  readonly number: number;
  readonly headSha: string;
  readonly baseRef: string;
  readonly baseSha: string;
  /** The head is in another repository than the base. */
  readonly fork: boolean;
  /** pull_request_target: the token may write, the workflow is the base's. */
  readonly target: boolean;
}

/** Another workflow has ended: the trusted half of what a fork's pull request began. */
export interface WorkflowRunEvent {
  readonly kind: 'workflow_run';
  /** The commit that the other workflow ran on. */
  readonly headSha: string;
  /** Where that commit is: `owner` of the repository, which may be a fork, and branch. */
  readonly headOwner: string;
  readonly headBranch: string;
  readonly id: number;
}

/** The variables that the runner sets, from the environment of the process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The context in the runner's variables and the file of the event's payload; undefined when this is no workflow run. A
 * payload that cannot be read is warned of: then no pull request is known.
 */
export async function readRunContext(
  variables: Variables,
  eventPath: string | undefined,
  host: Host,
): Promise<GitHubContext | undefined> {
  return readContext(variables, eventPath && (await payload(eventPath, host)));
}

async function payload(path: string, host: Host): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    host.warning(
      `The event of this run cannot be read, so no pull request is known: ${reason(error)}`,
    );
    return undefined;
  }
}

/** The context in the runner's variables and the event's payload; undefined when this is no workflow run. */
export function readContext(variables: Variables, payload: unknown): GitHubContext | undefined {
  const [owner, name, rest] = (variables.GITHUB_REPOSITORY ?? '').split('/');
  if (!owner || !name || rest !== undefined) return undefined;
  const server = address(variables.GITHUB_SERVER_URL) ?? 'https://github.com';
  const id = /^\d{1,20}$/.exec(variables.GITHUB_RUN_ID ?? '')?.[0];
  return {
    repository: { owner, name },
    api: address(variables.GITHUB_API_URL) ?? 'https://api.github.com',
    server,
    event: readEvent(variables.GITHUB_EVENT_NAME ?? '', payload, `${owner}/${name}`),
    sha: variables.GITHUB_SHA ?? '',
    ref: variables.GITHUB_REF ?? '',
    workflow: variables.GITHUB_WORKFLOW ?? '',
    job: variables.GITHUB_JOB ?? '',
    actor: variables.GITHUB_ACTOR ?? '',
    ...(variables.GITHUB_STEP_SUMMARY ? { summaryFile: variables.GITHUB_STEP_SUMMARY } : {}),
    ...(id ? { run: `${server}/${owner}/${name}/actions/runs/${id}` } : {}),
  };
}

function address(text: string | undefined): string | undefined {
  return text && /^https?:\/\//.test(text) ? text.replace(/\/+$/, '') : undefined;
}

function readEvent(name: string, payload: unknown, repository: string): Event {
  switch (name) {
    case 'pull_request':
    case 'pull_request_review':
    case 'pull_request_review_comment':
    case 'pull_request_target':
      return readPullRequest(name, payload, repository);
    case 'push': {
      const before = commit(at(payload, 'before'));
      // Forty zeros: the branch is new.
      return { kind: 'push', ...(before && !/^0+$/.test(before) ? { before } : {}) };
    }
    case 'merge_group': {
      const baseSha = commit(at(payload, 'merge_group', 'base_sha'));
      const ref = at(payload, 'merge_group', 'base_ref');
      const baseRef = typeof ref === 'string' ? ref.replace(/^refs\/heads\//, '') : undefined;
      return {
        kind: 'merge_group',
        ...(baseSha ? { baseSha } : {}),
        ...(baseRef ? { baseRef } : {}),
      };
    }
    case 'workflow_run':
      return readWorkflowRun(payload);
    default:
      return { kind: 'other', name };
  }
}

function readPullRequest(name: string, payload: unknown, repository: string): Event {
  const number = at(payload, 'pull_request', 'number') ?? at(payload, 'number');
  const headSha = commit(at(payload, 'pull_request', 'head', 'sha'));
  const baseSha = commit(at(payload, 'pull_request', 'base', 'sha'));
  const baseRef = at(payload, 'pull_request', 'base', 'ref');
  const head = at(payload, 'pull_request', 'head', 'repo', 'full_name');
  if (!Number.isSafeInteger(number) || !headSha || !baseSha || typeof baseRef !== 'string') {
    return { kind: 'other', name };
  }
  return {
    kind: 'pull_request',
    number: Number(number),
    headSha,
    baseSha,
    baseRef,
    // A deleted fork has no repository: as foreign as one that is there.
    fork: typeof head !== 'string' || head.toLowerCase() !== repository.toLowerCase(),
    target: name === 'pull_request_target',
  };
}

function readWorkflowRun(payload: unknown): Event {
  const run = (...keys: readonly string[]) => at(payload, 'workflow_run', ...keys);
  const [headSha, headBranch] = [commit(run('head_sha')), run('head_branch')];
  const [headOwner, id] = [run('head_repository', 'owner', 'login'), run('id')];
  if (
    !headSha ||
    typeof headBranch !== 'string' ||
    typeof headOwner !== 'string' ||
    !Number.isSafeInteger(id)
  )
    return { kind: 'other', name: 'workflow_run' };
  return { kind: 'workflow_run', headSha, headBranch, headOwner, id: Number(id) };
}

/** 40 hex digits, or 64 in a SHA-256 repository. */
function commit(value: unknown): string | undefined {
  return typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value)
    ? value
    : undefined;
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

/**
 * Why the token of this run may not write whatever the workflow's permissions say, as the end of a sentence;
 * undefined when it may. Found out beforehand, so that no request is made that must fail.
 */
export function readOnlyReason(context: GitHubContext): string | undefined {
  const { event, actor } = context;
  if (event.kind === 'pull_request' && event.target) return undefined;
  if (event.kind === 'pull_request' && event.fork) return 'this pull request comes from a fork';
  if (actor === 'dependabot[bot]' && (event.kind === 'pull_request' || event.kind === 'push')) {
    return 'Dependabot started this run';
  }
  return undefined;
}

/** The branch whose state this run sees, so that later runs may go by what it keeps; undefined when it is of a change. */
export function branchOf({ event, ref }: GitHubContext): string | undefined {
  const own =
    event.kind === 'push' ||
    (event.kind === 'other' && ['schedule', 'workflow_dispatch'].includes(event.name));
  const branch = /^refs\/heads\/(?!gh-readonly-queue\/)(.+)$/.exec(ref)?.[1];
  return own ? branch : undefined;
}

/** The commit and ref that results are about, as code scanning wants them. */
export function analyzedCommit(context: GitHubContext): {
  readonly sha: string;
  readonly ref: string;
} {
  const { event } = context;
  // On pull_request_target the variables name the base, which has not got these results.
  return event.kind === 'pull_request' && event.target
    ? { sha: event.headSha, ref: `refs/pull/${event.number}/head` }
    : { sha: context.sha, ref: context.ref };
}

/** The commit that lines are linked at: the head of a pull request, which stays, not the merge commit. */
export function linkedCommit(context: GitHubContext): string {
  return context.event.kind === 'pull_request' ? context.event.headSha : context.sha;
}
