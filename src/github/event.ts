import { readFile } from 'node:fs/promises';
import { PortsideError, reason } from '../lib/errors.js';
import { object } from '../lib/json.js';
import type { GitHubLogger } from './client.js';

/** What a workflow step knows about its run: the runner's variables and the event's payload, typed. */
export interface GitHubContext {
  readonly repository: { readonly owner: string; readonly name: string };
  /** https://api.github.com, or GITHUB_API_URL of GitHub Enterprise Server. */
  readonly api: string;
  /** GITHUB_GRAPHQL_URL; absent: derived from `api`. */
  readonly graphql?: string | undefined;
  /** https://github.com, or GITHUB_SERVER_URL. */
  readonly server: string;
  readonly event: Event;
  /** GITHUB_SHA: on a pull request the merge commit. */
  readonly sha: string;
  /** GITHUB_REF: refs/heads/main, refs/pull/7/merge … */
  readonly ref: string;
  /** The commit and ref that the checkout is, from the inputs sha and ref, if it is another than that of the run. */
  readonly analyzed?: AnalyzedCommit | undefined;
  readonly workflow: string;
  readonly job: string;
  readonly actor: string;
  /** The id of the workflow run, which is higher for a later run; 0 if it is not known. */
  readonly runId: number;
  /** The id of the step, or a name for it that is unique in the job. */
  readonly step: string;
  /** The address of the run's page. */
  readonly run?: string | undefined;
  /** The file whose content becomes the job summary. */
  readonly summaryFile?: string | undefined;
}

