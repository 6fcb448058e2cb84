import { PortsideError } from '../lib/errors.js';
import type { ReportContext } from '../reports/format.js';

/** The job that comments: a later pipeline has a higher number, and in one pipeline a later job. */
export interface JobRun {
  readonly pipeline: number;
  readonly job: number;
}

/** The merge request of a pipeline, and how its server is reached. */
export interface MergeRequest {
  /** The address of the API, with a slash at the end. */
  readonly api: URL;
  /** The id of the project that the merge request is in: that of the target branch. */
  readonly project: string;
  readonly iid: string;
  /** The name of the job, which identifies its note over pipelines. */
  readonly job: string;
  readonly run: JobRun;
  /** The head of the source branch. */
  readonly head: string;
  /** The commits that a result of the job may be about: the head, or its merge with the target branch. */
  readonly commits: readonly string[];
  /** The source branch is in another project. */
  readonly isFork: boolean;
  /** For links. */
  readonly repository: ReportContext['repository'];
}

/**
 * The merge request that the variables of GitLab's runner describe; undefined in a pipeline for a branch, tag or schedule.
 * Throws PortsideError (usage) if the address of the API is not on the server of the job.
 */
export function readMergeRequest(
  variables: Readonly<Record<string, string | undefined>>,
): MergeRequest | undefined {
  const iid = digits(variables.CI_MERGE_REQUEST_IID);
  // In the pipeline of a fork, CI_PROJECT_ID is the fork, and the merge request is not there.
  const project = digits(variables.CI_MERGE_REQUEST_PROJECT_ID ?? variables.CI_PROJECT_ID);
  if (iid === undefined || project === undefined) return undefined;
  const commit = variables.CI_COMMIT_SHA ?? '';
  // Empty unless the pipeline is for merged results: then CI_COMMIT_SHA is a merge commit, which is temporary.
  const head = variables.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || commit;
  const source = variables.CI_MERGE_REQUEST_SOURCE_PROJECT_ID ?? project;
  return {
    api: apiAddress(variables),
    project,
    iid,
    job: variables.CI_JOB_NAME ?? '',
    run: { pipeline: count(variables.CI_PIPELINE_ID), job: count(variables.CI_JOB_ID) },
    head,
    commits: [head, commit],
    isFork: source !== project,
    repository: {
      ...projectAddress(variables),
      isGitLab: true,
      ...(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(head) && { commit: head }),
      // The report is in another job of the pipeline.
      run: variables.CI_PIPELINE_URL,
    },
  };
}

function digits(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? text : undefined;
}

function count(text: string | undefined): number {
  return Number(digits(text) ?? 0);
}

/** The token is for the server of the job. A job can set the variable of the API to any address. */
function apiAddress(variables: Readonly<Record<string, string | undefined>>): URL {
  const server = webAddress(variables.CI_SERVER_URL);
  const given = variables.CI_API_V4_URL;
  const api = given === undefined ? server && new URL(`${server.href}api/v4/`) : webAddress(given);
  if (server && api?.origin === server.origin) return api;
  throw new PortsideError(
    'PSE9010',
    'Cannot comment: CI_API_V4_URL and CI_SERVER_URL do not name one server',
    'Do not set these variables: GitLab sets them',
  );
}

/** The address without credentials and query, with a slash at the end. */
function webAddress(text: string | undefined): URL | undefined {
  if (text === undefined || !/^https?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  return new URL(`${origin}${pathname.replace(/\/*$/, '/')}`);
}

/** The server and the path of the project. GitLab may run below a path, such as `https://example.org/gitlab`. */
function projectAddress(variables: Readonly<Record<string, string | undefined>>) {
  const name = variables.CI_MERGE_REQUEST_PROJECT_PATH ?? variables.CI_PROJECT_PATH ?? '';
  const url = variables.CI_MERGE_REQUEST_PROJECT_URL ?? variables.CI_PROJECT_URL ?? '';
  const server = url.endsWith(`/${name}`)
    ? url.slice(0, -name.length - 1)
    : (variables.CI_SERVER_URL ?? '');
  return { name, server };
}
