import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { isBakeFile } from '../builds/bake/bake-file.js';
import { locator } from '../builds/declared/locate.js';
import { isLockfile } from '../builds/lockfiles/is-lockfile.js';
import { isProjectFile } from '../builds/project-files.js';
import type { Coverage } from '../core/coverage.js';
import { firstLine, isDockerfileContent } from '../dockerfile/dockerfile-content.js';
import { isDockerfile } from '../dockerfile/dockerfile-name.js';
import { decodeText } from '../lib/decode-text.js';
import { PortsideError, reason } from '../lib/errors.js';
import { didYouMean } from '../lib/nearest-file.js';
import { baseName, escapesViaSymlink, folderPrefix } from '../lib/paths.js';
import { fileType, readBeginning } from '../lib/regular-file.js';
import { TEMPLATE_ENDING } from '../lib/template-ending.js';
import { isComposeFileName } from '../manifests/compose/file-name.js';
import type { DeclaredBuilds } from '../manifests/declared-build.js';
import { engineType } from '../manifests/engine/engine-file.js';
import { isJsonObject } from '../manifests/json-objects.js';
import {
  isKustomization,
  type ManifestKind,
  manifestKind,
  mayBeManifest,
} from '../manifests/manifest-kind.js';
import { isJson } from '../manifests/paths.js';
import { concernsImages, isWorkflowPath } from '../manifests/workflow/workflow.js';
import { POLICY_FILES } from '../policy/effective-policy.js';
import { type BaseBranchFiles, checkoutFiles } from '../repository/base-branch-files.js';
import {
  type GitIgnoreFile,
  gitIgnored,
  matchesGitIgnore,
  readGitIgnoreFile,
} from '../repository/git-ignore.js';
import { repositoryReader } from '../repository/repository-files.js';
import { NOTHING_TRACKED, type TrackedFiles } from '../repository/tracked.js';
import { buildGaps } from './build-gaps.js';
import { envComposeFiles } from './env-compose-files.js';
import { isLfsPointer } from './lfs-pointers.js';
import { referencedDockerfiles } from './referenced-dockerfiles.js';
import type { ScriptGap } from './script-builds.js';

/** The files of a repository that Portside checks: paths relative to its root, with forward slashes, sorted. */
export interface Discovery {
  readonly dockerfiles: readonly string[];
  /** All files that were found, in every folder that was searched. */
  readonly files: readonly string[];
  readonly manifests: readonly { readonly path: string; readonly kind: ManifestKind }[];
  /** Of the manifests, workflows that have nothing to do with images. */
  readonly otherWorkflows: readonly string[];
  /** Files that can name the packages of an image, or the image. */
  readonly projectFiles: readonly string[];
  /** Files that fix the versions of packages. */
  readonly lockfiles: readonly string[];
  /** The builds that manifests and Bake files define. */
  readonly declared: DeclaredBuilds;
  /** Files of Docker Buildx Bake; absent if there are none. */
  readonly bakeFiles?: readonly string[];
  /** Actions and scripts that were searched for builds. */
  readonly scripts: readonly string[];
  /** `.github/portside.yml` or `.yaml`, if there is one. */
  readonly policy?: string;
  /** Folders of vendored code, which were not searched. */
  readonly skipped: readonly string[];
  /** Folders with checkouts of other repositories, which were not searched. */
  readonly otherRepositories: readonly string[];
  /** Pointers of Git LFS to files that are not in the folder. */
  readonly pointers: readonly string[];
  /** Files that cannot be read, so that it is not known what they are. */
  readonly unreadable: readonly string[];
  /** What could not be searched, read or followed: folders, links, special files, builds; absent if there is nothing. */
  readonly gaps?: readonly Coverage[];
  /** What the scripts build that is not known; absent if there is nothing. */
  readonly scriptGaps?: readonly ScriptGap[];
}