/** The commit and ref that results belong to. */
export interface AnalyzedCommit {
  readonly sha: string;
  readonly ref: string;
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
export type RunnerVariables = Readonly<Record<string, string | undefined>>;

/**
 * The context in the runner's variables and the event's payload file; undefined outside a workflow run. When the payload
 * cannot be read, it logs a warning and the context has no pull request.
 */
export async function readRunContext(
  variables: RunnerVariables,
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
export function readContext(
  variables: RunnerVariables,
  payload: unknown,
): GitHubContext | undefined {
  const [owner, name, rest] = (variables.GITHUB_REPOSITORY ?? '').split('/');
  if (!owner || !name || rest !== undefined) return undefined;
  const server = webAddress(variables.GITHUB_SERVER_URL) ?? 'https://github.com';
  const id = /^\d{1,15}$/.exec(variables.GITHUB_RUN_ID ?? '')?.[0];
  return {
    repository: { owner, name },
    api: webAddress(variables.GITHUB_API_URL) ?? 'https://api.github.com',
    graphql: webAddress(variables.GITHUB_GRAPHQL_URL),
    server,
    event: readEvent(variables.GITHUB_EVENT_NAME ?? '', payload, `${owner}/${name}`),
    sha: variables.GITHUB_SHA ?? '',
    ref: variables.GITHUB_REF ?? '',
    workflow: variables.GITHUB_WORKFLOW ?? '',
    job: variables.GITHUB_JOB ?? '',
    actor: variables.GITHUB_ACTOR ?? '',
    runId: Number(id ?? 0),
    step: variables.GITHUB_ACTION ?? '',
    summaryFile: variables.GITHUB_STEP_SUMMARY || undefined,
    run: id && `${server}/${owner}/${name}/actions/runs/${id}`,
  };
}

/** Whether the server is a GitHub Enterprise Server, and neither github.com nor a tenant of ghe.com. */
export function isEnterpriseServer({ server }: Pick<GitHubContext, 'server'>): boolean {
  const host = URL.canParse(server) ? new URL(server).hostname : '';
  return host !== 'github.com' && !host.endsWith('.ghe.com');
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

/** Events that anybody can trigger and that run with the permissions of the default branch. */
const PRIVILEGED_EVENTS: ReadonlySet<string> = new Set([
  'workflow_run',
  'pull_request_target',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
]);

/** The event if anybody can trigger it and its token can write; also when its payload is incomplete. */
export function privilegedEvent({ event }: GitHubContext): string | undefined {
  if (event.kind === 'pull_request') return event.target ? 'pull_request_target' : undefined;
  const name = event.kind === 'other' ? event.name : event.kind;
  return PRIVILEGED_EVENTS.has(name) ? name : undefined;
}

/**
 * The context of a run whose inputs say which commit and ref the checkout is. They are ignored on pull requests from
 * forks. Throws PortsideError (usage) for a commit that cannot be checked on this event.
 */
export function withAnalyzedCommit(
  context: GitHubContext,
  analyzed: AnalyzedCommit | undefined,
): GitHubContext {
  const { event, sha } = context;
  if (!analyzed || (event.kind === 'pull_request' && event.fork)) return context;
  const fail = (why: string): never => {
    throw new PortsideError(
      'PSE1004',
      `Cannot use the inputs ref and sha: ${why}`,
      'Remove both inputs',
    );
  };
  const privileged = privilegedEvent(context);
  if (privileged !== undefined)
    return fail(`on ${privileged} only the commit of the workflow is checked`);
  if (event.kind === 'pull_request' && analyzed.sha !== event.headSha && analyzed.sha !== sha)
    return fail(`${analyzed.sha.slice(0, 8)} is not a commit of pull request ${event.number}`);
  return { ...context, analyzed };
}

/** Whether a result about a commit is about the pull request, merge group or branch of the run. */
export function isOwnCommit(commit: string, context: GitHubContext): boolean {
  const { event, sha } = context;
  if (event.kind === 'pull_request')
    return commit === event.headSha || (!event.target && commit === sha);
  return commit === analyzedCommit(context).sha;
}

/** What the result of a run should be about, for messages: `pull request 7`. */
export function subjectName(context: GitHubContext): string {
  const { event } = context;
  if (event.kind === 'pull_request') return `pull request ${event.number}`;
  if (event.kind === 'merge_group') return 'the merge group';
  const { sha, ref } = analyzedCommit(context);
  return `${ref.replace(/^refs\/(?:heads|tags)\//, '')} at ${sha.slice(0, 8)}`;
}

/** What a result is about, if that is not the pull request, merge group or branch of the run; for messages. */
export function otherSubject(
  commits: readonly string[],
  context: GitHubContext,
): string | undefined {
  const [other, ...more] = commits.filter((commit) => !isOwnCommit(commit, context));
  if (other === undefined) return undefined;
  const { event } = context;
  const isBase = event.kind === 'pull_request' && (other === event.baseSha || event.target);
  const name = isBase ? ` of ${event.baseRef}` : '';
  const rest = more.length > 0 ? ` and ${more.length} more` : '';
  return `commit ${other.slice(0, 8)}${name}${rest}, not ${subjectName(context)}`;
}

/**
 * The branch that this run checks: later runs may rely on what it stores. Undefined when the run checks a pull request
 * or a merge group.
 */
export function checkedBranch(context: GitHubContext): string | undefined {
  const { event } = context;
  const checksBranch =
    event.kind === 'push' ||
    (event.kind === 'other' && ['schedule', 'workflow_dispatch'].includes(event.name));
  const { ref } = analyzedCommit(context);
  const branch = /^refs\/heads\/(?!gh-readonly-queue\/)(.+)$/.exec(ref)?.[1];
  return checksBranch ? branch : undefined;
}

/** The commit and ref that results belong to, for code scanning. */
export function analyzedCommit({ analyzed, event, sha, ref }: GitHubContext): AnalyzedCommit {
  if (analyzed) return analyzed;
  // On pull_request_target, GITHUB_SHA and GITHUB_REF are those of the base branch.
  return event.kind === 'pull_request' && event.target
    ? { sha: event.headSha, ref: `refs/pull/${event.number}/head` }
    : { sha, ref };
}

/** The commit that links to lines lead to: the head of a pull request, since the merge commit is temporary. */
export function linkedCommit(context: GitHubContext): string {
  const { event } = context;
  return event.kind === 'pull_request' ? event.headSha : analyzedCommit(context).sha;
}
