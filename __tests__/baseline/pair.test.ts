import { expect, it } from '@jest/globals';
import { compareWithBaseline } from '../../src/baseline/compare.js';
import { ruleBook } from '../../src/check/rule-book.js';
import { CHECKS } from '../../src/core/finding.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { parse } from '../dockerfile/parse-text.js';
import { NOW } from '../now.js';

/** What a change of a Dockerfile makes new and fixes: `new DL3008 2`. */
function change(before: string, after: string): string[] {
  const [old, now] = [before, after].map((text) => lintDockerfile(parse(text), { now: NOW }));
  const { findings } = compareWithBaseline(
    now ?? [],
    { name: 'main', checks: new Set(CHECKS), findings: old ?? [] },
    {
      targets: [{ kind: 'dockerfile', name: 'Dockerfile' }],
      incomplete: [],
      wholeRepository: true,
      supersededBy: (rule) => ruleBook.get(rule)?.supersedes ?? [],
    },
  );
  return findings
    .filter(({ status }) => status !== 'existing')
    .map(({ status, rule, location }) => `${status} ${rule} ${location?.startLine}`);
}

const IMAGE = 'FROM debian:12\n';
const DIGEST = `@sha256:${'0123456789abcdef'.repeat(4)}`;

it.each([
  ['apt-get install -y curl gcc', 'apt-get install -y gcc curl'],
  ['apt-get -y -q install vim make=1 gcc', 'apt-get install gcc vim make=1 -q -y'],
  ['apt install curl git', 'apt install git curl'],
  ['apk add make curl', 'apk add curl make'],
  ['apk add --virtual .deps gcc make', 'apk --virtual .deps add make gcc'],
  ['dnf install -y httpd php && dnf clean all', 'dnf install php -y httpd && dnf clean all'],
  ['yum install httpd php', 'yum install php httpd'],
  ['zypper install vim git', 'zypper install git vim'],
  ['pip install requests "flask>=2"', "pip install 'flask>=2' requests"],
  ['npm install -g serve pm2', 'npm install pm2 serve -g'],
  ['gem install rails rake', 'gem install rake rails'],
  ['sudo apt-get install curl gcc', 'sudo apt-get install gcc curl'],
  ["sh -c 'apk add make curl'", "sh -c 'apk add curl make'"],
])('packages in another order are no change (%s)', (one, other) => {
  expect(change(`${IMAGE}RUN ${one}\n`, `${IMAGE}RUN ${other}\n`)).toEqual([]);
  expect(change(`${IMAGE}RUN ${one}\n`, IMAGE)).not.toEqual([]);
});

it.each([
  ['DL3008', 'apt-get install -y --no-install-recommends curl git', ' a', ' z'],
  ['DL3018', 'apk add --no-cache curl git', ' a', ' z'],
  ['DL3013', 'pip install --no-cache-dir flask requests', ' a', ' z'],
  ['DL3016', 'npm install -g pm2 serve', ' a', ' z'],
  ['DL3028', 'gem install rails rake', ' a', ' z'],
  ['PS0028', 'apk add --no-cache g++=1 make=1', ' cmake=1', ' rustc=1'],
])('%s: one more package is one new finding, one less is none', (rule, command, ...more) => {
  for (const one of more) {
    const added = command.replace(/(?= \S+ \S+$)/, one);
    for (const text of [added, `${command}${one}`]) {
      expect(change(`${IMAGE}RUN ${command}\n`, `${IMAGE}RUN ${text}\n`)).toEqual([
        `new ${rule} 2`,
      ]);
      expect(change(`${IMAGE}RUN ${text}\n`, `${IMAGE}RUN ${command}\n`)).toEqual([]);
    }
  }
});

it('a package that another RUN installs as well is new there', () => {
  const one = `${IMAGE}RUN apt-get install -y --no-install-recommends curl git\n`;
  const other = 'ENV A=b\nRUN apt-get install -y --no-install-recommends git\n';
  expect(change(one, `${one}${other}`)).toEqual(['new DL3008 4']);
  expect(change(`${one}${other}`, one)).toEqual(['fixed DL3008 4']);
});

it.each([
  ['the first', 'FROM node AS a\nFROM node:24 AS b\n', 1],
  ['the second', 'FROM node:24 AS a\nFROM node AS b\n', 2],
])('of two equal FROM %s gets worse, and none is fixed', (_what, after, line) => {
  const before = 'FROM node:24 AS a\nFROM node:24 AS b\n';
  expect(change(`${before}USER node\n`, `${after}USER node\n`)).toEqual([`new DL3006 ${line}`]);
});

it.each([
  ['the first', 1, [`${DIGEST} AS a`, ' AS b'], [' AS a', ' AS b']],
  ['the second', 2, [' AS a', `${DIGEST} AS b`], [' AS a', ' AS b']],
  ['the first, which has no name', 1, [DIGEST, ' AS b'], ['', ' AS b']],
])('a second FROM of an image without a digest is new: %s', (_what, line, before, after) => {
  const text = (names: readonly string[]) =>
    `${names.map((name) => `FROM node:24${name}\n`).join('')}USER node\n`;
  expect(change(text(before), text(after))).toEqual([`new PS0021 ${line}`]);
  expect(change(text(after), text(before))).toEqual([expect.stringMatching(/^fixed PS0021 /)]);
});

it('a finding of the baseline with the fingerprint of another one is not that one', () => {
  const now = lintDockerfile(parse(`${IMAGE}RUN apt-get install -y curl\nRUN sudo a\n`), {
    now: NOW,
  });
  for (const finding of now) {
    const others = now.filter(({ rule }) => rule !== finding.rule);
    const forged = others.slice(0, 1).map((one) => ({ ...one, fingerprint: finding.fingerprint }));
    const { findings } = compareWithBaseline(
      now,
      { name: 'main', checks: new Set(CHECKS), findings: [...others.slice(1), ...forged] },
      {
        targets: [{ kind: 'dockerfile', name: 'Dockerfile' }],
        incomplete: [],
        wholeRepository: true,
      },
    );
    expect(findings.find(({ fingerprint }) => fingerprint === finding.fingerprint)?.status).toBe(
      'new',
    );
  }
});
