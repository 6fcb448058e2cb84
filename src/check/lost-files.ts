import type { BaseReading } from '../baseline/base-reading.js';
import type { Coverage } from '../core/coverage.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import { kindsOf } from '../discover/ledger.js';
import type { Targets } from '../discover/targets.js';
import { isActionFile } from '../manifests/unused-actions.js';
import { changedFiles } from '../repository/changed-paths.js';
import { repositoryReader } from '../repository/repository-files.js';

/** What is checked after the change. */
interface Seen {
  readonly root: string;
  readonly targets: Pick<Targets, 'dockerfiles' | 'bakeFiles'>;
  readonly baseCommit: BaseReading | undefined;
}

/** The kinds of files that decide by their content whether they are checked. */
const KINDS = ['Dockerfile', 'Compose file', 'Kubernetes manifest', 'Bake file'] as const;

/**
 * The files that were checked at the base commit, and are nothing that is checked after the change: a manifest that lost
 * its first lines, an action that is cut off. What was found in them would count as fixed.
 */
export async function lostFiles(
  inspection: Inspection,
  { root, targets, baseCommit }: Seen,
): Promise<Inspection> {
  const about = baseCommit && (await changedFiles(baseCommit.trees));
  if (!baseCommit || !about) return EMPTY_INSPECTION;
  const known = seenPaths(inspection, targets);
  const isUnknown = (path: string) =>
    about.base.has(path) && about.head.has(path) && !known.has(path);
  const unknown = [...about.changed].filter(isUnknown);
  if (unknown.length === 0) return EMPTY_INSPECTION;
  // Whoever compares with the base commit reports one that cannot be read.
  const before = await kindsBefore(baseCommit).catch(() => new Map<string, string>());
  const read = repositoryReader(root);
  const lost = unknown.flatMap((path) => {
    const kind = before.get(path);
    return kind === undefined || isEmptied(read(path)) ? [] : lostFile(path, kind);
  });
  return { ...EMPTY_INSPECTION, coverage: lost };
}

function seenPaths(
  { targets: seen, coverage = [], incomplete }: Inspection,
  { dockerfiles, bakeFiles = [] }: Seen['targets'],
): ReadonlySet<string> {
  const names = seen.map(({ name }) => name);
  const rows = [...coverage, ...incomplete].map(({ target }) => target);
  return new Set([...names, ...rows, ...dockerfiles, ...bakeFiles]);
}

/** What each file was, by path. */
async function kindsBefore(baseCommit: BaseReading): Promise<ReadonlyMap<string, string>> {
  const kinds = kindsOf(await baseCommit.discovered());
  const { coverage = [] } = await baseCommit.manifests();
  const actions = coverage.flatMap(({ target, state }) =>
    state === 'checked' && isActionFile(target) ? target : [],
  );
  const files = [...kinds].flatMap(([path, ofPath]): [string, string][] => {
    const kind = KINDS.find((one) => ofPath.includes(one));
    return kind === undefined ? [] : [[path, kind]];
  });
  return new Map([...files, ...actions.map((path): [string, string] => [path, 'action'])]);
}

/** Whether only comments are left. */
function isEmptied(text = ''): boolean {
  return /^(?:[ \t]*(?:#.*|---)?(?:\r?\n|$))*$/.test(text);
}

function lostFile(target: string, kind: string): Coverage {
  const article = kind === 'action' ? 'an' : 'a';
  return {
    check: kind === 'Dockerfile' ? 'lint' : 'manifest',
    target,
    state: 'not-covered',
    reason: `It was ${article} ${kind} before the change, and is none now. Fix it, or move what it is now to another file`,
  };
}
