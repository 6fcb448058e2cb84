import type { FoundMaterial } from './found-material.js';

/** What the instructions so far added to the sources of packages. */
export interface AddedSources {
  readonly hasSource: boolean;
  /** A key that nothing verifies. */
  readonly hasKey: boolean;
}

export const NO_SOURCES: AddedSources = { hasSource: false, hasKey: false };

/**
 * The materials of a stage, where packages after an added source and an unverified key are verified with a downloaded key:
 * the source can offer a newer version of any of them. `before` is what the parent of the stage added.
 */
export function withIndexKeys(
  materials: readonly FoundMaterial[],
  before: AddedSources,
): { readonly materials: readonly FoundMaterial[]; readonly added: AddedSources } {
  let { hasSource, hasKey } = before;
  const marked = materials.map((material) => {
    const { kind, verifiedBy } = material;
    hasSource ||= kind === 'package-source';
    hasKey ||= kind === 'key' && verifiedBy === undefined;
    return hasSource && hasKey && verifiedBy === INDEX_SIGNATURE
      ? { ...material, verifiedBy: `${INDEX_SIGNATURE} with a downloaded key` }
      : material;
  });
  return { materials: marked, added: { hasSource, hasKey } };
}

/** What verifies packages of a distribution. */
export const INDEX_SIGNATURE = 'the signature of the index';
