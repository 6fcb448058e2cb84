import type { Location } from '../../core/location.js';
import type { Package } from '../../core/package.js';
import type { Note } from '../../core/report.js';
import { attribute, guessBaseLayers } from '../../image/history/attribution.js';
import type { Image } from '../../image/image.js';
import type { DockerfilePlan } from '../dockerfiles/dockerfiles.js';

/** The lines of the repository that made each part of an image. */
export interface ImageLines {
  /** The Dockerfile that built the image, if one fits. */
  readonly dockerfile?: string;
  readonly layer: (index: number) => Location | undefined;
  /** The base image that the layer belongs to; undefined for layers that the Dockerfile made. */
  readonly base: (layer: number) => string | undefined;
  /** The number of layers of the base image: known from the Dockerfile, else guessed from the history. */
  readonly baseLayers: number;
  /** The last instruction with this keyword that contains the text, else the FROM line. */
  readonly instruction: (keyword: string, mention?: string) => Location | undefined;
  /** The package with the line that introduced it. */
  readonly place: (found: Package) => Package;
  readonly notes: readonly Note[];
}

/** Finds the Dockerfile among `plans` that built the image. Notes say what is ambiguous. */
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
      message: `Some findings are reported on the FROM line: ${reason}.`,
    })),
  };
}
