import { gzipSync } from 'node:zlib';
import { buildPlan } from '../../../src/dockerfile/build-plan.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';
import type { Image } from '../../../src/image/image.js';
import type { ImageState } from '../../../src/image-diff/image-state.js';
import { storedImage } from '../../../src/image-diff/stored-image.js';
import { startSnapshot } from '../../../src/image-diff/take-snapshot.js';
import { startInventory } from '../../../src/inventory/inventory.js';
import { imageLines } from '../../../src/scan/image-lines.js';
import { dockerArchive, pax, type TarMember, tar } from '../../image/build-tar.js';
import type { PackageSystem } from './package-systems.js';

/** A file of a layer, without its name. */
export type SampleFile = Omit<TarMember, 'name'> & { readonly capabilities?: Buffer };
export type Files = Readonly<Record<string, SampleFile>>;
/** `undefined` removes a file. */
export type FileChanges = Readonly<Record<string, SampleFile | undefined>>;

/** An instruction of the Dockerfile, with the files that it writes. */
export interface Step {
  readonly text: string;
  readonly files?: FileChanges;
}

export interface SampleImage {
  readonly name: string;
  /** The layers of the base image, lowest first. */
  readonly base: readonly Files[];
  readonly steps: readonly Step[];
  /** The step that changes when the image is built anew. */
  readonly changed: number;
  readonly config: Readonly<Record<string, unknown>>;
  readonly packages?: PackageSystem;
  /** How the history of the image is written. */
  readonly builder: 'buildkit' | 'classic' | 'squash';
  readonly isCompressed?: boolean;
  /** The base image was built again, so that the digests of its layers are others. */
  readonly isBaseRebuilt?: boolean;
}

/** An image as a Docker archive, and the Dockerfile that built it. */
export interface BuiltImage {
  readonly archive: Buffer;
  readonly dockerfile: string;
}

export function buildImage(sample: SampleImage, baseTime = 0): BuiltImage {
  const base = sample.base.map((files) => layerOf(files, baseTime));
  const own = sample.steps.flatMap(({ files }) => (files ? [files] : []));
  const layers =
    sample.builder === 'squash'
      ? [...base, layerOf(Object.assign({}, ...own))]
      : [...base, ...own.map((files) => layerOf(files))];
  return {
    archive: dockerArchive(layers, {
      config: { config: sample.config },
      history: historyOf(sample),
      ...(sample.isCompressed && { stored: (layer) => gzipSync(layer, { level: 1 }) }),
    }),
    dockerfile: `FROM base:1\n${sample.steps.map(({ text }) => `${text}\n`).join('')}`,
  };
}

function layerOf(files: FileChanges, mtime = 0): Buffer {
  return tar(
    Object.entries(files).flatMap(([name, file]): TarMember[] => {
      if (!file) return [{ name: name.replace(/([^/]+)$/, '.wh.$1') }];
      const { capabilities, ...member } = file;
      const marks = capabilities
        ? [pax([['SCHILY.xattr.security.capability', capabilities.toString('latin1')]])]
        : [];
      return [...marks, { mtime, ...member, name }];
    }),
  );
}

function historyOf({ base, steps, builder }: SampleImage): readonly object[] {
  const lowest = [
    ...base.map((_, i) => ({
      created_by: `/bin/sh -c #(nop) ADD file:${i}${'a'.repeat(63)} in / `,
    })),
    { created_by: '/bin/sh -c #(nop)  CMD ["sh"]', empty_layer: true },
  ];
  const own = steps.map(({ text, files }) => ({
    ...(builder === 'buildkit' ? buildkitEntry(text) : { created_by: classicEntry(text) }),
    ...((!files || builder === 'squash') && { empty_layer: true }),
  }));
  const merged =
    builder === 'squash' ? [{ created_by: '', comment: 'merge sha256:a to sha256:b' }] : [];
  return [...lowest, ...own, ...merged];
}

function buildkitEntry(text: string): object {
  const created_by = `${text.replace(/^RUN /, 'RUN /bin/sh -c ')}${/^(?:RUN|COPY)/.test(text) ? ' # buildkit' : ''}`;
  return { created_by, comment: 'buildkit.dockerfile.v0' };
}

function classicEntry(text: string): string {
  const [, keyword, body = ''] = /^([A-Z]+) (.*)$/.exec(text) ?? [];
  if (keyword === 'RUN') return `/bin/sh -c ${body}`;
  const [source, target] = body.split(' ');
  if (keyword === 'COPY' && source)
    return `/bin/sh -c #(nop) COPY dir:${'b'.repeat(64)} in ${target} `;
  return `/bin/sh -c #(nop)  ${text}`;
}

/** The image as a report keeps it, with the lines of the Dockerfile. */
export async function keepImage(image: Image, dockerfile: string): Promise<ImageState> {
  const plan = buildPlan(parseDockerfile('Dockerfile', dockerfile));
  const plans = plan ? [{ dockerfile: 'Dockerfile', plan }] : [];
  const snapshot = startSnapshot(image, plan ? [plan] : []);
  const inventory = startInventory();
  const files = await image.scan([...snapshot.readers, ...inventory.readers]);
  const found = inventory.finish(files, image);
  const lines = imageLines(image, files, { plans });
  const kept = snapshot.finish(files, lines, found);
  if (!kept) throw new Error('the image is small');
  const packages = lines.place(found.packages);
  const stored = JSON.parse(JSON.stringify({ snapshots: [kept], packages }));
  return storedImage(stored.snapshots[0], stored);
}
