import { deflateSync } from 'node:zlib';
import { NODE_PROGRAM, PYTHON_PROGRAM } from '../evidence/dynamic-elf.js';
import type { TarMember } from '../image/build-tar.js';
import { elf } from '../inventory/build/elf.js';
import { inlineInfo } from '../inventory/build/go.js';
import { zip } from '../inventory/build/zip.js';
import { advisory, debian, gem, npm, python, type Replay } from './replay-build.js';
import type { Cases } from './replay-cases.js';

/** An image to which a COPY or RUN adds the files. */
function added(
  files: readonly TarMember[],
  advisories: readonly object[],
  more: Partial<Replay> & { readonly line?: string } = {},
): Replay {
  const { line = 'COPY app /app', ...rest } = more;
  return {
    from: 'debian:12-slim',
    base: debian('libc6 2.36-9'),
    steps: [{ line, files }],
    advisories,
    ...rest,
  };
}

const qs = (fixed: string) => advisory('npm', 'qs', fixed);
const QS = [npm('app', 'qs', '6.5.1'), npm('app', 'express', '4.17.1')];

/** package.json and package-lock.json; express needs qs. */
function npmFiles(range: string, own: object = { express: '^4.17.0' }) {
  const packages = {
    '': { dependencies: own },
    'node_modules/express': { version: '4.17.1', dependencies: { qs: range } },
    'node_modules/qs': { version: '6.5.1' },
  };
  return {
    'package.json': JSON.stringify({ dependencies: own }, undefined, 2),
    'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages }, undefined, 2),
  };
}

const npmCase = (fixed: string, files: Replay['files'], line = 'RUN npm ci') =>
  added(QS, [qs(fixed)], { line, ...(files && { files }) });

const REQUESTS = [python('requests', '2.25.0')];
const BOTOCORE = {
  name: 'usr/local/lib/python3.12/site-packages/botocore-1.29.0.dist-info/METADATA',
  body: 'Metadata-Version: 2.1\nName: botocore\nVersion: 1.29.0\nRequires-Dist: requests (<2.30)\n',
};
const pip = (files: Replay['files'], line = 'RUN pip install -r requirements.txt') =>
  added(REQUESTS, [advisory('PyPI', 'requests', '2.31.0')], { line, ...(files && { files }) });

/** The image of Node.js with npm, yarn and corepack in its base. */
function node(advisories: readonly object[], start: readonly string[]): Replay {
  const tool = (name: string, more: readonly TarMember[]): TarMember[] => [
    {
      name: `usr/local/lib/node_modules/${name}/package.json`,
      body: JSON.stringify({ name, version: '9.0.0', bin: { [name]: 'bin/cli.js' } }),
    },
    {
      name: `usr/local/lib/node_modules/${name}/bin/cli.js`,
      body: 'require("./x.js");\n',
      mode: 0o755,
    },
    {
      name: `usr/local/bin/${name}`,
      type: '2',
      link: `../lib/node_modules/${name}/bin/cli.js`,
    },
    ...more,
  ];
  const nodeProgram = NODE_PROGRAM;
  return {
    from: 'node:24-bookworm-slim',
    base: [
      ...debian('libc6 2.36-9'),
      { name: 'usr/local/bin/node', body: nodeProgram, mode: 0o755 },
      ...tool('npm', [npm('usr/local/lib/node_modules/npm', 'tar', '6.1.0')]),
      ...tool('corepack', [npm('usr/local/lib/node_modules/corepack', 'undici', '5.0.0')]),
    ],
    steps: [
      {
        line: 'COPY app /app',
        files: [
          { name: 'app/server.js', body: 'require("http").createServer().listen(1);\n' },
          { name: 'app/package.json', body: '{"name":"app","scripts":{"start":"node server.js"}}' },
        ],
      },
    ],
    start,
    advisories,
  };
}

const SERVER = ['node', '/app/server.js'];

const TEXT = { name: '.text', body: Buffer.alloc(20_000, 0xcc) };
function go(modules: string, version = 'go1.22.4'): TarMember {
  const info = inlineInfo(
    version,
    `path\texample.com/app\nmod\texample.com/app\t(devel)\t\n${modules}`,
  );
  const body = elf([
    TEXT,
    { name: '.go.buildinfo', body: info, address: 0x500000, writable: true },
  ]);
  return { name: 'app', body, mode: 0o755 };
}

