import type { Location } from '../core/location.js';
import type { Dockerfile } from './parser/model.js';
import { stageReferences } from './parser/stage-builder.js';
import type { Token } from './parser/tokens.js';
import { expandedAt } from './variables.js';

/** An image that a Dockerfile takes from elsewhere. */
export interface ExternalImage {
  /** Variables filled in where the file tells them. */
  readonly reference: string;
  /** Of the word that names it. */
  readonly location: Location;
  /** The word is the reference, so that it may be replaced. */
  readonly literal: boolean;
  /** A FROM names it: what is built stands on it. */
  readonly isBase: boolean;
}

/** The images that FROM, COPY --from and RUN --mount name and that are no stage of the file; scratch is none. */
export function externalImages(dockerfile: Dockerfile): ExternalImage[] {
  const at = (word: Token, reference: string, isBase: boolean): ExternalImage => ({
    reference,
    location: { path: dockerfile.path, ...word.range },
    literal: word.raw === reference,
    isBase,
  });
  return dockerfile.stages.flatMap((stage) => {
    const base =
      stage.image === undefined || stage.image === 'scratch'
        ? []
        : [at(stage.from.image, stage.image, true)];
    const used = new Set(stage.uses.map(({ token }) => token.start));
    const others = stage.instructions.flatMap((instruction) =>
      stageReferences(instruction)
        .filter((word) => !used.has(word.start) && !/^\d+$/.test(word.value))
        .map((word) => at(word, expandedAt(dockerfile, instruction, word), false)),
    );
    // A variable without a value may be any image: nothing can be said of it.
    return [...base, ...others].filter(
      ({ reference }) => reference !== '' && !reference.includes('$'),
    );
  });
}
