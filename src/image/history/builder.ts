import { isObject, object, text } from '../../lib/json.js';
import type { FileSystem, HistoryEntry, Image } from '../image.js';

/** How an image was built without a Dockerfile. */
export interface ImageBuild {
  /** The name of the tool. */
  readonly builder: 'ko' | 'Jib' | 'Cloud Native Buildpacks' | 'Bazel' | 'Nix' | 'apko';
  /** The number of layers of the base image; undefined if the image does not tell. */
  readonly baseLayers?: number;
  /** The base image, if the image names it. */
  readonly base?: string;
  /** Of ko: the import path of the program. */
  readonly mainPackage?: string;
}

type Described = Pick<Image, 'config' | 'layers'>;

/**
 * Recognizes images of ko, Jib, Cloud Native Buildpacks, Bazel, Nix and apko: by labels, by the last entry of the
 * history, else by files and folders that only such an image has. Undefined for other images.
 * Sources: the images of these tools; buildpacks.io, Platform Interface Specification, "lifecycle metadata label".
 */
export function recognizeBuild(
  image: Described,
  files: Pick<FileSystem, 'get'>,
): ImageBuild | undefined {
  return ofBuildpacks(image) ?? ofHistory(image) ?? ofLayout(image, files);
}

const LIFECYCLE = 'io.buildpacks.lifecycle.metadata';
/** A larger label is not read. That of an image with many buildpacks has some ten thousand characters. */
const MAX_LABEL = 1_000_000;

function ofBuildpacks({ config, layers }: Described): ImageBuild | undefined {
  const label = config.labels.get(LIFECYCLE);
  if (label === undefined) return undefined;
  const metadata = label.length > MAX_LABEL ? {} : parseObject(label);
  const { topLayer, image, reference } = object(metadata.runImage);
  const stack = object(object(metadata.stack).runImage);
  const top = layers.findLastIndex(({ diffID }) => diffID === topLayer);
  const base = text(image) ?? text(stack.image) ?? text(reference);
  return {
    builder: 'Cloud Native Buildpacks',
    ...(top < 0 ? {} : { baseLayers: top + 1 }),
    ...(base === undefined ? {} : { base }),
  };
}

function parseObject(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** What each tool writes in the history entry of its layers. */
const RECORDS: readonly {
  readonly builder: ImageBuild['builder'];
  readonly isOwn: (entry: HistoryEntry) => boolean;
}[] = [
  {
    builder: 'ko',
    isOwn: ({ author, createdBy = '' }) =>
      author === 'ko' || /^ko (?:build|publish) /.test(createdBy),
  },
  {
    builder: 'Jib',
    isOwn: ({ createdBy = '' }) => /^jib-(?:maven-plugin|gradle-plugin|core|cli):/.test(createdBy),
  },
  {
    builder: 'Bazel',
    isOwn: ({ author, createdBy = '' }) =>
      author === 'Bazel' || createdBy.startsWith('bazel build '),
  },
  { builder: 'apko', isOwn: ({ author, createdBy }) => author === 'apko' || createdBy === 'apko' },
  { builder: 'Nix', isOwn: ({ comment = '' }) => comment.startsWith('store paths: [') },
];

function ofHistory({ config, layers }: Described): ImageBuild | undefined {
  const entries = config.history.filter(({ emptyLayer }) => !emptyLayer);
  const last = entries.at(-1);
  const record = last && RECORDS.find(({ isOwn }) => isOwn(last));
  if (!record) return undefined;
  const { builder, isOwn } = record;
  const base = entries.findLastIndex((entry) => !isOwn(entry)) + 1;
  // Bazel also built the usual base images, so that its records do not tell where they end.
  const isKnown = entries.length === layers.length && (builder !== 'Bazel' || base > 0);
  const importPath = /^ko (?:build|publish) (?:ko:\/\/)?(\S{1,500})$/.exec(
    last.createdBy ?? '',
  )?.[1];
  return {
    builder,
    ...(isKnown ? { baseLayers: base } : {}),
    ...(builder === 'ko' && importPath !== undefined ? { mainPackage: importPath } : {}),
  };
}

/** Files and start commands that only images of these tools have. */
function ofLayout(
  { config, layers }: Described,
  files: Pick<FileSystem, 'get'>,
): ImageBuild | undefined {
  const has = (path: string) => files.get(path) !== undefined;
  const [program = ''] = config.entrypoint ?? config.cmd ?? [];
  const hasEnv = (name: string) => config.env.some((one) => one.startsWith(`${name}=`));
  if (program.startsWith('/cnb/') || has('cnb/lifecycle/launcher') || hasEnv('CNB_LAYERS_DIR'))
    return { builder: 'Cloud Native Buildpacks' };
  if (program.startsWith('/ko-app/') || hasEnv('KO_DATA_PATH')) return { builder: 'ko' };
  if (has('app/jib-classpath-file') || has('app/jib-main-class-file')) return { builder: 'Jib' };
  if ((config.entrypoint ?? []).includes('/app/resources:/app/classes:/app/libs/*'))
    return { builder: 'Jib' };
  if (program.startsWith('/nix/store/')) return { builder: 'Nix' };
  // An image on top of one of apko has the file, too.
  return layers.length === 1 && has('etc/apko.json') ? { builder: 'apko' } : undefined;
}
