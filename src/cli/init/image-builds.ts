import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { isBakeFile } from '../../builds/bake/bake-file.js';
import { isForProduction } from '../../core/holder.js';
import type { Discovery } from '../../discover/discover.js';
import { lintDockerfile } from '../../dockerfile/lint.js';
import type { Dockerfile } from '../../dockerfile/parser/model.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import InvalidDefaultArgInFrom from '../../dockerfile/rules/InvalidDefaultArgInFrom.js';
import { escapesViaSymlink } from '../../lib/paths.js';
import { readRegularFile } from '../../lib/regular-file.js';

/** How the workflow builds what it checks. */
export interface ImageBuilds {
  readonly commands: readonly string[];
  /** `app:ci` */
  readonly images: readonly string[];
  /** `Dockerfile, web/Dockerfile`, `docker-bake.hcl` */
  readonly sources: readonly string[];
  /** Dockerfiles that the workflow does not build: they need arguments or files, are for tests, or are too many. */
  readonly left: readonly string[];
}

/** More images are built by hand. */
const MAX_IMAGES = 10;
/** A larger file is not built. */
const MAX_BYTES = 1 << 20;
/** What becomes part of a command of the workflow. */
const SAFE_PATH = /^[\w.][\w./-]*$/;
const SAFE_NAME = /^[a-z0-9][a-z0-9_.-]{0,60}$/;

/** The targets of the Bake files at the root; without any, the Dockerfiles that need no argument. */
export function imageBuilds(root: string, found: Discovery, now: Date): ImageBuilds {
  const baked = bakeBuild(found);
  if (baked.images.length > 0) return baked;
  const paths = found.dockerfiles.filter((path) => SAFE_PATH.test(path) && isForProduction(path));
  const builds = new Map<string, { readonly command: string; readonly path: string }>();
  for (const path of paths) {
    const folder = contextOf(root, path, now);
    const name = imageNameOf(path);
    if (folder === undefined || name === undefined || builds.has(name)) continue;
    const file = path === 'Dockerfile' ? '' : ` -f ${path}`;
    builds.set(name, { path, command: `docker build -t ${name}${file} ${folder}` });
  }
  const all = [...builds].slice(0, MAX_IMAGES);
  return {
    commands: all.map(([, { command }]) => command),
    images: all.map(([name]) => name),
    sources: all.map(([, { path }]) => path),
    left: leftOf(found, new Set(all.map(([, { path }]) => path))),
  };
}

function leftOf({ dockerfiles }: Discovery, built: ReadonlySet<string>): string[] {
  return dockerfiles.filter((path) => !built.has(path));
}

function bakeBuild(found: Discovery): ImageBuilds {
  const { declared, bakeFiles = [] } = found;
  const atRoot = bakeFiles.filter((path) => isBakeFile(path) && !path.includes('/'));
  const builds = declared.builds
    .map(({ definition }) => definition)
    .filter(({ source, location }) => source === 'bake' && atRoot.includes(location.path))
    .map(({ name, dockerfile }) => ({ target: name.split(' ').at(-1) ?? '', dockerfile }))
    .filter(({ target }) => SAFE_NAME.test(target));
  const names = [...new Set(builds.map(({ target }) => target))].slice(0, MAX_IMAGES);
  const built = builds.filter(({ target }) => names.includes(target));
  const left = leftOf(found, new Set(built.flatMap(({ dockerfile }) => dockerfile ?? [])));
  if (names.length === 0) return { commands: [], images: [], sources: [], left };
  const tags = names.map((name) => `--set ${name}.tags=${name}:ci`);
  return {
    commands: [`docker buildx bake --load ${tags.join(' ')} ${names.join(' ')}`],
    images: names.map((name) => `${name}:ci`),
    sources: atRoot,
    left,
  };
}

/** `web:ci` of `services/web/Dockerfile` and of `Dockerfile.web`, `app:ci` of `Dockerfile`. */
function imageNameOf(path: string): string | undefined {
  const file = posix.basename(path);
  const [, suffix] = /^(?:Dockerfile|Containerfile)\.([\w-]+)$/.exec(file) ?? [];
  const [, prefix] = /^([\w-]+)\.(?:Dockerfile|Containerfile)$/i.exec(file) ?? [];
  const folder = posix.basename(posix.dirname(path));
  const name = (suffix ?? prefix ?? (folder === '.' ? 'app' : folder)).toLowerCase();
  return SAFE_NAME.test(name) ? `${name}:ci` : undefined;
}

/** The folder of the Dockerfile, or the root: the first that has all that it copies. Undefined if it needs an argument. */
function contextOf(root: string, path: string, now: Date): string | undefined {
  if (escapesViaSymlink(root, path)) return undefined;
  try {
    const text = readRegularFile(join(root, path), MAX_BYTES).toString('utf8');
    const dockerfile = parseDockerfile(path, text);
    const findings = lintDockerfile(dockerfile, { now }, { rules: [InvalidDefaultArgInFrom] });
    if (dockerfile.stages.length === 0 || findings.length > 0) return undefined;
    return [posix.dirname(path), '.'].find((folder) => hasSources(join(root, folder), dockerfile));
  } catch {
    return undefined;
  }
}

function hasSources(folder: string, { instructions }: Dockerfile): boolean {
  return instructions.every((one) => {
    if (one.keyword !== 'COPY' && one.keyword !== 'ADD') return true;
    if (one.keyword === 'COPY' && one.from) return true;
    return one.sources.every(
      ({ raw }) => /[*?[$:]/.test(raw) || existsSync(join(folder, raw.replace(/^\/+/, ''))),
    );
  });
}