/** A repository with more files is not searched, so that the search always ends. */
const MAX_FILES = 500_000;
const MAX_DEPTH = 64;
/** A larger YAML file is data. A smaller one that is too large for a manifest is found and reported as too large. */
const MAX_MANIFEST_BYTES = 256 * 1024 * 1024;
const NEVER = new Set(['node_modules', 'vendor', '.git']);

/**
 * Searches the repository at `root`. Skipped are node_modules, vendor, .git, and what .gitignore files ignore unless it is
 * `tracked`; these are read from `configuration`, so that a pull request cannot hide what it adds. Links to folders are not followed; a link
 * with the name of a Dockerfile or manifest counts as the file it leads to. Dockerfiles that builds name are found in every folder. Other folders that cannot be read are gaps. Throws PortsideError if `root` cannot be
 * read or has too many files.
 */
export async function discover(
  root: string,
  configuration: BaseBranchFiles = checkoutFiles(root),
  tracked: TrackedFiles = NOTHING_TRACKED,
): Promise<Discovery> {
  requireFolder(root);
  const walked = await walk({ root, configuration, tracked });
  const { links, skipped, otherRepositories, gaps, folders } = walked;
  const { files, dockerfiles, candidates, shellScripts, ...unread } = sortFiles(root, walked);
  const found = await findManifests(root, candidates, { files, gaps });
  const linkedBakeFiles = [...links].flatMap(([name, path]) => (isBakeFile(name) ? path : []));
  const namedBakeFiles = [...new Set([...files.filter(isBakeFile), ...linkedBakeFiles])].sort();
  const buildFiles = { manifests: found, bakeFiles: namedBakeFiles };
  const referenced = referencedDockerfiles(root, { files, shellScripts }, buildFiles);
  const { called } = referenced.declared;
  const bakeFiles = [...new Set([...namedBakeFiles, ...(called?.bakeFiles ?? [])])].sort();
  const ofEnvironment = envComposeFiles(files, repositoryReader(root));
  const manifests = withCompose(found, [...(called?.composeFiles ?? []), ...ofEnvironment]);
  gaps.push(...referenced.gaps, ...(await unfollowed(root, referenced.declared, configuration)));
  for (const path of referenced.dockerfiles)
    dockerfiles.add((await linkedFile(root, path)) ?? path);
  for (const folder of folders)
    if (![...dockerfiles].some((path) => path.startsWith(`${folder}/`)))
      gaps.push(gap(folder, 'It is a folder without a Dockerfile. Rename it'));
  const policy = await firstFile(root, POLICY_FILES);
  return {
    dockerfiles: [...dockerfiles].sort(),
    files,
    manifests,
    otherWorkflows: otherWorkflows(root, manifests),
    projectFiles: files.filter(isProjectFile).sort(),
    lockfiles: files.filter(isLockfile).sort(),
    declared: referenced.declared,
    scripts: referenced.scripts,
    ...(bakeFiles.length > 0 && { bakeFiles }),
    ...(policy === undefined ? {} : { policy }),
    skipped,
    otherRepositories,
    ...unread,
    ...(gaps.length > 0 && { gaps }),
    ...(referenced.scriptGaps.length > 0 && { scriptGaps: referenced.scriptGaps }),
  };
}

/** Files by what their names and beginnings show. */
interface Sorted {
  /** All but the pointers. */
  readonly files: string[];
  readonly dockerfiles: Set<string>;
  /** Files that may be manifests, by path; the value is the name that says what the file is: that of a link to it. */
  readonly candidates: Map<string, string>;
  /** Files that begin as a script of a shell does. */
  readonly shellScripts: string[];
  /** Pointers of Git LFS to files that are not in the folder. */
  readonly pointers: string[];
  /** Files that cannot be read, so that it is not known what they are. */
  readonly unreadable: string[];
}

/** The first line of a script for a shell. */
const SHEBANG = /^#![^\n]{0,200}\b(?:ba|da|a|k|z)?sh\b/;

