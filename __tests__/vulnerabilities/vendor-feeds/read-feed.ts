import type { OsvRecord, VendorFeed } from '../../../src/vulnerabilities/vendor-feeds/feed.js';

/** The records and problems of a file of the feed for the release. */
export async function readFeed(
  feed: VendorFeed,
  content: string | Uint8Array,
  release?: string,
): Promise<{ readonly records: readonly OsvRecord[]; readonly problems: readonly string[] }> {
  const [file] = feed.files(release);
  if (!file) throw new Error(`${feed.id} has no file for ${release}`);
  const problems: string[] = [];
  const records: OsvRecord[] = [];
  async function* chunks() {
    yield typeof content === 'string' ? Buffer.from(content) : content;
  }
  for await (const record of feed.read({
    file,
    chunks: chunks(),
    problem: (message) => problems.push(message),
  }))
    records.push(record);
  return { records, problems };
}

/** What the records say, one line for each row: `ALPINE-CVE-1 [CVE-1] openssl <3.0.1-r0`. */
export function linesOf(records: readonly OsvRecord[]): readonly string[] {
  return records.flatMap(({ id, upstream = [], affected }) =>
    affected.map((row) => {
      const bounds = row.ranges.map(({ events }) => {
        const fixed = events.flatMap((event) => ('fixed' in event ? [event.fixed] : []));
        const last = events.flatMap((event) =>
          'last_affected' in event ? [`<=${event.last_affected}`] : [],
        );
        return fixed.length === 0 ? (last[0] ?? 'all') : `<${fixed.join(' <')}`;
      });
      const versions = row.ranges.length === 0 ? 'none' : bounds.join(' or ');
      return `${id} [${upstream.join(' ')}] ${row.package.ecosystem} ${row.package.name} ${versions}`;
    }),
  );
}
