import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Finding } from '../../src/core/finding.js';
import type { ImageChange, ImageDifference } from '../../src/core/image-difference.js';
import type { Material } from '../../src/core/material.js';
import type { Report } from '../../src/core/report.js';
import { html } from '../../src/reports/formats/html.js';
import { context, large, lint, packageNamed, report, vulnerability } from '../reports/sample.js';
import { requirePrograms } from './peers.js';

/** The HTML report in a browser: accessibility, search, keyboard, print, and reports with malicious text. */

const AXE = readFileSync(createRequire(resolve('package.json')).resolve('axe-core'), 'utf8');
const IMAGE = 'registry.example:5000/shop/app:pr-42';

let browser: Browser;
let work: string;

beforeAll(async () => {
  requirePrograms('chromium');
  work = mkdtempSync(join(tmpdir(), 'portside-html-'));
  const args = ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND'];
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
});

afterAll(async () => {
  await browser?.close();
  if (work) rmSync(work, { recursive: true });
});

interface OpenPage {
  readonly page: Page;
  /** Requests for anything but the page, console messages, errors and dialogs. */
  readonly events: readonly string[];
}

async function open(from: Report, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const file = join(work, 'report.html');
  writeFileSync(file, html.render(from, context()));
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

/** A report with layers, several files and every status. */
function full(): Report {
  const base = report();
  return {
    ...base,
    plan: {
      steps: [
        {
          id: 'move-tag Dockerfile:1',
          remedy: 'move-tag',
          title: 'use base image node:24',
          path: 'Dockerfile',
          line: 1,
          findings: base.findings.map(({ fingerprint }) => fingerprint),
          clears: { critical: 1, high: 0, medium: 0, low: 0, info: 0, malicious: 0, exploited: 0 },
          risk: 'patch',
          safe: true,
          after: [],
          notes: [],
        },
      ],
    },
    targets: base.targets.map((target) =>
      target.kind === 'image'
        ? {
            ...target,
            layers: [0, 1, 2].map((index) => ({
              index,
              diffID: `sha256:${String(index).repeat(64)}`,
              size: 10 ** (7 - 2 * index),
              instruction: 'RUN',
              location: {
                path: 'Dockerfile',
                startLine: index + 1,
                startColumn: 1,
                endLine: index + 1,
                endColumn: 5,
              },
            })),
          }
        : target,
    ),
    findings: [
      ...base.findings,
      vulnerability('CVE-2024-9001', 'curl', {
        subject: { image: IMAGE, layer: 1, purl: 'pkg:deb/debian/curl@8' },
      }),
      vulnerability('CVE-2024-9002', 'bash', { status: 'existing', severity: 'medium' }),
      lint({ rule: 'DL3003', status: 'excepted', severity: 'high' }),
      lint({ rule: 'DL3004', status: 'fixed', severity: 'high' }),
    ],
    imageChanges: [IMAGE_CHANGES],
    buildInputs: BUILD_INPUTS,
  };
}

const BUILD_INPUTS = Array.from({ length: 30 }, (_, i): Material => {
  const host = `downloads-${i % 8}.example`;
  return {
    kind: 'download',
    what: `https://${host}/a-folder-with-a-long-name/another-folder-with-a-long-name/tool-${i}.tar.gz`,
    by: 'curl',
    host,
    transport: 'https',
    pin: i % 2 ? 'none' : 'digest',
    ...(i % 2 ? {} : { verifiedBy: 'sha256sum' }),
    isOpen: false,
    use: i % 3 ? 'final' : 'builder',
    stage: i % 3 ? 'runtime' : 'build',
    change: i % 4 ? 'new' : 'unchanged',
    location: { path: 'Dockerfile', startLine: 2, startColumn: 1, endLine: 2, endColumn: 9 },
  };
});

const CHANGES = Array.from({ length: 20 }, (_, i): ImageChange => {
  const path = `opt/application-with-a-long-name/bin/program-${i}`;
  return { kind: 'file', change: 'added', path, risk: 'high', message: `New program ${path}` };
});

const IMAGE_CHANGES: ImageDifference = {
  before: { name: IMAGE, size: 70_000_000 },
  after: { name: IMAGE, size: 75_000_000 },
  changes: CHANGES,
  counts: { high: 20, medium: 0, low: 0, info: 0 },
  noise: [],
  sizes: [],
  folders: {
    list: ['', 'etc', 'opt', 'opt/application-with-a-long-name/bin'].map((path, i) => ({
      path,
      before: 70_000_000 - i,
      after: 75_000_000,
      added: 20,
      changed: i,
      removed: 0,
    })),
    left: 3,
  },
  limits: [],
  gaps: [],
};

/** The findings that no filter hides. Most are in collapsed entries. */
const shownFindings = (page: Page) =>
  page.locator('.entry:not([hidden]) li[data-f]:not([hidden])').count();

async function openPart(page: Page, id: string): Promise<void> {
  await page.locator(`#${id}`).click();
}

/** Polls until the test times out. Playwright's waitForFunction needs eval, which the page's policy forbids. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((done) => setTimeout(done, 50));
}

describe('the page', () => {
  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)(
    'has no accessibility violation that axe finds, in %s mode at %i pixels',
    async (colorScheme, width) => {
      const { page, events } = await open(full(), {
        colorScheme,
        viewport: { width, height: 900 },
      });
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

  it.each([
    ['the sample', full],
    ['a thousand findings', () => large(1_000)],
  ])('shows the first finding of %s on the first screen of a phone', async (_, make) => {
    const { page } = await open(make(), { viewport: { width: 390, height: 844 } });
    const box = await page.locator('.entry > summary').first().boundingBox();
    expect((box?.y ?? 844) + (box?.height ?? 0)).toBeLessThan(844);
    await page.context().close();
  });

  it('shows the verdict, the first step, layers, findings on their lines, and packages', async () => {
    const { page } = await open(full());
    expect(await page.locator('h1').textContent()).toContain('Portside: 1 new critical');
    const [step] = await page.locator('.plan li').allTextContents();
    expect(step).toMatch(/use base image node:24.*Dockerfile:1/is);
    expect(await page.locator('.totals tbody tr').first().textContent()).toMatch(/^critical1/);
    expect(await page.locator('.layers tbody tr').count()).toBe(3);
    expect(await page.locator('[id^=l-][id$="-3"] mark').textContent()).toBe('curl');
    expect(await page.locator('[id^=l-][id$="-3"] .notes').textContent()).toContain('DL3008');
    expect(await page.locator('#package-rows tbody tr').first().textContent()).toContain('openssl');
    await page.context().close();
  });

  it('shows the folders of an image and its other changes, with and without JavaScript', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const { page } = await open(full(), { javaScriptEnabled });
      await openPart(page, 'image-changes');
      expect(await page.locator('.tree details:visible').count()).toBe(2);
      const closed = page.locator('.tree details details > summary');
      await closed.nth(0).click();
      await closed.nth(1).click();
      expect(await page.locator('.tree li:visible').first().textContent()).toContain('program-0');
      const others = page.locator('section[aria-labelledby=image-changes] .fold');
      expect(await others.isVisible()).toBe(true);
      await page.context().close();
    }
  });

  it('shows every finding without JavaScript', async () => {
    const { page } = await open(large(1_000), { javaScriptEnabled: false });
    expect(await shownFindings(page)).toBe(1_000);
    expect(await page.locator('form:visible').count()).toBe(0);
    const entry = page.locator('.entry').nth(1);
    await entry.locator('summary').click();
    expect(await entry.locator('li:visible').count()).toBe(5);
    await page.context().close();
  });

  it('prints without controls, and with the content of collapsed parts', async () => {
    const { page } = await open(full());
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('form:visible, #package-more:visible').count()).toBe(0);
    expect(await page.locator('.entry li').last().isVisible()).toBe(true);
    await page.context().close();
  });
});

describe('searching and filtering', () => {
  it('starts with all findings and their number', async () => {
    const { page } = await open(full());
    expect(await shownFindings(page)).toBe(9);
    expect(await page.locator('#count').textContent()).toBe('7 open, 1 suppressed, 1 fixed');
    await page.context().close();
  });

  it('filters by text, severity, check, fix and layer, and resets', async () => {
    const { page } = await open(full());
    const settle = (rows: number) => until(async () => (await shownFindings(page)) === rows);
    await page.fill('#search', 'openssl CVE');
    await settle(2);
    expect(await page.locator('#count').textContent()).toBe('2 open of 9 findings');
    await page.click('text=Reset');
    await settle(9);
    await page.uncheck('input[value=critical]');
    await settle(8);
    await page.click('text=Reset');
    await page.selectOption('#check', 'lint');
    await settle(4);
    await page.click('text=Reset');
    await page.check('#fixable');
    await settle(5);
    await page.click('text=Reset');
    await openPart(page, 'layers');
    await page.click('a[data-layer="0-1"]');
    await settle(1);
    await page.click('#layer');
    await settle(9);
    await page.context().close();
  });

  it('expands what is folded while it has a match, and folds it again', async () => {
    const inBase = Array.from({ length: 3 }, (_, i) =>
      vulnerability(`CVE-2024-100${i}`, 'zlib1g', {
        origin: { kind: 'base-image', image: 'node:20' },
      }),
    );
    const base = full();
    const { page, events } = await open({ ...base, findings: [...base.findings, ...inBase] });
    const settle = (rows: number) => until(async () => (await shownFindings(page)) === rows);
    const isOpen = () => page.evaluate(`document.querySelector('#base-0').open`);
    expect(await isOpen()).toBe(false);
    await page.selectOption('#origin', 'base-image');
    await settle(3);
    expect(await isOpen()).toBe(true);
    await page.evaluate(AXE);
    const violations: string[] = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map((v) => v.id))',
    );
    expect(violations).toEqual([]);
    await page.click('text=Reset');
    await settle(12);
    expect(await isOpen()).toBe(false);
    expect(events).toEqual([]);
    await page.context().close();
  });

  it('orders by file, by ID, and by urgency again', async () => {
    const { page } = await open(full());
    const first = () => page.locator('#new .entry .id').first().textContent();
    const original = await first();
    await page.selectOption('#order', 'id');
    expect(await first()).toBe('CVE-2024-0001, CVE-2024-0002');
    await page.selectOption('#order', 'place');
    expect(await page.locator('#new .entry .at').last().textContent()).toBe('Dockerfile:3');
    await page.click('text=Reset');
    await until(async () => (await first()) === original);
    await page.context().close();
  });

  it('sorts packages by a column ascending, descending and not at all', async () => {
    const { page } = await open(full());
    const first = () => page.locator('#package-rows tbody td').first().textContent();
    const name = page.locator('#package-rows thead button', { hasText: 'Package' });
    await openPart(page, 'packages');
    expect(await first()).toBe('openssl');
    await name.click();
    expect(await first()).toBe('openssl');
    await name.click();
    expect(await first()).toBe('zlib1g');
    expect(await page.locator('#package-rows th[aria-sort=descending]').count()).toBe(1);
    await name.click();
    expect(await first()).toBe('openssl');
    await page.context().close();
  });

  it('shows 50 packages, then all of them, and moves the focus to the first new row', async () => {
    const { page } = await open(large(1_000));
    const rows = page.locator('#package-rows tbody tr:visible');
    await openPart(page, 'packages');
    expect(await rows.count()).toBe(50);
    await page.click('#package-more');
    expect(await rows.count()).toBe(200);
    expect(await page.evaluate('document.activeElement.rowIndex')).toBe(51);
    await page.context().close();
  });
});

describe('by keyboard', () => {
  it('a skip link leads to the findings, / to the search, and Tab out of it', async () => {
    const { page } = await open(full());
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the findings');
    await page.keyboard.press('Enter');
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('search');
    await page.keyboard.type('bash');
    await until(
      async () => (await page.locator('#count').textContent())?.startsWith('1 open ') === true,
    );
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.name')).toBe('severity');
    await page.context().close();
  });

  it('every control is reachable and has a visible focus', async () => {
    const { page } = await open(full());
    const wanted: number = await page.evaluate(
      `[...document.querySelectorAll('a[href],button,input,select,summary,[tabindex="0"]')].filter((e) => e.checkVisibility()).length`,
    );
    const reached = new Set<number>();
    for (let i = 0; i < wanted + 5; i++) {
      await page.keyboard.press('Tab');
      const at: number = await page.evaluate(
        `[...document.querySelectorAll('a[href],button,input,select,summary,[tabindex="0"]')].indexOf(document.activeElement)`,
      );
      if (at < 0) continue;
      reached.add(at);
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe(
        'none',
      );
    }
    expect(reached.size).toBe(wanted);
    await page.context().close();
  });

  it('a link to a line in a collapsed file expands it', async () => {
    const { page } = await open(full());
    await openPart(page, 'layers');
    await page.evaluate(`document.querySelector('.source').closest('details').open = false`);
    await page.locator('.layers a', { hasText: 'Dockerfile:3' }).first().focus();
    await page.keyboard.press('Enter');
    await page.locator('[id^=l-][id$="-3"]').waitFor({ state: 'visible' });
    await page.context().close();
  });

  it('a link to a finding expands it, also if it is folded or filtered out', async () => {
    const { page } = await open(full());
    await page.fill('#search', 'nothing has this text');
    await until(async () => (await shownFindings(page)) === 0);
    const fixed = full().findings.find(({ status }) => status === 'fixed');
    await page.evaluate(`location.hash = '#f-${fixed?.fingerprint.slice(0, 12)}'`);
    await page.locator('#fixed li:target').waitFor({ state: 'visible' });
    await page.context().close();
  });
});

describe('a report with malicious text', () => {
  const payloads = [
    '<script>alert(1)</script>',
    '</script><script>alert(1)</script>',
    '</style><script>alert(1)</script>',
    '</title><img src=x onerror=alert(1)>',
    '"><svg onload=alert(1)>',
    "' onmouseover=alert(1) autofocus onfocus=alert(1) x='",
    '<a href="javascript:alert(1)">x</a>',
    'javascript:alert(1)',
    '<iframe src="https://evil.example/"></iframe>',
    '<img src="https://evil.example/x.png">',
    '<link rel=stylesheet href=https://evil.example/x.css>',
    '<style>@import "https://evil.example/x.css";</style>',
    '<form action=https://evil.example/><input name=x>',
    '<meta http-equiv=refresh content="0;url=https://evil.example/">',
    '<base href="https://evil.example/">',
    '<details open ontoggle=alert(1)>',
    '<!--',
    ']]>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '\u0000<\u0000script>alert(1)',
    '{{constructor.constructor("alert(1)")()}}',
  ];

  /** The names in the page of a report with harmless text. */
  let own: readonly string[];
  beforeAll(async () => {
    const { page } = await open(poisoned('text/'));
    own = await namesIn(page);
    await page.context().close();
  });

  it.each(payloads)(
    'that has %j in every field runs no script, sends no request and adds no element',
    async (payload) => {
      const { page, events } = await open(poisoned(payload));
      await page.click('#expand');
      await page.hover('.entry li >> nth=0');
      // The page filters some time after the last key and then writes the number of findings.
      await page.evaluate(
        `window.filtered = new Promise((done) => new MutationObserver(done).observe(document.querySelector('#count'), { childList: true })); 0`,
      );
      await page.fill('#search', payload.replaceAll('\u0000', ''));
      await page.evaluate('window.filtered.then(() => 0)');
      expect(events).toEqual([]);
      expect((await namesIn(page)).filter((name) => !own.includes(name))).toEqual([]);
      const links: string[] = await page.evaluate(`[...document.links].map((a) => a.protocol)`);
      expect(links.filter((protocol) => !['file:', 'https:', 'http:'].includes(protocol))).toEqual(
        [],
      );
      await page.context().close();
    },
  );

  /** The names of all elements and attributes of a page. */
  function namesIn(page: Page): Promise<readonly string[]> {
    return page.evaluate(
      `[...new Set([...document.querySelectorAll('*')].flatMap((e) => [e.tagName, ...e.getAttributeNames()]))].sort()`,
    );
  }

  function poisoned(payload: string): Report {
    const at = { path: payload, startLine: 1, startColumn: 1, endLine: 1, endColumn: 9 };
    const line = { path: 'Dockerfile', startLine: 1, startColumn: 1, endLine: 1, endColumn: 9 };
    const findings: Finding[] = [
      lint({ rule: payload, message: payload, location: at }),
      lint({
        rule: payload,
        message: payload,
        location: line,
        fix: { description: payload, edits: [] },
      }),
      vulnerability(payload, payload, {
        location: line,
        subject: { image: payload, layer: 0, purl: `pkg:deb/${payload}@1`, path: payload },
        details: {
          package: payload,
          installed: payload,
          fixed: payload,
          summary: payload,
          exploited: true,
          references: [payload],
        },
      }),
    ];
    const input: Material = {
      kind: 'download',
      what: payload,
      by: payload,
      host: payload,
      transport: 'http',
      pin: 'none',
      verifiedBy: payload,
      isOpen: true,
      use: 'final',
      stage: payload,
      change: 'worse',
      was: { transport: 'https', pin: 'digest', verifiedBy: payload },
      location: at,
    };
    const poison = report({
      targets: [
        {
          kind: 'image',
          name: payload,
          platform: payload,
          layers: [{ index: 0, diffID: payload, size: 5, location: at }],
        },
      ],
      packages: [packageNamed(payload, { version: payload, type: payload, location: at })],
      findings,
      incomplete: [{ check: 'trust', target: payload, reason: payload }],
      notes: [{ target: payload, message: payload }],
      verdict: { outcome: 'fail', reasons: [payload] },
    });
    return { ...poison, buildInputs: [input] };
  }
});
