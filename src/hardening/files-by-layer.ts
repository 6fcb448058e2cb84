import type { LayerEntry } from '../image/image.js';
import { formatList } from './programs.js';
import type { HardeningObservation } from './rule.js';

/** Paths of one observation that the report carries. */
const MOST_PATHS = 50;

/** Collects files, to say of each layer once which it brought: an image with thousands is no flood. */
export function groupFilesByLayer(): {
  add(entry: LayerEntry): void;
  /** One observation a layer, bottom first; `say` is given the files as a list for a sentence, and how many they are. */
  report(
    report: (observation: HardeningObservation) => void,
    say: (list: string, count: number) => string,
    more?: Pick<HardeningObservation, 'severity' | 'confidence'>,
  ): void;
} {
  const layers = new Map<number, { count: number; readonly paths: string[] }>();
  return {
    add({ layer, path }) {
      const group = layers.get(layer) ?? { count: 0, paths: [] };
      group.count++;
      if (group.paths.length < MOST_PATHS) group.paths.push(path);
      layers.set(layer, group);
    },
    report(report, say, more = {}) {
      for (const [layer, { count, paths }] of [...layers].sort(([a], [b]) => a - b)) {
        paths.sort();
        const names = paths.slice(0, 3).map((path) => `/${path}`);
        if (count > names.length) names.push(`${count - names.length} more`);
        report({
          message: say(formatList(names), count),
          layer,
          path: paths[0] ?? '',
          ...more,
          details: { count, paths },
        });
      }
    },
  };
}
