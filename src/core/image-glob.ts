import { globMatcher } from '../lib/glob.js';

/** The schemes of images that are not in a registry: their names are paths. */
const LOCAL = /^(?:docker-archive|oci|oci-archive|dir):(?:\/\/)?/;
const REMOTE = /^(?:registry|docker):(?:\/\/)?/;
const ARCHIVE = /\.(?:tar|tgz|tar\.gz|tar\.zst)$/;
/** `[registry/]repository[:tag][@digest]`; a colon before the last slash belongs to the port. */
const REFERENCE = /^((?:[^@]*\/)?[^:@/]+)(?::([^@/]+))?(?:@([^@]+))?$/;

/**
 * A glob over image references, as all parts of a policy use it. A reference matches in any spelling that Docker reads as
 * the same image: with or without `docker.io/` and `library/`, the default tag `latest`, its tag, its digest, and the
 * repository alone. A reference with a digest and without a tag has any tag: `app:*` matches it.
 */
export function imageGlob(glob: string): (reference: string) => boolean {
  const host = /^[^/]*[.:][^/]*\//;
  const written = glob.replace(REMOTE, '').replace(host, (text) => text.toLowerCase());
  const matches = globMatcher(written.replace(/^index\.docker\.io\//, 'docker.io/'));
  return (reference) => spellings(reference).some(matches);
}

/**
 * Like imageGlob(), for requirements: a reference with a digest and without a tag matches each tag of the glob, as any tag
 * can point to it. Otherwise an image would escape the requirement for `app:v*` when it is named by its digest.
 */
export function requirementGlob(glob: string): (reference: string) => boolean {
  // A colon before the last slash belongs to the port, and one after the @ to the digest.
  const anyTag = glob.replace(/^((?:[^@]*\/)?[^:@/]+):[^@/]*(?=@|$)/, '$1:');
  const [matches, matchesDigest] = [imageGlob(glob), imageGlob(anyTag)];
  return (reference) =>
    matches(reference) || (hasOnlyDigest(reference) && matchesDigest(reference));
}

function hasOnlyDigest(reference: string): boolean {
  if (LOCAL.test(reference)) return false;
  const [, , tag, digest] = REFERENCE.exec(reference.replace(REMOTE, '')) ?? [];
  return tag === undefined && digest !== undefined;
}

/** All spellings of a reference. A path to an archive or folder has only its own, with and without its scheme. */
export function spellings(reference: string): readonly string[] {
  if (LOCAL.test(reference)) return [reference, reference.replace(LOCAL, '')];
  const bare = reference.replace(REMOTE, '');
  const parts = REFERENCE.exec(bare);
  if (!parts || /^[./]/.test(bare) || ARCHIVE.test(bare)) return [reference, bare];
  const [, name = '', tag, digest] = parts;
  const suffixes = [
    '',
    `:${tag ?? (digest === undefined ? 'latest' : '')}`,
    ...(digest === undefined ? [] : [`@${digest}`, `:${tag ?? ''}@${digest}`]),
  ];
  const names = repositorySpellings(name);
  return [...new Set([reference, bare, ...names.flatMap((n) => suffixes.map((s) => n + s))])];
}

/**
 * Whether a repository is in a list entry of allowed registries: a registry, a path in one, or a glob. `name` has its
 * registry.
 */
export function isInRegistry(name: string, entry: string): boolean {
  if (/[*?]/.test(entry)) return imageGlob(entry)(name);
  const path = entry.replace(/\/$/, '').toLowerCase();
  const full = path.includes('/') ? qualifiedRepository(path) : path;
  return [path, full].some((one) => name === one || name.startsWith(`${one}/`));
}

/** The repository with its registry, and for Docker Hub also without. */
export function repositorySpellings(name: string): readonly string[] {
  const full = qualifiedRepository(name);
  const short = /^docker\.io\/(.*)$/.exec(full)?.[1];
  if (short === undefined) return [full];
  const official = /^library\/([^/]+)$/.exec(short)?.[1];
  return [full, short, ...(official === undefined ? [] : [official, `docker.io/${official}`])];
}

/** The repository with its registry, as Docker completes it: `docker.io/library/debian` for `debian`. */
export function qualifiedRepository(name: string): string {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isHost = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
  const host = isHost ? first.toLowerCase() : 'docker.io';
  const path = isHost ? name.slice(slash + 1) : name;
  const registry = host === 'index.docker.io' ? 'docker.io' : host;
  return registry === 'docker.io' && !path.includes('/')
    ? `docker.io/library/${path}`
    : `${registry}/${path}`;
}
