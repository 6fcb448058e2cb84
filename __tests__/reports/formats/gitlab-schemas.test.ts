import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import type { Finding } from '../../../src/core/finding.js';
import { disambiguateFingerprints } from '../../../src/core/fingerprint.js';
import type { Report } from '../../../src/core/report.js';
import { codeQuality } from '../../../src/reports/formats/code-quality.js';
import { gitlab } from '../../../src/reports/formats/gitlab.js';
import { gitlabSecretDetection } from '../../../src/reports/formats/gitlab-secret-detection.js';
import { context, type FindingParts, large, lint, report, vulnerability } from '../sample.js';
import { list, record, text } from '../schema-builders.js';

/**
 * GitLab's schemas for the parts of its formats that we write. Members that GitLab ignores are rejected here.
 * Sources, in GitLab's repository:
 * lib/gitlab/ci/parsers/security/validators/schemas/15.2.1/container-scanning-report-format.json,
 * secret-detection-report-format.json next to it, and
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

const scan = (type: string) =>
  record({
    analyzer: tool,
    scanner: tool,
    type: { const: type },
    status: { enum: ['success', 'failure'] },
    start_time: time,
    end_time: time,
    messages: list(record({ level: { enum: ['info', 'warn', 'fatal'] }, value: text() })),
  });
const entry = {
  id: text(),
  name: text(0, 255),
  description: text(0, 1_048_576),
  severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
  solution: text(0, 7_000),
  identifiers: list(record({ type: text(), name: text(), value: text() }), 1),
};

const secretDetection = record({
  version: { const: '15.2.1' },
  scan: scan('secret_detection'),
  vulnerabilities: list(
    record(
      {
        ...entry,
        location: record(
          {
            file: text(),
            start_line: { type: 'number' },
            end_line: { type: 'number' },
            commit: record({ sha: text() }),
          },
          'start_line',
          'end_line',
        ),
      },
      'solution',
    ),
  ),
});

const containerScanning = record({
  version: { const: '15.2.1' },
  scan: scan('container_scanning'),
  vulnerabilities: list(
    record(
      {
        ...entry,
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
const [isContainerScanning, isSecretDetection, isCodeClimate] = [
  containerScanning,
  secretDetection,
  codeClimate,
].map((s) => ajv.compile(s));

const secret = (over: FindingParts) => {
  const { location: _, ...rest } = lint({ check: 'secret', rule: 'npm-token' });
  return { ...rest, ...over } as Finding;
};
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
        secret({ rule: long, message: long, location: { ...at, path: `./a/../${long}` } }),
        secret({ location: { ...at, path: '..' } }),
        secret({ subject: { image: long, path: long } }),
        secret({}),
        lint({
          check: 'hardening',
          rule: long,
          advice: long,
          subject: { image: long, path: long },
        }),
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

it.each(reports)('a secret detection report of %s is valid against GitLab’s schema', (_, value) => {
  isSecretDetection?.(JSON.parse(gitlabSecretDetection.render(value, context())));
  expect(isSecretDetection?.errors).toBeNull();
});

it.each(reports)(
  'of %s, each finding is once in one of the reports, by an id of its own',
  (_, value) => {
    const ids = [gitlab, gitlabSecretDetection].flatMap((format) =>
      (JSON.parse(format.render(value, context())).vulnerabilities as Entry[]).map(
        ({ id, identifiers }) => {
          expect(identifiers[0]?.value).toBe(id);
          const keys = identifiers.map(({ type, value: one }) => `${type} ${one}`);
          expect(new Set(keys).size).toBe(keys.length);
          return id;
        },
      ),
    );
    const issues: Issue[] = JSON.parse(codeQuality.render(value, context()));
    const gaps = issues.filter(({ check_name }) => check_name === 'not-checked').length;
    ids.push(...issues.slice(0, issues.length - gaps).map(({ fingerprint }) => fingerprint));
    expect(ids.sort()).toEqual(value.findings.map(({ fingerprint }) => fingerprint).sort());
  },
);

interface Entry {
  readonly id: string;
  readonly identifiers: readonly { readonly type: string; readonly value: string }[];
}

interface Issue {
  readonly check_name: string;
  readonly fingerprint: string;
}

/** GitLab's files are not in this repository. */
const PUBLISHED = new URL('../../../../shared/conformance/gitlab/15.2.1/', import.meta.url);

describe.each([
  ['container-scanning', gitlab],
  ['secret-detection', gitlabSecretDetection],
] as const)('the schema that GitLab publishes for %s', (name, format) => {
  const file = new URL(`${name}-report-format.json`, PUBLISHED);
  if (!existsSync(file)) {
    it.skip(`is not checked: ../shared/conformance/gitlab/15.2.1/${name}-report-format.json is missing`, () => {});
    return;
  }
  const isValid = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(file, 'utf8')));
  it.each(reports)('accepts the report of %s', (_, value) => {
    isValid(JSON.parse(format.render(value, context())));
    expect(isValid.errors).toBeNull();
  });
});

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
