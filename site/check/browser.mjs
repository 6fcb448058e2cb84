import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Every color scheme and width that a page is opened in. */
const VIEWS = ['light', 'dark'].flatMap((colorScheme) =>
  [1280, 390].map((width) => ({ colorScheme, viewport: { width, height: 900 } })),
);

/**
 * Opens pages in Chromium. Returns what axe finds, what is wider than the screen, requests to other hosts, and errors of
 * scripts. `cases` are paths of the site with what to do on the page before it is checked.
 */
export async function browserProblems(origin, cases) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const results = await Promise.all(
      VIEWS.map((view) => viewProblems(browser, view, origin, cases)),
    );
    return { problems: results.flat(2), views: results.flat().length };
  } finally {
    await browser.close();
  }
}

/** The problems of each case in one color scheme and width. */
async function viewProblems(browser, view, origin, cases) {
  const context = await browser.newContext({ ...view, reducedMotion: 'reduce' });
  context.setDefaultTimeout(60_000);
  const results = [];
  for (const { path, prepare, width } of cases) {
    if (width !== undefined && width !== view.viewport.width) continue;
    const where = `${path}${prepare ? ` (${prepare.name})` : ''}, ${view.colorScheme}, ${view.viewport.width} px`;
    const page = await context.newPage();
    const problems = await pageProblems(page, `${origin}${path}`, prepare);
    results.push([...new Set(problems)].map((problem) => `${where}: ${problem}`));
    await page.close();
  }
  await context.close();
  return results;
}

async function pageProblems(page, url, prepare) {
  const problems = [];
  page.on('request', (request) => {
    const address = new URL(request.url());
    if (/^(?:https?|wss?):$/.test(address.protocol) && address.origin !== new URL(url).origin)
      problems.push(`requests ${address.href}`);
  });
  page.on('websocket', (socket) => problems.push(`opens ${socket.url()}`));
  page.on('pageerror', (error) => problems.push(`script error: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400 && response.url() !== url)
      problems.push(`${response.status()} for ${response.url()}`);
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  try {
    await prepare?.(page);
  } catch (error) {
    problems.push(error.message.split('\n')[0]);
  }
  await page.evaluate(AXE);
  const violations = await page.evaluate(
    'axe.run().then(({ violations }) => violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join("; ") + (v.nodes.length > 3 ? " and " + (v.nodes.length - 3) + " more" : "")))',
  );
  const isWide = await page.evaluate(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
  return [...problems, ...violations, ...(isWide ? ['is wider than the screen'] : [])];
}
