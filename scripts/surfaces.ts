import { readFileSync } from 'node:fs';
import { check } from '../src/check/check.js';
import type { Finding } from '../src/core/finding.js';
import type { Host } from '../src/core/host.js';
import type { ImageSnapshot } from '../src/core/image-snapshot.js';
import type { Report } from '../src/core/report.js';
import { compareByUrgency } from '../src/core/urgency.js';
import { parseHunks } from '../src/github/publish/patch.js';
import { createReviewComments } from '../src/github/publish/review-comments.js';
import { packFiles, unpackFiles } from '../src/image-diff/packed-files.js';
import { readInputs } from '../src/options/inputs.js';
import { markdownCodeBlock } from '../src/reports/escape.js';
import { openFindings } from '../src/reports/finding-lists.js';
import type { ReportContext } from '../src/reports/format.js';
import { annotationCommand } from '../src/reports/formats/github-annotations.js';
import { jsonDocument } from '../src/reports/formats/json.js';
import { renderLayerCharts } from '../src/reports/formats/markdown/layer-chart.js';
import { COMMENT_SIZE, renderMarkdown } from '../src/reports/formats/markdown.js';
import { sarif } from '../src/reports/formats/sarif.js';
import { textFormat } from '../src/reports/formats/text.js';
import { serializeReport } from '../src/reports/stored/serialized-report.js';

const EXAMPLE = 'examples/webapp';
/** The stored report of the main branch. */
export const MAIN = `${EXAMPLE}/main.json`;
const PAGE = 'docs/github.md';
const [BEGIN, END] = ['<!-- samples: npm run docs -->', '<!-- end of samples -->'] as const;

/** docs/github.md with current samples: what GitHub shows for examples/webapp. */
export async function surfacesPage(): Promise<string> {
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${PAGE} has no markers for samples`);
  return `${before}${BEGIN}\n\n${await samples()}\n\n${END}${after}`;
}

/** What a pull request that adds lines of the Dockerfile shows of examples/webapp, and the steps of its log. */
export async function exampleResult(): Promise<{
  readonly report: Report;
  readonly context: ReportContext;
  readonly steps: readonly string[];
}> {
  const steps: string[] = [];
  const inputs = readInputs({ INPUT_OFFLINE: 'true' }, new Date('2026-11-24T10:00:00Z'));
  const options = { ...inputs.options, baseline: { from: MAIN, name: 'main' } };
  const { report, context } = await check(EXAMPLE, options, recordingHost(steps));
  return { report, context, steps };
}

async function samples(): Promise<string> {
  const { report, context, steps } = await exampleResult();
  const parts: readonly (readonly [string, string])[] = [
    ['The comment', renderMarkdown(report, context, { ...COMMENT_SIZE, collapsedRows: 5 })],
    ['The text report', markdownCodeBlock('text', firstLines(textFormat.render(report, context)))],
    ['The chart in the job summary', renderLayerCharts(report)],
    ['A review comment on a changed line', reviewComment(report, context)],
    ['Annotations', markdownCodeBlock('text', annotations(report))],
    ['A result in the SARIF upload', markdownCodeBlock('json', alert(report, context))],
    ['The log', markdownCodeBlock('text', steps)],
  ];
  return parts
    .map(([title, text]) => `<details><summary>${title}</summary>\n\n${text.trim()}\n\n</details>`)
    .join('\n\n');
}

/** The lines of the Dockerfile that the pull request of the samples adds. */
const ADDED_LINES: readonly number[] = [24, 30];

/**
 * The stored report of the main branch of the example: that of the example without what the added lines introduce.
 * `npm run docs` writes it to examples/webapp/main.json.
 */
export async function reportOfMain(): Promise<string> {
  const inputs = readInputs({ INPUT_OFFLINE: 'true' }, new Date('2026-11-24T10:00:00Z'));
  const { report } = await check(EXAMPLE, inputs.options, recordingHost([]));
  const { snapshots = [], ...rest } = report;
  const onMain = {
    ...rest,
    tool: { ...report.tool, version: '1.0.0' },
    findings: report.findings.filter(isOnMain),
    packages: report.packages.filter(isOnMain),
    snapshots: snapshots.map(snapshotOfMain),
  };
  return [...jsonDocument(serializeReport(onMain))].join('');
}

function isOnMain({ location }: Pick<Finding, 'location'>): boolean {
  return location?.path !== 'Dockerfile' || !ADDED_LINES.includes(location.startLine);
}

/** Without the layers and the variables of the added lines. */
function snapshotOfMain(snapshot: ImageSnapshot): ImageSnapshot {
  const { layers, settings, settingLines, files } = snapshot;
  const kept = layers.flatMap((layer, index) => (isOnMain(layer) ? index : []));
  const onMain = unpackFiles(files).flatMap(({ file, ...facts }) => {
    const layer = kept.indexOf(file.content.layer);
    return layer < 0 ? [] : [{ ...facts, file: { ...file, content: { ...file.content, layer } } }];
  });
  const added = new Set(settingLines.flatMap((line) => (isOnMain(line) ? [] : line.setting)));
  const packed = packFiles(onMain);
  if (!packed) throw new Error('the example has few files');
  return {
    ...snapshot,
    // Of several hard links, one has the content.
    size: onMain.reduce(
      (sum, { file }) => (file.content.path === file.path ? sum + file.size : sum),
      0,
    ),
    settings: { ...settings, env: settings.env.filter(({ name }) => !added.has(`ENV ${name}`)) },
    layers: kept.flatMap((index) => layers[index] ?? []),
    files: packed,
  };
}

/** A host without programs that records the steps; their times are left out, since they vary. */
function recordingHost(steps: string[]): Host {
  const ignore = () => {};
  return {
    debug: ignore,
    info: ignore,
    warning: ignore,
    error: ignore,
    progress: ignore,
    step: (message) => steps.push(`   … s  ${message}`),
    // The example is shown as that of a folder that is in no repository.
    repository: EXAMPLE,
    find: async () => undefined,
    run: async (program) => {
      throw new Error(`${program} must not run here`);
    },
  };
}

/** The text report to the end of its first rows. */
function firstLines(report: string): string[] {
  return report.split('\n').slice(0, 9);
}

/** The first review comment with a suggested change, on a pull request that adds the Dockerfile. */
function reviewComment(report: Report, context: ReportContext): string {
  const lines = readFileSync(`${EXAMPLE}/Dockerfile`, 'utf8').trimEnd().split('\n');
  const patch = [`@@ -0,0 +1,${lines.length} @@`, ...lines.map((line) => `+${line}`)].join('\n');
  const findings = report.findings.filter((f) => f.location?.path === 'Dockerfile');
  const comments = createReviewComments(
    findings,
    new Map([['Dockerfile', parseHunks(patch)]]),
    context,
  );
  const body = comments.find(({ body }) => body.includes('suggestion'))?.body ?? '';
  return markdownCodeBlock(
    'markdown',
    body
      .replace(/<!--.*?-->\n?/g, '')
      .trim()
      .split('\n'),
  );
}

function annotations(report: Report): string[] {
  return openFindings(report.findings)
    .filter((f) => f.location)
    .sort(compareByUrgency)
    .slice(0, 3)
    .map((f) => annotationCommand(f, `${f.severity}: ${f.rule}`));
}

function alert(report: Report, context: ReportContext): string[] {
  const log = JSON.parse(sarif.render(report, context));
  const results = log.runs.flatMap((run: { results: unknown[] }) => run.results);
  return JSON.stringify(results[0], undefined, 2).split('\n');
}
