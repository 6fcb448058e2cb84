import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { type GitStory, gitStory } from '../baseline/git-story.js';
import { WORD } from '../secrets/command-samples.js';

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const secrets = ({ findings }: Report) =>
  findings
    .filter(({ check, status }) => check === 'secret' && status !== 'fixed')
    .map(({ rule, location, status }) => `${location?.startLine} ${rule} ${status}`)
    .sort();

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - name: web\n      image: a:1\n';
const SERVICE = 'services:\n  web:\n    image: a:1\n';
const JOB = 'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n';
const LOGIN = `docker login -u ci -p ${WORD} registry.acme.io`;
const MYSQL = `mysql -h db -uroot -p${WORD}`;
const LIST = JSON.stringify(MYSQL.split(' '));

/** A file, what it has before the command, and the line of the command. */
const PLACES: readonly (readonly [path: string, text: string, line: number, rule?: string])[] = [
  [
    '.github/workflows/a.yml',
    `${JOB}      - run: PGPASSWORD=${WORD} psql -h db\n`,
    6,
    'database-client-password',
  ],
  ['.github/workflows/a.yml', `${JOB}      - run: ${MYSQL}\n`, 6],
  [
    '.github/workflows/a.yml',
    `${JOB}      - uses: a/ssh@v1\n        with:\n          script: |\n            cd /a\n            ${MYSQL}\n`,
    10,
  ],
  [
    'tools/action.yml',
    `name: a\nruns:\n  using: composite\n  steps:\n    - run: ${LOGIN}\n      shell: bash\n`,
    5,
    'registry-login-password',
  ],
  ['compose.yaml', `${SERVICE}    command: ${MYSQL}\n`, 4],
  ['compose.yaml', `${SERVICE}    entrypoint: ${LIST}\n`, 4],
  ['compose.yaml', `${SERVICE}    healthcheck:\n      test: ["CMD-SHELL", "${MYSQL}"]\n`, 5],
  [
    'compose.yaml',
    `${SERVICE}    healthcheck:\n      test:\n        - CMD\n        - mysqladmin\n        - ping\n        - -p${WORD}\n`,
    9,
  ],
  ['pod.yaml', `${POD}      command: ["sh", "-c", "set -e; ${MYSQL}"]\n`, 8],
  ['pod.yaml', `${POD}      command: [mysql]\n      args: ["-h", "db", "-p${WORD}"]\n`, 9],
  [
    'pod.yaml',
    `${POD}      command:\n        - /bin/sh\n        - -c\n      args:\n        - |\n          set -e\n          ${MYSQL}\n`,
    14,
  ],
  ['pod.yaml', `${POD}      livenessProbe:\n        exec: { command: ${LIST} }\n`, 9],
  [
    'pod.yaml',
    `${POD}      lifecycle:\n        preStop:\n          exec:\n            command:\n              - mysql\n              - -p${WORD}\n`,
    13,
  ],
  ['Dockerfile', `FROM scratch\nCMD ${LIST}\n`, 2],
  ['Dockerfile', `FROM scratch\nENTRYPOINT ["mysql"]\nCMD ["-p${WORD}"]\n`, 3],
  ['Dockerfile', `FROM scratch\nRUN ["sh", "-c", "${MYSQL}"]\n`, 2],
  ['Dockerfile', `FROM scratch\nHEALTHCHECK CMD ${LIST}\n`, 2],
  ['Makefile', `build:\n\tdocker build .\n\t@${MYSQL}\n`, 3],
  ['docker-bake.hcl', `target "a" {\n  args = { INIT = "${MYSQL}" }\n}\n`, 2],
  [
    '.gitlab-ci.yml',
    `build:\n  script:\n    - docker build .\n    - ${LOGIN}\n`,
    4,
    'registry-login-password',
  ],
  [
    'Jenkinsfile',
    `node {\n  sh '''\n    docker build .\n    ${LOGIN}\n  '''\n}\n`,
    4,
    'registry-login-password',
  ],
  ['package.json', `{\n  "scripts": {\n    "db": "${MYSQL}"\n  }\n}\n`, 3],
  [
    '.pre-commit-config.yaml',
    `repos:\n  - repo: local\n    hooks:\n      - id: a\n        entry: ${MYSQL}\n`,
    5,
  ],
  ['deploy/a.service', `[Service]\nExecStart=/usr/bin/${MYSQL}\n`, 2],
  ['deploy/crontab', `# m h\n0 5 * * * ${MYSQL}\n`, 2],
  ['Procfile', `web: a\nrelease: ${MYSQL}\n`, 2],
];

describe('the password of a command', () => {
  test.each(PLACES)(
    'is found in %s: %j',
    async (path, text, line, rule = 'database-command-password') => {
      story.base({ 'docs/a.md': 'a\n', [path]: text.replace(WORD, '$SECRET') });
      story.commit({ [path]: text });
      const report = await story.run();
      expect(secrets(report)).toEqual([`${line} ${rule} new`]);
      expect(JSON.stringify(report)).not.toContain(WORD);
    },
  );

  test.each(PLACES)(
    'is not new where the base has it on another line of %s: %j',
    async (path, text) => {
      story.base({ 'docs/a.md': 'a\n', [path]: text });
      story.commit({ [path]: `${text}\n` });
      const { findings } = await story.run();
      expect(
        findings.filter(({ check, status }) => check === 'secret' && status === 'new'),
      ).toEqual([]);
    },
  );

  it('is another finding with another value', async () => {
    const [path = '', text = ''] = PLACES[1] ?? [];
    story.base({ Dockerfile: 'FROM scratch\n', [path]: text });
    story.commit({ [path]: text.replace(WORD, [...WORD].reverse().join('')) });
    expect(secrets(await story.run())).toEqual(['6 database-command-password new']);
  });
});
