import { expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { LOCKFILES } from '../../../src/builds/lockfiles/index.js';
import { resolvedPackages } from '../../../src/builds/lockfiles/resolved.js';

/** `name version:line`, for a wanted name. */
function read(file: string, text: string, ...wanted: readonly string[]) {
  const found = LOCKFILES.find(({ wants }) => wants(file))?.read(text, new Set(wanted)) ?? [];
  return found.map(({ name, version, line }) => `${name} ${version}:${line}`);
}

const PACKAGE_LOCK = {
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { express: '^4.0.0', qs: '6.5.1' }, devDependencies: { jest: '^29.0.0' } },
    'node_modules/express': { version: '4.17.1', dependencies: { qs: '6.7.0', '@x/y': '*' } },
    'node_modules/express/node_modules/qs': { version: '6.7.0' },
    'node_modules/qs': { version: '6.5.1' },
    'node_modules/@x/y': { version: '1.0.0', peerDependencies: { qs: '>=6' } },
    'packages/web': { dependencies: { qs: '^6.5.0' } },
  },
};

test.each([
  ['package-lock.json', 'qs', ['qs 6.7.0:', 'qs 6.5.1:']],
  ['yarn.lock', 'qs', ['qs 6.7.0:3', 'qs 6.5.1:7']],
  ['pnpm-lock.yaml', '@x/y', ['@x/y 1.0.0:6']],
  ['Cargo.lock', 'time', ['time 0.1.43:5']],
  ['poetry.lock', 'urllib3', ['urllib3 1.26.5:3']],
  ['uv.lock', 'urllib3', ['urllib3 1.26.5:3']],
  ['Gemfile.lock', 'rack', ['rack 2.2.8:4']],
  ['composer.lock', 'monolog/monolog', ['monolog/monolog 2.0.0:4']],
  ['go.mod', 'golang.org/x/net', ['golang.org/x/net 0.17.0:5']],
])('%s has %s', (file, name, expected) => {
  const found = read(file, TEXTS[file] ?? '', name);
  expect(found).toHaveLength(expected.length);
  found.forEach((one, i) => {
    expect(one).toContain(expected[i]);
  });
});

const TOML = '[[package]]\nversion = 3\nname = "urllib3"\nversion = "1.26.5"\n';
const TEXTS: Readonly<Record<string, string>> = {
  'package-lock.json': JSON.stringify(PACKAGE_LOCK, undefined, 2),
  'yarn.lock':
    '# yarn lockfile v1\n\nqs@6.7.0, qs@^6.6.0:\n  version "6.7.0"\n  resolved "https://x"\n\n"qs@npm:^6.5.0":\n  version: 6.5.1\n',
  'pnpm-lock.yaml':
    "lockfileVersion: '9.0'\nimporters:\n  '@x/y@1.0.0':\n    a: b\npackages:\n  '@x/y@1.0.0':\n    resolution: {}\nsnapshots:\n  '@x/y@1.0.0': {}\n",
  'Cargo.lock': 'version = 3\n\n[[package]]\nname = "time"\nversion = "0.1.43"\n',
  'poetry.lock': TOML.replace('version = 3\n', ''),
  'uv.lock': TOML.replace('version = 3\n', ''),
  'Gemfile.lock':
    'GEM\n  remote: https://rubygems.org/\n  specs:\n    rack (2.2.8)\n      puma (>= 1)\n',
  'composer.lock':
    '{\n    "packages": [\n        {\n            "name": "monolog/monolog",\n            "version": "v2.0.0",\n            "require": {\n                "name": "x/y"\n            }\n        }\n    ]\n}\n',
  'go.mod': 'module example.com/app\n\ngo 1.22\n\nrequire golang.org/x/net v0.17.0 // indirect\n',
};

it('knows what needs each copy of a package, and from which range', () => {
  const npm = LOCKFILES.find(({ manager }) => manager === 'npm');
  const found = npm?.read(JSON.stringify(PACKAGE_LOCK), new Set(['qs']));
  expect(found?.map(({ version, ranges, isDirect }) => [version, ranges, isDirect])).toEqual([
    ['6.7.0', ['6.7.0'], false],
    ['6.5.1', ['6.5.1', '>=6', '^6.5.0'], true],
  ]);
});

it.each(LOCKFILES.map(({ manager }) => manager))(
  '%s: any text gives packages or none',
  (manager) => {
    const format = LOCKFILES.find((one) => one.manager === manager);
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .constantFrom(...Object.values(TEXTS))
        .chain((text) => fc.nat(text.length).map((at) => text.slice(0, at))),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const found = format?.read(text, new Set(['qs', 'rack'])) ?? [];
        return found.every(({ line }) => line >= 1 && line <= text.split('\n').length);
      }),
      { numRuns: 50 },
    );
  },
);

it('package-lock.json says which workspaces name a package', () => {
  const found = LOCKFILES.find(({ wants }) => wants('package-lock.json'))?.read(
    TEXTS['package-lock.json'] ?? '',
    new Set(['qs', 'express']),
  );
  const workspaces = found?.map((one) => [one.name, one.version, one.workspaces]);
  expect(workspaces).toEqual([
    ['express', '4.17.1', undefined],
    ['qs', '6.7.0', undefined],
    ['qs', '6.5.1', ['packages/web']],
  ]);
});

it('knows the needs of each package of pnpm-lock.yaml, and its tarball', () => {
  const lock = `lockfileVersion: '9.0'
packages:
  a@1.0.0:
    resolution: { integrity: x, tarball: https://r.example/a.tgz }
    engines:
      node: '>=18'
snapshots:
  a@1.0.0:
    dependencies:
      '@x/b': 2.0.0
    optionalDependencies:
      c: 3.0.0
    transitivePeerDependencies:
      - d
`;
  expect(resolvedPackages('pnpm-lock.yaml', lock)).toEqual([
    { name: 'a', needs: ['@x/b', 'c'], resolved: 'https://r.example/a.tgz' },
  ]);
});
