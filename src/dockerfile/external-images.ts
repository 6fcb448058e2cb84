import type { Location } from '../core/location.js';
import type { SomeBuilds } from '../core/variants.js';
import type { Dockerfile } from './parser/model.js';
import { stageReferences } from './parser/stage-builder.js';
import type { Token } from './text/tokens.js';
import { expandedAt } from './variables.js';

/** A base image that is not known. */
export interface UnknownBase {
  readonly image: string;
  readonly location: Location;
  /** The build in which it is not known, and its file; absent: the one with the default values. */
  readonly build?: { readonly name: string; readonly path: string };
}

/** An image that a Dockerfile pulls. */
export interface ExternalImage {
  /** With variables replaced by their values. */
  readonly reference: string;
  readonly location: Location;
  /** The reference is written without variables, so that an edit can replace it. */
  readonly literal: boolean;
  /** The image is the base of a stage. */
  readonly isBase: boolean;
  /** The builds that pull it; absent: all builds of the Dockerfile. */
  readonly builds?: SomeBuilds;
}

/** The FROM instructions whose image is a variable without a value, so that it can be any image. */
export function unknownBases({ path, stages }: Dockerfile): UnknownBase[] {
  return stages.flatMap(({ image, from }) =>
    image?.includes('$') ? [{ image, location: { path, ...from.image.range } }] : [],
  );
}

/** The images of FROM, COPY --from and RUN --mount that are not stages of the file, except scratch. */
export function externalImages(dockerfile: Dockerfile): ExternalImage[] {
  const toImage = (token: Token, reference: string, isBase: boolean): ExternalImage => ({
    reference,
    location: { path: dockerfile.path, ...token.range },
    literal: token.raw === reference,
    isBase,
  });
  return dockerfile.stages.flatMap((stage) => {
    const base =
      stage.image === undefined || stage.image === 'scratch'
        ? []
        : [toImage(stage.from.image, stage.image, true)];
    const stageTokens = new Set(stage.uses.map(({ token }) => token.start));
    const others = stage.instructions.flatMap((instruction) =>
      stageReferences(instruction)
        .filter((token) => !stageTokens.has(token.start) && !/^\d+$/.test(token.value))
        .map((token) => toImage(token, expandedAt(dockerfile, instruction, token), false)),
    );
    // A reference with an unknown variable may be any image.
    return [...base, ...others].filter(
      ({ reference }) => reference !== '' && !reference.includes('$'),
    );
  });
}
