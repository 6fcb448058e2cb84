import type { TarMember } from '../image/build-tar.js';
import {
  advisory,
  alpine,
  apk,
  debian,
  dpkg,
  dsa,
  QUIET,
  type Replay,
  rpms,
} from './replay-build.js';
import type { Cases } from './replay-cases.js';

/** A Debian image in which one RUN installs curl. */
function apt(
  command: string,
  more: Partial<Replay> = {},
  created = '2026-10-01T00:00:00Z',
): Replay {
  return {
    from: 'debian:12-slim',
    base: debian('libc6 2.36-9'),
    steps: [{ line: `RUN ${command}`, created, files: [dpkg('libc6 2.36-9', CURL)] }],
    advisories: [dsa('curl', '7.88.1-10+deb12u5')],
    ...more,
  };
}

const CURL = 'curl 7.88.1-10';
const INSTALL = 'apt-get update && apt-get install -y --no-install-recommends';

/** An Alpine image in which one RUN adds curl. */
function add(command: string, fixed: string, more: Partial<Replay> = {}): Replay {
  return {
    from: 'alpine:3.22',
    base: alpine('musl 1.2.5-r0'),
    steps: [{ line: `RUN ${command}`, files: [apk('musl 1.2.5-r0', 'curl 8.5.0-r0')] }],
    advisories: [advisory('Alpine:v3.22', 'curl', fixed)],
    ...more,
  };
}

/** An image of Azure Linux in which one RUN installs curl. */
function tdnf(command: string): Replay {
  const base: readonly TarMember[] = rpms();
  return {
    from: 'mcr.microsoft.com/azurelinux/base/core:3.0',
    base,
    steps: [{ line: `RUN ${command}`, files: rpms('curl 8.8.0-1.azl3') }],
    advisories: [advisory('Azure Linux:3', 'curl', '0:8.8.0-2.azl3')],
  };
}

/** An image whose base image has the vulnerable package. */
function inBase(from: string, more: Partial<Replay> = {}): Replay {
  return {
    from,
    base: debian('libc6 2.36-9', 'openssl 3.0.11-1'),
    steps: [{ line: 'COPY app /app', files: [{ name: 'app', body: 'x' }] }],
    advisories: [dsa('openssl', '3.0.12-1')],
    ...more,
  };
}

const DIGEST = `sha256:${'ab'.repeat(32)}`;

