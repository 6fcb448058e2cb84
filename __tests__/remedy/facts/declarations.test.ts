import { describe, expect, it, test } from '@jest/globals';
import type { Package } from '../../../src/core/package.js';
import { declarationsOf, isRaised } from '../../../src/remedy/facts/declarations.js';
import { namedLists } from '../../../src/remedy/facts/requirement-files.js';

const package_ = (type: string, name: string, version: string): Package => ({
  purl: `pkg:${type}/${name}@${version}`,
  type,
  name,
  version,
  paths: [],
});
const declared = (found: Package, files: Readonly<Record<string, string>>) =>
  declarationsOf(
    [found],
    Object.entries(files).map(([path, text]) => ({ path, text })),
  ).get(found.purl);

const REQUESTS = package_('pypi', 'requests', '2.25.0');
const QS = package_('npm', 'qs', '6.5.1');
const lock = (version: string) =>
  JSON.stringify({ packages: { '': {}, 'node_modules/qs': { version } } }, undefined, 1);

test.each([
  ['requests==2.25.0', { version: '2.25.0', kind: 'manifest', manager: 'pip', line: 1 }],
  ['# x\nRequests[socks] == 2.25.0 ; python_version > "3"', { version: '2.25.0', line: 2 }],
  ['requests[socks]>=2,<2.30 # old', { ranges: ['>=2,<2.30'] }],
  ['requests~=2.25; python_version > "3"\r\nflask', { ranges: ['~=2.25'] }],
  ['requests==2.25.0 \\\n    --hash=sha256:0123\nflask', { version: '2.25.0', hashed: true }],
])('a list with %j', (text, expected) => {
  expect(declared(REQUESTS, { 'requirements.txt': text })).toMatchObject(expected);
});

test.each(['requests', 'requests>=2', 'requests\nflask==1 --hash=sha256:0'])(
  'a list with %j leaves the version open',
  (text) => {
    const found = declared(REQUESTS, { 'requirements.txt': text });
    expect(found).toMatchObject({ path: 'requirements.txt', line: 1 });
    expect(found).not.toHaveProperty('version');
  },
);

describe('a package in a lockfile', () => {
  it('is declared there, and in the list next to it', () => {
    expect(
      declared(QS, {
        'package.json': '{\n"dependencies": {\n"qs": "^6.5.0" } }',
        'package-lock.json': lock('6.5.1'),
      }),
    ).toMatchObject({
      path: 'package-lock.json',
      kind: 'lockfile',
      manager: 'npm',
      line: 4,
      manifest: { path: 'package.json', line: 3 },
    });
  });

  it('of another version is not declared there', () => {
    expect(declared(QS, { 'package-lock.json': lock('6.5.2') })).toBeUndefined();
  });

  it('is declared in the lockfile with most of the packages', () => {
    const others = [package_('npm', 'a', '1.0.0'), QS];
    const files = [
      { path: 'package-lock.json', text: lock('6.5.1') },
      {
        path: 'services/web/package-lock.json',
        text: JSON.stringify({
          packages: {
            'node_modules/a': { version: '1.0.0' },
            'node_modules/qs': { version: '6.5.1' },
          },
        }),
      },
    ];
    expect(declarationsOf(others, files).get(QS.purl)?.path).toBe('services/web/package-lock.json');
  });
});

test.each([
  [
    'pom.xml',
    '<project><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId>\n<version>1.0</version></dependency></dependencies></project>',
  ],
  ['build.gradle', 'implementation "g:a:1.0"'],
])('%s declares a jar', (path, text) => {
  expect(declared(package_('maven', 'g:a', '1.0'), { [path]: text })).toMatchObject({
    path,
    kind: 'manifest',
    manager: 'maven',
  });
});

it('a module of Go is declared in go.mod', () => {
  expect(
    declared(package_('golang', 'golang.org/x/net', 'v0.17.0'), {
      'go.mod': 'module m\n\nrequire golang.org/x/net v0.17.0\n',
    }),
  ).toMatchObject({ path: 'go.mod', kind: 'lockfile', manager: 'go', line: 3, isDirect: true });
});

test.each([
  ['6.5.1', false],
  ['6.5.3', true],
])('an entry of a lockfile with version %s is raised from 6.5.1: %s', (version, expected) => {
  const change = { path: 'a/package-lock.json', name: 'qs', from: '6.5.1' };
  expect(isRaised(lock(version), change)).toBe(expected);
  expect(isRaised(lock(version), { ...change, name: 'other' })).toBe(false);
});

describe('a Python package with several entries', () => {
  const pinned = 'requests==2.24.0; python_version<"3.8"\nrequests==2.25.0; python_version>="3.8"';

  it('is declared by the entry with the version of the image', () => {
    const found = declared(REQUESTS, { 'requirements.txt': pinned });
    expect(found).toMatchObject({ line: 2, version: '2.25.0' });
    expect(found).not.toHaveProperty('condition');
  });

  it.each([
    ['requests==2.24.0; python_version<"3.8"', { line: 1, condition: 'python_version<"3.8"' }],
    [
      'requests==2.24.0 ; sys_platform=="win32" # x\nrequests>=2',
      { line: 2, condition: undefined },
    ],
  ])('%j says in which environment', (text, expected) => {
    const found = declared(REQUESTS, { 'requirements.txt': text });
    expect(found?.line).toBe(expected.line);
    expect(found?.condition).toBe(expected.condition);
  });

  it('has the lists next to it that name it, and those that one names', () => {
    const { others } =
      declared(REQUESTS, {
        'requirements.txt': '-c sub/requirements-c.txt\nrequests==2.25.0',
        'requirements-dev.txt': 'requests==2.25.0',
        'requirements-win.txt': 'requests==2.24.0; sys_platform=="win32"',
        'sub/requirements-c.txt': 'requests<2.30',
        'other/requirements.txt': 'requests==2.25.0',
      }) ?? {};
    expect(others).toEqual([
      { path: 'requirements-dev.txt', line: 1, accepts: ['==2.25.0'], isNamed: false },
      { path: 'sub/requirements-c.txt', line: 1, accepts: ['<2.30'], isNamed: true },
    ]);
  });
});

it('lists that lists name are read, in the repository', () => {
  const texts: Readonly<Record<string, string>> = {
    'app/base.txt': '--constraint=../constraints.txt # all\nflask',
    'constraints.txt': 'requests==2.25.0',
    'app/c.in': 'a',
  };
  const text =
    '-r base.txt\n -cc.in\n-r ../../x.txt\n-r https://a/b.txt\n-r /etc/x\n-e .\n-r gone.txt';
  const found = namedLists([{ path: 'app/requirements.txt', text }], (path) => texts[path]);
  expect(found.map(({ path }) => path)).toEqual(['app/base.txt', 'app/c.in', 'constraints.txt']);
  expect(declarationsOf([REQUESTS], found).get(REQUESTS.purl)).toMatchObject({
    path: 'constraints.txt',
    line: 1,
  });
});
