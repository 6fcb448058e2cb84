import type { Host } from '../../core/host.js';
import { type AdvisorySource, type FeedCoverage, queriesByEcosystem } from '../records/source.js';
import type { VendorFeed } from './feed.js';
import { type FeedLocation, loadFeed } from './load.js';
import { mergeFeedAdvisories } from './merge.js';

/**
 * The source with the small vendor feeds of the systems that are queried. Feeds that the source already contains, as a built
 * database may, are not read again.
 */
export function withVendorFeeds(
  source: AdvisorySource,
  feeds: readonly VendorFeed[],
  location: FeedLocation,
  host: Host,
): AdvisorySource {
  return {
    ...source,
    async find(queries) {
      const result = await source.find(queries);
      const known = new Set(result.coverage.feeds?.map(({ feed }) => feed));
      const wanted = queriesByEcosystem(queries);
      const loaded = await Promise.all(
        feeds
          .filter(({ id, size }) => size === 'small' && !known.has(id))
          .flatMap((feed) => {
            const query = wanted.get(feed.ecosystem);
            return query ? [loadFeed(feed, query, location, host)] : [];
          }),
      );
      const coverage = loaded.flatMap((one): FeedCoverage[] =>
        one.coverage ? [one.coverage] : [],
      );
      return {
        advisories: mergeFeedAdvisories(
          result.advisories,
          loaded.flatMap(({ advisories }) => advisories),
        ),
        coverage: {
          ...result.coverage,
          feeds: [...(result.coverage.feeds ?? []), ...coverage],
        },
        problems: [...result.problems, ...loaded.flatMap(({ problems }) => problems)],
      };
    },
  };
}