function sortFiles(root: string, { files, links }: Pick<Walked, 'files' | 'links'>): Sorted {
  const sorted: Sorted = {
    files: [],
    dockerfiles: new Set(),
    candidates: new Map(),
    shellScripts: [],
    pointers: [],
    unreadable: [],
  };
  const add = (name: string, path: string, text: string) => {
    // A file can be of two kinds by its name and content: both are read.
    if (isDockerfileContent(name, text)) sorted.dockerfiles.add(path);
    if (isCandidate(name) || mayBeManifest(text)) sorted.candidates.set(path, name);
  };
  for (const path of files) {
    const text = beginning(root, path);
    if (isLfsPointer(text ?? '')) {
      sorted.pointers.push(path);
      continue;
    }
    sorted.files.push(path);
    if (SHEBANG.test(text ?? '')) sorted.shellScripts.push(path);
    add(path, path, text ?? '');
    // Who reads it by its name reports the reason.
    const isRead = sorted.dockerfiles.has(path) || sorted.candidates.has(path);
    if (text === undefined && !isRead) sorted.unreadable.push(path);
  }
  for (const [name, path] of links) {
    const text = beginning(root, path) ?? '';
    if (!isLfsPointer(text)) add(name, path, text);
  }
  return sorted;
}

/** What of the builds cannot be followed. Ignore files are those of the configuration, as everywhere. */
async function unfollowed(
  root: string,
  declared: DeclaredBuilds,
  configuration: BaseBranchFiles,
): Promise<Coverage[]> {
  const dockerfiles = declared.builds.flatMap(({ definition }) => definition.dockerfile ?? []);
  const isIgnored = await gitIgnored(root, configuration, dockerfiles);
  return buildGaps(declared, locator(root), isIgnored);
}

/** Throws PortsideError (usage) with a hint if there is no folder at `root`. */
export function requireFolder(root: string): void {
  const type = fileType(root);
  if (type === 'a folder' || type === 'a link to a folder') return;
  throw new PortsideError(
    'PSE2005',
    `Cannot search ${root}: ${type === 'missing' ? 'there is no such folder' : `it is ${type}`}`,
    type === 'a file'
      ? `For an image use portside scan ${root}, for a Dockerfile or manifest portside lint ${root}`
      : (didYouMean(root) ?? 'Name a folder that exists'),
  );
}

/** The candidates that are manifests. One that cannot be read is a gap. */
async function findManifests(
  root: string,
  candidates: ReadonlyMap<string, string>,
  { files, gaps }: Pick<Walked, 'files' | 'gaps'>,
): Promise<{ path: string; kind: ManifestKind }[]> {
  const manifests: { path: string; kind: ManifestKind }[] = [];
  const charts = files.filter((path) => /(?:^|\/)Chart\.yaml$/.test(path)).map(folderPrefix);
  for (const [path, name] of [...candidates].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const sniffed = await sniff(root, path, name).catch((error: unknown) => {
      gaps.push({ ...gap(path, reason(error)), check: 'manifest' });
      return 'unreadable' as const;
    });
    if (sniffed === 'unreadable') continue;
    // Most templates of a chart look like manifests; one that is only an include does not.
    const inChart = charts.some((chart) => path.startsWith(`${chart}templates/`));
    const kind = sniffed ?? (inChart ? 'kubernetes' : undefined);
    if (kind) manifests.push({ path, kind });
  }
  return manifests;
}

