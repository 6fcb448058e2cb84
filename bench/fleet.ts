import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import type * as Playwright from 'playwright-core';
import { createFleetCollector } from '../src/reports/fleet/collect-fleet.js';
import type { Fleet } from '../src/reports/fleet/fleet.js';
import { fleetPage } from '../src/reports/fleet/page.js';
import { readReport } from '../src/reports/stored/read-report.js';

/**
 * The page of `portside fleet` about the first COUNT reports of a folder, with thirty earlier days: how long it takes to
 * write, its size, and the time that Debian's Chromium takes from the request for the file to the first frame after its
 * script, median of RUNS (minimum). The reports: bench/stored-sboms.ts, then portside scan --out.
 *   node scripts/run.mjs bench/fleet.ts FOLDER [COUNT]
 * The limit for 1,000 images is two seconds.
 */
const [RUNS, DAYS, LIMIT] = [5, 30, 2_000];
const DAY = 86_400_000;

const [folder = 'reports', count = '1000'] = process.argv.slice(2);
const names = readdirSync(folder).slice(0, Number(count));
const started = performance.now();
const collector = createFleetCollector(new Date());
for (const name of names) collector.add(readReport(readFileSync(join(folder, name)), name), name);
addDays(collector.fleet());
const fleet = collector.fleet();
const read = performance.now() - started;
const work = mkdtempSync(join(tmpdir(), 'portside-bench-'));
const { chromium }: typeof Playwright = createRequire(resolve('package.json'))('playwright-core');
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const file = join(work, 'index.html');
  const before = performance.now();
  writeFileSync(file, [...fleetPage(fleet, new Date(), 'bench')].join(''));
  const written = performance.now() - before;
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const page = await browser.newPage();
    const from = performance.now();
    await page.goto(pathToFileURL(file).href);
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
    times.push(performance.now() - from);
    await page.close();
  }
  times.sort((a, b) => a - b);
  const median = times[RUNS >> 1] ?? Number.NaN;
  console.log(
    `${fleet.members.length} images: reports read in ${read.toFixed(0)} ms, page written in ${written.toFixed(0)} ms, ${(statSync(file).size / 1e6).toFixed(2)} MB, opens in ${median.toFixed(0)} ms (${(times[0] ?? 0).toFixed(0)} ms)`,
  );
  if (median > LIMIT) process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(work, { recursive: true });
}

/** Earlier days with fewer and more findings than today. */
function addDays({ members, firstSeen }: Fleet): void {
  const earlier = members.map(({ kind, name, points }, place) => ({
    kind,
    name,
    points: points.flatMap((point) =>
      Array.from({ length: DAYS }, (_, day) => ({
        ...point,
        time: new Date(Date.parse(point.time) - (day + 1) * DAY).toISOString(),
        counts: { ...point.counts, high: point.counts.high + ((day * (place + 1)) % 7) },
      })),
    ),
  }));
  collector.addHistory({ members: earlier, firstSeen: [...firstSeen] });
}
