import type { Origin } from '../core/origin.js';
import type { Package } from '../core/package.js';
import type { Target } from '../core/report.js';

/** Where packages come from: what made their layer. The layers of a target are those of its first platform. */
export function packageOrigins(targets: Iterable<Target>): (pkg: Package) => Origin | undefined {
  const layers = [...targets].flatMap(({ name, layers = [] }) =>
    layers.map(({ diffID, origin }) => [`${name}\n${diffID}`, origin] as const),
  );
  const byLayer = new Map(layers);
  return ({ image, layer }) => layer && byLayer.get(`${image}\n${layer.diffID}`);
}
