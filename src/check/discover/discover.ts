import { open, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { withoutTemplateEnding } from '../../dockerfile/template.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { escapesViaSymlink } from '../../lib/paths.js';
import { isKustomization, type ManifestKind, manifestKind } from '../../manifests/manifest-kind.js';
import { type BaseBranchFiles, checkoutFiles } from '../../repository/base-branch-files.js';
import {
  type GitIgnoreFile,
  matchesGitIgnore,
  readGitIgnoreFile,
} from '../../repository/git-ignore.js';
import { POLICY_FILES } from '../policy/effective-policy.js';
import { referencedDockerfiles } from './referenced-dockerfiles.js';

/** The files of a repository that Portside checks: paths relative to its root, with forward slashes, sorted. */
export interface Discovery {
  readonly dockerfiles: readonly string[];
  readonly manifests: readonly { readonly path: string; readonly kind: ManifestKind }[];
  /** `.github/portside.yml` or `.yaml`, if there is one. */
  readonly policy?: string;
  /** Folders of vendored code that were not searched. */
  readonly skipped: readonly string[];
}

/** A repository with more files is not searched, so that the search always ends. */
const MAX_FILES = 500_000;
const MAX_DEPTH = 64;
/** A larger YAML file is data. A smaller one that is too large for a manifest is found and reported as too large. */
const MAX_MANIFEST_BYTES = 256 * 1024 * 1024;
const NEVER = new Set(['node_modules', 'vendor', '.git']);

/**
 * Searches the repository at `root`. Skipped are node_modules, vendor, .git, and what .gitignore files ignore; these are
 * read from `configuration`, so that a pull request cannot hide what it adds. Links to folders are not followed; a link
 * with the name of a Dockerfile or manifest counts as the file it leads to. Dockerfiles that Compose files and workflows
 * build are found in every folder. Throws PortsideError if `root` cannot be read or has too many files.
 */
export async function discover(
  root: string,
  configuration: BaseBranchFiles = checkoutFiles(root),
): Promise<Discovery> {
  const dockerfiles = new Set<string>();
  const candidates = new Set<string>();
  const { files, links, skipped } = await walk(root, configuration);
  const add = (name: string, path = name) => {
    if (isDockerfile(name)) dockerfiles.add(path);
    else if (isCandidate(name)) candidates.add(path);
  };
  for (const path of files) add(path);
  for (const [name, path] of links) add(name, path);
  for (const path of dockerfiles) if (await isProgram(root, path)) dockerfiles.delete(path);
  const manifests: { path: string; kind: ManifestKind }[] = [];
  const charts = files.filter((path) => /(?:^|\/)Chart\.yaml$/.test(path)).map(folderOf);
  for (const path of [...candidates].sort()) {
    // Most templates of a chart look like manifests; one that is only an include does not.
    const inChart = charts.some((chart) => path.startsWith(`${chart}templates/`));
    const kind = (await sniff(root, path)) ?? (inChart ? 'kubernetes' : undefined);
    if (kind) manifests.push({ path, kind });
  }
  for (const path of await referencedDockerfiles(root, manifests)) dockerfiles.add(path);
  const policy = await firstFile(root, POLICY_FILES);
  return {
    dockerfiles: [...dockerfiles].sort(),
    manifests,
    ...(policy === undefined ? {} : { policy }),
    skipped,
  };
}

/**
 * `Dockerfile`, `*.Dockerfile`, `Dockerfile.*`, `Dockerfile-*`, and the same for Containerfile; any case of the name. Also
 * their templates, which are found to be reported as not covered.
 */
export function isDockerfile(path: string): boolean {
  const name = withoutTemplateEnding(path.slice(path.lastIndexOf('/') + 1)).toLowerCase();
  if (name.endsWith('.dockerignore') || name.endsWith('.containerignore')) return false;
  return /^(docker|container)file([._-].+)?$/.test(name) || /\.(docker|container)file$/.test(name);
}

/** The beginning of a file, enough for the first instruction and the comments above it. */
async function beginning(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(64 * 1024) });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Whether a file such as `Dockerfile.go` is source code and not a Dockerfile: it does not begin with ARG or FROM. */
async function isProgram(root: string, path: string): Promise<boolean> {
  if (
    !/\.(?:adoc|c|cc|cpp|cs|go|h|html?|java|[cm]?jsx?|json|kt|lua|mdx?|php|py|rb|rs|rst|swift|[cm]?tsx?|vim)$/i.test(
      path,
    )
  )
    return false;
  const text = await beginning(join(root, path)).catch(() => '');
  const first = /^\ufeff?(?:[ \t]*(?:#.*)?\r?\n)*([^\n]*)/.exec(text)?.[1] ?? '';
  return (
    text !== '' && !/^\s*(?:ARG\s+\w|FROM\s+(?:--\S+\s+)*\S+(?:\s+AS\s+\S+)?\s*$)/i.test(first)
  );
}

function isCandidate(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (/\.ya?ml$/i.test(path) || isKustomization(name)) && !path.startsWith('.github/');
}

/** The folder of a path with its slash at the end; empty for the root of the repository. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** Files, and for each link the file that it leads to. */
interface Walked {
  readonly files: readonly string[];
  readonly links: ReadonlyMap<string, string>;
  readonly skipped: readonly string[];
}

async function walk(root: string, configuration: BaseBranchFiles): Promise<Walked> {
  const files: string[] = [];
  const links = new Map<string, string>();
  const skipped: string[] = [];
  const visit = async (
    folder: string,
    ignoreFiles: readonly GitIgnoreFile[],
    depth: number,
  ): Promise<void> => {
    const entries = await list(root, folder);
    const own = entries.some((e) => e.name === '.gitignore' && e.isFile())
      ? [...ignoreFiles, await readGitIgnoreFile(configuration, folder)]
      : ignoreFiles;
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const directory = entry.isDirectory();
      if (directory && NEVER.has(entry.name)) {
        if (entry.name !== '.git') skipped.push(path);
        continue;
      }
      if (matchesGitIgnore(own, path, directory)) continue;
      if (directory && depth === MAX_DEPTH)
        throw new PortsideError(
          'PSE2005',
          `Cannot search ${root}: it has folders nested more than ${MAX_DEPTH} deep`,
          'Name a folder below it',
        );
      if (directory) await visit(path, own, depth + 1);
      else if (entry.isFile()) files.push(path);
      else if (entry.isSymbolicLink() && (isDockerfile(path) || isCandidate(path))) {
        const target = await linkedFile(root, path);
        if (target !== undefined) links.set(path, target);
      }
      if (files.length > MAX_FILES)
        throw new PortsideError(
          'PSE2005',
          `Cannot search ${root}: it has more than ${MAX_FILES} files`,
          'Name a smaller folder',
        );
    }
  };
  await visit('', [], 0);
  return { files, links, skipped };
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

async function list(root: string, folder: string) {
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

async function sniff(root: string, path: string): Promise<ManifestKind | undefined> {
  const file = join(root, path);
  try {
    if ((await stat(file)).size > MAX_MANIFEST_BYTES) return undefined;
    return manifestKind(path, await readFile(file, 'utf8'));
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
