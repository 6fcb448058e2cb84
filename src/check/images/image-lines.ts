import type { Location } from '../../core/location.js';
import type { Origin } from '../../core/origin.js';
import type { Package } from '../../core/package.js';
import type { Note } from '../../core/report.js';
import { attribute, guessBaseLayers, type LayerOrigin } from '../../image/history/attribution.js';
import type { BuildPlan } from '../../image/history/build-step.js';
import type { Image } from '../../image/image.js';
import { plainText } from '../../lib/text.js';
import type { DockerfilePlan } from '../dockerfiles/dockerfiles.js';

/** The lines of the repository that made each part of an image. */
export interface ImageLines {
  /** The Dockerfile that built the image, if one fits. */
  readonly dockerfile?: string;
  readonly layer: (index: number) => Location | undefined;
  /** Where a layer comes from; undefined if that is not known. */
  readonly origin: (layer: number) => Origin | undefined;
  /** Where a part of the configuration comes from: an instruction with this keyword that contains the text. */
  readonly configOrigin: (keyword: string, mention?: string) => Origin | undefined;
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
  const baseLayers = plan
    ? found.layers.filter(({ kind }) => kind === 'base').length
    : (image.baseLayers ?? guessBaseLayers(image.config.history, image.layers.length));
  const instruction = (keyword: string, mention = '') =>
    plan?.steps.findLast((step) => step.keyword === keyword && step.text.includes(mention));
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
    origin: (index) =>
      plan
        ? layerOrigin(found.layers[index], plan)
        : originByNumber(index, baseLayers, baseName(image)),
    configOrigin: (keyword, mention) => {
      if (baseLayers === 0) return plan && { kind: 'own-layer' };
      // What the configuration has and no instruction sets is inherited. What it lacks is missing in the own build.
      if (mention === undefined || instruction(keyword, mention)) return { kind: 'own-layer' };
      return plan && { kind: 'base-image', image: plan.base.reference };
    },
    baseLayers,
    instruction: (keyword, mention) =>
      instruction(keyword, mention)?.location ?? plan?.base.location,
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

/** The origin of a layer whose Dockerfile is known. */
function layerOrigin(layer: LayerOrigin | undefined, { base }: BuildPlan): Origin | undefined {
  if (layer?.kind === 'base') return { kind: 'base-image', image: base.reference };
  if (!layer || layer.ambiguous) return undefined;
  const { from, flags } = layer.step ?? {};
  if (from) {
    const { stage, image } = from;
    return { kind: 'builder-stage', stage, ...(image === undefined ? {} : { image }) };
  }
  const external = layer.step?.keyword === 'COPY' ? flags?.get('from') : undefined;
  return external === undefined
    ? { kind: 'own-layer' }
    : { kind: 'builder-stage', stage: external, image: external };
}

/** The origin of a layer without a Dockerfile. Without a known base image, the lowest layers may be those of one. */
function originByNumber(
  layer: number,
  baseLayers: number,
  name: string | undefined,
): Origin | undefined {
  if (baseLayers === 0) return undefined;
  if (layer >= baseLayers) return { kind: 'own-layer' };
  return { kind: 'base-image', ...(name === undefined ? {} : { image: name }) };
}

const BASE_NAME = 'org.opencontainers.image.base.name';
/** A longer name is not an image reference. */
const MAX_NAME = 500;

/** The base image as the manifest names it, else as a label does. Source: OCI image-spec, annotations.md. */
function baseName({ annotations, config }: Image): string | undefined {
  const name = annotations?.get(BASE_NAME) ?? config.labels.get(BASE_NAME) ?? '';
  return name === '' || name.length > MAX_NAME ? undefined : plainText(name, MAX_NAME);
}
