import { isUnknown } from '../../dockerfile/inputs/shell-values.js';
import { withoutCredentials } from '../../lib/redact-url.js';
import { bakeBuilds } from '../../manifests/bake/declared-builds.js';
import { type DeclaredBuild, isRemoteContext } from '../../manifests/builds/declared-build.js';
import { composeBuilds } from '../../manifests/compose/declared-builds.js';
import { readManifest } from '../../manifests/read-manifest.js';
import { type BuildCommand, inFolder } from './build-commands.js';
import type { RequestPlace } from './build-request.js';

/** The files that a workflow can call, and what it was found to build. */
export interface CallState {
  readonly read: (path: string) => string | undefined;
  /** The files that Bake reads in a folder without names. */
  readonly bakeFilesIn: (folder: string) => readonly string[];
  /** The files that Compose reads in a folder without names. */
  readonly composeFilesIn: (folder: string) => readonly string[];
  readonly builds: DeclaredBuild[];
  readonly gaps: string[];
}

interface BakeRequest {
  readonly files: readonly string[];
  readonly targets: readonly string[];
  readonly overrides: readonly string[];
  readonly folder: string;
  /** The repository with the files, of docker/bake-action. */
  readonly source?: string;
}

/** The targets of a call of Bake. A file that another step writes is not known. */
export function readBake(
  call: BakeRequest,
  { name, environment }: Pick<RequestPlace, 'name' | 'environment'>,
  { read, bakeFilesIn, builds, gaps }: CallState,
): void {
  const { folder, overrides, source = '' } = call;
  const [remote] = [source, ...call.targets.slice(0, 1), ...call.files].filter(isRemoteContext);
  if (remote !== undefined && !remote.startsWith('cwd://')) {
    const text = withoutCredentials(remote).slice(0, 200);
    gaps.push(`${name} is not covered: the Bake file is in ${text}`);
    return;
  }
  const named = call.files.map((file) => inFolder(folder, file.replace(/^cwd:\/\//, '')));
  const paths =
    call.files.length > 0
      ? named.filter((path) => /\.(?:hcl|json)$/.test(path))
      : bakeFilesIn(folder);
  const files = paths.flatMap((path) => {
    const text = read(path);
    return text === undefined ? [] : [{ path, text }];
  });
  const [missing] = paths;
  if (files.length === 0 && missing !== undefined)
    gaps.push(`${name} is not covered: the Bake file ${missing} is not in the repository`);
  if (files.length === 0) return;
  // Names of variables have a case in Bake.
  const variables = new Map(
    [...environment].flatMap(([variable, value]) => [
      [variable, value],
      [variable.toUpperCase(), value],
    ]),
  );
  // Which targets a name that is not known means is not known either.
  const isKnown = !call.targets.some(isUnknown);
  const targets = isKnown && { targets: call.targets };
  const found = bakeBuilds({ files, folder, environment: variables, overrides, ...targets });
  builds.push(...found.builds);
  gaps.push(...found.gaps);
}

/** The services that `docker compose build` builds. */
export function readCompose(
  command: Extract<BuildCommand, { kind: 'compose' }>,
  name: string,
  { read, composeFilesIn, builds, gaps }: CallState,
): void {
  const { files, services, folder } = command;
  const paths =
    files.length > 0 ? files.map((file) => inFolder(folder, file)) : composeFilesIn(folder);
  for (const path of paths) {
    const text = read(path);
    if (text === undefined) {
      gaps.push(`${name} is not covered: the Compose file ${path} is not in the repository`);
      continue;
    }
    const isAll = services.length === 0 || services.some(isUnknown);
    const found = readManifest(text, path, 'compose', read).services.filter(
      (service) => isAll || services.includes(service.name),
    );
    const declared = composeBuilds(found);
    builds.push(...declared.builds);
    gaps.push(...declared.gaps);
  }
}
