import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { headline } from '../../src/reports/headline.js';
import { type GitStory, gitStory } from '../baseline/git-story.js';
import { dockerArchive, tar } from '../image/build-tar.js';
import { context } from '../reports/sample.js';

/** Suppressions that a pull request adds: reviewers see them in the headline and in an output. */

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const POLICY = '.github/portside.yml';
const DOCKERFILE = `FROM debian:13
RUN curl -k https://a.example
USER 1
HEALTHCHECK NONE
`;
const exception = (rule: string, until = '2099-01-31') =>
  `  - { rule: ${rule}, reason: later, until: ${until} }\n`;
const policy = (...exceptions: string[]) => `exceptions:\n${exceptions.join('')}`;

async function added(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string | undefined>>,
): Promise<Report> {
  story.base({ Dockerfile: DOCKERFILE, ...before });
  story.commit(after);
  return story.run();
}

it.each<[string, Record<string, string>, Record<string, string | undefined>, string[]]>([
  [
    'an exception of the policy',
    { [POLICY]: policy(exception('PS0024')) },
    { [POLICY]: policy(exception('PS0024'), exception('DL3020')) },
    ['exception DL3020 until 2099-01-31 in .github/portside.yml'],
  ],
  [
    'a later end of an exception',
    { [POLICY]: policy(exception('PS0024')) },
    { [POLICY]: policy(exception('PS0024', '2100-01-31')) },
    ['exception PS0024 until 2100-01-31 in .github/portside.yml'],
  ],
  [
    'an entry of .trivyignore',
    {},
    { '.trivyignore': 'CVE-2026-1\n' },
    ['exception CVE-2026-1 (never expires) in .trivyignore'],
  ],
  [
    'rules and severities of .hadolint.yaml',
    { '.hadolint.yaml': 'ignored: [PS0024]\n' },
    {
      '.hadolint.yaml':
        'ignored: [PS0024, DL3020]\noverride: { info: [DL3002], error: [DL3008] }\n',
    },
    ['ignored rule DL3020 in .hadolint.yaml', 'severity low of DL3002 in .hadolint.yaml'],
  ],
  [
    'allowed gaps',
    { [POLICY]: 'allow-incomplete: [lint]\n' },
    {
      [POLICY]:
        'allow-incomplete: [lint, trust]\nallow-uncovered:\n  - { check: manifest, target: "charts/**" }\n',
    },
    ['allow-incomplete: trust', 'allow-uncovered: manifest of charts/**'],
  ],
  [
    'gaps that may stay longer, but no shorter ones and no other reasons',
    {
      [POLICY]:
        'allow-uncovered:\n  - { check: lint, target: a, until: 2027-01-01 }\n  - { check: lint, target: b, until: 2027-01-01 }\n  - { check: lint, target: c }\n',
    },
    {
      [POLICY]:
        'allow-uncovered:\n  - { check: lint, target: a, until: 2027-01-02 }\n  - { check: lint, target: b, reason: x, until: 2026-12-01 }\n  - { check: lint, target: c, until: 2027-01-01 }\n  - { check: lint, target: b }\n',
    },
    ['allow-uncovered: lint of a until 2027-01-02', 'allow-uncovered: lint of b'],
  ],
  [
    'a weaker gate',
    { [POLICY]: 'fail-on: { severity: high, checks: { secret: { severity: low } } }\n' },
    { [POLICY]: 'fail-on: { severity: high, checks: { secret: { severity: critical } } }\n' },
    ['weaker gate for secret'],
  ],
  [
    'comments of new pull requests',
    { [POLICY]: 'extends: strict\n' },
    {
      [POLICY]: 'extends: strict\nignore-comments: allow\n',
    },
    ['ignore-comments: allow'],
  ],
  [
    'a smaller rule set',
    { [POLICY]: 'rule-set: all\n' },
    { [POLICY]: 'rule-set: recommended\n' },
    ['rule-set: recommended'],
  ],
  ['a larger rule set', { [POLICY]: 'lower: {}\n' }, { [POLICY]: 'rule-set: all\n' }, []],
  [
    'a file of hadolint that replaces the one above it',
    {
      '.hadolint.yaml':
        'override: { error: [DL3008] }\ntrustedRegistries: [a.example]\nstrict-labels: true\ndisable-ignore-pragma: true\n',
      'web/Dockerfile': DOCKERFILE,
    },
    { 'web/.hadolint.yaml': 'trustedRegistries: [a.example, b.example]\n' },
    [
      'severity low of DL3008 in web/.hadolint.yaml',
      'trusted registry b.example in web/.hadolint.yaml',
      'ignore pragmas in web/.hadolint.yaml',
      'labels outside the schema in web/.hadolint.yaml',
    ],
  ],
  [
    'a file of hadolint that is gone',
    { '.hadolint.yaml': 'trustedRegistries: [a.example]\n' },
    { '.hadolint.yaml': undefined },
    ['trusted registry * in .hadolint.yaml'],
  ],
  [
    'parts of the policy',
    {
      [POLICY]:
        'lower: { paths: [a/**], builder-stages: false }\nregistries: [a.example]\nadvisories: { maximum-age-days: 3 }\ntrust: [{ images: a.example/**, signed-by: { issuer: a, subject: b } }]\nrules:\n  - { id: ORG-1, severity: high, when: finding.rule == "PS0024", message: a }\n  - { id: ORG-2, severity: high, when: finding.rule == "PS0024", message: a }\n',
    },
    {
      [POLICY]:
        'lower: { paths: [a/**, b/**] }\nregistries: [a.example, b.example]\nbase-images: ignore\ntrust: [{ images: a.example/**, signed-by: { issuer: a, subject: "**" } }]\npackage-provenance: ignore\nrules:\n  - { id: ORG-1, severity: low, when: finding.rule == "PS0024", message: a }\n',
    },
    [
      'lower: b/**',
      'lower: builder-stages',
      'rule ORG-1 changed or removed',
      'rule ORG-2 changed or removed',
      'trust requirement for a.example/** changed or removed',
      'registry b.example',
      'base-images: ignore',
      'package-provenance: ignore',
      'maximum-age-days: none',
    ],
  ],
  [
    'nothing, with a stricter policy',
    { [POLICY]: policy(exception('PS0024'), exception('DL3020')) },
    { [POLICY]: `fail-on: { severity: low }\n${policy(exception('PS0024'))}` },
    [],
  ],
])('%s', async (_, before, after, expected) => {
  const report = await added(before, after);
  expect(report.addedSuppressions ?? []).toEqual(expected.map((one) => `after the merge: ${one}`));
});

