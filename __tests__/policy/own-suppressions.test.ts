import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { type GitStory, gitStory } from '../baseline/git-story.js';
import { sample } from '../sample.js';

/** A suppression that a pull request itself adds does not excuse what the pull request brings, at high and above. */

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

type Files = Readonly<Record<string, string>>;

const FROM = `FROM debian:13@sha256:${'a'.repeat(64)}`;
const TOKEN = 'ghp_aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY2zA4';
const lines = (...text: string[]) => `${text.join('\n')}\n`;
const dockerfile = (...text: string[]) => ({
  Dockerfile: lines(...text, 'USER 1', 'HEALTHCHECK NONE'),
});
const copied = (text: string) => ({
  ...dockerfile(FROM, 'COPY app.ini /'),
  'app.ini': `${text}\n`,
});
const service = (...text: string[]) => ({
  'compose.yaml': lines('services:', '  web:', '    image: a', ...text),
});
const pod = (...text: string[]) =>
  lines('apiVersion: v1', 'kind: Pod', 'metadata: { name: a }', 'spec:', ...text);
const container = (...text: string[]) =>
  pod('  containers:', '    - name: a', '      image: a', ...text);
const inline = (...text: string[]) => ({
  'compose.yaml': lines(
    ...['services:', '  web:', '    build:', '      dockerfile_inline: |'],
    ...[FROM, ...text, 'USER 1'].map((line) => `        ${line}`),
  ),
});
const workflow = (...text: string[]) => ({
  ...dockerfile(FROM),
  '.github/workflows/a.yml': lines(
    ...['on: pull_request_target', 'permissions: {}', 'jobs:', '  a:'],
    ...['    runs-on: ubuntu-24.04', '    steps:', '      - run: docker build .', ...text],
  ),
});
const envFile = (...text: string[]) => ({
  ...service('    env_file: app.env'),
  'app.env': lines(...text),
});
const overlay = (...text: string[]) => ({
  'kustomization.yaml': 'resources: [pod.yaml]\n',
  'pod.yaml': container(...text),
});

const SECURE = dockerfile(FROM);

interface Kind {
  /** The rules of the findings at high or above, and below. */
  readonly rules: readonly [high: string, low: string];
  /** A comment with a finding at high or above. */
  readonly high: Files;
  /** A comment with a finding below; absent if there is no such finding. */
  readonly low?: Files;
  /** The files without the comment and what it is about. */
  readonly clean: Files;
}

const inDockerfile = (
  [high, low]: readonly [string, string],
  write: (rule: string, instruction: string) => Files,
): Kind => ({
  rules: ['PS0024', 'DL3020'],
  high: write('PS0024', high),
  low: write('DL3020', low),
  clean: write('PS0024', 'RUN true'),
});

const INSECURE_AND_ADD = ['RUN curl -k https://a.example', 'ADD app.txt /app.txt'] as const;

