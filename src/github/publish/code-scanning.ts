import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Report } from '../../core/report.js';
import { reason } from '../../lib/errors.js';
import { type JsonObject, list, object, objects } from '../../lib/json.js';
import type { ReportContext } from '../../reports/format.js';
import { buildSarifPart, SARIF_LIMITS, sarifTool } from '../../reports/formats/sarif.js';
import {
  GitHubError,
  type GitHubLogger,
  permissionAdvice,
  type RepositoryClient,
} from '../client.js';

/** The result of an upload; `pending`: accepted, but not processed in time; `outdated`: a later run was faster. */
export type UploadOutcome =
  | 'uploaded'
  | 'outdated'
  | 'pending'
  | 'failed'
  | 'unavailable'
  | 'rejected';

export interface UploadRequest extends RepositoryClient {
  readonly sha: string;
  readonly ref: string;
  /** Whether the report is untrusted: alerts cannot be deleted, and a repository can have only so many. */
  readonly untrusted: boolean;
}

/** Uploads of twenty categories each, and results of a category. */
const LIMITS = { uploads: 10, results: SARIF_LIMITS.results } as const;
const UNTRUSTED_LIMITS = { uploads: 1, results: 1_000 } as const;
/** GitHub's limit for a gzip-compressed log. */
const MAX_BYTES = 10_000_000;
/** Milliseconds before each request for the processing status. */
const POLL_DELAYS_MS = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 16_000] as const;

const compress = promisify(gzip);

/**
 * Uploads the report to code scanning, twenty categories at a time, and waits until GitHub has processed all of them.
 * Never throws: a missing permission and a processing error are one warning each; the caller reports a repository without
 * code scanning.
 */
export async function uploadSarif(
  report: Report,
  context: ReportContext,
  request: UploadRequest,
): Promise<UploadOutcome> {
  const { ref, sha, log } = request;
  if (!/^refs\/(heads|tags|pull)\/.+$/.test(ref) || !/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(sha)) {
    log.warning(
      `Nothing was uploaded to code scanning: ${ref || 'this run'} is not a branch, tag or pull request`,
    );
    return 'rejected';
  }
  try {
    if (await isOvertaken(context, request)) {
      log.info(
        `Nothing was uploaded to code scanning: a later run has, for a newer commit of ${ref}`,
      );
      return 'outdated';
    }
    const ids = await uploadParts(report, context, request);
    let outcome: UploadOutcome = 'uploaded';
    for (const id of ids) {
      const state = typeof id === 'string' ? await waitForProcessing(id, request) : 'pending';
      if (outcome !== 'failed' && state !== 'uploaded') outcome = state;
    }
    return (await undoIfOvertaken(ids, context, request)) ? 'outdated' : outcome;
  } catch (error) {
    return logFailure(error, log);
  }
}

/**
 * Whether the newest analysis of a branch or pull request is already that of its newest commit, and this run is about another
 * one: the alerts that it has are those of the last upload. False if GitHub does not say.
 */
async function isOvertaken(context: ReportContext, request: UploadRequest): Promise<boolean> {
  try {
    const tip = await newerCommit(request);
    if (tip === undefined) return false;
    const [newest] = await listAnalyses(context, request, { per_page: 1 });
    return newest?.commit_sha === tip;
  } catch {
    return false;
  }
}

/** The newest commit of the branch or pull request; undefined if this run is about it, or about a ref that does not move. */
async function newerCommit(request: UploadRequest): Promise<unknown> {
  const { client, owner, repo, ref, sha, untrusted } = request;
  if (untrusted || !/^refs\/(?:heads\/|pull\/\d+\/merge$)/.test(ref)) return undefined;
  const route = 'GET /repos/{owner}/{repo}/git/ref/{ref}';
  const answer = await client.request(route, { owner, repo, ref: ref.slice(5) });
  const tip = object(object(answer).object).sha;
  return tip === sha ? undefined : tip;
}

/** Analyses of the ref by this tool, the newest first. */
async function listAnalyses(
  context: ReportContext,
  { client, owner, repo, ref }: UploadRequest,
  page: { readonly per_page: number; readonly page?: number },
): Promise<readonly JsonObject[]> {
  const route = 'GET /repos/{owner}/{repo}/code-scanning/analyses';
  const tool_name = sarifTool(context);
  return objects(await client.request(route, { owner, repo, ref, tool_name, ...page }));
}

/**
 * Deletes the analyses of these uploads if the newest commit had its own before them: its run was checked for before the
 * upload, and may have ended meanwhile. GitHub then shows the alerts of the analyses before, as after an undo. Returns whether
 * it did.
 * Source: docs.github.com, REST API, "Delete a code scanning analysis from a repository".
 */
