import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { guessBuildContext } from '../../../src/builds/context/build-context.js';
import { privateNames } from '../../../src/builds/package-names/private-names.js';
import { contextPaths } from '../../../src/dockerfile/context-copies.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-names-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const NPM = 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n';

function found(files: Readonly<Record<string, string>>, text = NPM, path = 'Dockerfile') {
  for (const [name, content] of Object.entries({ ...files, [path]: text })) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  const dockerfile = parseDockerfile(path, text);
  const context = guessBuildContext(root, path, contextPaths(dockerfile));
  return privateNames(root, [{ dockerfile, context }]).findings.map(
    ({ message, location, related }) =>
      `${location?.path}:${location?.startLine} ${related?.[0]?.location.startLine} ${message}`,
  );
}

const PUBLIC = 'https://registry.npmjs.org';
const ACME = 'https://npm.acme.example/repository/npm';

/** A lock file of npm: `name` or `name>need` by registry. */
function npmLock(registries: Readonly<Record<string, string>>, more: object = {}): string {
  const packages = Object.entries(registries).map(([entry, registry]) => {
    const [name = '', need] = entry.split('>');
    const resolved = `${registry}/${name}/-/${name.replace(/^.*\//, '')}-1.0.0.tgz`;
    const dependencies = need === undefined ? {} : { dependencies: { [need]: '^1.0.0' } };
    return [`node_modules/${name}`, { version: '1.0.0', resolved, ...dependencies }];
  });
  return JSON.stringify(
    { lockfileVersion: 3, packages: { '': more, ...Object.fromEntries(packages) } },
    undefined,
    2,
  );
}

const MIXED = npmLock({ 'acme-log': ACME, 'acme-auth': ACME, koa: PUBLIC, got: PUBLIC });
const FINDING =
  '2 packages of npm.acme.example may be taken from registry.npmjs.org: acme-auth, acme-log';

it('reports names of a private registry in a lock file of npm, with the line of the first', () => {
  expect(found({ 'package-lock.json': MIXED })).toEqual([`package-lock.json:7 4 ${FINDING}`]);
});

it('reads each lock file once, in the folder that is copied', () => {
  const text = 'FROM node:22\nCOPY web/package*.json web/package-lock.json ./\nRUN npm install\n';
  expect(found({ 'web/package-lock.json': MIXED, 'web/package.json': '{}' }, text)).toEqual([
    `web/package-lock.json:7 3 ${FINDING}`,
  ]);
});

it('reads lock files of npm 6, Yarn and pnpm', () => {
  const npm6 = {
    lockfileVersion: 1,
    dependencies: {
      'acme-log': { version: '1.0.0', resolved: `${ACME}/acme-log/-/acme-log-1.0.0.tgz` },
      koa: { version: '2.0.0', resolved: `${PUBLIC}/koa/-/koa-2.0.0.tgz` },
    },
  };
  const yarn = `# yarn lockfile v1

acme-log@^1.0.0:
  version "1.0.0"
  resolved "${ACME}/acme-log/-/acme-log-1.0.0.tgz#0123"

koa@^2.0.0:
  version "2.0.0"
  resolved "https://registry.yarnpkg.com/koa/-/koa-2.0.0.tgz#0123"
  dependencies:
    got "^1.0.0"
`;
  const berry = `__metadata:
  version: 8

"acme-log@npm:^1.0.0":
  version: 1.0.0
  resolution: "acme-log@npm:1.0.0::__archiveUrl=${encodeURIComponent(`${ACME}/acme-log/-/acme-log-1.0.0.tgz`)}"

"koa@npm:^2.0.0":
  version: 2.0.0
  resolution: "koa@npm:2.0.0"
  dependencies:
    got: "npm:^1.0.0"
`;
  const pnpm = `lockfileVersion: '9.0'

packages:

  acme-log@1.0.0:
    resolution: {integrity: sha512-x==, tarball: ${ACME}/acme-log/-/acme-log-1.0.0.tgz}

  koa@2.0.0:
    resolution: {integrity: sha512-x==}

snapshots:

  koa@2.0.0:
    dependencies:
      got: 1.0.0
`;
  const one = '1 package of npm.acme.example may be taken from registry.npmjs.org: acme-log';
  const files = { 'yarn.lock': yarn, 'pnpm-lock.yaml': pnpm };
  expect(found({ ...files, 'package-lock.json': JSON.stringify(npm6, undefined, 1) })).toEqual([
    `package-lock.json:6 4 ${one}`,
    `yarn.lock:5 4 ${one}`,
    `pnpm-lock.yaml:6 4 ${one}`,
  ]);
  expect(found({ 'yarn.lock': berry })).toContain(`yarn.lock:6 4 ${one}`);
  // A public package needs it, so the registry serves public packages.
  for (const [name, text] of Object.entries({ 'yarn.lock': yarn, 'pnpm-lock.yaml': pnpm }))
    expect(found({ [name]: text.replace('got', 'acme-log') }).join()).not.toContain(name);
  expect(found({ 'yarn.lock': berry.replace('got', 'acme-log') }).join()).not.toContain('yarn');
});

