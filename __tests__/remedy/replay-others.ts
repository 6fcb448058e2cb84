import { elf } from '../inventory/build/elf.js';
import {
  advisory,
  alpine,
  apk,
  debian,
  dpkg,
  dsa,
  npm,
  owned,
  QUIET,
  type Replay,
} from './replay-build.js';
import type { Cases } from './replay-cases.js';

/** A program that loads nothing. */
const PROGRAM = {
  name: 'usr/bin/app',
  body: elf([{ name: '.text', body: Buffer.alloc(64) }]),
  mode: 0o755,
};

const plain = (more: Partial<Replay> = {}): Replay => ({
  from: 'debian:12-slim',
  base: debian('libc6 2.36-9'),
  steps: [{ line: 'COPY app /app', files: [{ name: 'app/x', body: 'x' }] }],
  advisories: [],
  ...more,
});

const BUILD = 'apt-get update && apt-get install -y --no-install-recommends build-essential';
const UNFIXED = (name: string) => advisory('Debian:12', name, undefined);
const NPM = (name: string, fixed: string, more: object = {}) =>
  advisory('npm', name, fixed, { ...more });

/** `AKIA…` of no account, put together here so that no scanner finds it. */
const KEY = ['AKIA', 'Q3EGRVJ7', 'XN5T2LKD'].join('');
const TOKEN = ['ghp', `${'x9Kd2mQ7'.repeat(4)}aB3z`].join('_');

