import { PortsideError } from '../../lib/errors.js';
import { nearestName } from '../../lib/nearest-name.js';
import type { VendorFeed } from './feed.js';
import { VENDOR_FEEDS } from './registry.js';

/** A feed for a database; without a path, it is downloaded. */
export interface FeedRequest {
  readonly feed: VendorFeed;
  readonly path: string | undefined;
}

/**
 * The feeds of `--feed NAME[=PATH]`. Throws PortsideError (usage) for an unknown name, and for a feed without a path when
 * offline.
 */
export function feedRequests(texts: readonly string[], offline: boolean): readonly FeedRequest[] {
  return texts.map((text) => {
    const [, name = text, path] = /^([^=]*)=(.+)$/s.exec(text) ?? [];
    const feed = feedNamed(name);
    if (path === undefined && offline)
      throw new PortsideError(
        'PSE1004',
        `--feed ${name} downloads the feed, and --offline opens no network connection`,
        `Download it before, and pass its path: --feed ${name}=PATH`,
      );
    return { feed, path };
  });
}

function feedNamed(name: string): VendorFeed {
  const names = VENDOR_FEEDS.map(({ id }) => id);
  const feed = VENDOR_FEEDS.find(({ id }) => id === name);
  if (feed) return feed;
  const near = nearestName(name, names);
  throw new PortsideError(
    'PSE1003',
    `--feed ${JSON.stringify(name.slice(0, 80))} is not a vendor feed${near ? `; do you mean ${near}?` : ''}`,
    `Vendor feeds: ${names.join(', ')}`,
  );
}
