import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { run } from '../../../src/cli/commands/lint.js';
import { terminalHost } from '../../../src/cli/terminal.js';
import type { Report } from '../../../src/core/report.js';
import { readOptions } from '../../../src/options/read-options.js';
import { type GitStory, gitStory, rulesWith } from '../../baseline/git-story.js';
import { NOW } from '../../now.js';

test.each([
  ['no-such-file', 'PSE1008'],
  ['no-such-folder/Dockerfile', 'PSE1008'],
  ['no-such.yaml', 'PSE1008'],
  ['no-such-*', 'PSE1009'],
  ['CONTRIBUTING.md', 'PSE1009'],
  ['package.json', 'PSE1009'],
])('lint %s is a usage error', async (operand, code) => {
  const options = readOptions('lint', [operand], { path: '', noColor: true }, NOW);
  const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
  await expect(run(options, host)).rejects.toMatchObject({ code, kind: 'usage' });
});

describe('lint with !GLOB', () => {
  const start = process.cwd();
  const path = process.env.PATH ?? '';
  let story: GitStory;
  beforeEach(() => {
    story = gitStory();
    process.chdir(story.root);
    const from = 'FROM debian:13\nUSER 1\n';
    const compose = 'services:\n  web:\n    image: a\n';
    story.base({
      Dockerfile: from,
      'Dockerfile.dev': from,
      'old/Dockerfile': from,
      'old/compose.yaml': compose,
    });
  });
  afterEach(() => {
    process.chdir(start);
    story.remove();
  });

  async function lint(...operands: string[]): Promise<Report> {
    const file = join(story.root, '..', 'report.json');
    const all = [...operands, '--format', `json=${file}`];
    const options = readOptions('lint', all, { path, noColor: true }, new Date('2026-11-26'));
    await run(options, terminalHost({ quiet: true, path, stderr: process.stderr }));
    return JSON.parse(readFileSync(file, 'utf8'));
  }
  it.each([
    ['all', undefined, true],
    ['all', 'fail-on: { severity: low }\n', true],
    ['recommended', 'rule-set: recommended\n', false],
  ])('shows the rules of the set %s with the policy %j', async (_, policy, isShown) => {
    story.commit({ 'old/Dockerfile': 'FROM debian:13\nUSER 1\nRUN cd /a\n' });
    if (policy !== undefined) story.commit({ '.github/portside.yml': policy });
    const report = await lint('old/Dockerfile');
    expect(rulesWith(report, 'new').includes('DL3003')).toBe(isShown);
    expect(report.notShown?.some(({ rule }) => rule === 'DL3003') ?? false).toBe(!isShown);
  });

  const unused = ({ notes }: Report) =>
    notes.map(({ message }) => message).filter((message) => message.includes('excludes nothing'));

  it.each([
    [['Docker*', '!Dockerfile'], ['Dockerfile.dev']],
    [['!Dockerfile*'], ['old/Dockerfile', 'old/compose.yaml']],
    [
      ['.', '!old/**'],
      ['Dockerfile', 'Dockerfile.dev'],
    ],
    [['!./old/**', './Dockerfile', 'old'], ['./Dockerfile']],
    [
      ['**', '!**/compose.yaml', '!Dockerfile.*'],
      ['Dockerfile', 'old/Dockerfile'],
    ],
  ])('%j lints %j', async (operands, linted) => {
    const report = await lint(...operands);
    expect(report.targets.map(({ name }) => name).sort()).toEqual(linted);
    expect(unused(report)).toEqual([]);
  });

  it('notes an exclusion that matches nothing, and is incomplete when all is left out', async () => {
    expect(unused(await lint('Docker*', '!no-such/**'))).toEqual([
      'No Dockerfile or manifest matches !no-such/**, which excludes nothing',
    ]);
    const none = await lint('!**');
    expect(none.targets).toEqual([]);
    expect(none.verdict.outcome).not.toBe('pass');
  });
});

describe('the plan of lint', () => {
  const start = process.cwd();
  const story = gitStory();
  beforeEach(() => process.chdir(story.root));
  afterEach(() => {
    process.chdir(start);
    story.remove();
  });

  it('has the steps of check, with the same names', async () => {
    const inline = ['FROM python:3.8-slim', 'ADD a /a'].map((line) => `        ${line}\n`).join('');
    story.base({
      Dockerfile: 'FROM node:20 AS build\nRUN make\nFROM debian\nADD a /a\nADD b /b\n',
      'compose.yaml': `services:\n  web:\n    build:\n      dockerfile_inline: |\n${inline}`,
    });
    const file = join(story.root, '..', 'report.json');
    const environment = { path: process.env.PATH ?? '', noColor: true };
    const words = ['--format', `json=${file}`];
    const options = readOptions('lint', words, environment, new Date('2026-11-24'));
    await run(options, terminalHost({ quiet: true, path: '', stderr: process.stderr }));
    const stepsOf = ({ plan }: Report) =>
      plan?.steps.map(({ id, title, change }) => ({ id, title, change }));
    const linted: Report = JSON.parse(readFileSync(file, 'utf8'));
    const checked = stepsOf(await story.run([], true)) ?? [];
    expect(checked.map(({ title }) => title)).toContain('use base image node:24');
    expect(checked).toEqual(expect.arrayContaining(stepsOf(linted) ?? [{}]));
  });
});

