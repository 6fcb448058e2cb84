import type { BuildInput } from '../../core/build-input.js';

/** The inputs of a Dockerfile in one build. */
interface BuiltInputs {
  readonly name: string;
  readonly inputs: readonly BuildInput[];
}

/**
 * The inputs of a Dockerfile in several builds: what is the same in them once, with their names, in the order of the file.
 * Of `plain`, the inputs without any build, those stay whose place no build has.
 */
export function mergeInputs(
  plain: readonly BuildInput[],
  built: readonly BuiltInputs[],
): BuildInput[] {
  const merged = new Map<string, BuildInput & { builds: string[] }>();
  const places = new Set<string>();
  for (const { name, inputs } of built)
    for (const input of inputs) {
      const key = JSON.stringify(input);
      const known = merged.get(key);
      if (known && known.builds.at(-1) !== name) known.builds.push(name);
      if (!known) merged.set(key, { ...input, builds: [name] });
      places.add(placeOf(input));
    }
  const left = plain.filter((input) => input.kind !== 'argument' && !places.has(placeOf(input)));
  return [...merged.values(), ...left].sort(
    (one, other) =>
      one.location.startLine - other.location.startLine ||
      one.location.startColumn - other.location.startColumn,
  );
}

function placeOf({ location, by }: BuildInput): string {
  return `${location.startLine}:${location.startColumn} ${by}`;
}
