import { describe, expect, it } from '@jest/globals';
import { CHECKS, type Finding } from '../../src/core/finding.js';
import type { Outcome, Report } from '../../src/core/report.js';
import { SEVERITIES, type Severity } from '../../src/core/severity.js';
import { REPORT_FORMATS } from '../../src/reports/all-formats.js';
import { openFindings } from '../../src/reports/finding-lists.js';
import type { ReportContext } from '../../src/reports/format.js';
import { COMMENT_SIZE, renderMarkdown } from '../../src/reports/formats/markdown.js';
import { type GitLabFormat, gitlabFormatOf } from '../../src/reports/gitlab-formats.js';
import { LISTS, type List, summarizeReport } from '../../src/reports/report-summary.js';
import { mergeReports } from '../../src/reports/stored/merge-reports.js';
import { deserializeReport, serializeReport } from '../../src/reports/stored/serialized-report.js';
import { isAboutPackage } from '../../src/reports/vulnerability-facts.js';
import { context, lint, report, vulnerability } from './sample.js';
import { type Element, readXml } from './xml.js';

/** `high new`, times how many findings have both. */
type Counts = Readonly<Record<string, number>>;

/** How to read the numbers back from a document, and which findings these are. */
interface Reader {
  readonly read: (document: string) => Counts;
  readonly of: (all: Report, around: ReportContext) => Counts;
}

const STATUSES = ['new', 'existing', 'fixed', 'excepted'] as const;

/** A finding of each status, severity and check, some of them twice; the names are `payload`. */
function everyFinding(payload: string): Finding[] {
  return STATUSES.flatMap((status, s) =>
    SEVERITIES.flatMap((severity, i) =>
      Array.from({ length: 1 + ((s + i) % 3) }, (_, n) => {
        const rule = `${payload}-${status}-${severity}-${n}`;
        const check = CHECKS[(s + i + n) % CHECKS.length] ?? 'lint';
        return check === 'vulnerability' || check === 'malware'
          ? vulnerability(rule, `${payload}${n}`, { status, severity, check, message: payload })
          : lint({ rule, status, severity, check, message: payload });
      }),
    ),
  );
}

const suppressed = (['new', 'existing'] as const).map((status) =>
  lint({ status, suppression: { path: 'Dockerfile', line: 2, rule: 'DL3008' } }),
);

function withOutcome(outcome: Outcome, findings: readonly Finding[]): Report {
  const verdict = { outcome, reasons: outcome === 'fail' ? ['7 findings at high'] : [] };
  const incomplete = outcome === 'incomplete' ? report().incomplete : [];
  return report({ findings, incomplete, suppressed, verdict });
}

const all = everyFinding('pkg');
const onlyNew = all.map((finding): Finding => ({ ...finding, status: 'new' }));
const base = { subject: { image: 'app' }, details: { baseImage: 'debian:13' } };
const inBase = [0, 1, 2].map((i) => vulnerability(`CVE-2024-${i}`, `p${i}`, base));
const HOSTILE = '5 new findings: 9 critical · 3 existing | 7 | </td><td>8 `::error ::x';

/** A report with the findings of both, as `portside merge` writes it. */
function mergedReport(): Report {
  const parts = [withOutcome('fail', all), withOutcome('pass', onlyNew)].map((one) => ({
    ...one,
    baseline: { with: ['main'], missing: [] },
  }));
  const merged = mergeReports(parts.map((one) => serializeReport(one)));
  if (!merged) throw new Error('there is something to merge');
  return deserializeReport(merged);
}