const goBuild = (
  files: readonly TarMember[],
  advisories: readonly object[],
  more: Partial<Replay>,
) =>
  added(files, advisories, {
    before: ['FROM golang:1.27 AS build', 'COPY . .', 'RUN go build -o /app .'],
    line: 'COPY --from=build /app /app',
    ...more,
  });

const crate = (): TarMember => ({
  name: 'app',
  body: elf([
    TEXT,
    {
      name: '.dep-v0',
      body: deflateSync(
        JSON.stringify({
          packages: [
            { name: 'shop', version: '0.1.0', source: 'local', root: true },
            { name: 'time', version: '0.1.43', source: 'crates.io', kind: 'runtime' },
          ],
        }),
      ),
    },
  ]),
  mode: 0o755,
});

const jar = (): TarMember => ({
  name: 'app/shop.jar',
  body: zip([
    {
      name: 'META-INF/maven/org.apache.logging.log4j/log4j-core/pom.properties',
      body: 'version=2.14.0\r\ngroupId=org.apache.logging.log4j\r\nartifactId=log4j-core\r\n',
    },
  ]),
});
const LOG4J = () => [advisory('Maven', 'org.apache.logging.log4j:log4j-core', '2.17.1')];
const POM = `<project>
<dependencies><dependency>
<groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId><version>2.14.0</version>
</dependency></dependencies></project>`;

const toml = (name: string, version: string) =>
  `version = 1\n\n[[package]]\nname = "${name}"\nversion = "${version}"\n`;

const RAISE = (name: string, file: string) => ({
  remedy: 'raise' as const,
  title: new RegExp(`^upgrade ${name} to .* in ${file}`),
});

