import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Finding } from '../src/core/finding.js';
import type { Report } from '../src/core/report.js';
import { compareByUrgency } from '../src/core/urgency.js';
import { openFindings } from '../src/reports/finding-lists.js';
import { createFleetCollector } from '../src/reports/fleet/collect-fleet.js';
import { fleetPage } from '../src/reports/fleet/page.js';
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
  /** The page of `portside fleet` about images with parts of this report. */
  readonly fleet: string;
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
    fleet: fleetSource(fixed),
  };
}

const SERVICES = ['webapp', 'cart', 'search', 'mail', 'billing', 'reviews', 'images', 'stock'];
const WEEK = 7 * 86_400_000;

const isUrgent = ({ severity }: Finding) => severity === 'critical' || severity === 'high';

/** Services with a part of the findings each, over six weeks: the first ones get worse, the others better. */
function fleetSource(report: Report): string {
  const now = Date.parse('2026-11-24T10:00:00Z');
  const collector = createFleetCollector(new Date(now));
  for (const [place, service] of SERVICES.entries())
    for (let week = 5; week >= 0; week--) {
      const name = `ghcr.io/shop/${service}:1.${place}`;
      const start = place * 4 + (place < 3 ? week * 2 : 5 - week);
      const findings = openFindings(report.findings)
        .sort(compareByUrgency)
        .slice(start)
        .map((finding) => ({ ...finding, subject: { ...finding.subject, image: name } }));
      const layers = report.targets.flatMap((target) => target.layers ?? []);
      collector.add(
        {
          ...report,
          created: new Date(now - week * WEEK).toISOString(),
          targets: [{ kind: 'image', name, layers }],
          packages: report.packages.map((one) => ({ ...one, image: name })),
          coverage: report.coverage.map((row) => ({ ...row, target: name })),
          findings,
          verdict: { outcome: findings.some(isUrgent) ? 'fail' : 'pass', reasons: [] },
        },
        name,
      );
    }
  return [...fleetPage(collector.fleet(), new Date(now), '1.0.0')].join('');
}

/**
 * The hash of everything that a reader sees in a picture, by the name of the picture without its color scheme. What is folded
 * may change without making the pictures stale.
 */
export function pictureHashes({ comment, report, fleet }: PictureSources): Record<string, string> {
  const script = readFileSync('scripts/make-pictures.mjs', 'utf8');
  const frame = readFileSync('scripts/comment-frame.css', 'utf8');
  const unfolded = comment
    .replace(/<\/summary>.*?<\/details>/gs, '</summary>')
    // The account that hosts Portside is only in the addresses of links.
    .replace(/(?<=github\.com\/)[^/]+(?=\/portside\/)/g, '');
  const [top = ''] = report.split('<details class="fold"');
  return {
    comment: hash(unfolded, frame, script),
    report: hash(top, script),
    fleet: hash(fleet.split('<h2 id="all"')[0] ?? '', script),
  };
}

function hash(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}
