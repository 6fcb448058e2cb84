import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { headline } from '../../src/reports/headline.js';
import { type GitStory, gitStory } from '../baseline/git-story.js';
import { context } from '../reports/sample.js';

/** Builds that cannot be followed make the result incomplete, as in Compose files. */

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

type Files = Readonly<Record<string, string>>;

const DOCKERFILE = { Dockerfile: 'FROM scratch\nUSER 1\n' };
const WORKFLOW = '.github/workflows/a.yml';
const steps = (...text: string[]) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${text.map((line) => `      - ${line}\n`).join('')}`;
const workflow = (...text: string[]): Files => ({ [WORKFLOW]: steps(...text) });
const bake = (text: string): Files => ({ 'docker-bake.hcl': text });
const target = (text: string) => bake(`target "a" {\n  ${text}\n}\n`);

const gapsOf = (report: Report) =>
  report.incomplete.map(({ check, target: name, reason }) => `${check} ${name}: ${reason}`);

async function checked(files: Files): Promise<Report> {
  story.base({ ...DOCKERFILE, ...files });
  return story.run([], true);
}

const PLACE = `manifest ${WORKFLOW}:`;

it.each<[what: string, files: Files, gap: string]>([
  [
    'a Bake file that is not valid',
    target('dockerfile = "x'),
    'manifest docker-bake.hcl: Cannot read the Bake file docker-bake.hcl:2: ',
  ],
  [
    'a Bake file that is not valid JSON',
    { 'docker-bake.json': '{"target": {' },
    'manifest docker-bake.json: Cannot read the manifest docker-bake.json:1: ',
  ],
  [
    'a Bake file that is a list',
    { 'docker-bake.json': '[]' },
    'manifest docker-bake.json: Cannot read the Bake file docker-bake.json:1: it is not a map',
  ],
  [
    'a Dockerfile that is the result of a function',
    target('dockerfile = foo(F)'),
    `manifest docker-bake.hcl: Cannot read the Dockerfile ./\${foo(F)} (line 1): `,
  ],
  [
    'a context that is the result of a function',
    target('context = foo(F)'),
    `manifest docker-bake.hcl: Cannot read the Dockerfile \${foo(F)}/ (line 1): `,
  ],
  [
    'parents that are the result of a function',
    target('inherits = foo(F)'),
    'manifest docker-bake.hcl: docker-bake.hcl a: the value of inherits is not known',
  ],
  [
    'a matrix that is the result of a function',
    target('matrix = foo(F)'),
    'manifest docker-bake.hcl: docker-bake.hcl a: the value of matrix is not known',
  ],
  [
    'a Dockerfile outside of the repository',
    target('dockerfile = "../x/Dockerfile"'),
    'manifest docker-bake.hcl: Cannot read the Dockerfile ../x/Dockerfile (line 1): it is not in the repository',
  ],
  [
    'a remote context, without its password',
    target('context = "https://user:secret@example.com/a.git"'),
    'manifest docker-bake.hcl: The build context https://example.com/a.git (line 1) is remote',
  ],
  [
    'an action that is not valid',
    { 'act/action.yml': 'runs: { using: docker, image: Dockerfile' },
    'manifest act/action.yml: Cannot read the manifest act/action.yml:1: ',
  ],
  [
    'a workflow that is not valid',
    { [WORKFLOW]: 'jobs: { a: [ docker build .' },
    `${PLACE} Cannot read the manifest ${WORKFLOW}:1: `,
  ],
  [
    'a command in place of a Dockerfile',
    workflow('run: docker build -f $(cat name) .'),
    `${PLACE} Cannot read the Dockerfile $(cat name) (line 7): `,
  ],
  [
    'an expression in place of a Dockerfile',
    workflow('uses: docker/build-push-action@v6', `run: docker build -f \${{ inputs.file }} .`),
    `${PLACE} Cannot read the Dockerfile \${{ inputs.file }} (line 8): `,
  ],
  [
    'a variable in place of a context',
    workflow('run: docker build "$DIR"'),
    `${PLACE} Cannot read the Dockerfile $DIR/Dockerfile (line 7): `,
  ],
  [
    'standard input',
    workflow('run: make Dockerfile | docker build -'),
    `${PLACE} The Dockerfile (line 7) comes from standard input`,
  ],
  [
    'an absolute path',
    workflow('run: docker build -f /tmp/Dockerfile .'),
    `${PLACE} Cannot read the Dockerfile /tmp/Dockerfile (line 7): it is not in the repository`,
  ],
  [
    'a Dockerfile that a script writes',
    workflow('run: echo FROM a > gen/Dockerfile; docker build gen'),
    `${PLACE} Cannot read the Dockerfile gen/Dockerfile (line 7): it is not in the repository`,
  ],
  [
    'a Bake file that is missing',
    workflow('run: docker buildx bake -f x.hcl'),
    `${PLACE} ${WORKFLOW} a is not covered: the Bake file x.hcl is not in the repository`,
  ],
  [
    'a Bake file that is not known',
    workflow('run: docker buildx bake -f "$X"'),
    `${PLACE} ${WORKFLOW} a is not covered: the Bake file $X is not known`,
  ],
  ...[
    'run: BUILDX_BAKE_FILE=x.hcl docker buildx bake',
    'run: export BUILDX_BAKE_FILE=x.hcl && docker buildx bake',
    'run: export BUILDX_BAKE_FILE=y && BUILDX_BAKE_FILE=x.hcl && docker buildx bake',
    '{ run: docker buildx bake, env: { BUILDX_BAKE_FILE: x.hcl } }',
    '{ run: "BUILDX_BAKE_FILE=x.hcl; docker buildx bake", env: { BUILDX_BAKE_FILE: y } }',
    'run: export X=x.hcl && docker buildx bake -f $X',
    'run: BUILDX_BAKE_FILE=x.hcl; export BUILDX_BAKE_FILE; docker buildx bake',
  ].map((step): [string, Files, string] => [
    `a Bake file that is missing, of "${step}",`,
    workflow(step),
    `${PLACE} ${WORKFLOW} a is not covered: the Bake file x.hcl is not in the repository`,
  ]),
  [
    'a workflow with its ending in capitals',
    { '.github/workflows/a.YML': steps('run: docker build x') },
    'manifest .github/workflows/a.YML: Cannot read the Dockerfile x/Dockerfile (line 7): ',
  ],
  [
    'an action that is not valid',
    { 'act/action.yml': 'runs: [' },
    'manifest act/action.yml: Cannot read the manifest act/action.yml:1: ',
  ],
])('%s is a gap', async (_, files, gap) => {
  const report = await checked(files);
  expect(gapsOf(report).filter((one) => one.startsWith(gap))).toHaveLength(1);
  expect(report.verdict.outcome).toBe('incomplete');
});

it.each<[what: string, files: Files]>([
  ['a Dockerfile of the repository', workflow('run: docker build -f Dockerfile .')],
  ['the current folder', workflow('run: docker build $(pwd)', 'run: docker build "$PWD"')],
  ['a named Dockerfile with any context', workflow('run: docker build -f Dockerfile "$DIR"')],
  ['a Dockerfile that a script changes', workflow('run: sed -i s/a/b/ Dockerfile; docker build .')],
  [
    'a missing Dockerfile that Git ignores',
    { '.gitignore': 'gen/\n', ...workflow('run: docker build gen') },
  ],
  ['a target that is only inherited', bake('target "a" { inherits = ["b"] }\ntarget "b" {}\n')],
  ['a Dockerfile that is written in a Makefile', { Makefile: 'a:\n\tdocker build -f $(F) .\n' }],
])('%s is not a gap', async (_, files) => {
  expect(gapsOf(await checked(files))).toEqual([]);
});

it('names five gaps of a file, and the number of the others', async () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, index) => `run: docker build x${index}`);
  const count = async (files: Files) => {
    story.commit({ ...DOCKERFILE, ...files });
    const [reason = ''] = gapsOf(await story.run([], true));
    return [reason.split('Cannot read').length - 1, /\d+ more builds.*/.exec(reason)?.[0]];
  };
  expect(await count(workflow(...lines(5)))).toEqual([5, undefined]);
  expect(await count(workflow(...lines(7)))).toEqual([5, '2 more builds cannot be followed']);
});

describe('a link', () => {
  const link = (path: string, to: string) => {
    mkdirSync(dirname(join(story.root, path)), { recursive: true });
    symlinkSync(to, join(story.root, path));
  };

  it('that is a workflow leads to the workflow', async () => {
    link(WORKFLOW, '../../other.yml');
    const report = await checked({ 'other.yml': steps('run: docker build $(cat a)') });
    expect(gapsOf(report)).toEqual([
      expect.stringMatching(/^manifest other\.yml: Cannot read the Dockerfile \$\(cat a\)/),
    ]);
  });

  it('that is a Bake file leads to the Bake file', async () => {
    link('docker-bake.hcl', 'build/targets.hcl');
    const report = await checked({ 'build/targets.hcl': 'target "a" { dockerfile = foo() }\n' });
    expect(gapsOf(report)).toEqual([
      expect.stringMatching(/^manifest build\/targets\.hcl: Cannot read the Dockerfile/),
    ]);
  });

  it.each([WORKFLOW, 'docker-bake.hcl', 'compose.yaml', 'kustomization.yaml'])(
    'called %s that leads out of the repository, or to nothing, is a gap',
    async (path) => {
      for (const to of ['/etc/hostname', 'missing']) {
        link(path, to);
        story.commit(DOCKERFILE);
        const gaps = gapsOf(await story.run([], true));
        expect(gaps).toEqual([
          expect.stringMatching(
            /^manifest \S+: It is a link that leads .+\. Replace it by a file$/,
          ),
        ]);
        story.git('rm', '-q', '--cached', path);
        story.commit({ [path]: undefined });
      }
    },
  );

  it('with another name that leads to nothing is no gap', async () => {
    link('values.yaml', 'missing');
    expect(gapsOf(await checked({}))).toEqual([]);
  });
});

describe('in a pull request, a build that cannot be followed', () => {
  const UNKNOWN = workflow('run: docker build -f $(cat name) .');

  it('does not count if the base branch has it and the file is not touched', async () => {
    story.base({ ...DOCKERFILE, ...UNKNOWN });
    story.commit({ 'README.md': 'a' });
    const report = await story.run();
    expect(gapsOf(report)).toEqual([]);
    expect(headline(report, context())).toContain('; 1 target not checked');
  });

  it.each<[string, Files]>([
    ['is added', UNKNOWN],
    ['is in a file that is touched', { [WORKFLOW]: `${UNKNOWN[WORKFLOW]}# a\n` }],
  ])('counts if it %s', async (what, change) => {
    story.base({ ...DOCKERFILE, ...(what !== 'is added' && UNKNOWN) });
    story.commit(change);
    expect(gapsOf(await story.run())).toHaveLength(1);
  });

  it('counts if another file makes it one', async () => {
    story.base({ ...workflow('run: docker build app'), 'app/Dockerfile': 'FROM scratch\n' });
    story.commit({ 'app/Dockerfile': undefined, Dockerfile: 'FROM scratch\n' });
    expect(gapsOf(await story.run())).toEqual([
      expect.stringMatching(/Cannot read the Dockerfile app\/Dockerfile/),
    ]);
  });
});
