import type { LayerEntry } from '../image/image.js';
import type { FileWatcher, HardeningObservation, InspectedImage } from './rule.js';
import { PATH_FOLDERS } from './text-files.js';

/** The name of a program that PATH finds, undefined for anything else; links such as `sh` count. */
export function programName(entry: LayerEntry): string | undefined {
  const slash = entry.path.lastIndexOf('/');
  if (!FOLDERS.has(entry.path.slice(0, slash))) return undefined;
  const runs =
    entry.type === 'symlink' ||
    ((entry.type === 'file' || entry.type === 'hardlink') && (entry.mode & 0o111) !== 0);
  return runs ? entry.path.slice(slash + 1) : undefined;
}

const FOLDERS: ReadonlySet<string> = new Set(PATH_FOLDERS);

/**
 * Watches for programs of these names. What the base image brought is one observation that informs; what a layer above
 * added is one observation a layer, of the rule's own severity.
 */
export function watchPrograms(
  names: ReadonlySet<string>,
  { baseLayers }: InspectedImage,
  report: (observation: HardeningObservation) => void,
  say: (list: string, inBase: boolean) => string,
): FileWatcher {
  /** By layer, all of the base as -1: the names, each with the file that is shown. */
  const found = new Map<number, Map<string, string>>();
  return {
    visible(entry) {
      const name = programName(entry);
      if (name === undefined || !names.has(name)) return;
      const group = entry.layer < baseLayers ? -1 : entry.layer;
      const programs = found.get(group) ?? new Map<string, string>();
      if (!programs.has(name)) programs.set(name, entry.path);
      found.set(group, programs);
    },
    end() {
      const base = found.get(-1);
      for (const [layer, programs] of [...found].sort(([a], [b]) => a - b)) {
        // A link or copy beside what the base image has: usr/bin/sh and bin/sh.
        const added = [...programs.keys()].filter((name) => layer < 0 || !base?.has(name)).sort();
        if (added.length === 0) continue;
        report({
          message: say(formatList(added), layer < 0),
          ...(layer < 0 ? { severity: 'info' } : { layer }),
          path: programs.get(added[0] ?? '') ?? '',
          details: { programs: added },
        });
      }
    },
  };
}

/** `a, b and c`; the first five of more. */
export function formatList(names: readonly string[]): string {
  const shown = names.length > 6 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
  return shown.length < 2
    ? (shown[0] ?? '')
    : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
