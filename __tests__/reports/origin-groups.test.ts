import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import type { Origin } from '../../src/core/origin.js';
import type { Report } from '../../src/core/report.js';
import { REPORT_FORMATS } from '../../src/reports/all-formats.js';
import { COMMENT_SIZE, renderMarkdown } from '../../src/reports/formats/markdown.js';
import { formatOrigins, imageOrigins, splitBaseImages } from '../../src/reports/origin-groups.js';
import { context, type FindingParts, report, vulnerability } from './sample.js';

const BASE: Origin = { kind: 'base-image', image: 'node:24-slim' };
const STAGE: Origin = { kind: 'builder-stage', stage: 'build', image: 'golang:1.25' };
const OWN: Origin = { kind: 'own-layer' };
const line = (startLine: number) => ({
  location: { path: 'Dockerfile', startLine, startColumn: 1, endLine: startLine, endColumn: 9 },
});

/** Twelve findings of the base image, one of a builder stage, and two of own lines. */
function withOrigins(own: FindingParts = {}): Report {
  const inBase = Array.from({ length: 12 }, (_, i) =>
    vulnerability(`CVE-2026-${100 + i}`, `base${i}`, {
      ...line(1),
      origin: BASE,
      status: 'existing',
      severity: i < 2 ? 'high' : 'low',
      details: { fixed: i < 4 ? '1.1' : null },
      ...own,
    }),
  );
  return report({
    findings: [
      ...inBase,
      vulnerability('CVE-2026-1', 'staged', { ...line(3), origin: STAGE }),
      vulnerability('CVE-2026-2', 'own-a', { ...line(4), origin: OWN }),
      vulnerability('CVE-2026-3', 'own-b', { ...line(4), origin: OWN, status: 'existing' }),
    ],
  });
}
/** Without a comparison, all findings are new. */
const notCompared = (of: Report): Report => ({
  ...of,
  findings: of.findings.map((finding) => ({ ...finding, status: 'new' as const })),
});
const render = (id: string, of: Report, over = {}) =>
  REPORT_FORMATS.get(id)?.render(of, context(over)) ?? '';
const COUNTS = '2 from your lines, 1 from builder stage build, 12 from node:24-slim';
const SUMMARY = '2 high, 10 low; a newer base image fixes 4 of 12 vulnerabilities';

describe('the counts by origin', () => {
  const [origins] = imageOrigins(withOrigins());
  if (!origins) throw new Error('there are no origins');
  const plain = (name: string) => name;

  it('name own lines first, and the base image last', () => {
    expect(formatOrigins(origins, false, plain)).toBe(COUNTS);
  });

  it('tell new from existing findings if there is a baseline', () => {
    expect(formatOrigins(origins, true, plain)).toBe(
      '2 from your lines (1 new, 1 existing), 1 from builder stage build (new), 12 from node:24-slim (existing)',
    );
  });

  it('are absent without any origin, and name what has none', () => {
    expect(imageOrigins(report())).toEqual([]);
    const some = report({
      findings: [
        vulnerability('CVE-1', 'a'),
        vulnerability('CVE-2', 'b', { origin: { kind: 'base-image' } }),
      ],
    });
    expect(imageOrigins(some).map((one) => formatOrigins(one, false, plain))).toEqual([
      '1 from the base image, 1 of unknown origin',
    ]);
  });

  it('read the base image of reports of earlier versions', () => {
    const old = report({
      findings: [vulnerability('CVE-1', 'a', { details: { baseImage: 'debian:12' } })],
    });
    expect(imageOrigins(old).map((one) => formatOrigins(one, false, plain))).toEqual([
      '1 from debian:12',
    ]);
  });
});

describe('what is left to the base image', () => {
  it.each<[string, FindingParts, boolean]>([
    ['a vulnerability', {}, true],
    ['an exploited vulnerability', { details: { exploited: true } }, false],
    ['malware', { check: 'malware' }, false],
    ['a secret', { check: 'secret' }, false],
    ['a hardening finding of low severity', { check: 'hardening', severity: 'low' }, true],
    ['a hardening finding of high severity', { check: 'hardening' }, false],
    ['a finding with a fix', { fix: { description: 'Fix it', edits: [] } }, false],
    ['an own vulnerability', { origin: OWN }, false],
  ])('%s', (_, parts, isLeft) => {
    const finding = vulnerability('CVE-1', 'a', { origin: BASE, ...parts });
    const { own, bases } = splitBaseImages([finding]);
    expect([own.length, bases.length]).toEqual(isLeft ? [0, 1] : [1, 0]);
  });
});