describe('says nothing', () => {
  it.each([
    ['if all packages come from one registry', npmLock({ a1: ACME, b1: ACME })],
    ['about packages with a scope', npmLock({ '@acme/log': ACME, koa: PUBLIC })],
    ['if a public package needs one', npmLock({ mirrored: ACME, 'koa>mirrored': PUBLIC })],
    [
      'if the registry serves a well-known one',
      npmLock({ a1: ACME, lodash: ACME, koa: PUBLIC, got: PUBLIC }),
    ],
    ['if the registry serves types', npmLock({ a1: ACME, '@types/koa': ACME, koa: PUBLIC })],
    ['if most packages come from it', npmLock({ a1: ACME, b1: ACME, koa: PUBLIC })],
    ['about mirrors', npmLock({ a1: 'https://registry.npmmirror.com', koa: PUBLIC })],
    ['about a registry of this machine', npmLock({ a1: 'http://localhost:4873', koa: PUBLIC })],
    [
      'about a dependency that names an address',
      npmLock({ a1: ACME, koa: PUBLIC }, { dependencies: { a1: `${ACME}/a1/-/a1-1.0.0.tgz` } }),
    ],
    ['about text that is no lock file', '{"packages": ['],
  ])('%s', (_, lock) => {
    expect(found({ 'package-lock.json': lock })).toEqual([]);
  });

  it('if the project asks the private registry for all names', () => {
    expect(found({ 'package-lock.json': MIXED, '.npmrc': `registry=${ACME}\n` })).toEqual([]);
    const asked = `@other:registry=${ACME}\n//npm.acme.example/:_authToken=\${T}\n`;
    expect(found({ 'package-lock.json': MIXED, '.npmrc': asked })).toHaveLength(1);
  });

  it.each([
    ['a registry of its own', `RUN npm config set registry ${ACME}\n`, 0],
    ['another configuration', 'RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\n', 0],
    ['the public registry', `RUN npm config set registry ${PUBLIC}\n`, 1],
    ['a registry for a scope', `RUN npm config set @acme:registry ${ACME}\n`, 1],
  ])('if the Dockerfile has %s', (_, line, count) => {
    expect(found({ 'package-lock.json': MIXED }, `${NPM}${line}`)).toHaveLength(count);
  });

  it('if the Dockerfile installs nothing from it', () => {
    expect(found({ 'package-lock.json': MIXED }, 'FROM node:22\nCOPY . .\n')).toEqual([]);
  });
});

it('says that a lock file is too large to be read', () => {
  const dockerfile = parseDockerfile('Dockerfile', NPM);
  writeFileSync(join(root, 'yarn.lock'), '');
  truncateSync(join(root, 'yarn.lock'), 17 << 20);
  expect(privateNames(root, [{ dockerfile, context: '.' }])).toMatchObject({
    findings: [],
    coverage: [{ check: 'trust', target: 'yarn.lock', state: 'not-covered' }],
  });
});

describe('a requirement file', () => {
  const text =
    'FROM python:3.13\nCOPY requirements.txt /app/\nRUN pip install -r /app/requirements.txt\n';
  const index = '--extra-index-url https://user:pw@pypi.acme.example/simple\n';

  it('adds an index', () => {
    expect(found({ 'requirements.txt': `# ours\n${index}acme-log==1.0\n` }, text)).toEqual([
      'requirements.txt:2 3 Packages may come from https://pypi.acme.example/simple or from the other index',
    ]);
  });

  it.each([
    ['has one index', '--index-url https://pypi.acme.example/simple\nacme-log==1.0\n'],
    ['binds its packages to hashes', `${index}acme-log==1.0 \\\n    --hash=sha256:aa\n`],
  ])('%s', (_, requirements) => {
    expect(found({ 'requirements.txt': requirements }, text)).toEqual([]);
  });
});
