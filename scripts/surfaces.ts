import { readFileSync } from 'node:fs';
import { check } from '../src/check/check.js';
import type { Host } from '../src/core/host.js';
import type { Report } from '../src/core/report.js';
import { parseHunks } from '../src/github/publish/patch.js';
import { createReviewComments } from '../src/github/publish/review.js';
import { readInputs } from '../src/options/inputs.js';
import { markdownCodeBlock } from '../src/reports/escape.js';
import { compareByUrgency, openFindings } from '../src/reports/finding-lists.js';
import type { ReportContext } from '../src/reports/format.js';
import { annotationCommand } from '../src/reports/formats/github-annotations.js';
import { renderLayerCharts } from '../src/reports/formats/markdown/layer-chart.js';
import { COMMENT_SIZE, renderMarkdown } from '../src/reports/formats/markdown.js';
import { sarif } from '../src/reports/formats/sarif.js';

const EXAMPLE = 'examples/webapp';
const PAGE = 'docs/github.md';
const [BEGIN, END] = ['<!-- samples: npm run docs -->', '<!-- end of samples -->'] as const;

/** docs/github.md with what each surface shows of examples/webapp, in place of the samples that it has. */
export async function surfacesPage(): Promise<string> {
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${PAGE} has no place for samples`);
  return `${before}${BEGIN}\n\n${await samples()}\n\n${END}${after}`;
}

async function samples(): Promise<string> {
  const steps: string[] = [];
  const inputs = readInputs({ INPUT_OFFLINE: 'true' }, new Date('2026-11-24T10:00:00Z'));
  const { report, context } = await check(EXAMPLE, inputs.options, listening(steps));
  const parts: readonly (readonly [string, string])[] = [
    ['The comment', renderMarkdown(report, context, { ...COMMENT_SIZE, collapsedRows: 5 })],
    ['The chart of the job summary, below its counts', renderLayerCharts(report)],
    ['A remark on a changed line', suggestion(report, context)],
    ['Annotations', markdownCodeBlock('text', annotations(report))],
    ['An alert, as it is uploaded', markdownCodeBlock('json', alert(report, context))],
    ['The log', markdownCodeBlock('text', steps)],
  ];
  return parts
    .map(([title, text]) => `<details><summary>${title}</summary>\n\n${text.trim()}\n\n</details>`)
    .join('\n\n');
}

/** A host that has no programs and keeps the steps, without the times, which differ. */
function listening(steps: string[]): Host {
  const ignore = () => {};
  return {
    debug: ignore,
    info: ignore,
    warning: ignore,
    error: ignore,
    progress: ignore,
    step: (message) => steps.push(`   … s  ${message}`),
    find: async () => undefined,
    run: async (program) => {
      throw new Error(`${program} is not run here`);
    },
  };
}

/** What is said where a pull request adds the whole Dockerfile: the first remark that suggests something. */
function suggestion(report: Report, context: ReportContext): string {
  const lines = readFileSync(`${EXAMPLE}/Dockerfile`, 'utf8').trimEnd().split('\n');
  const patch = [`@@ -0,0 +1,${lines.length} @@`, ...lines.map((line) => `+${line}`)].join('\n');
  const placed = report.findings.filter((f) => f.location?.path === 'Dockerfile');
  const all = createReviewComments(placed, new Map([['Dockerfile', parseHunks(patch)]]), context);
  const body = all.find((remark) => remark.body.includes('suggestion'))?.body ?? '';
  return markdownCodeBlock(
    'markdown',
    body
      .replace(/<!--.*?-->\n?/g, '')
      .trim()
      .split('\n'),
  );
}

function annotations(report: Report): string[] {
  const placed = openFindings(report.findings).filter((f) => f.location);
  return placed
    .sort(compareByUrgency)
    .slice(0, 3)
    .map((f) => annotationCommand(f, `${f.severity}: ${f.rule}`));
}

function alert(report: Report, context: ReportContext): string[] {
  const log = JSON.parse(sarif.render(report, context));
  const results = log.runs.flatMap((run: { results: unknown[] }) => run.results);
  return JSON.stringify(results[0], undefined, 2).split('\n');
}
