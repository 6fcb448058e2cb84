import type { Coverage } from '../core/coverage.js';
import type { FileCounts } from '../core/report.js';
import { addTo, groupBy } from '../lib/group-by.js';
import { baseName } from '../lib/paths.js';
import { KUSTOMIZATION_NAMES } from '../manifests/manifest-kind.js';
import { isVendored } from '../manifests/paths.js';
import { isActionFile } from '../manifests/unused-actions.js';
import { isPolicyFile } from '../policy/effective-policy.js';
import type { TrackedFiles } from '../repository/tracked.js';
import type { Discovery } from './discover.js';
import type { Unscanned } from './unscanned.js';

/** What is done with one file of the repository. A file without kinds and reason is only searched for secrets. */
export interface LedgerEntry {
  readonly path: string;
  /** What it is read as: `Dockerfile`, `workflow`. */
  readonly kinds: readonly string[];
  /** Why it was not read. */
  readonly reason?: string;
}

/** The kinds of manifests in the words of the report. */
const MANIFESTS = {
  compose: 'Compose file',
  kubernetes: 'Kubernetes manifest',
  workflow: 'workflow',
  engine: 'engine configuration',
} as const;

/** Files that change what other files mean. */
const SETTINGS =
  /(?:^|\/)(?:\.gitignore|\.trivyignore|\.hadolint\.ya?ml|[^/]*\.(?:docker|container)ignore|\.(?:docker|container)ignore)$/;

/**
 * One entry for each file that Git tracks, and for each other file that was read, sorted by path. Every file is in one of
 * three groups: read as something, only searched for secrets, or not read and why.
 */
export function ledgerOf(
  found: Discovery,
  unscanned: Unscanned,
  tracked: TrackedFiles,
): LedgerEntry[] {
  const kinds = kindsOf(found);
  const reasons = reasonsOf(found.gaps ?? [], unscanned);
  const paths = new Set([...tracked.files, ...tracked.submodules, ...kinds.keys()]);
  return [...paths].sort().map((path) => {
    const read = kinds.get(path) ?? [];
    const reason = reasons(path) ?? (read.length === 0 && isVendored(path) ? VENDORED : undefined);
    return reason === undefined ? { path, kinds: read } : { path, kinds: [], reason };
  });
}

/** What the files are read as, by path. */
export function kindsOf(found: Discovery): Map<string, string[]> {
  const kinds = new Map<string, string[]>();
  const add = (kind: string, paths: Iterable<string>) => {
    for (const path of paths) addTo(kinds, path, kind);
  };
  add('Dockerfile', found.dockerfiles);
  const others = new Set(found.otherWorkflows);
  for (const { path, kind } of found.manifests) {
    const name = isKustomizationPath(path) ? 'kustomization' : MANIFESTS[kind];
    add(others.has(path) ? 'workflow without images' : name, [path]);
  }
  add('Bake file', found.bakeFiles ?? []);
  for (const path of found.scripts) add(isActionFile(path) ? 'action' : 'build script', [path]);
  add('lock file', found.lockfiles);
  const named = new Set([...kinds.keys()]);
  add(
    'project file',
    found.projectFiles.filter((path) => !named.has(path)),
  );
  add('policy', found.files.filter(isPolicyFile));
  add(
    'settings',
    found.files.filter((path) => SETTINGS.test(path)),
  );
  return kinds;
}

function isKustomizationPath(path: string): boolean {
  return KUSTOMIZATION_NAMES.includes(baseName(path));
}

/** Why a file was not read; undefined if it was, or did not have to be. */
function reasonsOf(
  gaps: readonly Coverage[],
  { leftOut, deleted, outside, unnamed, pointers, unreadable, submodules }: Unscanned,
): (path: string) => string | undefined {
  const reasons = new Map<string, string>();
  for (const { target, state, reason = state } of gaps)
    if (state === 'not-covered' && !reasons.has(target)) reasons.set(target, reason);
  for (const path of leftOut) reasons.set(path, 'the sparse checkout leaves it out');
  for (const path of deleted) reasons.set(path, 'it is not in the folder');
  for (const path of outside) reasons.set(path, 'it is a link to a folder outside');
  for (const path of unnamed) reasons.set(path, 'its name is not UTF-8');
  for (const path of pointers) reasons.set(path, 'it is a pointer of Git LFS');
  for (const path of unreadable) reasons.set(path, 'it cannot be read');
  for (const path of submodules) reasons.set(path, 'the submodule is not checked out');
  return (path) => reasons.get(path);
}

const VENDORED = 'folders called vendor and node_modules are not searched';

/** The ledger with the reasons why other files were not read, by path. What is read for another purpose stays read. */
export function withUnread(
  ledger: readonly LedgerEntry[],
  unread: ReadonlyMap<string, string>,
): LedgerEntry[] {
  return ledger.map((entry) => {
    const reason = entry.kinds.length > 0 ? entry.reason : (entry.reason ?? unread.get(entry.path));
    return reason === undefined ? entry : { ...entry, reason };
  });
}

/** How many files were read as what, and how many were not read. */
export function countFiles(ledger: readonly LedgerEntry[]): FileCounts {
  const read = groupBy(
    ledger.flatMap(({ kinds: [kind] }) => kind ?? []),
    (kind) => kind,
  );
  return {
    total: ledger.length,
    read: [...read].map(([kind, { length: count }]) => ({ kind, count })),
    notRead: ledger.filter(({ reason }) => reason !== undefined).length,
  };
}