const CASES: readonly (readonly [string, Report, Partial<ReportContext>])[] = [
  ['fails, compared', withOutcome('fail', all), { baseline: 'main' }],
  ['fails, not compared', withOutcome('fail', onlyNew), {}],
  ['fails, without the name of the baseline', withOutcome('fail', all), {}],
  ['passes, compared', withOutcome('pass', all), { baseline: 'main' }],
  ['passes, not compared', withOutcome('pass', onlyNew), {}],
  ['is incomplete', withOutcome('incomplete', all), { baseline: 'main' }],
  ['has findings of a base image', withOutcome('fail', [...all, ...inBase]), { baseline: 'main' }],
  ['is merged', mergedReport(), { baseline: 'main' }],
  ['has no findings', withOutcome('pass', []), { baseline: 'main' }],
  [
    'is of a pull request from a fork',
    withOutcome('fail', all),
    { baseline: 'main', untrusted: true },
  ],
  ['is hostile', withOutcome('fail', everyFinding(HOSTILE)), { baseline: HOSTILE }],
];

const byList =
  (...lists: readonly List[]) =>
  (one: Report, around: ReportContext): Counts => {
    const { counts } = summarizeReport(one, around);
    return Object.fromEntries(
      lists.flatMap((list) =>
        SEVERITIES.flatMap((severity) => {
          const count = counts[list][severity];
          return count > 0 ? [[`${severity} ${list}`, count]] : [];
        }),
      ),
    );
  };

const total =
  (...lists: readonly List[]) =>
  (one: Report, around: ReportContext): Counts => {
    const { counts } = summarizeReport(one, around);
    return Object.fromEntries(lists.map((list) => [list, counts[list].total]));
  };

/** Of the open findings, those that `isListed` accepts. */
const open =
  (keyOf: (finding: Finding) => string, isListed: (finding: Finding) => boolean = () => true) =>
  (one: Report): Counts =>
    tally(openFindings(one.findings).filter(isListed).map(keyOf));

const both =
  (...parts: readonly Reader['of'][]): Reader['of'] =>
  (one, around) =>
    Object.assign({}, ...parts.map((part) => part(one, around)));

