import { isFileEntry } from '../image/entry-type.js';
import type { LayerEntry } from '../image/image.js';
import { PATH_FOLDERS } from '../start/find-program.js';
import { formatList } from './format.js';
import type { FileWatcher, HardeningObservation, InspectedImage } from './rule.js';

/** The name of a program that is found through PATH; undefined for other files. Links such as `sh` count. */
export function programName(entry: LayerEntry): string | undefined {
  const slash = entry.path.lastIndexOf('/');
  if (!FOLDERS.has(entry.path.slice(0, slash))) return undefined;
  const isExecutable =
    entry.type === 'symlink' || (isFileEntry(entry) && (entry.mode & 0o111) !== 0);
  return isExecutable ? entry.path.slice(slash + 1) : undefined;
}

const FOLDERS: ReadonlySet<string> = new Set(PATH_FOLDERS);

/** The group of all layers of the base image. */
const BASE_IMAGE = -1;

/**
 * Watches for programs with these names. Those of the base image are one observation with the severity info. Those of
 * each layer above it are one observation with the severity of the rule.
 */
export function watchPrograms(
  names: ReadonlySet<string>,
  { baseLayers }: InspectedImage,
  report: (observation: HardeningObservation) => void,
  message: (programs: string, inBase: boolean) => string,
): FileWatcher {
  /** By layer: the names and one path of each. */
  const found = new Map<number, Map<string, string>>();
  return {
    visible(entry) {
      const name = programName(entry);
      if (name === undefined || !names.has(name)) return;
      const group = entry.layer < baseLayers ? BASE_IMAGE : entry.layer;
      const programs = found.get(group) ?? new Map<string, string>();
      if (!programs.has(name)) programs.set(name, entry.path);
      found.set(group, programs);
    },
    end() {
      const base = found.get(BASE_IMAGE);
      for (const [layer, programs] of [...found].sort(([a], [b]) => a - b)) {
        const inBase = layer === BASE_IMAGE;
        // A layer can add a link to a program that the base image has: usr/bin/sh next to bin/sh.
        const added = [...programs.keys()].filter((name) => inBase || !base?.has(name)).sort();
        if (added.length === 0) continue;
        report({
          message: message(formatList(added), inBase),
          ...(inBase ? { severity: 'info', inBaseImage: true } : { layer }),
          path: programs.get(added[0] ?? '') ?? '',
          details: { programs: added },
        });
      }
    },
  };
}