/** The manifests with the Compose files that calls name, whatever their content shows. */
function withCompose(
  manifests: Discovery['manifests'],
  called: readonly string[],
): Discovery['manifests'] {
  const known = new Set(manifests.map(({ path }) => path));
  const others = [...new Set(called)].filter((path) => !known.has(path));
  const all = [...manifests, ...others.map((path) => ({ path, kind: 'compose' as const }))];
  return all.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function otherWorkflows(root: string, manifests: Discovery['manifests']): string[] {
  const read = repositoryReader(root);
  const workflows = manifests.flatMap(({ path, kind }) => (kind === 'workflow' ? path : []));
  return workflows.filter((path) => !concernsImages(read(path) ?? '', read));
}

/** Bytes that show what a file is: the first instruction or keys, and the comments above them. */
const BEGINNING_BYTES = 16 * 1024;
/** Bytes of a file that begins with more comments than that. */
const MOST_COMMENTS = 4 * 1024 * 1024;

/** The beginning of a file as text; undefined if it cannot be read. */
function beginning(root: string, path: string): string | undefined {
  try {
    const file = join(root, path);
    const { bytes, size } = readBeginning(file, BEGINNING_BYTES);
    const text = decodeText(bytes);
    if (size <= bytes.length || firstLine(text) !== '') return text;
    return decodeText(readBeginning(file, MOST_COMMENTS).bytes);
  } catch {
    return undefined;
  }
}

function isCandidate(path: string): boolean {
  if (engineType(path) !== undefined) return true;
  const name = baseName(path).replace(TEMPLATE_ENDING, '');
  return /\.ya?ml$/i.test(name) || isKustomization(name) || isJson(name);
}

/** Files, and for each link the file that it leads to. */
interface Walked {
  readonly files: string[];
  readonly links: Map<string, string>;
  readonly skipped: string[];
  readonly otherRepositories: string[];
  readonly gaps: Coverage[];
  /** Folders with the name of a Dockerfile. */
  readonly folders: string[];
}

/** What `visit` needs in every folder. */
interface Walk extends Walked {
  readonly root: string;
  readonly configuration: BaseBranchFiles;
  readonly tracked: TrackedFiles;
}

/** What Git ignores in a folder. */
interface Ignoring {
  readonly files: readonly GitIgnoreFile[];
  /** The folder itself is ignored, so that only tracked files in it count. */
  readonly everything: boolean;
}

async function walk(where: Omit<Walk, keyof Walked>): Promise<Walked> {
  const state: Walk = {
    ...where,
    files: [],
    links: new Map(),
    skipped: [],
    otherRepositories: [],
    gaps: [],
    folders: [],
  };
  const entries = await list(where.root, '');
  await visit(state, '', { files: [], everything: false }, entries);
  return state;
}

async function visit(
  state: Walk,
  folder: string,
  ignoring: Ignoring,
  entries: readonly Dirent[],
): Promise<void> {
  const { root, configuration, tracked } = state;
  const own = entries.some((e) => e.name === '.gitignore' && e.isFile())
    ? { ...ignoring, files: [...ignoring.files, await readGitIgnoreFile(configuration, folder)] }
    : ignoring;
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) await visitFolder(state, path, own);
    else if (tracked.isTracked(path) || !isIgnored(own, path, false))
      await addFile(state, path, entry);
    if (state.files.length > MAX_FILES)
      throw new PortsideError(
        'PSE2005',
        `Cannot search ${root}: it has more than ${MAX_FILES} files`,
        'Name a smaller folder',
      );
  }
}

/** A folder that cannot be searched is a gap, and the others are searched. */
async function visitFolder(state: Walk, path: string, ignoring: Ignoring): Promise<void> {
  const name = baseName(path);
  if (NEVER.has(name)) {
    if (name !== '.git') state.skipped.push(path);
    return;
  }
  const everything = isIgnored(ignoring, path, true);
  if (everything && !state.tracked.hasTracked(path)) return;
  if (path.split('/').length > MAX_DEPTH) {
    const reason = `It and the folders in it were not searched, because they are nested more than ${MAX_DEPTH} deep. Check it in a run of its own`;
    state.gaps.push(gap(path, reason));
    return;
  }
  if (/^(?:Docker|Container)file$/.test(name)) state.folders.push(path);
  const entries = await list(state.root, path).catch((error: unknown) => {
    const why = path.includes('\ufffd') ? 'its name is not UTF-8' : reason(error);
    const advice = 'Check its name and its permissions, or add it to .gitignore';
    state.gaps.push(gap(path, `This folder was not searched: ${why}. ${advice}`));
    return [];
  });
  if (isOtherRepository(path, entries, state.tracked)) state.otherRepositories.push(path);
  else await visit(state, path, { ...ignoring, everything }, entries);
}