export const LANGUAGE_CASES: Cases = {
  'a dependency of a dependency in package-lock.json': {
    after: ['6.5.1', '6.5.3'],
    ...RAISE('qs', 'package-lock.json'),
    make: () => npmCase('6.5.3', npmFiles('^6.5.0')),
  },
  'a dependency of the project in package-lock.json': {
    after: ['6.5.1', '6.5.3'],
    ...RAISE('qs', 'package-lock.json'),
    make: () => npmCase('6.5.3', npmFiles('^6.5.0', { express: '^4.17.0', qs: '^6.5.0' })),
  },
  'a dependency of a dependency that accepts only the old version': {
    after: ['6.5.1', '6.5.3'],
    remedy: 'edit',
    title: /^upgrade qs to 6\.5\.3 with an npm override in package\.json/,
    note: /What needs the package accepts only 6\.5\.1/,
    make: () => npmCase('6.5.3', npmFiles('6.5.1')),
  },
  'a dependency of the project that accepts only the old version': {
    after: ['6.5.1', '6.5.3'],
    remedy: 'edit',
    title: /^upgrade qs to 6\.5\.3 in package\.json/,
    make: () => npmCase('6.5.3', npmFiles('6.5.1', { qs: '6.5.1' })),
  },
  'a major version that a dependency does not accept': {
    after: ['6.5.1', '7.0.0'],
    remedy: 'edit',
    title: /^upgrade qs to 7\.0\.0 with an npm override/,
    make: () => npmCase('7.0.0', npmFiles('^6.5.0')),
  },
  'a package.json without a lockfile': {
    after: ['6.5.1', '6.5.3'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () =>
      npmCase('6.5.3', { 'package.json': '{"dependencies":{"qs":"^6.5.0"}}' }, 'RUN npm install'),
  },
  'a package.json without a lockfile that accepts only the old version': {
    after: ['6.5.1', '6.5.3'],
    remedy: 'edit',
    title: /^upgrade qs to 6\.5\.3 in package\.json/,
    make: () =>
      npmCase('6.5.3', { 'package.json': '{"dependencies":{"qs":"6.5.1"}}' }, 'RUN npm install'),
  },
  'yarn.lock': {
    after: ['6.5.1', '6.5.3'],
    ...RAISE('qs', 'yarn.lock'),
    make: () => npmCase('6.5.3', { 'yarn.lock': 'qs@^6.5.0:\n  version "6.5.1"\n' }, 'RUN yarn'),
  },
  'pnpm-lock.yaml': {
    after: ['6.5.1', '6.5.3'],
    ...RAISE('qs', 'web/pnpm-lock.yaml'),
    make: () =>
      npmCase('6.5.3', { 'web/pnpm-lock.yaml': 'packages:\n  qs@6.5.1:\n    resolution: {}\n' }),
  },
  'a package that RUN installs in a version': {
    after: ['6.5.1', '6.5.3'],
    remedy: 'edit',
    title: /^upgrade qs to 6\.5\.3/,
    make: () =>
      added([npm('usr/local/lib', 'qs', '6.5.1')], [qs('6.5.3')], {
        line: 'RUN npm install -g qs@6.5.1',
      }),
  },
  'a package that RUN installs in any version': {
    after: ['6.5.1', '6.5.3'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () =>
      added([npm('usr/local/lib', 'qs', '6.5.1')], [qs('6.5.3')], {
        line: 'RUN npm install -g qs',
      }),
  },
  'npm of the base image, which the start command does not load': {
    after: /node_modules\/(?:npm|corepack)\//,
    remedy: 'remove',
    title: /^remove npm of the base image/,
    make: () => node([advisory('npm', 'tar', '6.2.1')], SERVER),
  },
  'Corepack of the base image, which the start command does not load': {
    after: /node_modules\/(?:npm|corepack)\//,
    remedy: 'remove',
    title: /^remove Corepack of the base image/,
    make: () => node([advisory('npm', 'undici', undefined)], SERVER),
  },
  'npm of the base image, which starts the program': {
    after: ['6.1.0', '6.2.1'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () => node([advisory('npm', 'tar', '6.2.1')], ['npm', 'start']),
  },
  'requirements.txt with hashes': {
    after: ['2.25.0', '2.31.0'],
    remedy: 'edit',
    title: /^upgrade requests to 2\.31\.0 in requirements\.txt/,
    note: /hashes/,
    make: () =>
      pip({ 'requirements.txt': `requests==2.25.0 \\\n    --hash=sha256:${'0'.repeat(64)}\n` }),
  },
  'requirements.txt with a version': {
    after: ['2.25.0', '2.31.0'],
    remedy: 'edit',
    title: /^upgrade requests to 2\.31\.0 in requirements\.txt/,
    make: () => pip({ 'requirements.txt': 'flask==3.0.0\nrequests==2.25.0\n' }),
  },
  'requirements.txt without versions': {
    after: ['2.25.0', '2.31.0'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () => pip({ 'requirements.txt': 'requests\n' }),
  },
  'a version that pip is told': {
    after: ['2.25.0', '2.31.0'],
    remedy: 'edit',
    title: /^upgrade requests to 2\.31\.0/,
    make: () => pip(undefined, 'RUN pip install requests==2.25.0'),
  },
  'a version that pip is told, and that another package refuses': {
    after: ['2.25.0', '2.31.0'],
    remedy: 'edit',
    title: /^upgrade requests to 2\.31\.0/,
    note: /^botocore 1\.29\.0 refuses requests 2\.31\.0: it accepts only <2\.30\. Upgrade both\./,
    make: () =>
      added([...REQUESTS, BOTOCORE], [advisory('PyPI', 'requests', '2.31.0')], {
        line: 'RUN pip install botocore requests==2.25.0',
      }),
  },
  'pip without a version': {
    after: ['2.25.0', '2.31.0'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () => pip(undefined, 'RUN pip install Requests[socks]'),
  },
  'poetry.lock': {
    after: ['2.25.0', '2.31.0'],
    ...RAISE('requests', 'poetry.lock'),
    make: () => pip({ 'poetry.lock': toml('requests', '2.25.0') }, 'RUN poetry install'),
  },
  'uv.lock': {
    after: ['2.25.0', '2.31.0'],
    ...RAISE('requests', 'uv.lock'),
    make: () => pip({ 'uv.lock': toml('requests', '2.25.0') }, 'RUN uv sync'),
  },
  'pip of a Python base image, which the start command does not load': {
    after: /site-packages\/pip/,
    remedy: 'remove',
    title: /^remove pip of the base image/,
    make: () => ({
      from: 'python:3.12-slim',
      base: [
        ...debian('libc6 2.36-9'),
        { name: 'usr/local/bin/python3.12', body: PYTHON_PROGRAM, mode: 0o755 },
        python('pip', '23.0.1'),
        { name: 'usr/local/lib/python3.12/site-packages/pip/__init__.py', body: '\n' },
      ],
      steps: [{ line: 'COPY app /app', files: [{ name: 'app/main.py', body: 'import os\n' }] }],
      start: ['python3.12', '/app/main.py'],
      advisories: [advisory('PyPI', 'pip', '23.3')],
    }),
  },
  'a module in go.mod': {
    ...RAISE('golang.org/x/net', 'go.mod'),
    make: () =>
      goBuild(
        [go('dep\tgolang.org/x/net\tv0.17.0\th1:a=\n')],
        [advisory('Go', 'golang.org/x/net', '0.23.0')],
        {
          files: {
            'go.mod': 'module example.com/app\n\ngo 1.22\n\nrequire golang.org/x/net v0.17.0\n',
          },
        },
      ),
  },
  'the standard library of Go, built by a tag that moves': {
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () => goBuild([go('', 'go1.27.0')], [advisory('Go', 'stdlib', '1.27.1')], {}),
  },
  'the standard library of Go, built by a release': {
    remedy: 'move-tag',
    title: /^use base image golang:1\.27/,
    make: () =>
      goBuild([go('', 'go1.27.0')], [advisory('Go', 'stdlib', '1.27.1')], {
        before: ['FROM golang:1.27.0-alpine AS build', 'COPY . .', 'RUN go build -o /app .'],
      }),
  },
  'the standard library of Go, built by nobody known': {
    remedy: 'edit',
    title: /^rebuild with Go 1\.22\.5/,
    make: () => added([go('')], [advisory('Go', 'stdlib', '1.22.5')]),
  },
  'Gemfile.lock': {
    after: ['2.2.3', '2.2.8.1'],
    ...RAISE('rack', 'Gemfile.lock'),
    make: () =>
      added([gem('rack', '2.2.3')], [advisory('RubyGems', 'rack', '2.2.8.1')], {
        line: 'RUN bundle install',
        files: { 'Gemfile.lock': 'GEM\n  specs:\n    rack (2.2.3)\n' },
      }),
  },
  'a version that gem is told': {
    after: ['2.2.3', '2.2.8.1'],
    remedy: 'edit',
    title: /^upgrade rack to 2\.2\.8\.1/,
    make: () =>
      added([gem('rack', '2.2.3')], [advisory('RubyGems', 'rack', '2.2.8.1')], {
        line: 'RUN gem install rack -v 2.2.3',
      }),
  },
  'composer.lock': {
    after: ['2.0.0', '2.0.1'],
    ...RAISE('monolog/monolog', 'composer.lock'),
    make: () =>
      added(
        [
          {
            name: 'app/vendor/composer/installed.json',
            body: JSON.stringify({ packages: [{ name: 'monolog/monolog', version: '2.0.0' }] }),
          },
        ],
        [advisory('Packagist', 'monolog/monolog', '2.0.1')],
        {
          line: 'RUN composer install',
          files: {
            'composer.lock': JSON.stringify(
              { packages: [{ name: 'monolog/monolog', version: '2.0.0' }] },
              undefined,
              4,
            ),
          },
        },
      ),
  },
  'Cargo.lock': {
    ...RAISE('time', 'Cargo.lock'),
    make: () =>
      added([crate()], [advisory('crates.io', 'time', '0.2.23')], {
        files: { 'Cargo.lock': toml('time', '0.1.43') },
      }),
  },
  'a jar that pom.xml names': {
    remedy: 'edit',
    title: /log4j-core to 2\.17\.1 in pom\.xml/,
    make: () => added([jar()], LOG4J(), { files: { 'pom.xml': POM } }),
  },
  'a jar that nothing names': {
    remedy: 'edit',
    title: /^upgrade .*log4j-core to 2\.17\.1$/,
    make: () => added([jar()], LOG4J()),
  },
};
