import type { ProjectFiles } from '../builds/project-files.js';
import type { BuildPlan } from '../core/build-step.js';
import type { Origin } from '../core/origin.js';
import type { Package } from '../core/package.js';
import type { Note } from '../core/report.js';
import type { DockerfilePlan } from '../dockerfile/build-plan.js';
import {
  type Attribution,
  attribute,
  guessBaseLayers,
  type LayerOrigin,
} from '../image/history/attribution.js';
import { type ImageBuild, recognizeBuild } from '../image/history/builder.js';
import type { FileSystem, Image } from '../image/image.js';
import type { LinesOfImage } from '../image-diff/take-snapshot.js';
import { plainText } from '../lib/text.js';
import { type ProjectLines, projectLines } from './project-lines.js';

/** The lines of the repository that made each part of an image. */
export interface ImageLines extends LinesOfImage {
  /** The Dockerfile that built the image, if one fits. */
  readonly dockerfile?: string;
  /** The tool that built the image without a Dockerfile, if it is recognized. */
  readonly builder?: ImageBuild['builder'];
  /** Where a part of the configuration comes from: an instruction with this keyword that contains the text. */
  readonly configOrigin: (keyword: string, mention?: string) => Origin | undefined;
  /** The number of layers of the base image: known from the Dockerfile, else guessed from the history. */
  readonly baseLayers: number;
  /** The base image as the Dockerfile names it, else as the image or its project does. */
  readonly base?: string;
  /** The packages with the lines that introduced them. */
  readonly place: (packages: readonly Package[]) => Package[];
  readonly notes: readonly Note[];
}

/** The files of the repository that an image may have been built from. */
export interface BuildSources {
  readonly plans: readonly DockerfilePlan[];
  /** Absent if the repository is not known. */
  readonly project?: ProjectFiles | undefined;
}

/**
 * Finds the Dockerfile that built the image; without one the tool that did, and the files of its project. Notes say what is
 * ambiguous.
 */
export function imageLines(
  image: Image,
  files: Pick<FileSystem, 'get'>,
  { plans, project }: BuildSources,
): ImageLines {
  const found = attribute(
    image,
    plans.map(({ plan }) => plan),
  );
  if (found.plan) return dockerfileLines(image, { ...found, plan: found.plan }, plans);
  const build = recognizeBuild(image, files);
  const lines = build && project && projectLines(image, build, project);
  const notes = plans.length === 0 || build ? [] : ambiguities(found);
  return { ...withoutDockerfile(image, build, lines), notes: fromLineNotes(image, notes) };
}

function dockerfileLines(
  image: Image,
  found: Attribution & { readonly plan: BuildPlan },
  plans: readonly DockerfilePlan[],
): ImageLines {
  const { plan, layers } = found;
  const dockerfile = plans.find((candidate) => candidate.plan === plan)?.dockerfile;
  const baseLayers = layers.filter(({ kind }) => kind === 'base').length;
  const instruction = (keyword: string, mention = '') =>
    plan.steps.findLast((step) => step.keyword === keyword && step.text.includes(mention));
  return {
    ...(dockerfile === undefined ? {} : { dockerfile }),
    layer: (index) => layers[index]?.location,
    origin: (index) => layerOrigin(layers[index], plan),
    // What the configuration has and no instruction sets is inherited. What it lacks is missing in the own build.
    configOrigin: (keyword, mention) =>
      baseLayers === 0 || mention === undefined || instruction(keyword, mention)
        ? { kind: 'own-layer' }
        : { kind: 'base-image', image: plan.base.reference },
    baseLayers,
    base: plan.base.reference,
    instruction: (keyword, mention) =>
      instruction(keyword, mention)?.location ?? plan.base.location,
    place: (packages) =>
      packages.map((pkg) => {
        const origin = pkg.layer && layers[pkg.layer.index];
        if (!origin) return pkg;
        const { location, related } = origin;
        return { ...pkg, location, ...(related ? { related } : {}) };
      }),
    notes: fromLineNotes(image, ambiguities(found)),
  };
}

/** Findings are on the descriptors of the project, else on the line that names the image. */
function withoutDockerfile(
  image: Image,
  build: ImageBuild | undefined,
  lines: ProjectLines | undefined,
): Omit<ImageLines, 'notes'> {
  // Bazel does not tell which layers are those of a base image.
  const guessed = () =>
    build?.builder === 'Bazel' ? 0 : guessBaseLayers(image.config.history, image.layers.length);
  const baseLayers = build?.baseLayers ?? image.baseLayers ?? guessed();
  const base = baseName(image) ?? build?.base;
  const isOwn = build !== undefined && build.baseLayers !== undefined;
  const origin = (layer: number) =>
    baseLayers === 0 && isOwn ? OWN : originByNumber(layer, baseLayers, base);
  const layer = (index: number) => (index < baseLayers && lines?.base) || lines?.image;
  return {
    ...(build ? { builder: build.builder } : {}),
    layer,
    origin,
    configOrigin: (_, mention) =>
      mention === undefined && (baseLayers > 0 || isOwn) ? OWN : undefined,
    baseLayers,
    ...(base === undefined ? {} : { base }),
    instruction: (keyword) => (keyword === 'FROM' && lines?.base) || lines?.image,
    place: (packages) => {
      if (!lines) return [...packages];
      const own = packages.filter(({ layer }) => !layer || layer.index >= baseLayers);
      const lineOf = lines.packages(own);
      const isOwn = new Set(own);
      return packages.map((pkg) => {
        const location = (isOwn.has(pkg) && lineOf(pkg)) || (pkg.layer && layer(pkg.layer.index));
        return location ? { ...pkg, location } : pkg;
      });
    },
  };
}

const OWN: Origin = { kind: 'own-layer' };

function ambiguities({ reason, layers }: Attribution): string[] {
  const all = [
    reason,
    ...layers.filter((l) => l.ambiguous).map(({ layer, reason }) => `layer ${layer}: ${reason}`),
  ];
  return all.filter((one) => one !== undefined);
}

function fromLineNotes({ name }: Image, reasons: readonly string[]): Note[] {
  return reasons.map((reason) => ({
    target: name,
    message: `Some findings are reported on the FROM line: ${reason}.`,
  }));
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
