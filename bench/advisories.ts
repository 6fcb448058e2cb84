import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Host } from '../src/core/host.js';
import type { Package } from '../src/core/package.js';
import { buildDatabase } from '../src/vulnerabilities/database/build.js';
import { openDatabase } from '../src/vulnerabilities/database/open.js';
import { inspectVulnerabilities } from '../src/vulnerabilities/inspect.js';
import { indexAdvisories, matchAdvisories } from '../src/vulnerabilities/match.js';
import { isQuery, queryFor } from '../src/vulnerabilities/query.js';
import { type Advisory, MAX_RECORD_BYTES, parseRecord } from '../src/vulnerabilities/record.js';
import { openDump } from '../src/vulnerabilities/records/dump.js';
import { zipMembers } from '../src/vulnerabilities/records/zip.js';

/**
 * Measures matching of 505 Debian packages and 2,000 others, a plain parse of the same zip files for comparison, and how
 * the time grows with the number of records and packages:
 *   npx ncc run bench/advisories.ts
 * OSV's dumps are read from the folder ADVISORIES (default ../shared/data/osv).
 */
const DUMPS = resolve(process.env.ADVISORIES ?? '../shared/data/osv');
const SIX = ['Debian', 'Alpine', 'npm', 'PyPI', 'Go', 'Maven'];
const LIMIT_MS = 300;
const LIMIT_MB = 120;
const LIMIT_SIZE = 0.15;
const COLD_SCANS = 9;

const TYPES: ReadonlyMap<string, readonly [type: string, count: number]> = new Map([
  ['Debian', ['deb', 505]],
  ['npm', ['npm', 700]],
  ['PyPI', ['pypi', 500]],
  ['Go', ['golang', 500]],
  ['Maven', ['maven', 300]],
]);

const HOST: Host = {
  debug() {},
  info() {},
  warning() {},
  error() {},
  progress() {},
  step() {},
  find: async () => undefined,
  run: async () => ({ status: 1, stdout: '', stderr: '' }),
};