describe('an ignore comment that the pull request adds', () => {
  it('is in the headline', async () => {
    const report = await added(
      {},
      { Dockerfile: DOCKERFILE.replace('RUN', '# portside ignore=PS0024\nRUN') },
    );
    expect(report.addedSuppressions).toEqual([
      'after the merge: comment: PS0024 in Dockerfile:2: no reason given',
    ]);
    expect(report.verdict.outcome).toBe('pass');
    expect(headline(report, context())).toMatch(/^✅ Portside: .*; adds 1 suppression$/);
  });

  it('does not show a secret in its reason', async () => {
    const token = `ghp_${'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY2zA4'.slice(0, 36)}`;
    const comment = `# portside ignore=PS0024 reason=login with ${token}\nRUN`;
    const report = await added({}, { Dockerfile: DOCKERFILE.replace('RUN', comment) });
    expect(report.addedSuppressions).toEqual([
      expect.stringMatching(/^after the merge: comment: PS0024 in Dockerfile:2: login with/),
    ]);
    expect(JSON.stringify(report)).not.toContain(token.slice(8));
  });

  it('is not, if the base has it, or outside of a pull request', async () => {
    story.base({ Dockerfile: DOCKERFILE.replace('RUN', '# portside ignore=PS0024\nRUN') });
    expect((await story.run()).addedSuppressions).toBeUndefined();
    expect((await story.run([], true)).addedSuppressions).toBeUndefined();
  });
});

describe('a comment in a file of an image', () => {
  const TOKEN = 'ghp_aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY2zA4';
  const image = (name: string, text: string) => {
    const path = join(story.root, '..', name);
    writeFileSync(path, dockerArchive([tar([{ name: 'app/a.env', body: text }])]));
    return path;
  };

  it('does not excuse a secret that the change brings', async () => {
    story.base({ Dockerfile: DOCKERFILE });
    story.commit({ Dockerfile: `${DOCKERFILE}COPY a.env /app/a.env\n` });
    const path = image('app.tar', `T=${TOKEN} # gitleaks:allow\n`);
    const report = await story.run(['--image', path]);
    const [secret] = report.findings.filter(({ check, subject }) => check === 'secret' && subject);
    expect(secret).toMatchObject({
      status: 'new',
      message: expect.stringContaining('not suppressed by the comment in /app/a.env:1'),
    });
    expect(report.verdict.outcome).toBe('fail');
  });

  it('is a row of what is suppressed without a change', async () => {
    story.base({ Dockerfile: DOCKERFILE });
    const path = image('app.tar', `T=${TOKEN} # gitleaks:allow\n`);
    const report = await story.run(['--image', path], true);
    expect(report.findings.filter(({ check }) => check === 'secret')).toEqual([]);
    expect(report.suppressed).toMatchObject([
      { check: 'secret', suppression: { path: '/app/a.env', line: 1, rule: 'gitleaks:allow' } },
    ]);
  });
});
