import { TrustedRoot } from '@sigstore/protobuf-specs';
import { getTrustedRoot, type TUFOptions } from '@sigstore/tuf';
import { reason } from '../../lib/errors.js';
import { PUBLIC_GOOD_ROOT } from './public-good-root.js';

export interface RefreshOptions {
  /** A folder of this user's; The Update Framework's metadata is kept there. */
  readonly cache: string;
  /** Milliseconds for all of it; then the embedded root does. */
  readonly timeout: number;
  /** Another repository than Sigstore's, with the root of its own metadata. */
  readonly mirror?: { readonly url: string; readonly root: string };
}

export interface RefreshedRoot {
  /** JSON of a trusted root. */
  readonly root: string;
  /** Why it is the embedded one. */
  readonly stale?: string;
}

/**
 * The trusted root of Sigstore's public instance as it is today, by The Update Framework: its logs change their keys
 * about twice a year. Without a network the embedded one. Never throws.
 */
export async function refreshTrustedRoot(options: RefreshOptions): Promise<RefreshedRoot> {
  const { cache, timeout, mirror } = options;
  const tuf: TUFOptions = {
    cachePath: cache,
    timeout,
    // Its own timeout would keep a machine without a network waiting for six seconds.
    retry: 0,
    ...(mirror ? { mirrorURL: mirror.url, rootPath: mirror.root } : {}),
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${timeout} ms`)), timeout);
  });
  try {
    const root = await Promise.race([getTrustedRoot(tuf), late]);
    return { root: JSON.stringify(TrustedRoot.toJSON(root)) };
  } catch (error) {
    return { root: PUBLIC_GOOD_ROOT, stale: reason(error) };
  } finally {
    clearTimeout(timer);
  }
}
