import { advisory } from '../../remedy/replay-build.js';
import type { Project, Rebuild } from './rebuild.js';
import type { Yard } from './yard.js';

const UPDATE = 'apt-get update && apt-get install -y --no-install-recommends';
const CLEAN = 'rm -rf /var/lib/apt/lists/*';
const fix = (name: string, fixed = '1.1-1') => advisory('Debian:13', name, fixed);

/** An image whose RUN instructions follow the base image; later there is version 1.1-1 of the package. */
function apt(
  { packages, registry }: Yard,
  name: string,
  lines: readonly string[],
  more: Partial<Project> = {},
): Project {
  packages.debian(name, '1.0-1');
  return {
    files: { Dockerfile: dockerfile(`${registry}/debian:13`, lines) },
    advisories: [fix(name)],
    publish: () => packages.debian(name, '1.1-1'),
    ...more,
  };
}

function dockerfile(from: string, lines: readonly string[]): string {
  return `${[`FROM ${from}`, ...lines, 'USER 1000', 'CMD ["/usr/bin/cat"]'].join('\n')}\n`;
}

export const SYSTEM_CASES: Readonly<Record<string, Rebuild>> = {
  'apt-stale': {
    remedy: 'rebuild',
    title: /^rebuild without cache to update acme-stale$/,
    make: (yard) => apt(yard, 'acme-stale', [`RUN ${UPDATE} acme-stale && ${CLEAN}`]),
  },
  'apt-upgrade': {
    remedy: 'rebuild',
    title: /^rebuild without cache to update acme-upgrade$/,
    make: (yard) =>
      apt(yard, 'acme-upgrade', [
        `RUN ${UPDATE} acme-upgrade && ${CLEAN}`,
        `RUN apt-get update && apt-get upgrade -y && ${CLEAN}`,
      ]),
  },
  'apt-pin': {
    remedy: 'edit',
    title: /^upgrade acme-pin to 1\.1-1$/,
    make: (yard) => apt(yard, 'acme-pin', [`RUN ${UPDATE} acme-pin=1.0-1 && ${CLEAN}`]),
  },
  'apt-pin-arg': {
    remedy: 'edit',
    title: /^upgrade acme-arg to 1\.1-1$/,
    make: (yard) =>
      apt(yard, 'acme-arg', ['ARG ACME=1.0-1', `RUN ${UPDATE} acme-arg=$ACME && ${CLEAN}`]),
  },
  headers: {
    remedy: 'remove',
    title: /^remove the compilers and headers$/,
    make: (yard) => {
      const install = `${UPDATE} acme-dev`;
      return apt(yard, 'acme-dev', [`RUN ${install} && ${CLEAN}`], {
        byHand: ({ replace }) =>
          replace('Dockerfile', install, `${install} && apt-get purge -y acme-dev`),
      });
    },
  },
};
