import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { createFleetCollector } from '../../src/reports/fleet/collect-fleet.js';
import type { Fleet } from '../../src/reports/fleet/fleet.js';
import { fleetPage } from '../../src/reports/fleet/page.js';
import { packageNamed, report, vulnerability } from '../reports/sample.js';
import { requirePrograms } from './peers.js';

/** The page of `portside fleet` in a browser: accessibility, search, keyboard, and reports with malicious text. */

const AXE = readFileSync(createRequire(resolve('package.json')).resolve('axe-core'), 'utf8');
const DAYS = ['2026-11-10', '2026-11-20', '2026-11-26'];

let browser: Browser;
let work: string;

beforeAll(async () => {
  requirePrograms('chromium');
  work = mkdtempSync(join(tmpdir(), 'portside-fleet-'));
  const args = ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND'];
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
});

afterAll(async () => {
  await browser?.close();
  if (work) rmSync(work, { recursive: true });
});

async function open(fleet: Fleet, options: BrowserContextOptions = {}) {
  const file = join(work, 'index.html');
  writeFileSync(file, [...fleetPage(fleet, new Date('2026-11-27T12:00:00Z'), '1.0.0')].join(''));
  const page = await (await browser.newContext(options)).newPage();
  const events: string[] = [];
  const address = pathToFileURL(file).href;
  page.on('request', (request) => request.url() !== address && events.push(request.url()));
  page.on('console', (message) => events.push(message.text()));
  page.on('pageerror', (error) => events.push(String(error)));
  page.on('dialog', (dialog) => {
    events.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(address);
  return { page, events };
}

/** Images with three reports each; every third has a vulnerability that is new on the last day. */
function fleet(count = 120, text = ''): Fleet {
  const collector = createFleetCollector(new Date('2026-11-27T12:00:00Z'));
  for (let i = 0; i < count; i++)
    for (const [day, date] of DAYS.entries()) {
      const name = `ghcr.io/acme/app-${i}:1.${i}${text}`;
      const subject = { image: name };
      const old = Array.from({ length: (i + day) % 4 }, (_, n) =>
        vulnerability(`CVE-2025-${n}`, `zlib${text}`, { subject, severity: 'medium' }),
      );
      const last = vulnerability(`CVE-2026-1${text}`, `openssl${text}`, {
        subject,
        severity: 'critical',
      });
      const findings = day === 2 && i % 3 === 0 ? [...old, last] : old;
      collector.add(
        report({
          created: `${date}T01:00:00Z`,
          targets: [{ kind: 'image', name }],
          packages: [packageNamed(`openssl${text}`, { image: name, version: `3.0.${i % 5}` })],
          findings,
          verdict: { outcome: findings.length > 2 ? 'fail' : 'pass', reasons: [] },
        }),
        'acme/app',
      );
    }
  collector.addUnread({ name: `reports/broken${text}.json`, reason: `it is not JSON ${text}` });
  return collector.fleet();
}

/** Polls until the test times out. Playwright's waitForFunction needs eval, which the page's policy forbids. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((done) => setTimeout(done, 50));
}

const status = (page: Page, id: string) => page.locator(id).textContent();

describe('the page', () => {
  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)(
    'has no accessibility violation that axe finds, in %s mode at %i pixels',
    async (colorScheme, width) => {
      const { page, events } = await open(fleet(20), {
        colorScheme,
        viewport: { width, height: 900 },
      });
      await page.fill('#search', 'CVE-2026-1');
      await until(async () => (await page.locator('#found details').count()) > 0);
      await page.evaluate(
        'document.querySelectorAll("details").forEach((one) => { one.open = true })',
      );
      await page.evaluate(AXE);
      const violations: string[] = await page.evaluate(
        'axe.run().then(({ violations }) => violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html).join("; ")))',
      );
      expect(violations).toEqual([]);
      expect(events).toEqual([]);
      const scrolls = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
      expect(await page.evaluate(scrolls)).toBe(false);
      await page.context().close();
    },
  );

  it('shows the ten worst, what is new, the trend and what is not read, also without JavaScript', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const { page } = await open(fleet(), { javaScriptEnabled });
      const section = (id: string) => page.locator(`section[aria-labelledby=${id}]`);
      expect(await section('worst').locator('tr[data-o]').count()).toBe(10);
      expect(await section('new').textContent()).toContain('CVE-2026-1critical');
      expect(await section('new').locator('tbody tr').count()).toBe(1);
      expect(await section('trend').locator('polyline').count()).toBe(1);
      expect(await section('trend').locator('tbody tr').count()).toBe(DAYS.length);
      expect(await section('unread').textContent()).toContain('broken.json');
      expect(await section('all').locator('tbody tr[data-o]:visible').count()).toBe(
        javaScriptEnabled ? 100 : 120,
      );
      await page.context().close();
    }
  });
});

describe('the search', () => {
  it('finds who has a vulnerability, and who has a version of a package', async () => {
    const { page, events } = await open(fleet());
    await page.fill('#search', 'cve-2026-1');
    await until(async () => (await status(page, '#count')) === '40 of 120 have a match');
    await page.fill('#search', 'openssl@3.0.1');
    await until(async () => (await status(page, '#count')) === '24 of 120 have a match');
    await page.locator('#found summary').first().click();
    await until(async () => (await page.locator('#found li').count()) === 24);
    expect(await page.locator('#found li').first().textContent()).toMatch(/ghcr\.io\/acme\/app-/);
    await page.fill('#search', 'nothing-has-this');
    await until(async () => (await status(page, '#count')) === '0 of 120 have a match');
    expect(events).toEqual([]);
    await page.context().close();
  });

  it('filters the table by name and verdict, sorts it, and finds the same rows after that', async () => {
    const { page } = await open(fleet());
    await page.fill('#member-search', 'app-11');
    await until(async () => (await status(page, '#member-count')) === '11 rows of 120 in total');
    await page.locator('#member-rows thead button', { hasText: 'Name' }).click();
    expect(await page.locator('#member-rows tbody tr:visible td').first().textContent()).toBe(
      'ghcr.io/acme/app-11:1.11',
    );
    await page.selectOption('#outcome', 'pass');
    await until(async () => (await status(page, '#member-count')) !== '11 rows of 120 in total');
    await page.context().close();
  });
});

describe('reports with malicious text', () => {
  it.each([
    '</script><script>alert(1)</script>',
    '"><img src=https://evil.example/x.png onerror=alert(1)>',
    "' onmouseover=alert(1) autofocus onfocus=alert(1) x='",
    '<!--',
    '\t0-zzzzz\n</style><style>@import "https://evil.example/x.css";</style>',
  ])(
    'that have %j in every field run no script, send no request and add no element',
    async (payload) => {
      const [{ page, events }, plain] = [
        await open(fleet(4, payload)),
        await open(fleet(4, 'text')),
      ];
      await page.fill('#search', 'openssl');
      await until(async () => (await page.locator('#found details').count()) > 0);
      await page.locator('#found summary').first().click();
      await until(async () => (await page.locator('#found li').count()) > 0);
      expect(events).toEqual([]);
      const names = `[...new Set([...document.querySelectorAll('*')].flatMap((e) => [e.tagName, ...e.getAttributeNames()]))].sort()`;
      const own: string[] = await plain.page.evaluate(names);
      const found: string[] = await page.evaluate(names);
      expect(
        found.filter((name) => !own.includes(name) && !/^(DETAILS|SUMMARY|LI|UL|open)$/.test(name)),
      ).toEqual([]);
      await page.context().close();
      await plain.page.context().close();
    },
  );
});