const KINDS: Readonly<Record<string, Kind>> = {
  'hadolint ignore': inDockerfile(INSECURE_AND_ADD, (rule, instruction) =>
    dockerfile(FROM, `# hadolint ignore=${rule}`, instruction),
  ),
  'hadolint global ignore': inDockerfile(INSECURE_AND_ADD, (rule, instruction) =>
    dockerfile(`# hadolint global ignore=${rule}`, FROM, instruction),
  ),
  'portside ignore': inDockerfile(INSECURE_AND_ADD, (rule, instruction) =>
    dockerfile(FROM, `# portside ignore=${rule} reason=later`, instruction),
  ),
  'portside stage ignore': inDockerfile(INSECURE_AND_ADD, (rule, instruction) =>
    dockerfile(`# portside stage ignore=${rule}`, FROM, instruction),
  ),
  'portside global ignore': inDockerfile(INSECURE_AND_ADD, (rule, instruction) =>
    dockerfile(`# portside global ignore=${rule}`, FROM, instruction),
  ),
  'hadolint ignore in an instruction': {
    rules: ['PS0024', 'DL3047'],
    high: dockerfile(
      FROM,
      'RUN true \\',
      '# hadolint ignore=PS0024',
      '  && curl -k https://a.example',
    ),
    low: dockerfile(
      FROM,
      'RUN true \\',
      '# hadolint ignore=DL3047',
      '  && wget -O a https://a.example',
    ),
    clean: dockerfile(FROM, 'RUN true'),
  },
  'check=skip of the file': {
    rules: ['UndefinedArgInFrom', 'DL4000'],
    high: dockerfile('# check=skip=UndefinedArgInFrom', FROM, 'FROM $BASE'),
    low: dockerfile('# check=skip=MaintainerDeprecated', FROM, 'MAINTAINER a'),
    clean: dockerfile(FROM),
  },
  'check=skip=all': {
    rules: ['UndefinedArgInFrom', 'DL4000'],
    high: dockerfile('# check=skip=all', FROM, 'FROM $BASE'),
    low: dockerfile('# check=skip=all', FROM, 'MAINTAINER a'),
    clean: dockerfile(FROM),
  },
  'check=skip of an instruction': {
    rules: ['UndefinedArgInFrom', 'DL4000'],
    high: dockerfile(FROM, '# check=skip=UndefinedArgInFrom', 'FROM $BASE'),
    low: dockerfile(FROM, '# check=skip=MaintainerDeprecated', 'MAINTAINER a'),
    clean: dockerfile(FROM),
  },
  'a comment in a Dockerfile of a Compose file': {
    rules: ['PS0024', 'DL3020'],
    high: inline('# hadolint ignore=PS0024', 'RUN curl -k https://a.example'),
    low: inline('# hadolint ignore=DL3020', 'ADD app.txt /app.txt'),
    clean: inline(),
  },
  'a comment in a Compose file': {
    rules: ['DEP-PRIV', 'DEP-OOM'],
    high: service('    privileged: true # portside ignore=DEP-PRIV'),
    low: service('    oom_score_adj: -1000 # portside ignore=DEP-OOM'),
    clean: service(),
  },
  'a comment in an env file': {
    rules: ['DEP-ENVSECRET', ''],
    high: envFile(`GITHUB_TOKEN=${TOKEN} # portside ignore=DEP-ENVSECRET`),
    clean: envFile('A=1'),
  },
  'a comment in a Kubernetes manifest': {
    rules: ['DEP-HOSTPID', 'DEP-SHAREPID'],
    high: { 'pod.yaml': container('  hostPID: true # portside ignore=DEP-HOSTPID') },
    low: { 'pod.yaml': container('  shareProcessNamespace: true # portside ignore=DEP-SHAREPID') },
    clean: { 'pod.yaml': container() },
  },
  'a comment in a kustomization': {
    rules: ['DEP-HOSTPID', 'DEP-SHAREPID'],
    high: overlay('  hostPID: true # portside ignore=DEP-HOSTPID'),
    low: overlay('  shareProcessNamespace: true # portside ignore=DEP-SHAREPID'),
    clean: overlay(),
  },
  'a comment in a workflow': {
    rules: ['GHA-INJECT', 'GHA-PIN'],
    high: workflow(
      '      # portside ignore=GHA-INJECT',
      `      - run: echo \${{ github.event.pull_request.title }}`,
    ),
    low: workflow('      - uses: docker/build-push-action@v6 # portside ignore=GHA-PIN'),
    clean: workflow(),
  },
  ...Object.fromEntries(
    [
      'portside:allow',
      'gitleaks:allow',
      'pragma: allowlist secret',
      'pragma: whitelist secret',
      'trufflehog:ignore',
    ].map((comment): [string, Kind] => [
      `${comment} in a file that is copied into an image`,
      {
        // Secrets fail at any severity.
        rules: ['github-token', ''],
        high: copied(`token = ${TOKEN} # ${comment}`),
        clean: copied('a = b'),
      },
    ]),
  ),
};

