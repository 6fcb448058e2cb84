import { relative, resolve } from 'node:path';
import type { Host } from '../core/host.js';
import { PortsideError } from '../lib/errors.js';
import { isInside, pathWithoutLinks } from '../lib/paths.js';
import { repositoryTops } from '../repository/top.js';
import { type TrackedFiles, trackedFiles } from '../repository/tracked.js';
import { baselinePlace } from './input-files.js';

/**
 * A change can bring the report that it is compared with. Throws PortsideError (usage) for a baseline that Git tracks in the
 * repository of `root`, also through a link or in a submodule. A file that Git does not track was made by an earlier step.
 */
export async function rejectTrackedBaseline(root: string, from: string, host: Host): Promise<void> {
  const [place] = repositoryTops(root);
  const file = resolve(baselinePlace(from).file);
  const names = [file, pathWithoutLinks(file)].filter((name) => name !== undefined);
  if (!place || !names.some((name) => isInside(place.top, name))) return;
  const tracked = await trackedFiles(place.top, host);
  const isBrought = (name: string) =>
    tracked !== undefined &&
    isInside(place.top, name) &&
    isPartOf(relative(place.top, name).replaceAll('\\', '/'), tracked);
  if (!names.some(isBrought)) return;
  throw new PortsideError(
    'PSE2011',
    `Cannot compare with ${from}: Git tracks it, so a change can write its own baseline`,
    'Name the commit to compare with: --baseline-ref. Or keep the report outside Git, where an earlier run stored it',
  );
}

/** Whether a path is tracked, has a tracked file below it, or lies below a tracked link or submodule. */
function isPartOf(path: string, { isTracked, hasTracked, submodules }: TrackedFiles): boolean {
  if (isTracked(path) || hasTracked(path)) return true;
  const parents = path.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'));
  return parents.some((parent) => isTracked(parent) || submodules.includes(parent));
}
