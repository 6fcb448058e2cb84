import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import type * as Playwright from 'playwright-core';
import { context, large } from '../__tests__/reports/sample.js';
import { html } from '../src/reports/formats/html.js';

/**
 * The size of HTML reports, and the time that Debian's Chromium takes from the request for the file to the first frame
 * after its script, median of RUNS (minimum):
 *   node scripts/run.mjs bench/html.ts
 * The limits for 5,000 findings are 5 MB and one second.
 */
const FINDINGS = [500, 5_000, 10_000];
const RUNS = 9;
const LIMITS = { findings: 5_000, bytes: 5e6, milliseconds: 1_000 };

// Not bundled, because Playwright looks up its own files.
const { chromium }: typeof Playwright = createRequire(resolve('package.json'))('playwright-core');
const folder = mkdtempSync(join(tmpdir(), 'portside-bench-'));
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  for (const findings of FINDINGS) {
    const file = join(folder, `${findings}.html`);
    const started = performance.now();
    writeFileSync(file, html.render(large(findings), context()));
    const rendered = performance.now() - started;
    const { size } = statSync(file);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const page = await browser.newPage();
      const before = performance.now();
      await page.goto(pathToFileURL(file).href);
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
      times.push(performance.now() - before);
      await page.close();
    }
    times.sort((a, b) => a - b);
    const median = times[Math.floor(RUNS / 2)] ?? Number.NaN;
    const over =
      findings === LIMITS.findings && (size > LIMITS.bytes || median > LIMITS.milliseconds);
    console.log(
      `${findings} findings: ${(size / 1e6).toFixed(2)} MB, rendered in ${rendered.toFixed(0)} ms, opens in ${median.toFixed(0)} ms (${(times[0] ?? 0).toFixed(0)} ms)${over ? '  over the limit' : ''}`,
    );
    if (over) process.exitCode = 1;
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
