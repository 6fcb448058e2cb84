import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { type GitStory, gitStory } from '../baseline/git-story.js';

/** A finding is about one secret. Another one next to it is found, is new where it is added, and no exception for the first covers it. */

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const password = (name: string) => `Hj4kLq9Wm${name}`;
const workflow = (...lines: readonly string[]) =>
  `on: push\npermissions: { contents: read }\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: |\n${lines.map((line) => `          ${line}\n`).join('')}`;
const dockerfile = (...lines: readonly string[]) =>
  `FROM debian:13\n${lines.join('\n')}\nUSER 1000\n`;
const compose = (first: string, next = '') =>
  `services:\n  a:\n    image: x:1\n    command: ["sh", "-c", "redis-server --requirepass ${first}${next}"]\n`;

const LOGIN = `docker login -u b -p ${password('a')} ghcr.io`;
const MYSQL = `mysql -uroot -p${password('b')} db`;
const SSHPASS = `sshpass -p ${password('c')} ssh h`;
const CHPASSWD = `echo "root:${password('d')}" | chpasswd`;

const ACTION = '.github/workflows/w.yml';
const CASES: Readonly<
  Record<string, { path: string; before: string; after: string; rule: string; line: number }>
> = {
  'a step after a login': {
    ...{ path: ACTION, before: workflow(LOGIN), after: workflow(LOGIN, MYSQL) },
    ...{ rule: 'DEP-REGISTRY-PASSWORD', line: 9 },
  },
  'a step before a login': {
    ...{ path: ACTION, before: workflow(LOGIN), after: workflow(MYSQL, LOGIN) },
    ...{ rule: 'DEP-REGISTRY-PASSWORD', line: 8 },
  },
  'the line of a login': {
    ...{ path: ACTION, before: workflow(LOGIN), after: workflow(`${MYSQL} && ${LOGIN}`) },
    ...{ rule: 'DEP-REGISTRY-PASSWORD', line: 8 },
  },
  'a RUN with a login': {
    path: 'Dockerfile',
    ...{ before: dockerfile(`RUN ${LOGIN}`), after: dockerfile(`RUN ${LOGIN} && ${SSHPASS}`) },
    ...{ rule: 'PS0035', line: 2 },
  },
  'a RUN with the password of an account': {
    path: 'Dockerfile',
    ...{ before: dockerfile(`RUN ${CHPASSWD}`), after: dockerfile(`RUN ${CHPASSWD} && ${MYSQL}`) },
    ...{ rule: 'PS0015', line: 2 },
  },
  'a command of Compose': {
    path: 'compose.yaml',
    before: compose(password('e')),
    after: compose(password('e'), ` && ${SSHPASS}`),
    ...{ rule: 'DEP-ENVSECRET', line: 4 },
  },
};

const isSecret = ({ tags }: Finding) => tags.includes('practice:secrets');

describe.each(Object.entries(CASES))('another password in %s', (_, one) => {
  it('is new, on its line', async () => {
    story.base({ [one.path]: one.before });
    story.commit({ [one.path]: one.after });
    const { findings, verdict } = await story.run();
    const added = findings.filter((finding) => isSecret(finding) && finding.status === 'new');
    expect(added.map(({ check, location }) => [check, location?.startLine])).toEqual([
      ['secret', one.line],
    ]);
    expect(findings.filter((f) => isSecret(f) && f.status === 'existing')).toHaveLength(1);
    expect(verdict.outcome).toBe('fail');
  });

  it('is not covered by an exception for the first', async () => {
    const policy = `rule-set: all\nexceptions: [{ rule: ${one.rule}, reason: r }]\n`;
    story.base({ [one.path]: one.after, '.github/portside.yml': policy });
    const { findings } = await story.run([], true);
    const open = findings.filter((finding) => isSecret(finding) && finding.status !== 'excepted');
    expect(open.map(({ check }) => check)).toContain('secret');
  });
});
