import { isBakeFile } from '../builds/bake/bake-file.js';
import { modulePath } from '../builds/descriptors/go-mod.js';
import { descriptorFormatOf, isWorkflow, type ProjectFiles } from '../builds/project-files.js';
import { repositorySpellings } from '../core/image-glob.js';
import type { Location } from '../core/location.js';
import type { Package } from '../core/package.js';
import { pythonName } from '../core/python-name.js';
import { isImagePath, readReference, splitReference } from '../core/reference.js';
import type { ImageBuild } from '../image/history/builder.js';
import type { Image } from '../image/image.js';
import { lineStarts, rangeOf } from '../lib/lines.js';
import { baseName } from '../lib/paths.js';
import { repositoryReader } from '../repository/repository-files.js';

/** The lines of a repository that an image without a Dockerfile comes from. */
export interface ProjectLines {
  /** The line that names the image, in a workflow, Bake file, build file or manifest. */
  readonly image: Location | undefined;
  /** The line that names the base image. */
  readonly base: Location | undefined;
  /** For each of the packages the line that names it, in the descriptor that names most of them. */
  readonly packages: (packages: readonly Package[]) => (found: Package) => Location | undefined;
}

/** The number of files that are read, and of their characters. */
const MOST_FILES = 1_000;
const MOST_CHARACTERS = 16 * 1024 * 1024;

interface ProjectText {
  readonly path: string;
  readonly text: string;
}

/** Finds the lines in the files of the project. Files that cannot be read have none. */
export function projectLines(image: Image, build: ImageBuild, project: ProjectFiles): ProjectLines {
  const files = readFiles(project);
  const byPurpose = files.toSorted((a, b) => purpose(a.path) - purpose(b.path));
  const names = [image.name, ...image.tags].flatMap(namesOf);
  const bases = build.base === undefined ? [] : namesOf(build.base);
  return {
    image: lineNaming(names, byPurpose) ?? buildpackLine(build, files),
    base: lineNaming(bases, byPurpose),
    packages: (packages) => packageLines(packages, descriptorsFor(build, files)),
  };
}

function readFiles({ root, paths }: ProjectFiles): ProjectText[] {
  const read = repositoryReader(root);
  const files: ProjectText[] = [];
  let left = MOST_CHARACTERS;
  for (const path of paths.slice(0, MOST_FILES)) {
    const text = read(path);
    if (text === undefined) continue;
    left -= text.length;
    if (left < 0) break;
    files.push({ path, text });
  }
  return files;
}

/** Workflows and Bake files build the image, build files configure it, manifests deploy it. */
function purpose(path: string): number {
  if (isWorkflow(path)) return 0;
  if (isBakeFile(path)) return 1;
  return /\.ya?ml$/.test(path) ? 3 : 2;
}

/** What the image may be called in a text. A file has no such name, and a word that any text can contain is none. */
function namesOf(reference: string): string[] {
  if (isImagePath(reference) || !readReference(reference)) return [];
  const { name, tag } = splitReference(reference);
  // `app` alone is a word; `app:1` is an image.
  return repositorySpellings(name).flatMap((one) =>
    one.includes('/') ? one : tag === undefined ? [] : `${one}:${tag}`,
  );
}

/** The first line with one of the names. */
function lineNaming(names: readonly string[], files: readonly ProjectText[]): Location | undefined {
  for (const { path, text } of files)
    for (const name of names) {
      const from = indexOfName(text, name);
      if (from >= 0) return { path, ...rangeOf(lineStarts(text), from, from + name.length) };
    }
  return undefined;
}

/** The position of the name as a whole, outside of a longer name. */
function indexOfName(text: string, name: string): number {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const [before = '', after = ''] = [text[at - 1], text[at + name.length]];
    if (!/[\w./-]/.test(before) && !/[\w./-]/.test(after)) return at;
  }
  return -1;
}

/** Buildpacks read project.toml, which names neither packages nor the image. */
function buildpackLine(
  { builder }: ImageBuild,
  files: readonly ProjectText[],
): Location | undefined {
  if (builder !== 'Cloud Native Buildpacks') return undefined;
  const file = shallowest(files.filter(({ path }) => baseName(path) === 'project.toml'))[0];
  if (!file) return undefined;
  const builders = /^[ \t]*builder[ \t]*=/m.exec(file.text)?.index ?? 0;
  const end = file.text.indexOf('\n', builders);
  const range = rangeOf(lineStarts(file.text), builders, end < 0 ? file.text.length : end);
  return { path: file.path, ...range };
}

/** Of ko, the module of the program; else all descriptors. */
function descriptorsFor({ mainPackage }: ImageBuild, files: readonly ProjectText[]): ProjectText[] {
  const modules = files.filter(({ path, text }) => {
    const module = baseName(path) === 'go.mod' ? modulePath(text) : undefined;
    return module !== undefined && `${mainPackage}/`.startsWith(`${module}/`);
  });
  const [nearest] = modules.toSorted((a, b) => b.path.length - a.path.length);
  return nearest ? [nearest] : shallowest(files);
}

function shallowest(files: readonly ProjectText[]): ProjectText[] {
  const depth = ({ path }: ProjectText) => path.split('/').length;
  return files.toSorted((a, b) => depth(a) - depth(b));
}

/** A repository can have many descriptors: the one that names most packages of the image comes first. */
function packageLines(
  packages: readonly Package[],
  files: readonly ProjectText[],
): (found: Package) => Location | undefined {
  const wanted = new Set(packages.map(keyOf));
  const ranked = files
    .flatMap(({ path, text }) => {
      const descriptor = descriptorFormatOf(path);
      if (!descriptor) return [];
      const starts = lineStarts(text);
      const lines = new Map<string, Location>();
      for (const { name, from, to } of descriptor.read(text)) {
        const key = keyOf({ type: descriptor.type, name });
        if (wanted.has(key) && !lines.has(key))
          lines.set(key, { path, ...rangeOf(starts, from, to) });
      }
      return lines.size > 0 ? [lines] : [];
    })
    .toSorted((a, b) => b.size - a.size);
  return (found) => {
    const key = keyOf(found);
    return ranked.find((lines) => lines.has(key))?.get(key);
  };
}

function keyOf({ type, name }: Pick<Package, 'type' | 'name'>): string {
  return `${type} ${type === 'pypi' ? pythonName(name) : name}`;
}
