import { expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { disambiguateFingerprints } from '../../../src/core/fingerprint.js';
import type { Report } from '../../../src/core/report.js';
import { codeQuality } from '../../../src/reports/formats/code-quality.js';
import { gitlab } from '../../../src/reports/formats/gitlab.js';
import { context, large, lint, report, vulnerability } from '../sample.js';
import { list, record, text } from '../schema-builders.js';

/**
 * GitLab's schemas for the parts of its formats that we write. Members that GitLab ignores are rejected here.
 * Sources, in GitLab's repository:
 * lib/gitlab/ci/parsers/security/validators/schemas/15.2.1/container-scanning-report-format.json and
 * app/validators/json_schemas/codeclimate.json.
 */
const web = { type: 'string', pattern: '^(https?|ftp)://.+' };
const time = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d$' };
const tool = record({
  id: text(),
  name: text(),
  version: text(),
  vendor: record({ name: text() }),
});
const metric = '(AV:[NALP]|AC:[LH]|PR:[NLH]|UI:[NR]|S:[UC]|[CIA]:[NLH])';
const cvss3 = { ...text(32, 128), pattern: `^CVSS:3[.][01](/${metric})+$` };

const containerScanning = record({
  version: { const: '15.2.1' },
  scan: record({
    analyzer: tool,
    scanner: tool,
    type: { enum: ['container_scanning', 'container_scanning_for_registry'] },
    status: { enum: ['success', 'failure'] },
    start_time: time,
    end_time: time,
    messages: list(record({ level: { enum: ['info', 'warn', 'fatal'] }, value: text() })),
  }),
  vulnerabilities: list(
    record(
      {
        id: text(),
        name: text(0, 255),
        description: text(0, 1_048_576),
        severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
        solution: text(0, 7_000),
        identifiers: list(record({ type: text(), name: text(), value: text() }), 1),
        links: list(record({ url: web })),
        cvss_vectors: { ...list(record({ vendor: text(), vector: cvss3 }), 1), maxItems: 10 },
        location: record({
          dependency: record({ package: record({ name: text(0) }), version: text(0) }),
          operating_system: text(),
          image: text(),
          default_branch_image: text(0, 255),
        }),
      },
      'solution',
      'links',
      'cvss_vectors',
    ),
  ),
});

const codeClimate = list(
  record({
    type: { const: 'issue' },
    check_name: text(0),
    categories: list({ enum: ['Style', 'Security'] }, 1),
    description: text(),
    fingerprint: text(),
    severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
    location: record({
      // Relative to the repository: GitLab appends it to the address of the commit.
      path: { type: 'string', pattern: '^(?!/|\\.{1,2}/).+' },
      lines: record({
        begin: { type: 'integer', minimum: 1 },
        end: { type: 'integer', minimum: 1 },
      }),
    }),
  }),
);

const ajv = new Ajv();
const [isContainerScanning, isCodeClimate] = [containerScanning, codeClimate].map((s) =>
  ajv.compile(s),
);

const at = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };
const long = '<"\u202e\u0000\n'.repeat(40_000);
const reports: readonly (readonly [string, Report])[] = [
  ['a usual image', report()],
  ['nothing', report({ targets: [], packages: [], findings: [], incomplete: [], notes: [] })],
  ['five thousand findings', large(5_000)],
  [
    'untrusted and very long text',
    report({
      targets: [{ kind: 'image', name: long }],
      incomplete: [{ check: 'vulnerability', target: long, reason: long }],
      findings: disambiguateFingerprints([
        lint({ rule: long, message: long, location: { ...at, path: `./a/../${long}` } }),
        lint({ location: { ...at, path: '/etc/passwd' } }),
        lint({ location: { ...at, path: '' } }),
        vulnerability(long, long, {
          message: long,
          subject: { image: long, purl: `pkg:deb/debian/x@1?distro=${long}` },
          details: {
            fixed: long,
            installed: long,
            summary: long,
            references: [long, 'javascript:1', 'https://a.example/x'],
            aliases: [long, ''],
          },
        }),
      ]),
    }),
  ],
  [
    'empty text',
    report({
      targets: [],
      findings: [
        vulnerability('', '', {
          message: '',
          subject: { image: '', purl: '' },
          details: { fixed: '', installed: '', summary: '', references: [''], aliases: [''] },
        }),
      ],
    }),
  ],
];

it.each(reports)(
  'a container scanning report of %s is valid against GitLab’s schema',
  (_, value) => {
    isContainerScanning?.(JSON.parse(gitlab.render(value, context())));
    expect(isContainerScanning?.errors).toBeNull();
  },
);

it.each(reports)(
  'a code quality report of %s is valid against GitLab’s schema, and its fingerprints are unique',
  (_, value) => {
    const issues = JSON.parse(codeQuality.render(value, context()));
    isCodeClimate?.(issues);
    expect(isCodeClimate?.errors).toBeNull();
    const fingerprints = issues.map((issue: { fingerprint: string }) => issue.fingerprint);
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
  },
);