export const SYSTEM_CASES: Cases = {
  'an install in a cached layer': {
    after: ['7.88.1-10', '7.88.1-11'],
    remedy: 'rebuild',
    title: /^rebuild/,
    note: /Dockerfile:2 is of 2026-10-01, before the fixes: it was cached/,
    make: () => apt(`${INSTALL} curl`),
  },
  'an upgrade in a cached layer': {
    after: ['7.88.1-10', '7.88.1-11'],
    remedy: 'rebuild',
    title: /^rebuild/,
    note: /The upgrade of all packages in Dockerfile:2 is of 2026-10-01, before the fixes/,
    make: () => apt('apt-get update && apt-get upgrade -y'),
  },
  'an upgrade of what an earlier layer installs': {
    after: ['7.88.1-10', '7.88.1-11'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () =>
      apt('', {
        steps: [
          { line: `RUN ${INSTALL} curl`, files: [dpkg('libc6 2.36-9', CURL)] },
          { line: 'RUN apt-get update && apt-get upgrade -y', files: [{ name: 'x', body: 'x' }] },
        ],
      }),
  },
  'a list of packages in a layer of its own': {
    after: ['7.88.1-10', '7.88.1-11'],
    remedy: 'rebuild',
    title: /^rebuild/,
    note: /after a fix: its list of packages was older/,
    make: () =>
      apt('', {
        steps: [
          { line: 'RUN apt-get update', files: [{ name: 'var/lib/apt/lists/x', body: 'x' }] },
          {
            line: 'RUN apt-get install -y --no-install-recommends curl',
            created: '2026-11-20T00:00:00Z',
            files: [dpkg('libc6 2.36-9', CURL)],
          },
        ],
      }),
  },
  'a layer whose time the build replaced': {
    after: ['7.88.1-10', '7.88.1-11'],
    remedy: 'rebuild',
    title: /^rebuild/,
    note: /not known whether the layer is older/,
    make: () => apt(`${INSTALL} curl`, {}, '1970-01-01T00:00:00Z'),
  },
  'a fix whose day nobody knows': {
    after: ['7.88.1-10', '7.88.1-11'],
    remedy: 'rebuild',
    title: /^rebuild/,
    note: /not known whether the layer is older/,
    make: () =>
      apt(`${INSTALL} curl`, {
        advisories: [advisory('Debian:12', 'curl', '7.88.1-11', { published: undefined })],
      }),
  },
  'a library that comes with an unpinned package': {
    after: ['1.10.0-3', '1.10.0-4'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () =>
      apt('', {
        steps: [
          {
            line: `RUN ${INSTALL} curl=7.88.1-10`,
            files: [dpkg('libc6 2.36-9', CURL, 'libssh2-1 1.10.0-3 libssh2')],
          },
        ],
        advisories: [dsa('libssh2', '1.10.0-4')],
      }),
  },
  'a version that apt-get is told': {
    after: ['7.88.1-10', '7.88.1-11'],
    remedy: 'edit',
    title: /^upgrade curl to 7\.88\.1-10\+deb12u5/,
    make: () => apt(`${INSTALL} curl=7.88.1-10`),
  },
  'a version in an ARG': {
    after: ['7.88.1-10', '7.88.1-11'],
    remedy: 'edit',
    title: /^upgrade curl to 7\.88\.1-10\+deb12u5/,
    make: () =>
      apt('', {
        steps: [
          { line: 'ARG CURL=7.88.1-10' },
          { line: `RUN ${INSTALL} curl=$CURL`, files: [dpkg('libc6 2.36-9', CURL)] },
        ],
      }),
  },
  'the beginning of a version, which the fix has as well': {
    after: ['7.88.1-10', '7.88.1-11'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () => apt(`${INSTALL} curl=7.88.*`),
  },
  'packages of a snapshot': {
    after: ['7.88.1-10', '7.88.1-11'],
    remedy: 'edit',
    title: /newer snapshot/,
    make: () =>
      apt(
        `echo 'deb http://snapshot.debian.org/archive/debian/20261001T000000Z bookworm main' > /etc/apt/sources.list && ${INSTALL} curl`,
      ),
  },
  'a comment about snapshots': {
    after: ['7.88.1-10', '7.88.1-11'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () => apt(`${INSTALL} curl`, { before: ['# not from snapshot.debian.org'] }),
  },
  'an apk add in a cached layer': {
    after: ['8.5.0-r0', '8.9.0-r0'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () => add('apk add --no-cache curl', '8.5.0-r1'),
  },
  'an apk upgrade in a cached layer': {
    after: ['8.5.0-r0', '8.9.0-r0'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () => add('apk upgrade --no-cache', '8.5.0-r1'),
  },
  'a version that apk is told': {
    after: ['8.5.0-r0', '8.9.0-r0'],
    remedy: 'edit',
    title: /^upgrade curl to 8\.5\.0-r1/,
    make: () => add('apk add --no-cache curl=8.5.0-r0', '8.5.0-r1'),
  },
  'the beginning of a version that apk is told': {
    after: ['8.5.0-r0', '8.9.0-r0'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () => add('apk add --no-cache curl~8.5', '8.5.1-r0'),
  },
  'the beginning of a version that the fix does not have': {
    after: ['8.5.0-r0', '8.9.0-r0'],
    remedy: 'edit',
    title: /^upgrade curl to 8\.9\.0-r0/,
    make: () => add('apk add --no-cache curl~8.5', '8.9.0-r0'),
  },
  'a tdnf install in a cached layer': {
    after: ['8.8.0-1', '8.8.0-2'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () => tdnf('tdnf install -y curl'),
  },
  'a version that tdnf is told': {
    after: ['8.8.0-1', '8.8.0-2'],
    remedy: 'edit',
    title: /^upgrade curl to/,
    make: () => tdnf('tdnf install -y curl-8.8.0-1.azl3'),
  },
  'a tag whose image is old': {
    after: ['3.0.11-1', '3.0.12-1'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () => inBase('debian:12-slim'),
  },
  'a base image of nobody known': {
    after: ['3.0.11-1', '3.0.12-1'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () => inBase('registry.example/acme/base:1'),
  },
  'a digest that nobody moves': {
    after: ['3.0.11-1', '3.0.12-1'],
    remedy: 'move-digest',
    title: /newer digest of debian:12-slim/,
    make: () => inBase(`debian:12-slim@${DIGEST}`),
  },
  'a digest in an ARG': {
    after: ['3.0.11-1', '3.0.12-1'],
    remedy: 'move-digest',
    title: /newer digest/,
    make: () => ({ ...inBase('$BASE'), before: [`ARG BASE=debian:12-slim@${DIGEST}`] }),
  },
  'a patch release of the tag': {
    remedy: 'move-tag',
    title: /use base image python:3\.12\.\d+/,
    make: () => inBase('python:3.12.1-slim'),
  },
  'a release that has ended': {
    remedy: 'move-tag',
    title: /use base image debian:1[23]/,
    make: () => ({
      ...inBase('debian:10'),
      base: [
        {
          name: 'etc/os-release',
          body: 'ID=debian\nVERSION_ID="10"\nVERSION_CODENAME=buster\n',
        },
        dpkg('openssl 1.1.1d-0'),
      ],
      advisories: [advisory('Debian:10', 'openssl', '1.1.1n-0')],
    }),
  },
  'a runtime that has ended': {
    remedy: 'move-tag',
    title: /use base image node:2\d/,
    make: () => inBase('node:16-bookworm-slim'),
  },
  'no fix': {
    remedy: 'wait',
    title: /wait for fixes of Debian/,
    make: () => ({
      ...apt(`${INSTALL} curl`),
      advisories: [advisory('Debian:12', 'curl', undefined)],
      files: QUIET,
    }),
  },
  'a fix that the distribution does not plan': {
    remedy: 'wait',
    title: /Debian plans no fix/,
    make: () => ({
      ...apt(`${INSTALL} curl`),
      advisories: [
        advisory(
          'Debian:12',
          'curl',
          undefined,
          {},
          { ecosystem_specific: { urgency: 'end-of-life' } },
        ),
      ],
      files: QUIET,
    }),
  },
  'no fix, and a policy that fails without one': {
    remedy: 'accept',
    title: /accept it in the policy/,
    make: () => ({
      ...apt(`${INSTALL} curl`),
      advisories: [advisory('Debian:12', 'curl', undefined)],
      files: {
        '.github/portside.yml': `${QUIET['.github/portside.yml']}fail-on: { fixable: false }\n`,
      },
    }),
  },
};
