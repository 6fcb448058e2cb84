import { describe, expect, it, test } from '@jest/globals';
import type { ImageChange, ImageDifference } from '../../src/core/image-difference.js';
import { REPORT_FORMATS } from '../../src/reports/all-formats.js';
import { COMMENT_SIZE, renderMarkdown } from '../../src/reports/formats/markdown.js';
import { summarizeImageChanges } from '../../src/reports/image-changes.js';
import { createJobResult } from '../../src/reports/stored/job-result.js';
import { readReport } from '../../src/reports/stored/read-report.js';
import { context, report } from './sample.js';

const at = { path: 'Dockerfile', startLine: 3, startColumn: 1, endLine: 3, endColumn: 9 };

const file = (path: string, risk: ImageChange['risk']): ImageChange => ({
  kind: 'file',
  change: 'added',
  path,
  is: 'program',
  risk,
  message: `New program ${path}`,
  location: at,
});

function difference(
  changes: readonly ImageChange[],
  over: Partial<ImageDifference> = {},
): ImageDifference {
  const counts = { high: 0, medium: 0, low: 0, info: 0 };
  for (const { risk } of changes) counts[risk]++;
  const image = { name: 'app:2', size: 1_000_000 };
  return {
    before: { ...image, name: 'app:1' },
    after: image,
    changes,
    counts,
    noise: [{ kind: 'logs', files: 2 }],
    sizes: [{ instruction: 'RUN', location: at, before: 1_000_000, after: 3_000_000 }],
    limits: [],
    gaps: [],
    ...over,
  };
}

const CHANGES = [
  file('opt/su', 'high'),
  file('opt/miner', 'medium'),
  ...Array.from({ length: 12 }, (_, i) => file(`srv/${i}/x`, 'low')),
  ...Array.from({ length: 30 }, (_, i) => file(`app/lib/${i}`, 'info')),
];

const changed = (...imageChanges: readonly ImageDifference[]) => ({ ...report(), imageChanges });

/** The formats for people, and the comment. */
const DOCUMENTS = ['text', 'markdown', 'html', 'comment'];

const render = (format: string, one: ReturnType<typeof changed>) =>
  format === 'comment'
    ? renderMarkdown(one, context(), COMMENT_SIZE)
    : (REPORT_FORMATS.get(format)?.render(one, context()) ?? '');

test.each(DOCUMENTS)('%s has the section with the total and the riskiest change', (format) => {
  const document = render(format, changed(difference(CHANGES)));
  expect(document).toContain('What changes in the image');
  expect(document).toContain('44 changes: 1 high, 1 medium, 12 low, 30 info');
  expect(document).toContain('New program opt/su');
  expect(document).toMatch(/Dockerfile:3/);
});

test.each(DOCUMENTS)('%s has no section if nothing changes', (format) => {
  expect(render(format, changed(difference([])))).not.toContain('What changes in the image');
});

test.each(DOCUMENTS)('hostile names stay text in %s', (format) => {
  const hostile = '\u202e::error::x\u001b[31m<img src=x>@admin\n| a | `b`</td>';
  const kind = difference([file(hostile, 'high')], {
    limits: [hostile],
    gaps: [hostile],
    noise: [{ kind: hostile, files: 1 }],
    after: { name: hostile, size: 1 },
    platform: hostile,
  });
  const document = render(format, changed(kind));
  expect(document).not.toContain('\u001b');
  expect(document).not.toContain('\u202e');
  expect(document).not.toMatch(/^::error/m);
  if (format !== 'text') expect(document).not.toContain('<img');
});

describe('the summary', () => {
  it('has at most ten lines, the riskiest first', () => {
    const many = Array.from({ length: 20 }, (_, i) => file(`opt/${i}`, 'high'));
    const summary = summarizeImageChanges([difference([...CHANGES.slice(2), ...many])]);
    expect(summary?.lines.map(({ risk }) => risk)).toEqual(Array(10).fill('high'));
    expect(summary?.rest.map(({ risk }) => risk)).toEqual([
      ...Array(10).fill('high'),
      ...Array(12).fill('low'),
      'info',
    ]);
  });

  it('counts changes that are alike', () => {
    const messages = summarizeImageChanges([difference(CHANGES)])?.lines.map((one) => one.message);
    expect(messages).toEqual([
      'New program opt/su',
      'New program opt/miner',
      ...['srv/0', 'srv/1', 'srv/2', 'srv/3', 'srv/4', 'srv/5', 'srv/6', 'srv/7'].map(
        (folder) => `New program ${folder}/x`,
      ),
    ]);
    const alike = Array.from({ length: 9 }, (_, i) => file(`srv/app/${i}`, 'low'));
    expect(summarizeImageChanges([difference(alike)])?.lines.map((one) => one.message)).toEqual([
      'New program srv/app/0 and 8 more files added in srv/app/',
    ]);
  });

  it('shows once what all platforms have, and names the platforms of the rest', () => {
    const [one, other] = ['linux/amd64', 'linux/arm64'].map((platform) =>
      difference([file('opt/su', 'high'), file(`opt/${platform.slice(6)}`, 'medium')], {
        platform,
        noise: [],
        sizes: [],
      }),
    );
    const summary = summarizeImageChanges([one, other].flatMap((part) => part ?? []));
    expect(summary?.lines.map(({ message }) => message)).toEqual([
      'New program opt/su',
      'New program opt/amd64 (app:2 (linux/amd64))',
      'New program opt/arm64 (app:2 (linux/arm64))',
    ]);
  });
});

