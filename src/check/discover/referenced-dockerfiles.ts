import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { ManifestKind } from '../../manifests/manifest-kind.js';
import { readManifest } from '../../manifests/read-manifest.js';
import { repositoryReader } from './repository-files.js';

const WORKFLOWS = '.github/workflows';
/** The number of workflows that are read. */
const MOST_WORKFLOWS = 200;

/**
 * The existing Dockerfiles that Compose files (`build:`) and workflows (`docker build -f`, docker/build-push-action) of
 * the repository build. They are checked in folders of vendored code too. A path with a variable is not known. Never
 * throws.
 */
export async function referencedDockerfiles(
  root: string,
  manifests: readonly { readonly path: string; readonly kind: ManifestKind }[],
): Promise<string[]> {
  const read = repositoryReader(root);
  const named = new Set<string>();
  for (const { path, kind } of manifests) {
    const text = kind === 'compose' ? read(path) : undefined;
    if (text !== undefined) for (const file of ofCompose(text, path, read)) named.add(file);
  }
  const entries = await readdir(join(root, WORKFLOWS)).catch(() => []);
  for (const name of entries.filter((n) => /\.ya?ml$/i.test(n)).slice(0, MOST_WORKFLOWS))
    for (const file of ofWorkflow(read(`${WORKFLOWS}/${name}`) ?? '')) named.add(file);
  return [...named].filter((path) => !path.startsWith('..') && read(path) !== undefined);
}

function ofCompose(text: string, path: string, read: (path: string) => string | undefined) {
  try {
    const { services } = readManifest(text, path, 'compose', read);
    return services.flatMap(({ build }) => (build ? [posix.normalize(build.dockerfile)] : []));
  } catch {
    // The check of the manifest reports what is wrong with it.
    return [];
  }
}

/** The Dockerfiles in build commands of a workflow, and in the inputs of docker/build-push-action. */
function ofWorkflow(text: string): string[] {
  const commands = text
    .replace(/\\\r?\n/g, ' ')
    .matchAll(
      /\b(?:docker|podman|buildah|nerdctl)\s[^\n]{0,500}?\b(?:build|bud)\s([^\n;|&]{0,2000})/g,
    );
  const run = [...commands].flatMap(([, words = '']) => {
    const file = /(?:^|\s)(?:-f|--file)(?:=|\s+)["']?([^\s"']+)/.exec(words)?.[1];
    if (file !== undefined) return [file];
    const context = words.trim().split(/\s+/).at(-1)?.replace(/["']/g, '');
    return context ? [`${context}/Dockerfile`] : [];
  });
  const steps = text.split(/^\s*- /m).filter((step) => /docker\/build-push-action@/.test(step));
  const inputs = steps.flatMap((step) => {
    const input = (name: string) =>
      new RegExp(`^\\s*${name}:\\s*["']?([^\\s"'#]+)`, 'm').exec(step)?.[1];
    return [input('file') ?? `${input('context') ?? '.'}/Dockerfile`];
  });
  return [...run, ...inputs]
    .filter((path) => !/[$*?]|^\/|^[a-z+]+:/.test(path))
    .map((path) => posix.normalize(path));
}
