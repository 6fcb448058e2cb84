import type { Finding } from '../../core/finding.js';
import type { Report } from '../../core/report.js';
import { list, object } from '../../lib/json.js';
import { openFindings } from '../../reports/finding-lists.js';
import type { GitHubClient } from '../client.js';

/** A review comment about findings. */
export interface PostedReviewComment {
  /** GraphQL's id. */
  readonly id: string;
  readonly fingerprints: readonly string[];
  /** The keys of the texts of its findings: see `textKey`. */
  readonly texts: readonly string[];
  /** Whether this job of a matrix posted it: other jobs do not know whether its findings are gone. */
  readonly ofThisJob: boolean;
  /** Whether our token wrote it: anybody can copy its marker. */
  readonly own: boolean;
}

/** Ids that one query accepts. */
const MAX_IDS = 100;

/**
 * Minimizes our review comments whose findings are all gone, as resolved, and restores those whose findings came back.
 * Comments that a person minimized for another reason stay as they are. Needs at most two requests, and none before our
 * first comment. Returns how many comments were changed.
 */
export async function minimizeResolved(
  posted: readonly PostedReviewComment[],
  report: Report,
  client: GitHubClient,
): Promise<number> {
  const present = fingerprints(report.findings.filter((f) => f.status !== 'fixed'));
  const open = fingerprints(openFindings(report.findings));
  // A finding that was not looked for is not fixed.
  const complete =
    report.incomplete.length === 0 && !report.coverage.some(({ allowed }) => allowed);
  const relevant = posted
    .filter((c) => c.own && (isAbout(c, open) || (c.ofThisJob && complete && !isAbout(c, present))))
    .slice(-MAX_IDS);
  if (relevant.length === 0) return 0;
  const answer = await client.graphql(QUERY, { ids: relevant.map(({ id }) => id) });
  const states = new Map(list(object(answer).nodes).map((node) => [object(node).id, object(node)]));
  const mutations = relevant.flatMap((comment) => {
    const { isMinimized, minimizedReason } = states.get(comment.id) ?? {};
    const resolved = String(minimizedReason).toLowerCase() === 'resolved';
    if (isAbout(comment, open))
      return isMinimized === true && resolved ? { id: comment.id, mutation: UNMINIMIZE } : [];
    return isMinimized === false ? { id: comment.id, mutation: MINIMIZE } : [];
  });
  if (mutations.length === 0) return 0;
  await client.graphql(
    `mutation(${mutations.map((_, i) => `$i${i}: ID!`).join(', ')}) {
      ${mutations.map(({ mutation }, i) => `m${i}: ${mutation(i)}`).join('\n')}
    }`,
    Object.fromEntries(mutations.map(({ id }, i) => [`i${i}`, id])),
  );
  return mutations.length;
}

function fingerprints(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.map((f) => f.fingerprint));
}

function isAbout(comment: PostedReviewComment, findings: ReadonlySet<string>): boolean {
  return comment.fingerprints.some((f) => findings.has(f));
}

const QUERY =
  'query($ids: [ID!]!) { nodes(ids: $ids) { ... on PullRequestReviewComment { id isMinimized minimizedReason } } }';
const MINIMIZE = (i: number) =>
  `minimizeComment(input: { subjectId: $i${i}, classifier: RESOLVED }) { clientMutationId }`;
const UNMINIMIZE = (i: number) =>
  `unminimizeComment(input: { subjectId: $i${i} }) { clientMutationId }`;