const ofRule = (report: Report, rule: string) =>
  [...report.findings, ...(report.suppressed ?? [])]
    .filter((finding) => finding.rule === rule)
    .map(({ status, suppression }) => `${status}${suppression ? ', suppressed' : ''}`)
    .sort();

async function changed(base: Files, change: Files, rule: string) {
  story.base(base);
  story.commit(change);
  const report = await story.run();
  return [ofRule(report, rule), report.verdict.outcome];
}

describe.each(sample(Object.entries(KINDS), 3, ([name]) => name))(
  '%s',
  (_, { rules: [high, low], ...kind }) => {
    it('does not suppress at high or above if the pull request adds it', async () => {
      expect(await changed(kind.clean, kind.high, high)).toEqual([['new'], 'fail']);
    });

    it('suppresses at high or above if the base branch has it', async () => {
      const result = await changed(kind.high, { 'README.md': 'a' }, high);
      expect(result).toEqual([['existing, suppressed'], 'pass']);
    });

    if (kind.low)
      it('suppresses below high if the pull request adds it', async () => {
        const result = await changed(kind.clean, kind.low ?? {}, low);
        expect(result).toEqual([['new, suppressed'], 'pass']);
      });
  },
);

describe('a comment that the pull request adds about a secret below high', () => {
  const base = dockerfile(FROM, 'COPY app.env /app.env');
  const withSecret = (comment: string) => ({
    'app.env': `DB_PASSWORD=Kx93jfLq8vZ2pW${comment}\n`,
  });

  it.each([
    ['gitleaks:allow', '', [['new'], 'fail']],
    ['portside:allow', '', [['new'], 'fail']],
    [
      'gitleaks:allow',
      'fail-on: { checks: { secret: { severity: high } } }\n',
      [['new, suppressed'], 'pass'],
    ],
  ])('suppresses only what does not fail: %s, policy "%s"', async (comment, policy, expected) => {
    const files = { ...base, 'app.env': 'A=1\n', '.github/portside.yml': policy };
    const result = await changed(files, withSecret(` # ${comment}`), 'password-assignment');
    expect(result).toEqual(expected);
  });

  it('suppresses it if the base branch has it', async () => {
    const before = { ...base, ...withSecret(' # gitleaks:allow') };
    const result = await changed(before, { 'README.md': 'a' }, 'password-assignment');
    expect(result).toEqual([['existing, suppressed'], 'pass']);
  });
});

describe('a comment of the base branch', () => {
  it.each([
    ['global', ['existing, suppressed', 'existing, suppressed'], 'pass'],
    ['stage', ['existing, suppressed', 'existing, suppressed'], 'pass'],
    ['', ['existing, suppressed', 'new'], 'fail'],
  ])(
    'with the scope "%s" suppresses what is added below it, or only its line',
    async (scope, expected, outcome) => {
      const comment = `# portside ${scope} ignore=PS0024`.replace('  ', ' ');
      const [above, inside] = scope === '' ? [[], [comment]] : [[comment], []];
      const before = [...above, FROM, ...inside, 'RUN curl -k https://a.example'];
      const result = await changed(
        dockerfile(...before),
        dockerfile(...before, ...inside, 'RUN curl -k https://b.example'),
        'PS0024',
      );
      expect(result).toEqual([expected, outcome]);
    },
  );

  it('suppresses in a file that the pull request renames', async () => {
    const text = dockerfile(
      '# portside global ignore=PS0024',
      FROM,
      'RUN curl -k https://a.example',
    ).Dockerfile;
    story.base({ Dockerfile: text });
    story.commit({
      Dockerfile: undefined,
      'app.Dockerfile': `${text}RUN curl -k https://b.example\n`,
    });
    const report = await story.run();
    expect([ofRule(report, 'PS0024'), report.verdict.outcome]).toEqual([
      ['existing, suppressed', 'existing, suppressed'],
      'pass',
    ]);
  });

  it('does not suppress what the pull request lets it cover', async () => {
    const before = [FROM, '# portside ignore=PS0024', 'RUN curl -k https://a.example'];
    const wider = [
      '# portside global ignore=PS0024',
      FROM,
      'RUN curl -k https://a.example',
      'RUN curl -k https://b.example',
    ];
    const result = await changed(dockerfile(...before), dockerfile(...wider), 'PS0024');
    expect(result).toEqual([['existing, suppressed', 'new'], 'fail']);
  });
});