/**
 * Whether a folder is the checkout of another repository, as a step of a workflow makes it. Git takes none of its files into
 * this repository, unlike those of a submodule.
 */
function isOtherRepository(
  path: string,
  entries: readonly Dirent[],
  { files, submodules, hasTracked }: TrackedFiles,
): boolean {
  const isRepository = entries.some(({ name }) => name === '.git');
  return isRepository && files.length > 0 && !submodules.includes(path) && !hasTracked(path);
}

function isIgnored({ files, everything }: Ignoring, path: string, isFolder: boolean): boolean {
  return everything || matchesGitIgnore(files, path, isFolder);
}

async function addFile(state: Walk, path: string, entry: Dirent): Promise<void> {
  if (entry.isFile()) {
    state.files.push(path);
    return;
  }
  if (!isDockerfile(path) && !isCandidate(path) && !isBakeFile(path)) return;
  const target = entry.isSymbolicLink() ? await linkedFile(state.root, path) : undefined;
  if (target !== undefined) {
    state.links.set(path, target);
    return;
  }
  const type = fileType(join(state.root, path));
  const what = type === 'a file' ? 'a link that leads out of the repository' : type;
  if (!hasOwnName(path) || what === 'a folder') return;
  const check = isDockerfile(path) ? 'lint' : 'manifest';
  state.gaps.push({ ...gap(path, `It is ${what}. Replace it by a file`), check });
}

/** Whether the name alone says that a file is one of those that are checked. */
function hasOwnName(path: string): boolean {
  const name = baseName(path);
  return (
    isDockerfile(path) ||
    isWorkflowPath(path) ||
    isBakeFile(path) ||
    isComposeFileName(name) ||
    isKustomization(name)
  );
}

function gap(target: string, why: string): Coverage {
  return { check: 'lint', target, state: 'not-covered', reason: why };
}

/**
 * The path of the file that a link leads to; undefined for a link to a folder or to nothing. A link that leads out of the
 * repository keeps its own path, and reading it is an error.
 */
async function linkedFile(root: string, path: string): Promise<string | undefined> {
  const file = join(root, path);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  if (escapesViaSymlink(root, path)) return isDockerfile(path) ? path : undefined;
  return relative(await realpath(root), await realpath(file))
    .split(sep)
    .join('/');
}

async function list(root: string, folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(join(root, folder.replaceAll('/', sep)), { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw new PortsideError(
      'PSE2005',
      `Cannot read the folder ${join(root, folder)}: ${reason(error)}`,
      'Name a folder that exists and can be read',
      error,
    );
  }
}

async function sniff(root: string, path: string, name: string): Promise<ManifestKind | undefined> {
  const file = join(root, path);
  try {
    // Most JSON files are data, which their first characters show.
    const isData = isJson(path) && engineType(path) === undefined;
    const text = isData ? (beginning(root, path) ?? '') : '';
    const isKnown = isData ? isJsonObject(text) : undefined;
    if (isKnown !== undefined && (isKnown || !mayBeManifest(text)))
      return isKnown ? 'kubernetes' : undefined;
    if ((await stat(file)).size > MAX_MANIFEST_BYTES) return undefined;
    return manifestKind(name, decodeText(await readFile(file)));
  } catch (error) {
    throw new PortsideError(
      'PSE2005',
      `Cannot read ${file} to see whether it is a manifest: ${reason(error)}`,
      'Check its permissions, or add it to .gitignore',
      error,
    );
  }
}

async function firstFile(root: string, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const found = await stat(join(root, path)).catch(() => undefined);
    if (found?.isFile()) return path;
  }
  return undefined;
}
