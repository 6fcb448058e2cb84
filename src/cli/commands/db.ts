import type { Host } from '../../core/host.js';
import { formatReference, parseReference, repositoryName } from '../../core/reference.js';
import { DAY, dayOf } from '../../lib/dates.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { fileType } from '../../lib/regular-file.js';
import type { Options } from '../../options/options.js';
import { type AskedByRegistry, optionsForReference } from '../../registry/registry-options.js';
import { CVE_RATINGS } from '../../vulnerabilities/cve-ratings.js';
import { buildDatabase } from '../../vulnerabilities/database/build.js';
import { readFacts } from '../../vulnerabilities/database/facts.js';
import type { DatabaseManifest } from '../../vulnerabilities/database/format.js';
import { readDatabaseManifest } from '../../vulnerabilities/database/manifest.js';
import { isDatabase } from '../../vulnerabilities/database/open.js';
import { findParts } from '../../vulnerabilities/records/dump.js';
import { feedRequests } from '../../vulnerabilities/vendor-feeds/requests.js';
import { EXIT, gapStatus } from './exit-status.js';
import { requireOwnPlace } from './own-place.js';

/**
 * `portside db build --from DUMPS --feed NAME --out FOLDER`, `portside db info FOLDER`, `portside db push FOLDER REFERENCE`. Returns
 * the exit status.
 */
export async function run(options: Options, host: Host): Promise<number> {
  const [action, path, ...more] = options.positionals;
  const [reference] = more;
  if (action === 'build' && path === undefined) return build(options, host);
  if (action === 'info' && path !== undefined && more.length === 0) return info(path, options);
  if (action === 'push' && path !== undefined && reference !== undefined && more.length === 1)
    return push(path, reference, options, host);
  throw new PortsideError(
    'PSE1005',
    'portside db needs a subcommand: build, info or push',
    'portside db build --from DUMPS --out FOLDER, portside db info FOLDER, or portside db push FOLDER REFERENCE',
  );
}

async function build(
  options: Pick<Options, 'from' | 'feeds' | 'out' | 'now' | 'offline'>,
  host: Host,
): Promise<number> {
  const { from, feeds, out, now, offline } = options;
  if ((from.length === 0 && feeds.length === 0) || out === undefined)
    throw new PortsideError(
      'PSE1005',
      'portside db build needs --from or --feed, and --out',
      'portside db build --from DUMPS --out FOLDER',
    );
  await requireOwnPlace(out, host);
  const vendor = { feeds: feedRequests(feeds, offline ?? false), host };
  const { manifest, problems, earlier, isKept } = await buildDatabase(from, out, now, {
    progress: host.progress,
    vendor,
  });
  host.progress('');
  for (const problem of problems) host.warning(`left out: ${problem}`);
  if (isKept) {
    host.warning(`${out} still has the database of ${manifest.built}: a dump or feed is missing`);
    return EXIT.incomplete;
  }
  if (earlier) host.info(`replaced the database of ${earlier.built} in ${out}`);
  process.stdout.write(table(manifest, now));
  return gapStatus(problems);
}

async function info(path: string, options: Pick<Options, 'now'>): Promise<number> {
  await requireDatabase(path);
  process.stdout.write(table(await readDatabaseManifest(path), options.now));
  return 0;
}

/** Throws PortsideError (usage) for what is not a built database. */
async function requireDatabase(path: string): Promise<void> {
  if (await isDatabase(path)) return;
  const type = fileType(path);
  if (type === 'missing')
    throw new PortsideError(
      'PSE1008',
      `Cannot read the advisory database ${path}: there is no such folder`,
      'Check the path',
    );
  const isDump = (await findParts(path)).length > 0;
  const what = type === 'a folder' && isDump ? 'the folder has OSV dumps' : `it is ${type}`;
  throw new PortsideError(
    'PSE1008',
    `Cannot read the advisory database ${path}: ${what}, not a built database`,
    'Build one: portside db build --from DUMPS --out FOLDER',
  );
}

/** Pushes the database and prints its reference with the digest, for --advisories. */
async function push(
  path: string,
  name: string,
  settings: Pick<Options, AskedByRegistry>,
  host: Host,
): Promise<number> {
  await requireDatabase(path);
  const { pushDatabase } = await import('../../vulnerabilities/database/push.js');
  const reference = parseReference(name.replace(/^oci:\/\//, ''));
  const options = await optionsForReference(settings, host, formatReference(reference));
  const digest = await pushDatabase(path, reference, options);
  process.stdout.write(`${repositoryName(reference)}@${digest}\n`);
  return 0;
}

/** One line per ecosystem: records, bytes, age of the newest record. */
function table(manifest: DatabaseManifest, now: Date): string {
  const rows = Object.entries(manifest.ecosystems).map(([ecosystem, entry]) => {
    const age = entry.modified === undefined ? 'no date' : `${days(entry.modified, now)} days old`;
    if (ecosystem === CVE_RATINGS)
      return `${'ratings of CVEs'.padEnd(16)} ${String(entry.records).padStart(8)} ${entry.records === 1 ? 'record ' : 'records'} ${String(entry.size).padStart(10)} bytes`;
    const strays = entry.dumped ? '' : ' (found in the dumps of other ecosystems)';
    return `${ecosystem.padEnd(16)} ${String(entry.records).padStart(8)} ${entry.records === 1 ? 'record ' : 'records'} ${String(entry.size).padStart(10)} bytes, newest ${age}${strays}`;
  });
  const feeds = manifest.feeds.map(
    ({ name, dated }) => `with ${name}, ${days(dated, now)} days old`,
  );
  return `${[`built ${manifest.built}`, ...rows, ...feeds, ...factRows(manifest, now)].join('\n')}\n`;
}

/** The ages of the ends of life and the tags. */
function factRows({ facts }: DatabaseManifest, now: Date): readonly string[] {
  if (facts === undefined) return [];
  try {
    const { lifetimes, officialTags } = readFacts(facts, dayOf(now));
    return [
      `ends of life     ${days(lifetimes.day, now)} days old`,
      `tags of images   ${days(officialTags.day, now)} days old`,
    ];
  } catch (error) {
    return [`ends of life and tags of images cannot be used: ${reason(error)}`];
  }
}

function days(date: string, now: Date): number {
  return Math.floor((now.getTime() - Date.parse(date)) / DAY);
}
