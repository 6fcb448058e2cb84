import { readFile } from 'node:fs/promises';
import { reason } from '../lib/errors.js';
import { object } from '../lib/json.js';
import type { GitHubLogger } from './client.js';

/** What a workflow step knows about its run: the runner's variables and the event's payload, typed. */
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
  readonly run?: string | undefined;
  /** The file whose content becomes the job summary. */
  readonly summaryFile?: string | undefined;
}

type Event =
  | PullRequestEvent
  | { readonly kind: 'push'; readonly before: string | undefined }
  | {
      readonly kind: 'merge_group';
      readonly baseSha: string | undefined;
      readonly baseRef: string | undefined;
    }
  | WorkflowRunEvent
  | { readonly kind: 'other'; readonly name: string };

interface PullRequestEvent {
  readonly kind: 'pull_request';
  readonly number: number;
  readonly headSha: string;
  readonly baseRef: string;
  readonly baseSha: string;
  /** Whether the head is in another repository than the base. */
  readonly fork: boolean;
  /** Whether the event is pull_request_target: the token can write, and the workflow is that of the base branch. */
  readonly target: boolean;
}

/** Another workflow has ended: on this event, results of pull requests from forks are published. */
export interface WorkflowRunEvent {
  readonly kind: 'workflow_run';
  /** The commit that the other workflow ran on. */
  readonly headSha: string;
  /** The owner of the repository with that commit, which may be a fork. */
  readonly headOwner: string;
  readonly headBranch: string;
  readonly id: number;
}

/** The variables that the runner sets in the environment of the process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The context in the runner's variables and the event's payload file; undefined outside a workflow run. When the payload
 * cannot be read, it logs a warning and the context has no pull request.
 */
export async function readRunContext(
  variables: Variables,
  eventPath: string | undefined,
  log: GitHubLogger,
): Promise<GitHubContext | undefined> {
  return readContext(variables, eventPath && (await readPayload(eventPath, log)));
}

async function readPayload(path: string, log: GitHubLogger): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    log.warning(
      `Cannot read the event of this run, so the pull request is unknown: ${reason(error)}`,
    );
    return undefined;
  }
}

/** The context in the runner's variables and the event's payload; undefined outside a workflow run. */
export function readContext(variables: Variables, payload: unknown): GitHubContext | undefined {
  const [owner, name, rest] = (variables.GITHUB_REPOSITORY ?? '').split('/');
  if (!owner || !name || rest !== undefined) return undefined;
  const server = webAddress(variables.GITHUB_SERVER_URL) ?? 'https://github.com';
  const id = /^\d{1,20}$/.exec(variables.GITHUB_RUN_ID ?? '')?.[0];
  return {
    repository: { owner, name },
    api: webAddress(variables.GITHUB_API_URL) ?? 'https://api.github.com',
    server,
    event: readEvent(variables.GITHUB_EVENT_NAME ?? '', payload, `${owner}/${name}`),
    sha: variables.GITHUB_SHA ?? '',
    ref: variables.GITHUB_REF ?? '',
    workflow: variables.GITHUB_WORKFLOW ?? '',
    job: variables.GITHUB_JOB ?? '',
    actor: variables.GITHUB_ACTOR ?? '',
    summaryFile: variables.GITHUB_STEP_SUMMARY || undefined,
    run: id && `${server}/${owner}/${name}/actions/runs/${id}`,
  };
}

function webAddress(text: string | undefined): string | undefined {
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
      const before = toCommit(member(payload, 'before'));
      // All zeros: the branch is new.
      return { kind: 'push', before: before && !/^0+$/.test(before) ? before : undefined };
    }
    case 'merge_group': {
      const baseSha = toCommit(member(payload, 'merge_group', 'base_sha'));
      const ref = member(payload, 'merge_group', 'base_ref');
      const baseRef = typeof ref === 'string' ? ref.replace(/^refs\/heads\//, '') : undefined;
      return { kind: 'merge_group', baseSha, baseRef: baseRef || undefined };
    }
    case 'workflow_run':
      return readWorkflowRun(payload);
    default:
      return { kind: 'other', name };
  }
}

function readPullRequest(name: string, payload: unknown, repository: string): Event {
  const number = member(payload, 'pull_request', 'number') ?? member(payload, 'number');
  const headSha = toCommit(member(payload, 'pull_request', 'head', 'sha'));
  const baseSha = toCommit(member(payload, 'pull_request', 'base', 'sha'));
  const baseRef = member(payload, 'pull_request', 'base', 'ref');
  const headRepository = member(payload, 'pull_request', 'head', 'repo', 'full_name');
  if (!Number.isSafeInteger(number) || !headSha || !baseSha || typeof baseRef !== 'string')
    return { kind: 'other', name };
  return {
    kind: 'pull_request',
    number: Number(number),
    headSha,
    baseSha,
    baseRef,
    // The repository of a deleted fork is null.
    fork:
      typeof headRepository !== 'string' ||
      headRepository.toLowerCase() !== repository.toLowerCase(),
    target: name === 'pull_request_target',
  };
}

function readWorkflowRun(payload: unknown): Event {
  const run = (...names: readonly string[]) => member(payload, 'workflow_run', ...names);
  const headSha = toCommit(run('head_sha'));
  const headBranch = run('head_branch');
  const headOwner = run('head_repository', 'owner', 'login');
  const id = run('id');
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
function toCommit(value: unknown): string | undefined {
  return typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value)
    ? value
    : undefined;
}

function member(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((outer, name) => object(outer)[name], value);
}

/**
 * Why the token of this run cannot write, regardless of the workflow's permissions, as the end of a sentence; undefined
 * when it can. Known before the first request, so that no request is made that must fail.
 */
export function readOnlyReason({ event, actor }: GitHubContext): string | undefined {
  if (event.kind === 'pull_request' && event.target) return undefined;
  if (event.kind === 'pull_request' && event.fork) return 'this pull request comes from a fork';
  if (actor === 'dependabot[bot]' && (event.kind === 'pull_request' || event.kind === 'push'))
    return 'Dependabot started this run';
  return undefined;
}

/**
 * The branch that this run checks: later runs may rely on what it stores. Undefined when the run checks a pull request
 * or a merge group.
 */
export function checkedBranch({ event, ref }: GitHubContext): string | undefined {
  const checksBranch =
    event.kind === 'push' ||
    (event.kind === 'other' && ['schedule', 'workflow_dispatch'].includes(event.name));
  const branch = /^refs\/heads\/(?!gh-readonly-queue\/)(.+)$/.exec(ref)?.[1];
  return checksBranch ? branch : undefined;
}

/** The commit and ref that results belong to, for code scanning. */
export function analyzedCommit({ event, sha, ref }: GitHubContext): {
  readonly sha: string;
  readonly ref: string;
} {
  // On pull_request_target, GITHUB_SHA and GITHUB_REF are those of the base branch.
  return event.kind === 'pull_request' && event.target
    ? { sha: event.headSha, ref: `refs/pull/${event.number}/head` }
    : { sha, ref };
}

/** The commit that links to lines lead to: the head of a pull request, since the merge commit is temporary. */
export function linkedCommit({ event, sha }: GitHubContext): string {
  return event.kind === 'pull_request' ? event.headSha : sha;
}
