import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Report } from '../../core/report.js';
import { reason } from '../../lib/errors.js';
import type { ReportContext } from '../../reports/format.js';
import { SARIF_LIMITS, buildSarifPart } from '../../reports/formats/sarif.js';
import { field, type GitHubClient, GitHubError, type GitHubLogger } from '../client.js';

/** What became of the SARIF upload; `pending`: taken, but not processed within our timeout. */
export type UploadOutcome = 'uploaded' | 'pending' | 'failed' | 'unavailable' | 'refused';

export interface UploadRequest {
  readonly client: GitHubClient;
  readonly host: GitHubLogger;
  readonly owner: string;
  readonly repo: string;
  readonly sha: string;
  readonly ref: string;
  /** A stranger says what was found: alerts cannot be taken back, and a repository may have so many. */
  readonly foreign?: boolean;
}

/** Uploads of twenty categories each. */
const PARTS = 10;
/** The same of a stranger, and results that a category of his may have. */
const FOREIGN = { parts: 1, results: 1_000 } as const;
/** What GitHub takes, gzip-compressed. */
const MAX_BYTES = 10_000_000;
/** Milliseconds before each look at the state of the processing. */
const POLLS = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 16_000] as const;

const compress = promisify(gzip);

/**
 * Uploads the report to code scanning, twenty categories at a time, and waits until all is processed. Never throws: a
 * repository without code scanning, a missing permission and a failed processing are one warning each.
 */
export async function uploadSarif(
  report: Report,
  context: ReportContext,
  request: UploadRequest,
): Promise<UploadOutcome> {
  if (
    !/^refs\/(heads|tags|pull)\/.+$/.test(request.ref) ||
    !/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(request.sha)
  ) {
    request.host.warning(
      `Nothing was uploaded to code scanning: ${request.ref || 'this run'} is no branch, tag or pull request`,
    );
    return 'refused';
  }
  try {
    const ids: unknown[] = [];
    const { parts, results } = request.foreign
      ? FOREIGN
      : { parts: PARTS, results: SARIF_LIMITS.results };
    for (let more = true; more && ids.length < parts; ) {
      const part = await fitting(report, context, ids.length, results);
      for (const sentence of part.dropped) request.host.info(sentence);
      const answer = await request.client.request(
        'POST /repos/{owner}/{repo}/code-scanning/sarifs',
        {
          ...place(request),
          commit_sha: request.sha,
          ref: request.ref,
          sarif: part.sarif,
          started_at: context.started.toISOString(),
          tool_name: 'portside',
        },
      );
      ids.push(field(answer, 'id'));
      more = part.more;
      if (more && ids.length === parts)
        request.host.info(
          `Categories after the first ${parts * SARIF_LIMITS.runs} were not uploaded`,
        );
    }
    let outcome: UploadOutcome = 'uploaded';
    for (const id of ids) {
      const state = typeof id === 'string' ? await processed(id, request) : 'pending';
      if (outcome !== 'failed' && state !== 'uploaded') outcome = state;
    }
    return outcome;
  } catch (error) {
    return explain(error, request.host);
  }
}

/** The log that fits, compressed and in base64; halved until it does. */
async function fitting(report: Report, context: ReportContext, part: number, most: number) {
  for (let results = most; ; results = Math.floor(results / 2)) {
    const { log, dropped, more } = buildSarifPart(report, context, { part, maxResults: results });
    const packed = await compress(JSON.stringify(log));
    if (packed.length <= MAX_BYTES || results === 0) {
      return { sarif: packed.toString('base64'), dropped, more };
    }
  }
}

async function processed(id: string, request: UploadRequest): Promise<UploadOutcome> {
  for (const pause of POLLS) {
    await wait(pause);
    const state = await request.client.request(
      'GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}',
      { ...place(request), sarif_id: id },
    );
    const status = field(state, 'processing_status');
    if (status === 'complete') return 'uploaded';
    if (status === 'failed') {
      const errors = field(state, 'errors');
      const why = Array.isArray(errors)
        ? errors.map(String).slice(0, 5).join('; ')
        : 'no reason given';
      request.host.warning(`Code scanning could not process the results: ${why.slice(0, 1_000)}`);
      return 'failed';
    }
  }
  request.host.info('Code scanning is still processing the results');
  return 'pending';
}

function place(request: UploadRequest) {
  return { owner: request.owner, repo: request.repo };
}

function explain(error: unknown, host: GitHubLogger): UploadOutcome {
  if (!(error instanceof GitHubError)) {
    host.warning(`Nothing was uploaded to code scanning: ${reason(error)}`);
    return 'failed';
  }
  if (
    /(?:Code|Advanced) Security must be enabled|not enabled for code scanning|Code scanning is not enabled/i.test(
      error.message,
    )
  ) {
    host.warning(
      'Code scanning is not available in this repository: private repositories need GitHub Code Security. The findings are in the job’s summary and in the reports',
    );
    return 'unavailable';
  }
  const advice = error.isRefusal ? '. Give the job "permissions: security-events: write"' : '';
  host.warning(`Nothing was uploaded to code scanning: ${error.answer}${advice}`);
  return error.isRefusal ? 'refused' : 'failed';
}
