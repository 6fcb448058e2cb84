import { hasUnknownPart } from '../../dockerfile/materials/shell-values.js';
import { reason } from '../../lib/errors.js';
import { withoutCredentials } from '../../lib/redact-url.js';
import { composeBuilds } from '../../manifests/compose/declared-builds.js';
import {
  type DeclaredBuild,
  type DeclaredBuilds,
  isRemoteContext,
} from '../../manifests/declared-build.js';
import { readManifest } from '../../manifests/read-manifest.js';
import { bakeBuilds } from '../bake/declared-builds.js';
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
  /** Those of the gaps that the check of another file reports. */
  readonly reported: Set<string>;
  readonly called: { readonly bakeFiles: Set<string>; readonly composeFiles: Set<string> };
}

interface BakeRequest {
  readonly files: readonly string[];
  readonly targets: readonly string[];
  readonly overrides: readonly string[];
  readonly folder: string;
  /** The variables of the environment that its script sets. */
  readonly variables?: ReadonlyMap<string, string>;
  /** The repository with the files, of docker/bake-action. */
  readonly source?: string;
}

/** The targets of a call of Bake. A file that another step writes is not known. */
export function readBake(
  call: BakeRequest,
  { name, environment }: Pick<RequestPlace, 'name' | 'environment'>,
  state: CallState,
): void {
  const { folder, overrides, source = '' } = call;
  const variables = bakeEnvironment(call, environment);
  const given = call.files.length > 0 ? call.files : filesOfEnvironment(variables);
  const [remote] = [source, ...call.targets.slice(0, 1), ...given].filter(isRemoteContext);
  if (remote !== undefined && !remote.startsWith('cwd://')) {
    const text = withoutCredentials(remote).slice(0, 200);
    state.gaps.push(`${name} is not covered: the Bake file is in ${text}`);
    return;
  }
  const read = readBakeFiles(given, folder, state);
  state.gaps.push(...read.faults.map((fault) => `${name} is not covered: the Bake file ${fault}`));
  if (read.composeFiles.length > 0) {
    const isAll = call.targets.length === 0 || call.targets.includes('default');
    const services = isAll ? [] : call.targets;
    readCompose({ files: read.composeFiles, services, folder: '' }, name, state);
  }
  if (read.files.length === 0) return;
  // Which targets a name that is not known means is not known either.
  const isKnown = !call.targets.some(hasUnknownPart);
  const targets = isKnown && { targets: call.targets };
  const { files } = read;
  for (const { path } of files) state.called.bakeFiles.add(path);
  addFound(name, state, () =>
    bakeBuilds({ files, folder, environment: variables, overrides, ...targets }),
  );
}

/** Adds the builds of a file. One that cannot be read is reported by its own check, and the caller builds more. */
function addFound(name: string, state: CallState, find: () => DeclaredBuilds): void {
  try {
    const { builds, gaps } = find();
    state.builds.push(...builds);
    state.gaps.push(...gaps);
  } catch (error) {
    const gap = `${name} is not covered: ${reason(error)}`;
    state.reported.add(gap);
    state.gaps.push(gap);
  }
}

/** Names of variables have a case in Bake. */
function bakeEnvironment(
  { variables = new Map() }: BakeRequest,
  environment: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const ofWorkflow = [...environment].flatMap(([variable, value]): [string, string][] => [
    [variable, value],
    [variable.toUpperCase(), value],
  ]);
  return new Map([...ofWorkflow, ...variables]);
}

/** Source: docs.docker.com/build/building/variables, BUILDX_BAKE_FILE. */
function filesOfEnvironment(variables: ReadonlyMap<string, string>): readonly string[] {
  const list = variables.get('BUILDX_BAKE_FILE') ?? '';
  const separator = variables.get('BUILDX_BAKE_FILE_SEPARATOR') || ':';
  const files = hasUnknownPart(list) ? [list] : list.split(separator);
  return files.filter((file) => file !== '');
}

/** The file that docker/metadata-action writes: it has tags, labels and annotations. */
const METADATA_FILE =
  /^(?:cwd:\/\/)?\$\{\{\s*steps\.[\w-]{1,100}\.outputs\.bake-file(?:-(?:tags|labels|annotations))?\s*\}\}$/;

/** The texts of the files of a call, and why others are not read. */
function readBakeFiles(
  given: readonly string[],
  folder: string,
  { read, bakeFilesIn }: CallState,
): {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly composeFiles: readonly string[];
  readonly faults: readonly string[];
} {
  const files: { path: string; text: string }[] = [];
  const composeFiles: string[] = [];
  const faults: string[] = [];
  const named = given.filter((file) => !METADATA_FILE.test(file));
  const paths = named.map((file) => inFolder(folder, file.replace(/^cwd:\/\//, '')));
  for (const [i, path] of (given.length > 0 ? paths : bakeFilesIn(folder)).entries()) {
    const written = named[i] ?? path;
    const text = hasUnknownPart(written) || written === '-' ? undefined : read(path);
    if (hasUnknownPart(written))
      faults.push(`${withoutCredentials(written).slice(0, 200)} is not known`);
    else if (written === '-') faults.push('comes from standard input');
    else if (text === undefined) faults.push(`${path} is not in the repository`);
    else if (/\.ya?ml$/.test(path)) composeFiles.push(path);
    else files.push({ path, text });
  }
  return { files, composeFiles, faults };
}

/** The services that `docker compose build` builds. */
export function readCompose(
  command: Pick<Extract<BuildCommand, { kind: 'compose' }>, 'files' | 'services' | 'folder'>,
  name: string,
  state: CallState,
): void {
  const { read, composeFilesIn, gaps, called } = state;
  const { files, services, folder } = command;
  const paths =
    files.length > 0 ? files.map((file) => inFolder(folder, file)) : composeFilesIn(folder);
  for (const path of paths) {
    const text = read(path);
    if (text === undefined) {
      gaps.push(`${name} is not covered: the Compose file ${path} is not in the repository`);
      continue;
    }
    called.composeFiles.add(path);
    const isAll = services.length === 0 || services.some(hasUnknownPart);
    addFound(name, state, () =>
      composeBuilds(
        readManifest(text, path, 'compose', read).services.filter(
          (service) => isAll || services.includes(service.name),
        ),
      ),
    );
  }
}
