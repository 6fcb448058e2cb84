import { TrustedRoot } from '@sigstore/protobuf-specs';
import { getTrustedRoot, type TUFOptions } from '@sigstore/tuf';
import { reason } from '../../lib/errors.js';
import { PUBLIC_GOOD_ROOT } from './public-good-root.js';

export interface RefreshOptions {
  /** A folder of the user for the metadata of The Update Framework (TUF). */
  readonly cache: string;
  /** Milliseconds for the whole refresh; after that the embedded root is used. */
  readonly timeout: number;
  /** A TUF repository to use instead of Sigstore's, with the path of its root metadata. */
  readonly mirror?: { readonly url: string; readonly root: string };
}

export interface RefreshedRoot {
  /** JSON of a trusted root. */
  readonly root: string;
  /** Why the embedded root is used; undefined when the root is current. */
  readonly stale?: string;
}

/**
 * The current trusted root of Sigstore's public instance, fetched with The Update Framework: its logs change their keys
 * about twice a year. The embedded root when it cannot be fetched. Never throws.
 */
export async function refreshTrustedRoot(options: RefreshOptions): Promise<RefreshedRoot> {
  const { cache, timeout, mirror } = options;
  const tuf: TUFOptions = {
    cachePath: cache,
    timeout,
    // With retries, a machine without a network would wait for six seconds.
    retry: 0,
    ...(mirror ? { mirrorURL: mirror.url, rootPath: mirror.root } : {}),
  };
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${timeout} ms`)), timeout);
  });
  try {
    const root = await Promise.race([getTrustedRoot(tuf), expired]);
    return { root: JSON.stringify(TrustedRoot.toJSON(root)) };
  } catch (error) {
    return { root: PUBLIC_GOOD_ROOT, stale: reason(error) };
  } finally {
    clearTimeout(timer);
  }
}
