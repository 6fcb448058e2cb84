import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { object, objects, text } from '../src/lib/json.js';
import { azureOval } from '../src/vulnerabilities/vendor-feeds/azure-oval.js';
import { debianTracker } from '../src/vulnerabilities/vendor-feeds/debian-tracker.js';
import type { OsvRecord, VendorFeed } from '../src/vulnerabilities/vendor-feeds/feed.js';
import { oracleOval } from '../src/vulnerabilities/vendor-feeds/oracle-oval.js';
import { redhatVex } from '../src/vulnerabilities/vendor-feeds/redhat-vex.js';
import { suseOval } from '../src/vulnerabilities/vendor-feeds/suse-oval.js';

/**
 * Reads samples of the large vendor feeds that anchore/vunnel holds as fixtures, and compares the rows with the answers that
 * are recorded next to them; and reads a document of 100 MB:
 *   node scripts/run.mjs bench/vendor-feeds-large.ts FOLDER
 * FOLDER has bare snapshots as OWNER+NAME/repo. A line is `ID RELEASE PACKAGE FIX`; the fix is `all` without a fixed version.
 */
const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: node scripts/run.mjs bench/vendor-feeds-large.ts FOLDER');

const PROVIDERS = 'tests/unit/providers';

function git(...args: readonly string[]): Buffer {
  const path = join(folder ?? '', 'anchore+vunnel', 'repo');
  return execFileSync('git', ['-C', path, ...args], { maxBuffer: 1 << 30 });
}

async function recordsOf(
  feed: VendorFeed,
  content: AsyncIterable<Uint8Array>,
  release?: string,
): Promise<readonly OsvRecord[]> {
  const records: OsvRecord[] = [];
  const file = { name: 'sample', addresses: [], release };
  const problem = (message: string) => console.log(`  problem: ${message}`);
  for await (const record of feed.read({ file, chunks: content, problem })) records.push(record);
  return records;
}

async function* bytes(content: Uint8Array) {
  yield content;
}

/** The answers: one file a vulnerability and release. */
function answers(provider: string, releaseOf: (namespace: string) => string): Set<string> {
  const found = new Set<string>();
  const at = `${PROVIDERS}/${provider}/test-fixtures/snapshots/`;
  for (const path of git('ls-tree', '-r', '--name-only', 'HEAD', at).toString().split('\n')) {
    if (path === '') continue;
    const json: unknown = JSON.parse(git('show', `HEAD:${path}`).toString());
    const vulnerability = object(object(object(json).item).Vulnerability);
    const release = releaseOf(text(vulnerability.NamespaceName) ?? '');
    for (const { Name, Version, VulnerableRange } of objects(vulnerability.FixedIn)) {
      const unfixed = text(VulnerableRange)?.startsWith('<= ') ? VulnerableRange : 'all';
      found.add(
        `${vulnerability.Name} ${release} ${Name} ${Version === 'None' ? unfixed : Version}`,
      );
    }
  }
  return found;
}

function lines(
  records: readonly OsvRecord[],
  idOf: (record: OsvRecord) => string,
  releaseOf = (release: string) => release,
): Set<string> {
  const found = new Set<string>();
  for (const record of records)
    for (const row of record.affected) {
      const [, release = ''] = /^[^:]*:(.*)$/.exec(row.package.ecosystem) ?? [];
      const end = row.ranges
        .flatMap(({ events }) => events)
        .map((event) =>
          'fixed' in event
            ? event.fixed
            : 'last_affected' in event
              ? `<= ${event.last_affected}`
              : '',
        )
        .join('');
      found.add(`${idOf(record)} ${releaseOf(release)} ${row.package.name} ${end || 'all'}`);
    }
  return found;
}

const cveOf = ({ upstream = [] }: OsvRecord) => upstream[0] ?? '';
const input = (path: string) => bytes(git('show', `HEAD:${PROVIDERS}/${path}`));

/** What only one has, grouped by the reason that `why` gives. */
function report(
  name: string,
  ours: ReadonlySet<string>,
  theirs: ReadonlySet<string>,
  why: (line: string) => string,
): void {
  const both = [...theirs].filter((line) => ours.has(line)).length;
  console.log(`${name}: ${both} of ${theirs.size} answers, ${ours.size} rows`);
  const show = (title: string, list: readonly string[]) => {
    const groups = new Map<string, string[]>();
    for (const line of list) groups.set(why(line), [...(groups.get(why(line)) ?? []), line]);
    for (const [reason, some] of groups)
      console.log(`  ${title}: ${some.length} (${reason}): ${some.slice(0, 3).join('; ')}`);
    if (groups.has('not argued')) process.exitCode = 1;
  };
  show(
    'only theirs',
    [...theirs].filter((line) => !ours.has(line)),
  );
  show(
    'only ours',
    [...ours].filter((line) => !theirs.has(line)),
  );
}

const tracker = await recordsOf(debianTracker, input('debian/test-fixtures/input/debian.json'));
report(
  'Debian security tracker',
  lines(tracker, cveOf),
  answers('debian', (namespace) => namespace.replace('debian:', '')),
  (line) =>
    / unstable /.test(line)
      ? 'unstable has no release number, so no image asks for it'
      : / 7 /.test(line)
        ? 'from a file of an older run of vunnel, not from the tracker'
        : /389_directory_server/.test(line)
          ? 'a made-up legacy record of the test, not of the tracker'
          : / 0$/.test(line)
            ? 'version 0: not affected'
            : 'not argued',
);

