import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { DEFAULT_MIRROR_URL, getTrustedRoot, type TUFOptions } from '@sigstore/tuf';
import { reason } from '../../lib/errors.js';
import { EMBEDDED_ROOTS, type SigstoreInstance } from './embedded-roots.js';
import { GITHUB_TUF_METADATA } from './github-root.js';
import { newestStart } from './trusted-root.js';

export interface RefreshOptions {
  /** A folder of the user for the metadata of The Update Framework (TUF). */
  readonly cache: string;
  /** Milliseconds for the whole refresh; after that the cached or the embedded root is used. */
  readonly timeout: number;
  /** The instance whose root is fetched. */
  readonly instance: SigstoreInstance;
  /** A TUF repository to use instead of that of the instance, with the path of its root metadata. */
  readonly mirror?: { readonly url: string; readonly root: string };
}

export interface RefreshedRoot {
  /** JSON of a trusted root. */
  readonly root: string;
  /** Which root is used instead of the current one; undefined when the root is current. */
  readonly fallback?: 'cached' | 'embedded';
  /** Why the current root was not fetched. */
  readonly stale?: string;
}

/**
 * The current trusted root of an instance of Sigstore, fetched with The Update Framework: its logs change their keys
 * about twice a year. When it cannot be fetched, the newer of the root in the cache and the embedded root. Never throws.
 */
export async function refreshTrustedRoot(options: RefreshOptions): Promise<RefreshedRoot> {
  const { cache, timeout, instance } = options;
  const tuf: TUFOptions = {
    cachePath: cache,
    timeout,
    // With retries, a machine without a network would wait for six seconds.
    retry: 0,
  };
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${timeout} ms`)), timeout);
  });
  try {
    const root = await Promise.race([fetchRoot(tuf, options), expired]);
    return { root: JSON.stringify(TrustedRoot.toJSON(root)) };
  } catch (error) {
    const cached = await newerCachedRoot(options);
    return {
      root: cached ?? EMBEDDED_ROOTS[instance],
      fallback: cached === undefined ? 'embedded' : 'cached',
      stale: reason(error),
    };
  } finally {
    clearTimeout(timer);
  }
}

export const SIGSTORE_MIRRORS: Readonly<Record<SigstoreInstance, string>> = {
  public: DEFAULT_MIRROR_URL,
  github: 'https://tuf-repo.github.com',
};

async function fetchRoot(
  tuf: TUFOptions,
  { cache, instance, mirror }: RefreshOptions,
): Promise<TrustedRoot> {
  if (mirror) return getTrustedRoot({ ...tuf, mirrorURL: mirror.url, rootPath: mirror.root });
  if (instance === 'public') return getTrustedRoot(tuf);
  // The library has only the metadata of the public instance, and reads any other from a file.
  const rootPath = join(cache, 'github-root.json');
  await mkdir(cache, { recursive: true });
  await writeFile(rootPath, GITHUB_TUF_METADATA);
  return getTrustedRoot({ ...tuf, mirrorURL: SIGSTORE_MIRRORS[instance], rootPath });
}

/** The root that an earlier refresh verified and stored, if it is newer than the embedded one. */
async function newerCachedRoot({
  cache,
  instance,
  mirror,
}: RefreshOptions): Promise<string | undefined> {
  const { host, pathname } = new URL(mirror?.url ?? SIGSTORE_MIRRORS[instance]);
  // The layout of the folder is that of @sigstore/tuf.
  const folder = encodeURIComponent(host + pathname.replace(/\/$/, ''));
  try {
    const text = await readFile(join(cache, folder, 'targets', 'trusted_root.json'), 'utf8');
    return newestStart(text) > newestStart(EMBEDDED_ROOTS[instance]) ? text : undefined;
  } catch {
    // Without a usable cache, the embedded root is the newest.
    return undefined;
  }
}
