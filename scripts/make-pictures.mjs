/**
 * Makes the pictures of the documentation from examples/webapp: npm run pictures
 * Needs Debian's chromium and the packages of the site (npm ci --prefix site), for its Markdown renderer.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { toIndexedPng } from './indexed-png.ts';
import { PICTURES, pictureHashes, pictureSources, SOURCES } from './picture-sources.ts';

/** Pictures are twice as wide in pixels. They are cut after these heights: `phone` is the comment on a screen of a phone. */
const SIZES = {
  comment: [860, 1032],
  phone: [390, 844],
  report: [860, 1090],
  fleet: [860, 1000],
};
const MOST_BYTES = 200_000;

/** Debian has no emoji in its default fonts: circles and signs in the colors that GitHub shows. */
const MARKS = new Map([
  ['🔴', '<circle cx="8" cy="8" r="7" fill="#dd2e44"/>'],
  ['🟠', '<circle cx="8" cy="8" r="7" fill="#f4900c"/>'],
  ['🟡', '<circle cx="8" cy="8" r="7" fill="#fdcb58"/>'],
  ['🔵', '<circle cx="8" cy="8" r="7" fill="#55acee"/>'],
  ['⚪', '<circle cx="8" cy="8" r="7" fill="#ccd6dd"/>'],
  ['❌', '<path d="M3 3l10 10M13 3L3 13" stroke="#dd2e44" stroke-width="3"/>'],
  [
    '✅',
    '<rect width="16" height="16" rx="3" fill="#77b255"/><path d="M3 8l4 4 6-8" stroke="#fff" stroke-width="2" fill="none"/>',
  ],
  [
    '⚠️',
    '<path d="M8 1l7 14H1z" fill="#ffcc4d"/><path d="M8 6v4M8 12v1" stroke="#231f20" stroke-width="2"/>',
  ],
]);

const sources = await pictureSources();
const folder = mkdtempSync(join(tmpdir(), 'portside-pictures-'));
mkdirSync(PICTURES, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--font-render-hinting=none'],
});
try {
  const comment = await commentPage(sources.comment);
  const pages = {
    comment,
    phone: comment,
    report: sources.report,
    fleet: sources.fleet,
  };
  for (const [name, content] of Object.entries(pages)) {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, content);
    for (const colorScheme of ['light', 'dark']) await takePicture(file, name, colorScheme);
  }
  writeFileSync(SOURCES, `${JSON.stringify(pictureHashes(sources), undefined, 2)}\n`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

async function takePicture(file, name, colorScheme) {
  const [width, most] = SIZES[name];
  const context = await browser.newContext({
    colorScheme,
    viewport: { width, height: 600 },
    deviceScaleFactor: 2,
  });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  const whole = await page.evaluate('document.documentElement.scrollHeight');
  const height = Math.min(whole, most);
  const path = join(PICTURES, `${name}-${colorScheme}.png`);
  const clip = { x: 0, y: 0, width, height };
  const picture = toIndexedPng(await page.screenshot({ clip, fullPage: true }));
  writeFileSync(path, picture);
  await context.close();
  console.log(`${path}: ${width} × ${height}, ${picture.length} bytes`);
  if (picture.length > MOST_BYTES) throw new Error(`${path} has more than ${MOST_BYTES} bytes`);
}

/** The comment in the frame that GitHub shows around it. */
async function commentPage(markdown) {
  // The package has no entry point for require.
  const entry = resolve('site/node_modules/vitepress/dist/node/index.js');
  const { createMarkdownRenderer } = await import(pathToFileURL(entry).href);
  const renderer = await createMarkdownRenderer(process.cwd(), { headers: false, anchor: false });
  const text = (await renderer.renderAsync(markdown)).replace(
    /\p{Extended_Pictographic}\ufe0f?/gu,
    markImage,
  );
  const style = readFileSync('scripts/comment-frame.css', 'utf8');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Comment</title><style>${style}</style>
<div class="comment"><div class="author"><b>github-actions</b> <span>bot</span> commented</div><div class="text">${text}</div></div></html>`;
}

function markImage(mark) {
  if (mark === '©' || mark === '®') return mark;
  const shapes = MARKS.get(mark) ?? MARKS.get(`${mark}\ufe0f`);
  if (!shapes) throw new Error(`No picture for ${mark} in the comment: add it to MARKS`);
  return `<svg class="mark" viewBox="0 0 16 16">${shapes}</svg>`;
}
