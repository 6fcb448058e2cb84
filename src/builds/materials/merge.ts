import type { Material } from '../../core/material.js';

/** The materials of a Dockerfile in one build. */
interface BuiltMaterials {
  readonly name: string;
  readonly materials: readonly Material[];
}

/**
 * The materials of a Dockerfile in several builds: what is the same in them once, with their names, in the order of the file.
 * Of `plain`, the materials without any build, those stay whose place no build has.
 */
export function mergeMaterials(
  plain: readonly Material[],
  built: readonly BuiltMaterials[],
): Material[] {
  const merged = new Map<string, Material & { builds: string[] }>();
  const places = new Set<string>();
  for (const { name, materials } of built)
    for (const material of materials) {
      const key = JSON.stringify(material);
      const known = merged.get(key);
      if (known && known.builds.at(-1) !== name) known.builds.push(name);
      if (!known) merged.set(key, { ...material, builds: [name] });
      places.add(placeOf(material));
    }
  const left = plain.filter(
    (material) => material.kind !== 'argument' && !places.has(placeOf(material)),
  );
  return [...merged.values(), ...left].sort(
    (one, other) =>
      one.location.startLine - other.location.startLine ||
      one.location.startColumn - other.location.startColumn,
  );
}

function placeOf({ location, by }: Material): string {
  return `${location.startLine}:${location.startColumn} ${by}`;
}