const [, , list, database] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'portside-bench-'));
try {
  if (list !== undefined && database !== undefined) await scanOnce(list, database);
  else {
    if (existsSync(DUMPS)) await realAdvisories();
    else console.log(`skipped: ${DUMPS} has no dumps`);
    await growth();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function realAdvisories(): Promise<void> {
  const dumps = join(folder, 'osv');
  const database = join(folder, 'db');
  mkdirSync(dumps);
  for (const ecosystem of SIX) {
    mkdirSync(join(dumps, ecosystem));
    symlinkSync(join(DUMPS, ecosystem, 'all.zip'), join(dumps, ecosystem, 'all.zip'));
  }
  const advisories = await plainParse();
  const packages = benchmarkImage(advisories);
  const zips = SIX.reduce((sum, e) => sum + statSync(join(DUMPS, e, 'all.zip')).size, 0);

  let started = performance.now();
  const { manifest } = await buildDatabase([dumps], database, new Date());
  const size = Object.values(manifest.ecosystems).reduce((sum, entry) => sum + entry.size, 0);
  line('build the database', performance.now() - started);
  limit(`database / zips: ${((100 * size) / zips).toFixed(1)} %`, size / zips, LIMIT_SIZE);

  const queries = packages.map((p) => queryFor(p, undefined)).filter(isQuery);
  const answers: number[] = [];
  for (const [name, source] of [
    ['records of the image from the dump', await openDump(dumps, new Date())],
    ['records of the image from the database', await openDatabase(database, new Date())],
  ] as const) {
    started = performance.now();
    const { advisories: found } = await source.find(queries);
    const took = performance.now() - started;
    const index = indexAdvisories(found);
    const matches = queries.reduce((sum, query) => sum + matchAdvisories(query, index).length, 0);
    answers.push(matches);
    line(`${name} (${found.length}, of which ${matches} affect a package)`, took);
  }
  if (new Set(answers).size !== 1) {
    console.log('           dump and database differ');
    process.exitCode = 1;
  }
  const list = join(folder, 'packages.json');
  writeFileSync(list, JSON.stringify(packages));
  const scans = Array.from({ length: COLD_SCANS }, () => coldScan(list, database)).sort(
    (a, b) => a.took - b.took,
  );
  const [first = { took: Infinity, busy: Infinity, memory: Infinity, findings: 0 }] = scans;
  const median = scans[COLD_SCANS >> 1]?.took ?? Infinity;
  limit(
    `cold scan by database: ${first.took.toFixed(0)} ms (median ${median.toFixed(0)}), ${first.busy.toFixed(0)} ms of processor time, ${first.findings} findings`,
    first.took,
    LIMIT_MS,
  );
  limit(`cold scan by database: ${first.memory.toFixed(0)} MB more memory`, first.memory, LIMIT_MB);
}

interface Scan {
  readonly took: number;
  /** Milliseconds of processor time, which other processes do not change. */
  readonly busy: number;
  readonly memory: number;
  readonly findings: number;
}

/** Runs in a new process, so that no code is compiled and no file is cached. */
function coldScan(list: string, database: string): Scan {
  const [, self = ''] = process.argv;
  const { stdout } = spawnSync(process.execPath, [self, list, database], { encoding: 'utf8' });
  return JSON.parse(stdout);
}

async function scanOnce(list: string, database: string): Promise<void> {
  const packages: readonly Package[] = JSON.parse(readFileSync(list, 'utf8'));
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const idle = process.cpuUsage();
  const { findings } = await inspectVulnerabilities(
    packages,
    undefined,
    { database, offline: true, now: new Date() },
    HOST,
  );
  const took = performance.now() - started;
  const { user, system } = process.cpuUsage(idle);
  const busy = (user + system) / 1000;
  const memory = (process.memoryUsage().rss - before) / 2 ** 20;
  process.stdout.write(JSON.stringify({ took, busy, memory, findings: findings.length }));
}

/** For comparison: unpacks and parses every record of the six zip files as JSON. */
async function plainParse(): Promise<readonly Advisory[]> {
  const texts: string[] = [];
  const started = performance.now();
  for (const ecosystem of SIX)
    for await (const member of zipMembers(join(DUMPS, ecosystem, 'all.zip'), MAX_RECORD_BYTES))
      if ('bytes' in member) texts.push(member.bytes.toString('utf8'));
  for (const text of texts) JSON.parse(text);
  line(`plain parse of the six zips (${texts.length} records)`, performance.now() - started);
  const now = new Date();
  return texts.map((text) => parseRecord(text, now));
}

/** Packages that advisories name, four of five in a fixed version, as in a maintained image. */
function benchmarkImage(advisories: readonly Advisory[]): Package[] {
  const fixes = new Map<string, Map<string, string>>();
  for (const { affected } of advisories)
    for (const { ecosystem, name, ranges } of affected)
      for (const { kind, version } of ranges.flatMap(({ events }) => events)) {
        const known = fixes.get(ecosystem) ?? new Map<string, string>();
        fixes.set(ecosystem, known);
        if (kind === 'fixed') known.set(name, version);
      }
  return [...TYPES].flatMap(([ecosystem, [type, count]]) =>
    [...(fixes.get(ecosystem) ?? [])].slice(0, count).map(([name, fixed], i): Package => {
      const version = i % 5 === 0 ? '0.1' : fixed;
      const distro = type === 'deb' ? '?distro=debian-11' : '';
      const path = type === 'deb' ? `debian/${name}` : name.replace(':', '/');
      const purl = `pkg:${type}/${path}@${encodeURIComponent(version)}${distro}`;
      return { purl, type, name, version, paths: [] };
    }),
  );
}

/** Doubles records and packages twice: the time of a scan must not grow faster. */
async function growth(): Promise<void> {
  const databases = new Map<number, string>();
  for (const factor of [1, 2, 4])
    databases.set(factor, await syntheticDatabase(factor * 5_000, join(folder, `of-${factor}`)));
  const time = (records: number, packages: number) =>
    scanTime(databases.get(records) ?? '', packages * 5_000);
  const base = await time(1, 1);
  for (const factor of [2, 4]) {
    grown(`${factor} × records`, (await time(factor, 1)) / base, factor);
    grown(`${factor} × packages`, (await time(1, factor)) / base, factor);
  }
}

/** Records that name 5,000 packages in rotation. */
async function syntheticDatabase(count: number, at: string): Promise<string> {
  mkdirSync(join(at, 'npm'), { recursive: true });
  for (let i = 0; i < count; i++)
    writeFileSync(
      join(at, 'npm', `${i}.json`),
      JSON.stringify({
        id: `A-${i}`,
        summary: `Vulnerability ${i} of a package`,
        affected: [
          {
            package: { ecosystem: 'npm', name: `p${i % 5_000}` },
            ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: `1.${i % 7}.0` }] }],
          },
        ],
      }),
    );
  await buildDatabase([at], join(at, 'db'), new Date());
  return join(at, 'db');
}

/** Processor time, minimum of nine scans, so that growth does not depend on other processes. */
async function scanTime(database: string, count: number): Promise<number> {
  const packages = Array.from({ length: count }, (_, i): Package => {
    const name = `p${i % 5_000}`;
    return { purl: `pkg:npm/${name}@1.3.${i}`, type: 'npm', name, version: `1.3.${i}`, paths: [] };
  });
  const options = { database, offline: true, now: new Date() };
  let least = Infinity;
  for (let i = 0; i < 9; i++) {
    const started = process.cpuUsage();
    await inspectVulnerabilities(packages, undefined, options, HOST);
    const { user, system } = process.cpuUsage(started);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** Allows 50 % more on a busy machine. */
function grown(what: string, ratio: number, factor: number): void {
  limit(`${what}: ${ratio.toFixed(1)} × the time`, ratio, factor * 1.5);
}

function line(what: string, took: number): void {
  console.log(`${took.toFixed(0).padStart(6)} ms  ${what}`);
}

function limit(what: string, value: number, most: number): void {
  const over = value > most;
  console.log(`           ${what}${over ? `  OVER the limit of ${most}` : ''}`);
  if (over) process.exitCode = 1;
}
