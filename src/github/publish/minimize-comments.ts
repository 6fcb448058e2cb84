import type { Report } from '../../core/report.js';
import { openFindings } from '../../reports/finding-lists.js';
import { field, type GitHubClient } from '../client.js';

/** A comment on a line that names findings. */
export interface PostedComment {
  /** GraphQL's id. */
  readonly id: string;
  readonly fingerprints: readonly string[];
  /** Our token wrote it. Anybody can copy a marker. */
  readonly ours: boolean;
}

/** Ids that one query takes. */
const BATCH = 100;

/**
 * Folds away our comments whose findings are all gone, as resolved, and unfolds those whose findings came back; answers
 * to them stay. What is as it should be is left alone, and so is what a person folded for another reason. Two requests
 * at most, none while we have not commented. Returns how many comments were changed.
 */
export async function minimizeResolved(
  posted: readonly PostedComment[],
  report: Report,
  { client }: { readonly client: GitHubClient },
): Promise<number> {
  const standing = fingerprints(report.findings.filter((f) => f.status !== 'fixed'));
  const alive = fingerprints(openFindings(report.findings));
  const names = (comment: PostedComment, known: ReadonlySet<string>) =>
    comment.fingerprints.some((f) => known.has(f));
  // What could not be looked for is not gone.
  const complete = report.incomplete.length === 0;
  const wanted = posted
    .filter((c) => c.ours && (names(c, alive) || (complete && !names(c, standing))))
    .slice(-BATCH);
  if (wanted.length === 0) return 0;
  const answer = await client.graphql(STATES, { ids: wanted.map((c) => c.id) });
  const nodes = field(answer, 'nodes');
  const states = new Map((Array.isArray(nodes) ? nodes : []).map((n) => [field(n, 'id'), n]));
  const mutations = wanted.flatMap((comment) => {
    const state = states.get(comment.id);
    const reason = String(field(state, 'minimizedReason')).toLowerCase();
    if (names(comment, alive))
      return field(state, 'isMinimized') === true && reason === 'resolved'
        ? { id: comment.id, mutation: UNFOLD }
        : [];
    return field(state, 'isMinimized') === false ? { id: comment.id, mutation: FOLD } : [];
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

function fingerprints(findings: Report['findings']): ReadonlySet<string> {
  return new Set(findings.map((f) => f.fingerprint));
}

const STATES =
  'query($ids: [ID!]!) { nodes(ids: $ids) { ... on PullRequestReviewComment { id isMinimized minimizedReason } } }';
const FOLD = (i: number) =>
  `minimizeComment(input: { subjectId: $i${i}, classifier: RESOLVED }) { clientMutationId }`;
const UNFOLD = (i: number) =>
  `unminimizeComment(input: { subjectId: $i${i} }) { clientMutationId }`;