describe('a stored report', () => {
  it('may lack members of a change', () => {
    const broken = { kind: 'file', risk: 'info', message: 'x' } as unknown as ImageChange;
    const others = ['package', 'setting'].map((kind) => ({ ...broken, kind }) as ImageChange);
    const changes = Array.from({ length: 12 }, () => [broken, ...others]).flat();
    const stored = changed(difference(changes));
    const read = readReport(Buffer.from(JSON.stringify(stored)), 'x.json');
    for (const format of DOCUMENTS) expect(render(format, { ...stored, ...read })).toContain('x');
  });

  it('in a comment of several jobs keeps the totals', () => {
    const { report: kept } = createJobResult(changed(difference(CHANGES)), context(), {
      index: 0,
      total: 2,
    });
    expect(kept.imageChanges?.[0]?.changes).toHaveLength(15);
    const summary = summarizeImageChanges(kept.imageChanges);
    expect(summary?.totals[0]).toContain('44 changes: 1 high');
    expect([...(summary?.lines ?? []), ...(summary?.rest ?? [])].at(-1)?.message).toBe(
      '29 more changes in the complete report',
    );
  });
});

describe('the folders in the HTML report', () => {
  const folder = (path: string, before: number, after: number, added = 0) => ({
    path,
    before,
    after,
    added,
    changed: 0,
    removed: 0,
  });
  const page = (list: readonly ReturnType<typeof folder>[], left = 0) =>
    render('html', changed(difference(CHANGES, { folders: { list, left } })));
  const treeOf = (text: string) =>
    /<div class="tree">[\s\S]*?<\/div>\n(?!<details|<div)/.exec(text)?.[0] ?? '';
  const rows = (text: string) =>
    [...treeOf(text).matchAll(/<(?:summary|div class="leaf")>(.*?)<\/(?:summary|div)>/g)].map(
      ([, cells = '']) => cells.replace(/<[^>]*>/g, ''),
    );

  it('have the sizes and counts of the model, the largest change first', () => {
    const list = [
      folder('', 1_000, 8_000, 3),
      folder('etc', 10, 10, 1),
      folder('opt', 900, 700),
      folder('lib', 0, 7_200, 2),
      folder('lib/0', 0, 7_200, 2),
    ];
    expect(rows(page(list, 7))).toEqual([
      '/ 1.0 kB → 8.0 kB +7.0 kB 3 new',
      'lib/0/ 0 B → 7.2 kB +7.2 kB 2 new',
      'opt/ 900 B → 700 B −200 B ',
      'etc/ 10 B → 10 B  1 new',
    ]);
    expect(page(list, 7)).toContain('7 more folders change.');
  });

  it('list the changes of their files, the riskiest first', () => {
    const tree = treeOf(page([folder('', 0, 9), folder('opt', 0, 9)]));
    expect(tree.indexOf('New program opt/su')).toBeGreaterThan(0);
    expect(tree.indexOf('New program opt/su')).toBeLessThan(tree.indexOf('New program opt/miner'));
    expect(tree).toContain('<li class="dim">34 more</li>');
  });

  it('are bounded and escaped, whatever a report says', () => {
    const hostile = Array.from({ length: 5_000 }, (_, i) =>
      folder(`${'a/'.repeat(i % 99)}<b>${i}`, i, 0),
    );
    const text = page([...hostile, folder('', 1, 2), folder('', 3, 4)]);
    expect(rows(text).length).toBeLessThanOrEqual(300);
    expect(text).not.toContain('<b>4');
    expect(text).toContain('more folders change.');
  });

  it('are left out without any', () => {
    expect(page([])).not.toContain('class="tree"');
    expect(render('html', changed(difference(CHANGES)))).not.toContain('class="tree"');
  });
});
