import type { ManifestNode } from '../../manifest-yaml.js';

/** A kustomization cannot be rendered, by this check or by Kustomize; the message is the reason, a sentence part. */
export class RenderGap extends Error {
  override readonly name = 'RenderGap';

  constructor(
    message: string,
    /** The listed resource that the repository does not have. */
    readonly unavailable?: ManifestNode,
  ) {
    super(message);
  }
}

/** What one rendering may still do. Bases and patches that refer to each other can multiply without end. */
export interface RenderBudget {
  /** Nodes that patches, names, labels and copies may still visit. */
  steps: number;
  /** Characters that generators and replacements may still write. */
  characters: number;
  /** Objects that may still be read, also those of a base that is listed again. */
  objects: number;
  /** Files that may still be read. */
  files: number;
}

/** Source: measured, a hundred times what the largest public overlays need. docs/limits.md */
export function renderBudget(): RenderBudget {
  return { steps: 2_000_000, characters: 4_000_000, objects: 5_000, files: 2_000 };
}

/** Takes an amount of the budget. Throws RenderGap if it is used up. */
export function spend(budget: RenderBudget, what: keyof RenderBudget, amount = 1): void {
  budget[what] -= amount;
  if (budget[what] < 0) throw new RenderGap(`it has too many ${what} to render`);
}
