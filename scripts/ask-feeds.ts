import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../src/core/host.js';
import { reason } from '../src/lib/errors.js';
import { HTTP_DEFAULTS, send } from '../src/lib/http.js';
import type { Query } from '../src/vulnerabilities/query.js';
import type { VendorFeed } from '../src/vulnerabilities/vendor-feeds/feed.js';
import { loadFeed } from '../src/vulnerabilities/vendor-feeds/load.js';
import { VENDOR_FEEDS } from '../src/vulnerabilities/vendor-feeds/registry.js';

/**
 * Asks every vendor feed: small ones are downloaded and read as a scan does, of large ones each address has to answer. Prints
 * a row for each, and fails if one is missing, unreadable or empty.
 *   node scripts/run.mjs scripts/ask-feeds.ts
 */
const RELEASES: Readonly<Record<string, readonly Query['release'][]>> = {
  'alpine-secdb': ['v3.22', 'v3.23', 'edge'],
  'amazon-linux': ['2', '2023'],
  fedora: ['43'],
  photon: ['4.0', '5.0'],
};

const print = (message: string) => console.log(`  ${message}`);
const host: Host = {
  debug() {},
  info: print,
  warning: print,
  error: print,
  progress() {},
  step() {},
  find: async () => undefined,
  run: async () => {
    throw new Error('feeds need no program');
  },
};

const cache = await mkdtemp(join(tmpdir(), 'portside-feeds-'));
let failed = false;
for (const feed of VENDOR_FEEDS)
  for (const release of RELEASES[feed.id] ?? [undefined]) {
    const problem = await (feed.size === 'small'
      ? readSmall(feed, release)
      : askLarge(feed, release));
    failed ||= problem !== undefined;
    console.log([feed.id, release ?? '', problem ?? 'ok'].join('\t'));
  }
await rm(cache, { recursive: true, force: true });
process.exitCode = failed ? 1 : 0;

async function readSmall(
  feed: VendorFeed,
  release: string | undefined,
): Promise<string | undefined> {
  const wanted = { names: new Set<string>(), releases: new Set([release]) };
  const now = new Date();
  const location = { cache, maximumAgeDays: undefined, offline: false, isOptional: false, now };
  const { coverage, problems } = await loadFeed(feed, wanted, location, host);
  const [first] = problems;
  return first?.message ?? (coverage ? undefined : 'it has no records');
}

/** The server has to answer; the content is not read. */
async function askLarge(
  feed: VendorFeed,
  release: string | undefined,
): Promise<string | undefined> {
  for (const { name, addresses } of feed.files(release))
    for (const address of addresses.slice(0, 1))
      try {
        const response = await send(
          { url: new URL(address), method: 'HEAD', purpose: `ask ${address}` },
          HTTP_DEFAULTS,
        );
        response.stream.destroy();
        if (response.status !== 200) return `${name}: ${address} returned ${response.status}`;
      } catch (error) {
        return `${name}: ${reason(error)}`;
      }
  return undefined;
}