export const OTHER_CASES: Cases = {
  'headers and a compiler in the final image': {
    after: /dpkg\/(?:status|info)|apk\/db/,
    remedy: 'remove',
    title: /^remove the compilers and headers/,
    make: () =>
      plain({
        start: ['/usr/bin/app'],
        steps: [
          {
            line: `RUN ${BUILD}`,
            files: [
              PROGRAM,
              ...owned('binutils', 'usr/bin/ld'),
              ...owned('gcc-12', 'usr/bin/gcc-12'),
              dpkg(
                'libc6 2.36-9',
                'binutils 2.40-2',
                'gcc-12 12.2.0-14',
                'libexpat1-dev 2.5.0-1 expat',
              ),
            ],
          },
        ],
        advisories: [UNFIXED('binutils'), UNFIXED('gcc-12')],
      }),
  },
  'headers of Alpine in the final image': {
    after: /dpkg\/(?:status|info)|apk\/db/,
    remedy: 'remove',
    title: /^remove the compilers and headers/,
    make: () =>
      plain({
        from: 'alpine:3.22',
        start: ['/usr/bin/app'],
        base: alpine('musl 1.2.5-r0'),
        steps: [
          {
            line: 'RUN apk add --no-cache gcc musl-dev',
            files: [
              PROGRAM,
              { name: 'usr/bin/ld', body: 'x' },
              apk('musl 1.2.5-r0', 'binutils 2.42-r0 binutils ld', 'gcc 13.2.1-r0'),
            ],
          },
        ],
        advisories: [advisory('Alpine:v3.22', 'binutils', undefined)],
      }),
  },
  'a cache of packages': {
    after: /apt\/lists/,
    remedy: 'remove',
    title: /cache/,
    make: () =>
      plain({
        steps: [
          {
            line: `RUN ${BUILD}`,
            files: [
              {
                name: 'var/lib/apt/lists/deb.debian.org_main_Packages',
                body: Buffer.alloc(1_500_000, 0x61),
              },
            ],
          },
        ],
        files: {
          '.github/portside.yml': `exceptions:\n${[
            'DL*',
            'PS*',
            'BASE-IMAGE',
            'IMG-[!C]*',
            'IMG-COMPILER',
          ]
            .map((rule) => `  - { rule: '${rule}', reason: not what the case is about }\n`)
            .join('')}`,
        },
      }),
  },
  'a malicious package': {
    after: /evil/,
    remedy: 'remove',
    title: /^remove malicious package evil 1\.0\.0/,
    make: () =>
      plain({
        steps: [{ line: 'RUN npm ci', files: [npm('app', 'evil', '1.0.0')] }],
        advisories: [
          {
            id: 'MAL-2026-1',
            modified: '2026-11-20T00:00:00Z',
            affected: [{ package: { ecosystem: 'npm', name: 'evil' }, versions: ['1.0.0'] }],
          },
        ],
      }),
  },
  'a malicious package, an exploited vulnerability and many others': {
    after: /evil/,
    remedy: 'remove',
    title: /^remove malicious package/,
    make: () =>
      plain({
        steps: [
          {
            line: `RUN ${BUILD}`,
            files: [dpkg('libc6 2.36-9', 'curl 7.88.1-10'), npm('app', 'evil', '1.0.0')],
          },
        ],
        advisories: [
          ...Array.from({ length: 20 }, () => dsa('curl', '7.88.1-11')),
          {
            id: 'MAL-2026-1',
            modified: '2026-11-20T00:00:00Z',
            affected: [{ package: { ecosystem: 'npm', name: 'evil' }, versions: ['1.0.0'] }],
          },
        ],
      }),
  },
  'an exploited vulnerability in a lockfile, and others that a build clears': {
    after: ['6.5.1', '6.5.3'],
    remedy: 'raise',
    title: /^upgrade qs to 6\.5\.3 in package-lock\.json/,
    make: () => ({
      ...plain({
        steps: [
          { line: `RUN ${BUILD}`, files: [dpkg('libc6 2.36-9', 'curl 7.88.1-10')] },
          { line: 'RUN npm ci', files: [npm('app', 'qs', '6.5.1')] },
        ],
        advisories: [{ ...NPM('qs', '6.5.3'), id: 'CVE-2026-7' }, dsa('curl', '7.88.1-11')],
        files: {
          'package-lock.json': JSON.stringify({
            packages: { 'node_modules/qs': { version: '6.5.1' } },
          }),
          'kev.json': JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-7' }] }),
        },
      }),
      words: ['--kev', 'REPO/kev.json'],
    }),
  },
  'many vulnerabilities that one build clears, and one in a lockfile': {
    after: ['7.88.1-10', '7.88.1-11'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () =>
      plain({
        steps: [
          { line: `RUN ${BUILD}`, files: [dpkg('libc6 2.36-9', 'curl 7.88.1-10')] },
          { line: 'RUN npm ci', files: [npm('app', 'qs', '6.5.1')] },
        ],
        advisories: [
          NPM('qs', '6.5.3'),
          ...Array.from({ length: 9 }, () => dsa('curl', '7.88.1-11')),
        ],
        files: {
          'package-lock.json': JSON.stringify({
            packages: { 'node_modules/qs': { version: '6.5.1' } },
          }),
        },
      }),
  },
  'a key in the Dockerfile': {
    remedy: 'edit',
    title: /^revoke/,
    make: () =>
      plain({
        steps: [
          { line: `ENV AWS_ACCESS_KEY_ID=${KEY}` },
          { line: 'COPY app /app', files: [{ name: 'app/x', body: 'x' }] },
        ],
      }),
  },
  'a token in a layer': {
    remedy: 'edit',
    title: /^revoke/,
    make: () =>
      plain({
        steps: [
          {
            line: 'COPY app /app',
            files: [{ name: 'app/.npmrc', body: `//registry.npmjs.org/:_authToken=${TOKEN}\n` }],
          },
        ],
      }),
  },
  'a container of root': {
    remedy: 'edit',
    title: /non-root USER/,
    make: () => plain({ user: 'root' }),
  },
  'a license that the policy denies': {
    remedy: 'edit',
    title: /license/,
    make: () =>
      plain({
        steps: [
          {
            line: 'RUN npm ci',
            files: [
              {
                name: 'app/node_modules/copyleft/package.json',
                body: '{"name":"copyleft","version":"1.0.0","license":"AGPL-3.0-only"}',
              },
            ],
          },
        ],
        files: {
          '.github/portside.yml': `licenses: { deny: [AGPL-3.0-*], unknown: allow }\n${QUIET['.github/portside.yml']}`,
        },
      }),
  },
  'a vulnerability that a VEX document denies': {
    remedy: 'not-affected',
    title: /VEX/,
    make: () =>
      plain({
        steps: [{ line: `RUN ${BUILD}`, files: [dpkg('libc6 2.36-9', 'curl 7.88.1-10')] }],
        advisories: [{ ...advisory('Debian:12', 'curl', '7.88.1-11'), id: 'CVE-2026-8' }],
        files: {
          ...QUIET,
          'vex.json': JSON.stringify({
            '@context': 'https://openvex.dev/ns/v0.2.0',
            '@id': 'https://example.com/vex',
            author: 'a',
            timestamp: '2026-01-01T00:00:00Z',
            version: 1,
            statements: [
              {
                vulnerability: { name: 'CVE-2026-8' },
                products: [{ '@id': 'pkg:deb/debian/curl' }],
                status: 'not_affected',
                justification: 'vulnerable_code_not_present',
              },
            ],
          }),
        },
        words: ['--vex', 'REPO/vex.json'],
      }),
  },
  'a fix that needs a subscription': {
    remedy: 'edit',
    title: /Ubuntu Pro/,
    make: () =>
      plain({
        from: 'ubuntu:22.04',
        base: [
          {
            name: 'etc/os-release',
            body: 'ID=ubuntu\nVERSION_ID="22.04"\nVERSION_CODENAME=jammy\n',
          },
          dpkg('libc6 2.35-0ubuntu3'),
        ],
        steps: [
          { line: `RUN ${BUILD}`, files: [dpkg('libc6 2.35-0ubuntu3', 'curl 7.81.0-1ubuntu1')] },
        ],
        advisories: [advisory('Ubuntu:Pro:22.04:LTS', 'curl', '7.81.0-1ubuntu1.1+esm1')],
      }),
  },
  'a privileged service in a Compose file': {
    remedy: 'edit',
    title: /privileged/,
    make: () =>
      plain({
        files: {
          ...QUIET,
          'compose.yaml':
            'services:\n  web:\n    image: app:1\n    privileged: true\n    read_only: true\n',
        },
      }),
  },
  'a package cache that a fix of a rule removes': {
    remedy: 'edit',
    title: /rm -rf \/var\/lib\/apt\/lists/,
    make: () =>
      plain({
        steps: [
          {
            line: 'RUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.1-10',
            files: [{ name: 'x', body: 'x' }],
          },
        ],
        files: {
          '.github/portside.yml': `exceptions:\n${['DL300[!9]', 'PS*', 'BASE-IMAGE', 'IMG-*']
            .map((rule) => `  - { rule: '${rule}', reason: not what the case is about }\n`)
            .join('')}`,
        },
      }),
  },
};
