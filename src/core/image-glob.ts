import { globMatcher } from '../lib/glob.js';
import {
  DOCKER_HUB,
  familiarName,
  isImagePath,
  qualify,
  repositoryName,
  repositoryOf,
  splitReference,
  withoutHubAlias,
  withoutPathSource,
  withoutSource,
  withPlainHost,
} from './reference.js';

/**
 * A glob over image references, as all parts of a policy use it. A reference matches in any spelling that Docker reads as
 * the same image: with or without `docker.io/` and `library/`, the default tag `latest`, its tag, its digest, and the
 * repository alone. A reference with a digest and without a tag has any tag: `app:*` matches it.
 */
export function imageGlob(glob: string): (reference: string) => boolean {
  const matches = globMatcher(withPlainHost(withoutSource(glob)));
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
  if (isImagePath(reference)) return false;
  const { tag, digest } = splitReference(withoutSource(reference));
  return tag === undefined && digest !== undefined;
}

/** All spellings of a reference. A path to an archive or folder has only its own, with and without its scheme. */
export function spellings(reference: string): readonly string[] {
  if (isImagePath(reference)) return [...new Set([reference, withoutPathSource(reference)])];
  const bare = withoutSource(reference);
  const { name, tag, digest } = splitReference(bare);
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
  const written = entry.replace(/\/$/, '');
  const path = written.includes('/') ? written : undefined;
  const { tag, digest } = splitReference(path ?? '');
  // No registry or repository has a tag: the entry matches nothing, which the policy check reports.
  if (tag !== undefined || digest !== undefined) return false;
  const lower = withoutHubAlias(written.toLowerCase());
  const names = [written, lower, ...(path === undefined ? [] : [repositoryOf(path.toLowerCase())])];
  return names.some((one) => name === one || name.startsWith(`${one}/`));
}

/** The repository with its registry, and for Docker Hub also without. */
export function repositorySpellings(name: string): readonly string[] {
  const whole = qualify(splitReference(name));
  const [full, short] = [repositoryName(whole), familiarName(whole)];
  return short === full ? [full] : [full, whole.repository, short, `${DOCKER_HUB}/${short}`];
}
