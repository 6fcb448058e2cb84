import type { Location } from '../../core/location.js';
import type { Package } from '../../core/package.js';
import type { Note } from '../../core/report.js';
import { attribute } from '../../image/history/attribution.js';
import { guessBaseLayers } from '../../image/history/base-layers.js';
import type { Image } from '../../image/image.js';
import type { DockerfilePlan } from '../dockerfiles/dockerfiles.js';

/** Where in the repository each part of an image was written. */
export interface ImageLines {
  /** The Dockerfile that built it, where one fits. */
  readonly dockerfile?: string;
  readonly layer: (index: number) => Location | undefined;
  /** The base image that brought the layer; undefined for layers of the Dockerfile's own. */
  readonly base: (layer: number) => string | undefined;
  /** How many of the lowest layers are the base image's: known from the Dockerfile, else guessed from the history. */
  readonly baseLayers: number;
  /** The last instruction with this keyword that has the text, else the FROM line. */
  readonly instruction: (keyword: string, mention?: string) => Location | undefined;
  /** The package with the line that brought it. */
  readonly place: (found: Package) => Package;
  readonly notes: readonly Note[];
}

/** Ties an image to the Dockerfile among `plans` that built it; what is ambiguous is said in a note. */
export function imageLines(image: Image, plans: readonly DockerfilePlan[]): ImageLines {
  const found = attribute(
    image,
    plans.map(({ plan }) => plan),
  );
  const { plan } = found;
  const dockerfile = plans.find((candidate) => candidate.plan === plan)?.dockerfile;
  const layer = (index: number) => found.layers[index]?.location;
  const reasons = [
    found.reason,
    ...found.layers
      .filter((l) => l.ambiguous)
      .map(({ layer, reason }) => `layer ${layer}: ${reason}`),
  ];
  const notes = plans.length === 0 ? [] : reasons.filter((reason) => reason !== undefined);
  return {
    ...(dockerfile === undefined ? {} : { dockerfile }),
    layer,
    base: (index) => {
      const origin = found.layers[index];
      return origin?.kind === 'base' && !origin.ambiguous ? plan?.base.reference : undefined;
    },
    baseLayers: plan
      ? found.layers.filter(({ kind }) => kind === 'base').length
      : (image.baseLayers ?? guessBaseLayers(image.config.history, image.layers.length)),
    instruction: (keyword, mention = '') =>
      plan?.steps.findLast((step) => step.keyword === keyword && step.text.includes(mention))
        ?.location ?? plan?.base.location,
    place: (pkg) => {
      const origin = pkg.layer && found.layers[pkg.layer.index];
      if (!origin) return pkg;
      return {
        ...pkg,
        location: origin.location,
        ...(origin.related ? { related: origin.related } : {}),
      };
    },
    notes: notes.map((reason) => ({
      target: image.name,
      message: `Some findings stand on the FROM line, for ${reason}.`,
    })),
  };
}