it('leaves a finding of the base branch existing, and applies after the merge', async () => {
  story.base(dockerfile(FROM, 'RUN curl -k https://a.example'));
  story.commit(dockerfile(FROM, '# portside ignore=PS0024', 'RUN curl -k https://a.example'));
  const report = await story.run();
  expect(ofRule(report, 'PS0024')).toEqual(['existing']);
  expect(report.verdict.outcome).toBe('pass');
  expect(report.addedSuppressions).toEqual([
    'after the merge: comment: PS0024 in Dockerfile:2: no reason given',
  ]);
  story.git('checkout', '-q', 'main');
  story.git('merge', '-q', 'change');
  expect(ofRule(await story.run([], true), 'PS0024')).toEqual(['new, suppressed']);
});

it('suppresses where the policy lowers a finding to less than high', async () => {
  const text = dockerfile(
    FROM,
    '# portside ignore=PS0024',
    'RUN curl -k https://a.example',
  ).Dockerfile;
  const result = await changed({ 'README.md': '' }, { 'tests/Dockerfile': text }, 'PS0024');
  expect(result).toEqual([['new, suppressed'], 'pass']);
});

it('suppresses outside of a pull request, also compared with an SBOM', async () => {
  const sbom = { bomFormat: 'CycloneDX', specVersion: '1.6', components: [] };
  mkdirSync(`${story.root}/image`);
  story.commit(dockerfile(FROM, '# portside ignore=PS0024', 'RUN curl -k https://a.example'));
  writeFileSync(`${story.root}/old.cdx.json`, JSON.stringify(sbom));
  const words = ['--image', `dir:${story.root}/image`];
  const compared = ['--baseline', `${story.root}/old.cdx.json`];
  for (const more of [[], compared]) {
    const report = await story.run([...words, ...more], true);
    expect(ofRule(report, 'PS0024')).toEqual(['new, suppressed']);
  }
});

const INSECURE = dockerfile(FROM, 'RUN curl -k https://a.example');
const EXCEPTION = 'exceptions:\n  - { rule: PS0024, reason: later }\n';

/** These are read from the base branch, and apply at any severity after the merge. */
describe.each<[string, Files, string]>([
  ['ignored in .hadolint.yaml', { '.hadolint.yaml': 'ignored: [PS0024]\n' }, ''],
  ['ignored in .hadolint.yml', { '.hadolint.yml': 'ignored: [PS0024]\n' }, ''],
  ['override in .hadolint.yaml', { '.hadolint.yaml': 'override: { style: [PS0024] }\n' }, 'new'],
  ['an exception of the policy', { '.github/portside.yml': EXCEPTION }, 'excepted'],
  ['an exception of the other policy file', { '.github/portside.yaml': EXCEPTION }, 'excepted'],
  ['.trivyignore', { '.trivyignore': 'PS0024\n' }, 'excepted'],
  [
    '.trivyignore.yaml',
    { '.trivyignore.yaml': 'misconfigurations:\n  - id: PS0024\n' },
    'excepted',
  ],
  ['a weaker gate', { '.github/portside.yml': 'fail-on: { severity: critical }\n' }, 'new'],
  ['lowered paths', { '.github/portside.yml': 'lower: { paths: ["**"] }\n' }, 'new'],
])('%s', (_, file, status) => {
  it('has no effect on the pull request that adds it', async () => {
    expect(await changed(SECURE, { ...INSECURE, ...file }, 'PS0024')).toEqual([['new'], 'fail']);
  });

  it('applies to a pull request if the base branch has it', async () => {
    const result = await changed({ ...SECURE, ...file }, INSECURE, 'PS0024');
    expect(result).toEqual([status === '' ? [] : [status], 'pass']);
  });
});

