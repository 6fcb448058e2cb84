import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CHECKS, type Finding, type Status } from '../../src/core/finding.js';
import { SEVERITIES } from '../../src/core/severity.js';
import { REPORT_FORMATS } from '../../src/reports/all-formats.js';
import { COMMENT_SIZE, renderMarkdown } from '../../src/reports/formats/markdown.js';
import { runs } from '../sample.js';
import { context, large, packageNamed, report, vulnerability } from './sample.js';
import { readXml } from './xml.js';

const STATUSES: readonly Status[] = ['new', 'existing', 'fixed', 'excepted'];
const words = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }));
const position = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer(), fc.constant(Number.NaN));
const location = fc.record({
  path: fc.oneof(words, fc.constant('Dockerfile')),
  startLine: position,
  startColumn: position,
  endLine: position,
  endColumn: position,
});
const optional = { requiredKeys: [] };
const finding = fc.record(
  {
    rule: words,
    aliases: fc.array(words, { maxLength: 3 }),
    check: fc.constantFrom(...CHECKS),
    severity: fc.constantFrom(...SEVERITIES),
    confidence: fc.constantFrom('high' as const, 'medium' as const, 'low' as const),
    tags: fc.array(words, { maxLength: 3 }),
    message: words,
    fingerprint: words,
    status: fc.constantFrom(...STATUSES),
    location,
    subject: fc.record({ image: words, purl: words, path: words, layer: fc.integer() }, optional),
    origin: fc.record(
      {
        kind: fc.constantFrom('base-image', 'own-layer', 'builder-stage'),
        image: words,
        stage: words,
        also: fc.array(fc.record({ kind: fc.constant('base-image'), image: words })),
      },
      { requiredKeys: ['kind'] },
    ),
    details: fc.dictionary(
      fc.constantFrom(
        'id',
        'installed',
        'fixed',
        'cvss',
        'epss',
        'exploited',
        'references',
        'summary',
      ),
      fc.jsonValue(),
    ),
  },
  {
    requiredKeys: [
      'rule',
      'aliases',
      'check',
      'severity',
      'confidence',
      'tags',
      'message',
      'fingerprint',
      'status',
    ],
  },
);

it('every format renders any report as a well-formed document', () => {
  fc.assert(
    fc.property(fc.array(finding, { maxLength: 6 }), words, (findings, name) => {
      const any = report({
        findings: findings as unknown as Finding[],
        packages: [packageNamed(name.replace(/\p{Cs}/gu, '?'))],
        targets: [{ kind: 'image', name, platform: name, dockerfile: name }],
        incomplete: [{ check: 'trust', target: name, reason: name }],
        verdict: { outcome: 'fail', reasons: [name] },
      });
      const around = context({ baseline: name, source: () => `RUN ${name}\n${name}` });
      for (const [id, format] of REPORT_FORMATS) {
        const text = format.render(any, around);
        expect(text.endsWith('\n')).toBe(true);
        if (['json', 'sarif', 'gitlab', 'code-quality', 'cyclonedx', 'spdx'].includes(id))
          JSON.parse(text);
        if (id === 'junit' || id === 'checkstyle') readXml(text);
      }
      expect(Buffer.byteLength(renderMarkdown(any, around, COMMENT_SIZE))).toBeLessThan(
        COMMENT_SIZE.bytes,
      );
    }),
    { numRuns: 300 },
  );
});

it('every format renders thousands of findings', () => {
  const big = large(runs(5_000));
  for (const format of REPORT_FORMATS.values())
    expect(format.render(big, context())).toMatch(/\n$/);
});

// An object with a `toString` of its own cannot become text: String() throws on it.
const notText: unknown = JSON.parse('{"toString":""}');

it.each(['id', 'installed', 'fixed', 'cvss', 'epss', 'exploited', 'references', 'summary'])(
  'every format renders findings whose detail %s has another type than expected',
  (key) => {
    for (const value of [notText, [notText], { score: notText, vector: notText }])
      for (const check of CHECKS) {
        const finding = {
          ...vulnerability('CVE-1', 'a'),
          check,
          details: { [key]: value },
        } as Finding;
        for (const format of REPORT_FORMATS.values())
          expect(format.render(report({ findings: [finding] }), context())).toMatch(/\n$/);
      }
  },
);