it.each<[string, readonly FindingParts[]]>([
  ['1 low, a vulnerability without a fix', [{}]],
  ['2 low, all vulnerabilities without a fix', [{}, {}]],
  ['2 low, 1 of them a vulnerability without a fix', [{}, { check: 'hardening' }]],
  ['3 low, 2 of them vulnerabilities without a fix', [{}, {}, { check: 'hardening' }]],
])('the base image has %s', (summary, parts) => {
  const findings = parts.map((one, i) =>
    vulnerability(`CVE-${i}`, `p${i}`, {
      origin: BASE,
      severity: 'low',
      details: { fixed: null },
      ...one,
    }),
  );
  expect(splitBaseImages(findings).bases.map((base) => base.summary)).toEqual([summary]);
});

describe('the text report', () => {
  const text = render('text', notCompared(withOrigins()));

  it('has one row for the base image, with its remedy, in the order of the comment, and the counts', () => {
    const base = `12 findings from base image node:24-slim: ${SUMMARY} · Dockerfile:1\n`;
    expect(text).toContain(base);
    expect(text.indexOf(base)).toBeLessThan(text.indexOf('own-a'));
    expect(text).not.toMatch(/base\d/);
    expect(text).toContain(`app:pr-42: ${COUNTS}\n`);
  });
});

describe('the comment', () => {
  const comment = (of: Report, baseline?: string) =>
    renderMarkdown(of, context({ baseline }), COMMENT_SIZE);

  it('has the counts, and the findings of the base image collapsed', () => {
    const text = comment(notCompared(withOrigins()));
    expect(text).toContain(
      '`registry.example:5000/shop/app:pr-42`: 2 from your lines, 1 from builder stage `build`, 12 from `node:24-slim`',
    );
    const [open, collapsed] = text.split('<details><summary>12 findings from the base image node:');
    expect(open).toContain('** own-a ');
    expect(open).not.toContain('** base0 ');
    expect(collapsed).toContain(SUMMARY);
    expect(collapsed).toContain('** base0 ');
  });

  it('tells which are existing', () => {
    expect(comment(withOrigins(), 'main')).toContain('12 from `node:24-slim` (existing)');
  });

  it('stays within its size with many base images', () => {
    const findings = Array.from({ length: 3_000 }, (_, i) =>
      vulnerability(`CVE-2026-${i}`, `p${i}`, {
        origin: { kind: 'base-image', image: `registry.example/${'x'.repeat(200)}:${i % 300}` },
      }),
    );
    const text = comment(report({ findings }));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(COMMENT_SIZE.bytes);
    expect(text).toContain('more findings from other base images');
  });
});

it('the HTML report has the counts, and one row for the base image, which has its findings', () => {
  const findings = withOrigins().findings.map((one): Finding => ({ ...one, status: 'new' }));
  const page = render('html', report({ findings }));
  expect(page).toContain(`<p><b>registry.example:5000/shop/app:pr-42</b>: ${COUNTS}</p>`);
  const [, rows = ''] = page.split(
    `<summary>12 from the base image node:24-slim: ${SUMMARY}</summary>`,
  );
  const [base = '', own = ''] = rows.split('\n</div></details>\n');
  const origins = (part: string) =>
    [...part.matchAll(/<li id="[^"]*" data-f="([^"]*)"/g)].map(
      ([, keys = '']) => keys.split(' ')[4],
    );
  expect(origins(own)).toEqual(['builder-stage', 'own-layer', 'own-layer']);
  expect(origins(base)).toEqual(Array.from({ length: 12 }, () => 'base-image'));
});

it('SARIF has the origin as a property, and as a tag of the result and of the rule', () => {
  const [run] = JSON.parse(render('sarif', withOrigins())).runs.filter(
    ({ results }: { results: unknown[] }) => results.length > 0,
  );
  const result = run.results.find(({ ruleId }: { ruleId: string }) => ruleId === 'CVE-2026-100');
  expect(result.properties).toMatchObject({
    origin: 'base-image',
    baseImage: 'node:24-slim',
    tags: ['origin:base-image'],
  });
  expect(run.tool.driver.rules[result.ruleIndex].properties.tags).toContain('origin:base-image');
  const staged = run.results.find(({ ruleId }: { ruleId: string }) => ruleId === 'CVE-2026-1');
  expect(staged.properties).toMatchObject({ origin: 'builder-stage', stage: 'build' });
});

it('the findings of the base image are one annotation on the FROM line', () => {
  const lines = render('github', withOrigins()).split('\n');
  const onFrom = lines.filter((one) => one.includes('line=1,'));
  expect(onFrom).toEqual([
    expect.stringMatching(
      /^::notice title=base image,file=Dockerfile,line=1,.*::12 findings from base image node:24-slim: 2 high.*\(existing\)$/,
    ),
  ]);
});

it('JSON has the origin of each finding', () => {
  const { findings } = JSON.parse(render('json', withOrigins()));
  expect(findings[0].origin).toEqual(BASE);
  expect(findings.at(-1).origin).toEqual(OWN);
});

it('a finding about packages of several origins names the others', () => {
  const origin: Origin = { ...OWN, also: [BASE] };
  const text = render('text', report({ findings: [vulnerability('CVE-1', 'a', { origin })] }));
  expect(text).toContain('(also from node:24-slim)');
});
