import type { ReadRepositoryFile } from './paths.js';
import { readManifest } from './read-manifest.js';
import type { ReadManifests } from './read-manifests.js';

const ACTION = /(?:^|\/)action\.ya?ml$/;
/** What each action has, and no other file with the name does. */
const RUNS = /(?:^|[{,])[ \t]*["']?runs["']?[ \t]*:/m;
/** More actions are not checked without a workflow that uses them. */
const MOST_ACTIONS = 1_000;

/** Whether the file defines an action by its name. Source: GitHub documentation, metadata syntax. */
export function isActionFile(path: string): boolean {
  return ACTION.test(path);
}

/**
 * The manifests with the actions among these files that no workflow of the repository uses: others can use them. Each is
 * read as a workflow that does nothing else than use it.
 */
export function withUnusedActions(
  { manifests, ...parsed }: ReadManifests,
  files: readonly string[],
  readFile: ReadRepositoryFile,
): ReadManifests {
  const used = new Set(manifests.flatMap(({ actions = [] }) => actions));
  const isUnused = (path: string) => isActionFile(path) && !used.has(path);
  const unused = files.filter((path) => isUnused(path) && RUNS.test(readFile(path) ?? ''));
  const read = unused.slice(0, MOST_ACTIONS).map((path) => {
    const uses = JSON.stringify(`./${path.replace(ACTION, '')}`);
    return readManifest(
      `jobs: { action: { steps: [{ uses: ${uses} }] } }`,
      path,
      'workflow',
      readFile,
    );
  });
  const isRead = read.filter(({ unreadable }) => unreadable.length === 0);
  const broken = read.flatMap(({ unreadable }) => unreadable);
  return {
    ...parsed,
    manifests: [...manifests, ...isRead],
    coverage: [
      ...parsed.coverage,
      ...isRead.map(({ path }) => ({ check: 'manifest', target: path, state: 'checked' }) as const),
      ...broken.map(
        ({ path: target, reason }) =>
          ({ check: 'manifest', target, state: 'not-covered', reason }) as const,
      ),
      ...unused
        .slice(MOST_ACTIONS)
        .map(
          (target) =>
            ({ check: 'manifest', target, state: 'not-covered', reason: TOO_MANY }) as const,
        ),
    ],
  };
}

const TOO_MANY = 'The repository has more than 1,000 actions that no workflow uses';
