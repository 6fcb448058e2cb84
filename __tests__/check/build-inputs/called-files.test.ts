import { expect, it } from '@jest/globals';
import { readBake } from '../../../src/check/build-inputs/called-files.js';
import type { DeclaredBuild } from '../../../src/manifests/builds/declared-build.js';

const TEXTS: Readonly<Record<string, string>> = {
  'docker-bake.hcl': 'target "a" { dockerfile = "cwd://a.Dockerfile" }\n',
};

function bake(files: readonly string[], source?: string) {
  const builds: DeclaredBuild[] = [];
  const gaps: string[] = [];
  readBake(
    { files, targets: ['a'], overrides: [], folder: '', ...(source !== undefined && { source }) },
    { name: 'job', environment: new Map() },
    {
      read: (path) => TEXTS[path],
      bakeFilesIn: () => Object.keys(TEXTS),
      composeFilesIn: () => [],
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
])('the Bake files %j are not read', (files, gap) => {
  expect(bake(files)).toEqual([[], [gap]]);
});

it('the source of an action is remote', () => {
  const [, gaps] = bake([], 'https://user:secret@example.com/a.git');
  expect(gaps).toEqual(['job is not covered: the Bake file is in https://example.com/a.git']);
});
