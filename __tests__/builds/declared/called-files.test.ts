import { expect, it } from '@jest/globals';
import { readBake } from '../../../src/builds/declared/called-files.js';
import type { DeclaredBuild } from '../../../src/manifests/declared-build.js';

const TEXTS: Readonly<Record<string, string>> = {
  'docker-bake.hcl': 'target "a" { dockerfile = "cwd://a.Dockerfile" }\n',
  'build.bake': 'target "a" { dockerfile = "cwd://b.Dockerfile" }\n',
  'json.bake': '{"target":{"a":{"dockerfile":"cwd://c.Dockerfile"}}}',
  'other.yaml':
    'services: { a: { build: { context: ., dockerfile: d.Dockerfile } }, b: { build: . } }\n',
};

function bake(
  files: readonly string[],
  source?: string,
  environment: ReadonlyMap<string, string> = new Map(),
) {
  const builds: DeclaredBuild[] = [];
  const gaps: string[] = [];
  readBake(
    { files, targets: ['a'], overrides: [], folder: '', ...(source !== undefined && { source }) },
    { name: 'job', environment },
    {
      read: (path) => TEXTS[path],
      bakeFilesIn: () => ['docker-bake.hcl'],
      composeFilesIn: () => [],
      reported: new Set(),
      called: { bakeFiles: new Set(), composeFiles: new Set() },
      builds,
      gaps,
    },
  );
  return [builds.map(({ definition }) => definition.dockerfile), gaps];
}

it.each([[['cwd://docker-bake.hcl']], [['docker-bake.hcl']], [[]]])(
  'the Bake files %j are in the folder, and so is their Dockerfile of cwd://',
  (files) => {
    expect(bake(files)).toEqual([['a.Dockerfile'], []]);
  },
);

it.each([
  [
    ['https://example.com/docker-bake.hcl'],
    'job is not covered: the Bake file is in https://example.com/docker-bake.hcl',
  ],
  [['x.hcl'], 'job is not covered: the Bake file x.hcl is not in the repository'],
  [['x.bake'], 'job is not covered: the Bake file x.bake is not in the repository'],
  [['x.yaml'], 'job is not covered: the Bake file x.yaml is not in the repository'],
  [['$X'], 'job is not covered: the Bake file $X is not known'],
  [['$(ls).hcl'], 'job is not covered: the Bake file $(ls).hcl is not known'],
  [['-'], 'job is not covered: the Bake file comes from standard input'],
])('the Bake files %j are not read', (files, gap) => {
  expect(bake(files)).toEqual([[], [gap]]);
});

it('the source of an action is remote', () => {
  const [, gaps] = bake([], 'https://user:secret@example.com/a.git');
  expect(gaps).toEqual(['job is not covered: the Bake file is in https://example.com/a.git']);
});

it.each([
  ['build.bake', 'b.Dockerfile'],
  ['json.bake', 'c.Dockerfile'],
  ['other.yaml', 'd.Dockerfile'],
])('the Bake file %s is read whatever its ending', (file, dockerfile) => {
  expect(bake([file])).toEqual([[dockerfile], []]);
});

it('a missing file is a gap next to one that is read', () => {
  const gap = 'job is not covered: the Bake file gone.hcl is not in the repository';
  expect(bake(['docker-bake.hcl', 'gone.hcl'])).toEqual([['a.Dockerfile'], [gap]]);
});

it('the file that docker/metadata-action writes is no gap', () => {
  const file = `cwd://\${{ steps.meta.outputs.bake-file }}`;
  expect(bake(['docker-bake.hcl', file])).toEqual([['a.Dockerfile'], []]);
});

it.each<[Readonly<Record<string, string>>, readonly string[], unknown]>([
  [{ buildx_bake_file: 'build.bake' }, [], [['b.Dockerfile'], []]],
  [{ buildx_bake_file: 'docker-bake.hcl:json.bake' }, [], [['c.Dockerfile'], []]],
  [
    { buildx_bake_file: 'docker-bake.hcl,build.bake', buildx_bake_file_separator: ',' },
    [],
    [['b.Dockerfile'], []],
  ],
  [{ buildx_bake_file: 'build.bake' }, ['docker-bake.hcl'], [['a.Dockerfile'], []]],
  [{ buildx_bake_file: '' }, [], [['a.Dockerfile'], []]],
  [
    { buildx_bake_file: `\${{ inputs.file }}` },
    [],
    [[], [`job is not covered: the Bake file \${{ inputs.file }} is not known`]],
  ],
])(
  'with the environment %j and the files %j, Bake reads those that it names',
  (environment, files, found) => {
    expect(bake(files, undefined, new Map(Object.entries(environment)))).toEqual(found);
  },
);