const oracle = await recordsOf(oracleOval, input('oracle/test-fixtures/mock_data'));
report(
  'Oracle OVAL',
  lines(oracle, ({ id }) => id),
  answers('oracle', (namespace) => namespace.replace('ol:', '')),
  () => 'not argued',
);

const suse = await recordsOf(suseOval, input('sles/test-fixtures/suse_truncated.xml'));
const suseXml = git('show', `HEAD:${PROVIDERS}/sles/test-fixtures/suse_truncated.xml`).toString();
const withoutEpoch = (found: ReadonlySet<string>) =>
  new Set([...found].map((line) => line.replace(/ 0:([^ ]+)$/, ' $1')));
const suseRelease = (release: string) =>
  release.replace(/^.* (15(?: SP[0-9])?)(?:-[A-Z]+)?$/, '$1').replace(' SP', '.');
/** The products of each line, as the rows name them. */
const suseProducts = new Map<string, Set<string>>();
for (const record of suse)
  for (const row of record.affected)
    for (const line of withoutEpoch(lines([{ ...record, affected: [row] }], cveOf, suseRelease))) {
      const products = suseProducts.get(line) ?? new Set();
      suseProducts.set(
        line,
        products.add(row.package.ecosystem.replace(/^SUSE:Linux Enterprise /, '')),
      );
    }

/** vunnel reads tests only, and only those of criteria for SUSE Linux Enterprise Server itself. */
function whySuse(line: string): string {
  const [, , name = '', fixed = ''] = line.split(' ');
  if (fixed === '0')
    return 'not affected, which vunnel writes as version 0; Portside has no row for it';
  const products = [...(suseProducts.get(line) ?? [])];
  if (products.every((product) => !/^Server 15(?: SP[0-9])?(?:-(?:LTSS|BCL))?$/.test(product)))
    return `of ${products.map((product) => product.replace(/ SP[0-9]$/, '')).join(', ')}, which vunnel leaves out`;
  const criterion = new RegExp(`test_ref="([^"]+)" comment="${name}-${fixed} is installed"`, 'g');
  const refs = [...suseXml.matchAll(criterion)].map(([, ref = '']) => ref);
  return refs.length > 0 && refs.some((ref) => !suseXml.includes(`id="${ref}"`))
    ? 'the sample lacks the test; Portside reads the comment of the criterion'
    : 'not argued';
}

report(
  'SUSE OVAL',
  withoutEpoch(lines(suse, cveOf, suseRelease)),
  withoutEpoch(answers('sles', (namespace) => namespace.replace('sles:', ''))),
  whySuse,
);

const mariner = await recordsOf(
  azureOval,
  input('mariner/test-fixtures/mariner-truncated-2.0-oval.xml'),
  '2',
);
report(
  'Azure Linux OVAL',
  lines(mariner, cveOf),
  answers('mariner', () => '2'),
  () => 'not argued',
);

/** Documents of about 100 MB: what reading them takes. */
async function* large(part: (i: number) => string, head: string, tail: string) {
  yield Buffer.from(head);
  for (let i = 0, size = 0; size < 100 << 20; i++) {
    const chunk = Buffer.from(Array.from({ length: 200 }, (_, j) => part(200 * i + j)).join(''));
    size += chunk.length;
    yield chunk;
  }
  yield Buffer.from(tail);
}

async function measure(name: string, feed: VendorFeed, content: AsyncIterable<Uint8Array>) {
  const [start, before] = [performance.now(), process.memoryUsage().rss];
  let records = 0;
  let peak = 0;
  const file = { name: 'large', addresses: [], release: undefined };
  for await (const _ of feed.read({ file, chunks: watched(content), problem: () => {} })) records++;
  console.log(
    `${name}, 100 MB: ${records} records, ${((performance.now() - start) / 1000).toFixed(1)} s, ` +
      `at most ${Math.round(peak / 2 ** 20)} MB (${Math.round(before / 2 ** 20)} MB before)`,
  );
  async function* watched(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      peak = Math.max(peak, process.memoryUsage().rss);
      yield chunk;
    }
    peak = Math.max(peak, process.memoryUsage().rss);
  }
}

const definition = (i: number) =>
  `<definition id="d:${i}"><metadata><title>ELSA-2026-${i}: a (LOW)</title><description>${'It is bad. '.repeat(90)}</description></metadata><criteria operator="AND"><criterion test_ref="t:0" comment="Oracle Linux 9 is installed"/><criteria operator="OR">${Array.from({ length: 10 }, (_, j) => `<criterion test_ref="t:${i}-${j}" comment="package-${j} is earlier than 0:1.${i}-1"/>`).join('')}</criteria></criteria></definition>`;
await measure(
  'Oracle OVAL',
  oracleOval,
  large(definition, '<oval_definitions><definitions>', '</definitions></oval_definitions>'),
);
const tracked = (i: number) =>
  `${i === 0 ? '' : ','}"p${i}":{"CVE-2026-${1000 + i}":{"description":"${'It is bad. '.repeat(20)}","releases":{${['bullseye', 'bookworm', 'trixie', 'sid'].map((name) => `"${name}":{"status":"open","repositories":{"${name}":"1.0-1"},"urgency":"low"}`).join(',')}}}}`;
await measure('Debian security tracker', debianTracker, large(tracked, '{', '}'));
const huge = large(() => `"${'x'.repeat(2000)}",`, '{"a":[', '1]}');
await measure('Red Hat VEX', redhatVex, huge).catch((error: Error) =>
  console.log(`Red Hat VEX, 100 MB: refused, ${error.message}`),
);
