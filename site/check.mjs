#!/usr/bin/env node
/**
 * Checks the built site, as GitHub Pages serves it: links and anchors of all pages, a page of each kind in Chromium,
 * and the HTML report of examples/webapp in Chromium.
 * npm run check    after npm run build; prints each problem on a line, and exits with 1 if there is one
 */
import { fileURLToPath } from 'node:url';
import { browserProblems } from './check/browser.mjs';
import { linkProblems } from './check/links.mjs';
import { exampleReport } from './check/report.mjs';
import { serve } from './check/serve.mjs';

const folder = fileURLToPath(new URL('.vitepress/dist', import.meta.url));
const base = `${process.env.SITE_BASE ?? '/portside'}/`;

async function search(page) {
  await page.click('.VPNavBarSearchButton');
  await page.fill('.VPLocalSearchBox input', 'apt-get');
  await page.waitForSelector('.VPLocalSearchBox .result');
}

async function filter(page) {
  await page.fill('.rule-filter input', 'apt-get');
  await page.waitForFunction(
    "document.querySelectorAll('.vp-doc tbody tr:not([hidden])').length < 50",
  );
}

async function menu(page) {
  await page.click('.VPLocalNav .menu');
  await page.waitForSelector('.VPSidebar.open');
}

async function expandAll(page) {
  // Folded on narrow screens.
  if (!(await page.isVisible('#expand'))) await page.click('#tools > summary');
  await page.click('#expand');
}

/** A page of each kind, and each part that opens. */
const CASES = [
  { path: '' },
  { path: 'github' },
  { path: 'architecture' },
  { path: 'policy' },
  { path: 'rules/' },
  { path: 'rules/DL3008' },
  { path: 'reference/command-line' },
  { path: 'no-such-page' },
  { path: '', prepare: search },
  { path: 'rules/', prepare: filter },
  { path: 'github', prepare: menu, width: 390 },
].map((one) => ({ ...one, path: `${base}${one.path}` }));

const { problems, pages, links } = linkProblems(folder, base);
const { server, origin } = await serve(folder, base);
const browser = await browserProblems(origin, CASES);
server.close();
const report = exampleReport();
const ofReport = await browserProblems(report.address, [
  { path: '' },
  { path: '', prepare: expandAll },
]);
report.remove();
const all = [...problems, ...browser.problems, ...ofReport.problems];
for (const problem of all) console.log(problem);
console.log(
  `${pages} pages, ${links} links, ${browser.views + ofReport.views} views in Chromium: ${all.length} problems`,
);
process.exitCode = all.length > 0 ? 1 : 0;