describe('lint --baseline-ref', () => {
  const start = process.cwd();
  const path = process.env.PATH ?? '';
  let story: GitStory;
  beforeEach(() => {
    story = gitStory();
    process.chdir(story.root);
  });
  afterEach(() => {
    process.chdir(start);
    story.remove();
  });

  async function lint(...words: string[]): Promise<{ status: number; report: Report }> {
    const file = join(story.root, '..', 'report.json');
    const all = [...words, '--baseline-ref', 'main', '--format', `json=${file}`];
    const options = readOptions('lint', all, { path, noColor: true }, new Date('2026-11-26'));
    const host = terminalHost({ quiet: true, path, stderr: process.stderr });
    const status = await run(options, host);
    return { status, report: JSON.parse(readFileSync(file, 'utf8')) };
  }
  const sudo = 'FROM debian:13\nRUN sudo true\n';
  const compose = 'services:\n  web:\n    image: a\n    privileged: true\n';

  it.each([[[]], [['.']], [['Dockerfile', 'compose.yaml']]])(
    'of %j counts what was there before as existing',
    async (operands) => {
      story.base({ Dockerfile: sudo, 'compose.yaml': compose });
      story.commit({ Dockerfile: `${sudo}LABEL a=b\nRUN curl -k https://a.example\n` });
      const { status, report } = await lint(...operands);
      expect(rulesWith(report, 'new')).toEqual(['PS0024']);
      expect(rulesWith(report, 'existing')).toEqual(expect.arrayContaining(['DEP-PRIV', 'DL3004']));
      expect([status, report.verdict.outcome]).toEqual([1, 'fail']);
    },
  );

  it('follows a renamed file, and lists what is fixed in the files that it lints', async () => {
    const long = `${sudo}LABEL a=b\nLABEL c=d\n`;
    story.base({ Dockerfile: long, 'other.Dockerfile': sudo });
    story.git('mv', 'Dockerfile', 'web.Dockerfile');
    writeFileSync('other.Dockerfile', 'FROM debian:13\nUSER 1\n');
    const { status, report } = await lint('web.Dockerfile');
    expect([status, rulesWith(report, 'new')]).toEqual([0, []]);
    expect(rulesWith(report, 'fixed')).toEqual([]);
    expect(rulesWith((await lint()).report, 'fixed')).toContain('DL3004');
  });

  it('finds what a build gets by its argument, in folders and by patterns', async () => {
    const files = (base: string) => ({
      'app/Dockerfile': 'ARG BASE=debian:13\nFROM $BASE\nUSER 1\n',
      'app/compose.yaml': `services:\n  web:\n    image: "a:1"\n    build:\n      context: .\n      args: { BASE: "${base}" }\n`,
    });
    story.base(files('debian:12'));
    story.commit(files('debian:latest'));
    for (const operands of [[], ['app'], ['./app/', '.'], ['app/*']]) {
      const { findings } = (await lint(...operands)).report;
      const added = findings.filter(({ status }) => status === 'new');
      expect(added.map(({ rule, variants = [] }) => [rule, ...variants])).toEqual([
        ['PS0020', 'app/compose.yaml: service web'],
      ]);
    }
    expect(rulesWith((await lint('app/Dockerfile')).report, 'new')).toEqual([]);
  });

  it('tells a gap that the change does not touch, as check does, and counts one that it touches', async () => {
    const kustomization = 'resources: [https://a.example/x.yaml]\n';
    story.base({ Dockerfile: 'FROM scratch\n', 'k/kustomization.yaml': kustomization });
    story.commit({ 'readme.md': 'x' });
    for (const operands of [[], ['k'], ['k/*', 'Dockerfile']])
      expect([operands, (await lint(...operands)).status]).toEqual([operands, 0]);
    expect((await story.run()).verdict.outcome).toBe('pass');
    // A file that is named is asked for.
    expect((await lint('k/kustomization.yaml')).status).toBe(3);
    story.commit({ 'k/kustomization.yaml': `namePrefix: a-\n${kustomization}` });
    expect((await lint()).status).toBe(3);
    expect((await story.run()).verdict.outcome).toBe('incomplete');
  });

  it('of a revision that cannot be read is a usage error', async () => {
    story.base({ Dockerfile: sudo });
    rmSync('.git', { recursive: true });
    await expect(lint()).rejects.toMatchObject({ code: 'PSE2008', kind: 'usage' });
  });
});
