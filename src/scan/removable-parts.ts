import type { Package } from '../core/package.js';
import type { Removable } from '../core/removable.js';
import type { FileSystem, Image } from '../image/image.js';
import { groupBy } from '../lib/group-by.js';
import { plainText, pluralize } from '../lib/text.js';
import type { ImageLines } from './image-lines.js';

/** A tool that base images bring along and programs do not need. */
interface Tool {
  readonly name: string;
  /** The folders of its packages, with a slash at the end. */
  readonly folder: RegExp;
  readonly how: string;
}

/** Sources: the Dockerfiles of the official images node and python; pip.pypa.io, npm's and yarn's own layouts. */
const TOOLS: readonly Tool[] = [
  {
    name: 'npm',
    folder: /^usr\/(?:local\/)?(?:lib|share)\/node_modules\/npm\//,
    how: 'RUN rm -rf /usr/local/lib/node_modules/npm /usr/local/bin/npm /usr/local/bin/npx',
  },
  {
    name: 'Corepack',
    folder: /^usr\/(?:local\/)?lib\/node_modules\/corepack\//,
    how: 'RUN rm -rf /usr/local/lib/node_modules/corepack /usr/local/bin/corepack',
  },
  {
    name: 'Yarn',
    folder: /^(?:opt\/yarn-v[^/]+|usr\/(?:local\/)?lib\/node_modules\/yarn)\//,
    how: 'RUN rm -rf /opt/yarn-* /usr/local/bin/yarn /usr/local/bin/yarnpkg',
  },
  {
    name: 'pip',
    folder:
      /^(?:usr\/(?:local\/)?lib\/python3[^/]*|opt\/[^/]+\/lib\/python3[^/]*)\/(?:site|dist)-packages\/(?:pip|setuptools|wheel|pkg_resources)(?:-[^/]+)?\//,
    how: 'RUN pip uninstall --yes setuptools wheel pip',
  },
];

/** Compilers, headers and what comes with them, by the names of Debian, Alpine and rpm. */
const BUILD_TOOL =
  /^(?:build-(?:essential|base)|binutils.*|(?:lib)?(?:gcc|g\+\+|cpp)(?:-\d+(?:-.*)?)?|gcc-.*|make|cmake|dpkg-dev|libc-dev-bin|linux-(?:libc-dev|headers)|kernel-headers|glibc-headers|.+-(?:dev|devel))$/;

/** A shared library that comes with the compiler, and that programs load. */
const RUNTIME = /^(?:libgcc.*|gcc-\d+-base|libstdc\+\+.*)$/;

/**
 * The parts of an image that the start command does not load: npm, Yarn, Corepack and pip, and the compilers and headers that
 * an instruction of its own installs. A part of which anything may be loaded is left out.
 */
export function removableParts(
  image: Image,
  packages: readonly Package[],
  files: FileSystem,
  lines: ImageLines,
): readonly Removable[] {
  return [...unusedTools(image, packages, files, lines), ...buildTools(image, packages, lines)];
}

function unusedTools(
  image: Image,
  packages: readonly Package[],
  files: FileSystem,
  lines: ImageLines,
): Removable[] {
  return TOOLS.flatMap((tool): Removable[] => {
    const own = packages.filter(({ paths }) => paths.some((path) => tool.folder.test(path)));
    const [first] = own;
    if (!first || !own.every(isUnused)) return [];
    const layer = Math.min(...own.map((one) => one.layer?.index ?? 0));
    const isBase = lines.origin(layer)?.kind === 'base-image';
    const bytes = isBase ? undefined : sizeOf(tool.folder, files);
    const location = lines.layer(layer);
    // A package is also elsewhere, where it stays.
    const only = own.filter(({ paths }) => paths.every((path) => tool.folder.test(path)));
    return [
      {
        image: image.name,
        name: `${tool.name}${isBase ? ' of the base image' : ''}`,
        purls: new Set(only.map(({ purl }) => purl)),
        ...(bytes !== undefined && { bytes }),
        ...(location && { location }),
        notes: [
          `Nothing that the image starts loads it (${plainText(first.use?.reason ?? '', 200)}).`,
          isBase
            ? `\`${tool.how}\` removes it and frees no bytes: the layer of the base image keeps them. Copying the program into an image without ${tool.name} does.`
            : 'Remove it in the instruction that installs it: a later one frees no bytes.',
        ],
      },
    ];
  });
}

/** By the instruction that installs them. Those of the base image are for its slim variant to leave out. */
function buildTools(image: Image, packages: readonly Package[], lines: ImageLines): Removable[] {
  const own = packages.filter(
    (one) =>
      (one.type === 'deb' || one.type === 'apk' || one.type === 'rpm') &&
      one.layer !== undefined &&
      BUILD_TOOL.test(one.name) &&
      !RUNTIME.test(one.name) &&
      isUnused(one) &&
      lines.origin(one.layer.index)?.kind === 'own-layer',
  );
  return [...groupBy(own, ({ layer }) => layer?.index ?? 0)].map(([layer, all]): Removable => {
    const location = lines.layer(layer);
    return {
      image: image.name,
      name: 'the compilers and headers',
      purls: new Set(all.map(({ purl }) => purl)),
      ...(location && { location }),
      notes: [
        `Nothing that the image starts loads ${pluralize(all.length, 'package')}: ${namesOf(all)}.`,
        'Build in a stage of its own and copy the result, or remove them in the same RUN: a later one frees no bytes.',
      ],
    };
  });
}

function isUnused({ use }: Package): boolean {
  return use?.state === 'no-evidence';
}

/** Packages that a note names. */
const MAX_NAMES = 5;

function namesOf(packages: readonly Package[]): string {
  const names = packages.slice(0, MAX_NAMES).map(({ name }) => plainText(name, 60));
  return `${names.join(', ')}${packages.length > MAX_NAMES ? ' …' : ''}`;
}

function sizeOf(folder: RegExp, files: FileSystem): number {
  let bytes = 0;
  const counted = new Set<number>();
  for (const { path, size, type, inode } of files.entries()) {
    if (type !== 'file' || !folder.test(path) || (inode && counted.has(inode.id))) continue;
    if (inode) counted.add(inode.id);
    bytes += size;
  }
  return bytes;
}
