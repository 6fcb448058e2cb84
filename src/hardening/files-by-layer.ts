import type { LayerEntry } from '../image/image.js';
import { formatList } from './format.js';
import type { HardeningObservation } from './rule.js';

/** Paths that one observation lists in its details. */
const MAX_PATHS = 50;

/** Files grouped by layer, so that thousands of files make one finding per layer. */
export interface FilesByLayer {
  add(entry: LayerEntry): void;
  /** One observation per layer, lowest first. `message` receives the files as text, and their number. */
  report(
    report: (observation: HardeningObservation) => void,
    message: (files: string, count: number) => string,
    fields?: Pick<HardeningObservation, 'severity' | 'confidence'>,
  ): void;
}

export function groupFilesByLayer(): FilesByLayer {
  const layers = new Map<number, { count: number; readonly paths: string[] }>();
  return {
    add({ layer, path }) {
      const group = layers.get(layer) ?? { count: 0, paths: [] };
      group.count++;
      if (group.paths.length < MAX_PATHS) group.paths.push(path);
      layers.set(layer, group);
    },
    report(report, message, fields = {}) {
      for (const [layer, { count, paths }] of [...layers].sort(([a], [b]) => a - b)) {
        paths.sort();
        const names = paths.slice(0, 3).map((path) => `/${path}`);
        if (count > names.length) names.push(`${count - names.length} more`);
        report({
          message: message(formatList(names), count),
          layer,
          path: paths[0] ?? '',
          ...fields,
          details: { count, paths },
        });
      }
    },
  };
}
