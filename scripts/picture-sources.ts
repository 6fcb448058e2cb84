import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html } from '../src/reports/formats/html.js';
import { COMMENT_SIZE, renderMarkdown } from '../src/reports/formats/markdown.js';
import { exampleResult } from './surfaces.js';

/** The folder of the pictures, and the file with the hashes of what they are made from. */
export const PICTURES = 'docs/pictures';
export const SOURCES = `${PICTURES}/sources.json`;

export interface PictureSources {
  /** The comment on a pull request, in Markdown. */
  readonly comment: string;
  /** The HTML report of the same run. */
  readonly report: string;
}

/** The documents that the pictures show: real results of examples/webapp. Every run returns the same. */
export async function pictureSources(): Promise<PictureSources> {
  const { report, context } = await exampleResult();
  const day = new Date('2026-11-24T10:00:00Z');
  // A new version or a later day does not change what a reader sees in the pictures.
  const fixed = { ...report, tool: { ...report.tool, version: '1.0.0' } };
  const around = {
    ...context,
    started: day,
    ended: day,
    repository: {
      name: 'shop/webapp',
      server: 'https://github.com',
      commit: '3f2a1c9d0b7e4a5f8c6d1e2f3a4b5c6d7e8f9a0b',
      run: 'https://github.com/shop/webapp/actions/runs/1',
    },
  };
  return {
    comment: renderMarkdown(fixed, around, COMMENT_SIZE),
    report: html.render(fixed, around),
  };
}

/**
 * The hash of everything that a reader sees in a picture, by the name of the picture without its color scheme. What is folded
 * may change without making the pictures stale.
 */
export function pictureHashes({ comment, report }: PictureSources): Record<string, string> {
  const script = readFileSync('scripts/make-pictures.mjs', 'utf8');
  const frame = readFileSync('scripts/comment-frame.css', 'utf8');
  const unfolded = comment
    .replace(/<\/summary>.*?<\/details>/gs, '</summary>')
    // The account that hosts Portside is only in the addresses of links.
    .replace(/(?<=github\.com\/)[^/]+(?=\/portside\/)/g, '');
  const [top = ''] = report.split('<details class="fold"');
  return { comment: hash(unfolded, frame, script), report: hash(top, script) };
}

function hash(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}
