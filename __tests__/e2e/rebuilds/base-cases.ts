import { advisory } from '../../remedy/replay-build.js';
import type { Project, Rebuild } from './rebuild.js';
import type { Yard } from './yard.js';

const INSTALL = 'RUN apt-get update && apt-get install -y --no-install-recommends';
const CLEAN = 'rm -rf /var/lib/apt/lists/*';

/** A base image with version 1.0-1 of a package, in the registry as `acme/NAME:1`, and how it is published with 1.1-1. */
async function base({ packages, registry, push }: Yard, name: string, release = '13') {
  const image = `acme/${name}:1`;
  const edit = `sed -i 's/^VERSION_ID=.*/VERSION_ID="${release}"/' /usr/lib/os-release`;
  const lines = (version: string, how: string) =>
    `FROM ${registry}/debian:13\n${INSTALL} ${name}=${version} && ${CLEAN} && ${how}\n`;
  packages.debian(name, '1.0-1');
  packages.debian(name, '1.1-1');
  return {
    reference: `${registry}/${image}`,
    digest: await push(image, lines('1.0-1', edit)),
    publish: (as = image, to = release) => push(as, lines('1.1-1', edit.replace(release, to))),
    advisories: [
      advisory(`Debian:${release}`, name, '1.1-1'),
      // A database covers a release if it has any advisory about it.
      advisory('Debian:12', name, '1.1-1'),
      advisory('Debian:13', name, '1.1-1'),
    ],
  };
}

function on(from: string, before: readonly string[] = [], after: readonly string[] = []): string {
  const lines = [...before, `FROM ${from}`, ...after, 'COPY app /app'];
  return `${[...lines, 'USER 1000', 'CMD ["/usr/bin/cat"]'].join('\n')}\n`;
}

/** A base image whose name is that of an official image, which has the fix under the name that the plan recommends. */
async function official(yard: Yard, name: string, from: string, release: string): Promise<Project> {
  const { reference, advisories, publish } = await base(yard, name, release);
  return {
    files: { Dockerfile: on(from), app: 'x' },
    advisories,
    contexts: (used) => ({ [used]: used === from ? reference : `${yard.registry}/acme/${name}:2` }),
    publish: () => publish(`acme/${name}:2`, '13'),
  };
}

export const BASE_CASES: Readonly<Record<string, Rebuild>> = {
  'base-tag': {
    remedy: 'rebuild',
    title: /^rebuild without cache to update acme-tag$/,
    async make(yard) {
      const { reference, advisories, publish } = await base(yard, 'acme-tag');
      return {
        ...{ files: { Dockerfile: on(reference), app: 'x' }, advisories, online: true },
        publish: () => publish(),
      };
    },
  },
  'base-digest': {
    remedy: 'move-digest',
    title: /^use the newer digest of 127\.0\.0\.1:\d+\/acme\/acme-digest:1$/,
    async make(yard) {
      const { reference, digest, advisories, publish } = await base(yard, 'acme-digest');
      return {
        ...{ files: { Dockerfile: on(`${reference}@${digest}`), app: 'x' }, advisories },
        ...{ online: true, publish: () => publish() },
      };
    },
  },
  'base-digest-arg': {
    remedy: 'move-digest',
    title: /^use the newer digest of/,
    async make(yard) {
      const { reference, digest, advisories, publish } = await base(yard, 'acme-base-arg');
      const arg = `ARG BASE=${reference}@${digest}`;
      return {
        ...{ files: { Dockerfile: on('$BASE', [arg]), app: 'x' }, advisories },
        ...{ online: true, publish: () => publish() },
      };
    },
  },
  'base-compose': {
    remedy: 'move-digest',
    title: /^use the newer digest of/,
    async make(yard) {
      const { reference, digest, advisories, publish } = await base(yard, 'acme-compose');
      const build = '{ context: ., dockerfile: docker/app.Dockerfile }';
      return {
        files: {
          'compose.yaml': `services:\n  app:\n    image: base-compose:1\n    build: ${build}\n`,
          'docker/app.Dockerfile': on(`${reference}@${digest}`),
          app: 'x',
        },
        ...{ advisories, online: true, publish: () => publish() },
      };
    },
  },
  'base-patch-tag': {
    remedy: 'move-tag',
    title: /^use base image python:3\.12\.\d+-slim/,
    make: (yard) => official(yard, 'acme-patch', 'python:3.12.1-slim', '13'),
  },
  'base-release': {
    remedy: 'move-tag',
    title: /^use base image debian:1[23]/,
    make: (yard) => official(yard, 'acme-release', 'debian:10', '10'),
  },
  'base-upgrade': {
    remedy: 'edit',
    title: /^upgrade the packages of the base image in a RUN instruction$/,
    async make(yard) {
      const { reference, advisories } = await base(yard, 'acme-current');
      const from = `FROM ${reference}\n`;
      return {
        ...{ files: { Dockerfile: on(reference), app: 'x' }, advisories, online: true },
        byHand: ({ replace }) =>
          replace(
            'Dockerfile',
            from,
            `${from}RUN apt-get update && apt-get upgrade -y && ${CLEAN}\n`,
          ),
      };
    },
  },
};