function tally(keys: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

/** The sum of the numbers that the pattern captures. */
function sum(document: string, pattern: RegExp): number {
  return [...document.matchAll(pattern)].reduce((count, [, n]) => count + Number(n), 0);
}

/** The rows of a table of totals; the first cell of each is its severity. */
function readTotals(heads: readonly string[], rows: readonly (readonly string[])[]): Counts {
  return Object.fromEntries(
    rows.flatMap(([severity, ...cells]) =>
      cells.flatMap((cell, i) =>
        cell === '0' ? [] : [[`${severity} ${heads[i]?.replace('findings', 'new')}`, Number(cell)]],
      ),
    ),
  );
}

/** `2 critical, 1 low` of each match, as counts of a list. */
function readCounts(document: string, list: List, pattern: RegExp): Counts {
  const [, counts = ''] = pattern.exec(document) ?? [];
  return Object.fromEntries(
    [...counts.matchAll(/(\d+) (\w+)/g)].map(([, n, severity]) => [
      `${severity} ${list}`,
      Number(n),
    ]),
  );
}

function readMarkdown(document: string): Counts {
  return {
    ...readCounts(
      document,
      'new',
      /^(?:New|Findings|<details><summary>\d+ (?:new )?findings?): ([^·<\n]*)/m,
    ),
    ...readCounts(document, 'existing', /<summary>\d+ existing finding.*: ([^<:]*)</),
    ...readCounts(document, 'fixed', /<summary>\d+ findings? fixed.*: ([^<:]*)</),
    existing: sum(document, /<summary>(\d+) existing findings?/g),
    fixed: sum(document, /<summary>(\d+) findings? fixed/g),
    suppressed:
      sum(document, /<summary>(\d+) (?:suppressed by|not affected)/g) +
      sum(document, /^\*\*(\d+) findings? suppressed by comments/gm),
  };
}

const markdownReader: Reader = {
  read: readMarkdown,
  of: both(byList('new', 'existing', 'fixed'), total('existing', 'fixed', 'suppressed')),
};

function elements(node: Element, name: string): Element[] {
  return [
    ...(node.name === name ? [node] : []),
    ...node.children.flatMap((child) => elements(child, name)),
  ];
}

const READERS: Readonly<Record<string, Reader>> = {
  json: {
    read: (document) => {
      const { findings, suppressed: comments = [] } = JSON.parse(document) as Report;
      return tally([
        ...findings.map(
          ({ severity, status }) => `${severity} ${status === 'excepted' ? 'suppressed' : status}`,
        ),
        ...comments.map(({ severity }) => `${severity} suppressed`),
      ]);
    },
    of: byList(...LISTS),
  },
  markdown: markdownReader,
  comment: markdownReader,
  text: {
    read: (document) => {
      const [line = ''] = document
        .split('\n')
        .filter((one) => / suppressed by comments$/.test(one))
        .slice(-1);
      const severities =
        /^\d+ (?:new )?findings?: ([^·]*)/.exec(line)?.[1]?.trim().split(', ') ?? [];
      const number = (pattern: RegExp) => Number(pattern.exec(line)?.[1] ?? 0);
      return {
        ...Object.fromEntries(
          severities
            .map((one) => one.split(' '))
            .map(([n, severity]) => [`${severity} new`, Number(n)]),
        ),
        existing: number(/(?:^|· )(\d+) existing/),
        fixed: number(/· (\d+) fixed(?: ·|$)/),
        suppressed: sum(line, /(?<=· )(\d+) (?:suppressed|not affected)/g),
      };
    },
    of: both(byList('new'), total('existing', 'fixed', 'suppressed')),
  },
  html: {
    read: (document) => {
      const table = /<table class="totals">.*?<\/table>/s.exec(document)?.[0] ?? '';
      const heads = [...table.matchAll(/<th scope="col">(new|existing|fixed|findings)</g)].map(
        ([, head = '']) => head,
      );
      const rows = [...table.matchAll(/<tr><th scope="row">(.*?)<\/tr>/gs)].map(([, row = '']) => [
        /critical|high|medium|low|info|total/.exec(row)?.[0] ?? '',
        ...[...row.matchAll(/<td>(\d+)<\/td>/g)].map(([, n = '']) => n),
      ]);
      return {
        ...readTotals(
          heads,
          rows.filter(([severity]) => severity !== 'total'),
        ),
        listed: document.match(/<li id="f-/g)?.length ?? 0,
      };
    },
    of: both(byList('new', 'existing', 'fixed'), (one) => ({
      listed: one.findings.length + (one.suppressed?.length ?? 0),
    })),
  },
  sarif: {
    read: (document) =>
      tally(
        JSON.parse(document).runs.flatMap(({ results }: { results: SarifResult[] }) =>
          results.map(({ suppressions, properties: { severity, status } }) =>
            suppressions ? 'in source' : `${severity} ${status}`,
          ),
        ),
      ),
    of: both(byList('new', 'existing'), (one) => ({ 'in source': one.suppressed?.length ?? 0 })),
  },
  junit: {
    read: (document) =>
      tally(
        elements(readXml(document), 'testcase').flatMap(({ attributes, children: [result] }) => {
          if (!result || / check$/.test(attributes.get('name') ?? '')) return [];
          const message = result.attributes.get('message') ?? '';
          const severity =
            result.attributes.get('type') ?? /^(\w+), does not fail/.exec(message)?.[1];
          return [severity ?? 'suppressed'];
        }),
      ),
    of: both(
      open(({ severity }) => severity),
      (one) =>
        tally(one.findings.flatMap(({ status }) => (status === 'excepted' ? ['suppressed'] : []))),
    ),
  },
  gitlab: {
    read: (document) =>
      tally(
        JSON.parse(document).vulnerabilities.map((one: { severity: string }) =>
          one.severity.toLowerCase(),
        ),
      ),
    of: open(({ severity }) => severity, isIn('gitlab')),
  },
  'gitlab-secret-detection': {
    read: (document) =>
      tally(
        JSON.parse(document).vulnerabilities.map((one: { severity: string }) =>
          one.severity.toLowerCase(),
        ),
      ),
    of: open(({ severity }) => severity, isIn('gitlab-secret-detection')),
  },
  github: {
    read: (document) => ({
      open:
        (document.match(/^::(?:error|warning|notice) title=(?!Not checked|base image)/gm)?.length ??
          0) + sum(document, /^::\w+ title=base image[^\n]*::(\d+) findings from/gm),
    }),
    of: (one) => ({ open: openFindings(one.findings).length }),
  },
  'code-quality': {
    read: (document) =>
      tally(JSON.parse(document).map((one: { severity: string }) => one.severity)),
    of: (one) => {
      const gaps = one.incomplete.length > 0 ? ['critical'] : [];
      return tally([
        ...openFindings(one.findings)
          .filter(isIn('code-quality'))
          .map(({ severity }) => CODE_QUALITY[severity]),
        ...gaps,
      ]);
    },
  },
  checkstyle: {
    read: (document) => ({
      located: elements(readXml(document), 'error').filter(
        ({ attributes }) => !attributes.get('source')?.endsWith('.not-checked'),
      ).length,
    }),
    of: (one) => ({
      located: openFindings(one.findings).filter(({ location }) => location).length,
    }),
  },
  cyclonedx: cyclonedxReader(),
  'cyclonedx-1.7': cyclonedxReader(),
};

function isIn(format: GitLabFormat) {
  return (finding: Finding) => gitlabFormatOf(finding) === format;
}

function cyclonedxReader(): Reader {
  return {
    read: (document) =>
      tally(
        (JSON.parse(document).vulnerabilities ?? []).map(
          (one: { ratings: { severity: string }[] }) => one.ratings[0]?.severity ?? '',
        ),
      ),
    of: (one) => {
      const listed = openFindings(one.findings).filter(isAboutPackage);
      return tally([...new Map(listed.map(({ rule, severity }) => [rule, severity])).values()]);
    },
  };
}

interface SarifResult {
  readonly suppressions?: unknown;
  readonly properties: { readonly severity: Severity; readonly status: string };
}

const CODE_QUALITY = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
} as const;

/** Formats about packages or about the verdict: they have no numbers of findings. */
const WITHOUT_NUMBERS = ['spdx', 'in-toto-vsa', 'in-toto-vuln'];

function render(format: string, one: Report, around: ReportContext): string {
  if (format === 'comment') return renderMarkdown(one, around, { ...COMMENT_SIZE, bytes: 1e6 });
  return REPORT_FORMATS.get(format)?.render(one, around) ?? '';
}

it('every format has a reader', () => {
  const { comment: _, ...formats } = READERS;
  expect([...Object.keys(formats), ...WITHOUT_NUMBERS].sort()).toEqual(
    [...REPORT_FORMATS.keys()].sort(),
  );
});

describe.each(CASES)('a report that %s', (_, one, over) => {
  const around = context({ width: 100_000, complete: true, ...over });

  it.each(Object.entries(READERS))(
    'has the numbers of the summary as %s',
    (format, { read, of }) => {
      expect(read(render(format, one, around))).toEqual(of(one, around));
    },
  );

  it('has the same headline as markdown, comment and html', () => {
    const { headline } = summarizeReport(one, around);
    for (const format of ['markdown', 'comment', 'html'])
      expect(render(format, one, around)).toContain(
        headline.replace(/^\S+ (Portside: [^.]*).*/, '$1'),
      );
  });
});

it('every format names the same version to update to', () => {
  const findings = ['4.17.19', '4.17.21'].map((fixed, i) =>
    vulnerability(`CVE-2020-${i}`, 'lodash', {
      message: 'lodash is affected',
      details: { installed: '4.17.15', fixed, upgrade: { to: '4.17.21', clears: 2, of: 2 } },
    }),
  );
  const one = report({ findings });
  for (const format of [...Object.keys(READERS), ...WITHOUT_NUMBERS])
    if (format !== 'json')
      expect([format, render(format, one, context())]).not.toContainEqual(
        expect.stringContaining('4.17.19'),
      );
  for (const format of ['markdown', 'comment', 'text', 'html', 'sarif', 'gitlab', 'cyclonedx'])
    expect([format, render(format, one, context())]).toContainEqual(
      expect.stringContaining('4.17.21'),
    );
});