/** Comments of other tools about other checks. */
it.each([
  'trivy:ignore:PS0024',
  'checkov:skip=CKV_DOCKER_8',
  'nosec',
  'NOSONAR',
  'kics-scan ignore-line',
])('does not take "# %s" for a suppression', async (comment) => {
  const change = dockerfile(FROM, `# ${comment}`, 'RUN curl -k https://a.example');
  expect(await changed(SECURE, change, 'PS0024')).toEqual([['new'], 'fail']);
});

it.each(['gitleaks:allow', 'portside:allow'])(
  'finds a secret in a Dockerfile with "%s"',
  async (comment) => {
    const change = dockerfile(FROM, `RUN login ${TOKEN} # ${comment}`);
    expect(await changed(SECURE, change, 'github-token')).toEqual([['new'], 'fail']);
  },
);

const PURL = 'pkg:npm/left-pad@1.0.0';
const ADVISORY = JSON.stringify({
  id: 'CVE-2026-1',
  modified: '2026-11-20T00:00:00Z',
  affected: [
    {
      package: { ecosystem: 'npm', name: 'left-pad' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.0.1' }] }],
    },
  ],
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
});
const VEX = JSON.stringify({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://example.com/vex',
  author: 'a',
  timestamp: '2026-11-01T00:00:00Z',
  version: 1,
  statements: [
    {
      vulnerability: { name: 'CVE-2026-1' },
      products: [{ '@id': PURL }],
      status: 'not_affected',
      justification: 'vulnerable_code_not_present',
    },
  ],
});

describe.each(['the policy', 'an option'])('a VEX document of %s', (by) => {
  const advisories = { 'osv/CVE-2026-1.json': ADVISORY };
  const named = by === 'the policy' ? 'advisories: { vex: [vex.json] }\n' : '';
  const image = async (before: Files, change: Files) => {
    story.base({ ...advisories, 'image/a.txt': 'a', ...before });
    const left = '{ "name": "left-pad", "version": "1.0.0" }';
    story.commit({ 'image/app/node_modules/left-pad/package.json': left, ...change });
    const words = ['--image', `dir:${story.root}/image`, '--advisories', `${story.root}/osv`];
    const vex = by === 'the policy' ? [] : ['--vex', `${story.root}/vex.json`];
    const report = await story.run([...words, ...vex]);
    return [ofRule(report, 'CVE-2026-1'), report.verdict.outcome];
  };

  it('has no effect on the pull request that adds it', async () => {
    const change = { 'vex.json': VEX, ...(named && { '.github/portside.yml': named }) };
    expect(await image({}, change)).toEqual([['new'], 'fail']);
  });

  it('applies to a pull request if the base branch has it', async () => {
    const before = { 'vex.json': VEX, ...(named && { '.github/portside.yml': named }) };
    expect(await image(before, {})).toEqual([['excepted'], 'pass']);
  });
});

describe('a comment about a finding that a rule of the policy makes critical', () => {
  const rule = (when: string) =>
    `rules: [{ id: ORG-1, severity: critical, when: '${when}', message: no ADD }]\n`;
  const added = dockerfile(FROM, '# portside ignore=DL3020', 'ADD app.txt /app.txt');

  it.each([
    ['finding.rule == "DL3020"', [['new'], 'fail']],
    ['finding.rule == "PS0024"', [['new, suppressed'], 'pass']],
  ])('does not suppress it if the pull request adds it and %s', async (when, expected) => {
    const before = { ...SECURE, '.github/portside.yml': rule(when) };
    expect(await changed(before, added, 'DL3020')).toEqual(expected);
  });

  it('suppresses it if the base branch has it', async () => {
    const before = { ...added, '.github/portside.yml': rule('finding.rule == "DL3020"') };
    const result = await changed(before, { 'README.md': 'a' }, 'DL3020');
    expect(result).toEqual([['existing, suppressed'], 'pass']);
  });
});
