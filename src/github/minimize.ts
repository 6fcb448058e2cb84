import type { Report } from '../findings/report.js';
import { field, type GitHubClient } from './client.js';

/** Who writes with GITHUB_TOKEN. */
export const ACTIONS_BOT = 'github-actions[bot]';

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
 * Folds away our comments whose findings are all gone, as resolved; answers to them stay. Those that are folded
 * already are left alone. Two requests at most, none when nothing is resolved. Returns how many were folded.
 */
export async function minimizeResolved(
  posted: readonly PostedComment[],
  report: Report,
  { client }: { readonly client: GitHubClient },
): Promise<number> {
  const standing = new Set(
    report.findings.filter((f) => f.status !== 'fixed').map((f) => f.fingerprint),
  );
  const resolved = posted
    .filter((c) => c.ours && !c.fingerprints.some((f) => standing.has(f)))
    .slice(-BATCH);
  // What could not be looked for is not gone.
  if (resolved.length === 0 || report.incomplete.length > 0) return 0;
  const answer = await client.graphql(STATES, { ids: resolved.map((c) => c.id) });
  const nodes = field(answer, 'nodes');
  const open = (Array.isArray(nodes) ? nodes : []).flatMap((node) => {
    const id = field(node, 'id');
    return field(node, 'isMinimized') === false && typeof id === 'string' ? [id] : [];
  });
  if (open.length === 0) return 0;
  await client.graphql(
    minimize(open.length),
    Object.fromEntries(open.map((id, i) => [`i${i}`, id])),
  );
  return open.length;
}

const STATES =
  'query($ids: [ID!]!) { nodes(ids: $ids) { ... on PullRequestReviewComment { id isMinimized } } }';

function minimize(n: number): string {
  const all = Array.from({ length: n }, (_, i) => i);
  const mutations = all.map(
    (i) =>
      `m${i}: minimizeComment(input: { subjectId: $i${i}, classifier: RESOLVED }) { clientMutationId }`,
  );
  return `mutation(${all.map((i) => `$i${i}: ID!`).join(', ')}) { ${mutations.join(' ')} }`;
}
