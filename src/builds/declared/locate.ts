import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { baseName, isInside } from '../../lib/paths.js';
import { OTHER_DEFAULTS } from '../../manifests/compose/builds.js';
import type { DeclaredBuild } from '../../manifests/declared-build.js';
import { siblingPath } from '../../manifests/paths.js';

/** The path of a file below the root without links; undefined for one that is missing, no file or outside. */
export type LocateFile = (path: string) => string | undefined;

export function locator(root: string): LocateFile {
  return (path) => {
    if (isAbsolute(path)) return undefined;
    try {
      const base = realpathSync(root);
      const file = realpathSync(join(base, path));
      if (!isInside(base, file) || !statSync(file).isFile()) return undefined;
      return relative(base, file).split(sep).join('/');
    } catch {
      return undefined;
    }
  };
}

/** The build with the file that its Dockerfile is: a link is followed, and builders try other names than Dockerfile. */
export function withLocated(build: DeclaredBuild, locate: LocateFile): DeclaredBuild {
  const { dockerfile } = build.definition;
  if (dockerfile === undefined) return build;
  const others = baseName(dockerfile) === 'Dockerfile' ? OTHER_DEFAULTS : [];
  for (const path of [dockerfile, ...others.map((name) => siblingPath(dockerfile, name))]) {
    const found = locate(path);
    if (found !== undefined)
      return found === dockerfile
        ? build
        : { ...build, definition: { ...build.definition, dockerfile: found } };
  }
  return build;
}

export function isLocated(
  { definition: { dockerfile } }: DeclaredBuild,
  locate: LocateFile,
): boolean {
  return dockerfile !== undefined && locate(dockerfile) !== undefined;
}