async function undoIfOvertaken(
  ids: readonly unknown[],
  context: ReportContext,
  request: UploadRequest,
): Promise<boolean> {
  const { client, log, owner, repo, ref } = request;
  try {
    const tip = await newerCommit(request);
    if (tip === undefined) return false;
    const found: JsonObject[] = [];
    for (let page = 1; page <= MOST_PAGES; page++) {
      const analyses = await listAnalyses(context, request, { per_page: PAGE_SIZE, page });
      found.push(...analyses);
      if (analyses.length < PAGE_SIZE) break;
    }
    if (!found.some(({ commit_sha }) => commit_sha === tip)) return false;
    const own = found.filter(({ sarif_id }) => ids.includes(sarif_id));
    for (const { id: analysis_id } of own)
      await client.request(DELETE_ANALYSIS, { owner, repo, analysis_id });
    if (own.length > 0)
      log.info(
        `Undid the upload to code scanning: a later run was faster, for a newer commit of ${ref}`,
      );
    return own.length > 0;
  } catch (error) {
    log.info(`It is not known whether a later run was faster at code scanning: ${reason(error)}`);
    return false;
  }
}

/** Also the only one of a category. */
const DELETE_ANALYSIS =
  'DELETE /repos/{owner}/{repo}/code-scanning/analyses/{analysis_id}?confirm_delete=true';
/** All categories of a run, and one of the run after it. */
const PAGE_SIZE = 100;
const MOST_PAGES = 3;

/** The ids of the uploads. */
async function uploadParts(
  report: Report,
  context: ReportContext,
  request: UploadRequest,
): Promise<unknown[]> {
  const { client, log, owner, repo, sha, ref } = request;
  const { uploads, results } = request.untrusted ? UNTRUSTED_LIMITS : LIMITS;
  const ids: unknown[] = [];
  let more = true;
  while (more && ids.length < uploads) {
    const part = await compressedPart(report, context, ids.length, results);
    for (const sentence of part.dropped) log.info(sentence);
    const answer = await client.request('POST /repos/{owner}/{repo}/code-scanning/sarifs', {
      owner,
      repo,
      commit_sha: sha,
      ref,
      sarif: part.sarif,
      started_at: context.started.toISOString(),
      tool_name: sarifTool(context),
    });
    ids.push(object(answer).id);
    more = part.more;
  }
  if (more) log.info(`Only the first ${uploads * SARIF_LIMITS.runs} categories were uploaded`);
  return ids;
}

/** A log that fits compressed, in base64. The number of results is halved until it fits. */
async function compressedPart(
  report: Report,
  context: ReportContext,
  part: number,
  results: number,
) {
  for (let maxResults = results; ; maxResults = Math.floor(maxResults / 2)) {
    const { log, dropped, more } = buildSarifPart(report, context, { part, maxResults });
    const bytes = await compress(JSON.stringify(log));
    if (bytes.length <= MAX_BYTES || maxResults === 0)
      return { sarif: bytes.toString('base64'), dropped, more };
  }
}

async function waitForProcessing(
  id: string,
  { client, log, owner, repo }: UploadRequest,
): Promise<UploadOutcome> {
  for (const delay of POLL_DELAYS_MS) {
    await wait(delay);
    const state = await client.request(
      'GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}',
      { owner, repo, sarif_id: id },
    );
    const { processing_status: status, errors } = object(state);
    if (status === 'complete') return 'uploaded';
    if (status === 'failed') {
      const why = list(errors).map(String).slice(0, 5).join('; ') || 'no reason given';
      log.warning(`Code scanning could not process the results: ${why.slice(0, 1_000)}`);
      return 'failed';
    }
  }
  log.info('Code scanning is still processing the results');
  return 'pending';
}

/** For the job summary, or the log without one. */
export const CODE_SCANNING_UNAVAILABLE =
  'Code scanning is not available in this repository: a private repository needs GitHub Code Security. The findings are in the job summary and the reports. With code-scanning: false nothing is uploaded';

const NOT_AVAILABLE =
  /(?:Code|Advanced) Security must be enabled|not enabled for code scanning|Code scanning is not enabled/i;

function logFailure(error: unknown, log: GitHubLogger): UploadOutcome {
  if (!(error instanceof GitHubError)) {
    log.warning(`Nothing was uploaded to code scanning: ${reason(error)}`);
    return 'failed';
  }
  // Nothing that a job can change: the job summary says it, since a warning on every run would only be noise.
  if (NOT_AVAILABLE.test(error.message)) return 'unavailable';
  const advice = error.isPermissionError ? permissionAdvice('security-events: write') : '';
  log.warning(`Nothing was uploaded to code scanning: ${error.summary}${advice}`);
  return error.isPermissionError ? 'rejected' : 'failed';
}
