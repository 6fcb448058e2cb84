import { debian, dpkg, dsa, type Replay } from './replay-build.js';
import type { Cases } from './replay-cases.js';

const OLD = debian('libc6 2.36-9', 'openssl 3.0.11-1');
const FIXED = debian('libc6 2.36-9', 'openssl 3.0.12-1');
const CREATED = '2026-11-15T00:00:00Z';

const literal = (dockerfile: string) =>
  `services:\n  web:\n    build:\n      dockerfile_inline: |\n${dockerfile.replace(/^(?=.)/gm, '        ')}`;
/** With two dollar signs for one, as Compose reads them. */
const quoted = (dockerfile: string) =>
  `services:\n  web:\n    build:\n      dockerfile_inline: ${JSON.stringify(dockerfile)}\n`;

const on = (from: string, compose: Replay['compose'], more: Partial<Replay> = {}): Replay => ({
  from: `HOST/acme/inline:${from}`,
  base: OLD,
  steps: [{ line: 'COPY app /app', files: [{ name: 'app', body: 'x' }] }],
  advisories: [dsa('openssl', '3.0.12-1')],
  pushed: [
    { files: OLD, created: CREATED },
    { files: FIXED, tag: from.replace(/@.*/, ''), created: CREATED },
  ],
  ...(compose && { compose }),
  ...more,
});

export const COMPOSE_CASES: Cases = {
  'a digest in the Dockerfile of a Compose file': {
    after: ['3.0.11-1', '3.0.12-1'],
    remedy: 'move-digest',
    title: /^use the newer digest of .*inline:c1/,
    change: /acme\/inline:c1@sha256:[0-9a-f]{64}$/,
    make: () => on('c1@DIGEST0', literal),
  },
  'a digest in the quoted Dockerfile of a Compose file': {
    remedy: 'move-digest',
    title: /^use the newer digest of .*inline:c2/,
    note: /^The Dockerfile in the Compose file has quotes or variables: change it by hand\./,
    change: /^$/,
    make: () => on('c2@DIGEST0', quoted),
  },
  'a tag in the Dockerfile of a Compose file that has an image with the fix': {
    after: ['3.0.11-1', '3.0.12-1'],
    remedy: 'rebuild',
    title: /^rebuild without cache/,
    make: () => on('c3', literal),
  },
  'a version in the Dockerfile of a Compose file': {
    remedy: 'edit',
    title: /openssl/,
    change: /^3\.0\.12-1$/,
    make: () =>
      on('c4', literal, {
        base: debian('libc6 2.36-9'),
        pushed: [{ files: debian('libc6 2.36-9'), tag: 'c4', created: CREATED }],
        steps: [
          {
            line: 'RUN apt-get update && apt-get install -y openssl=3.0.11-1',
            files: [dpkg('libc6 2.36-9', 'openssl 3.0.11-1')],
          },
        ],
      }),
  },
  'a Dockerfile of a Compose file with the dollar signs of the shell': {
    remedy: 'edit',
    title: /openssl/,
    note: /^/,
    change: /^3\.0\.12-1$/,
    make: () =>
      on('c5', (text) => literal(text.replaceAll('$', '$$$$')), {
        base: debian('libc6 2.36-9'),
        pushed: [{ files: debian('libc6 2.36-9'), tag: 'c5', created: CREATED }],
        steps: [
          {
            line: 'RUN echo "$(id)" && apt-get update && apt-get install -y openssl=3.0.11-1',
            files: [dpkg('libc6 2.36-9', 'openssl 3.0.11-1')],
          },
        ],
      }),
  },
};
