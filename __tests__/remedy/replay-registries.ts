import type { TarMember } from '../image/build-tar.js';
import { debian, dsa, type Pushed, type Replay } from './replay-build.js';
import type { Cases } from './replay-cases.js';

const APT: readonly TarMember[] = ['bin/sh', 'usr/bin/apt-get'].map((name) => ({
  name,
  body: 'x',
}));
const OLD = [...debian('libc6 2.36-9', 'openssl 3.0.11-1'), ...APT];
const FIXED = debian('libc6 2.36-9', 'openssl 3.0.12-1');
const OTHER = [...debian('libc6 2.36-9', 'openssl 3.0.11-1', 'zlib1g 1.2.13'), ...APT];

/** An image on the old base image, in a registry with these images. */
const on = (from: string, ...pushed: readonly Pushed[]): Replay => ({
  from: `HOST/acme/base:${from}`,
  base: OLD,
  steps: [{ line: 'COPY app /app', files: [{ name: 'app', body: 'x' }] }],
  advisories: [dsa('openssl', '3.0.12-1')],
  pushed,
});

const image = (
  files: Pushed['files'],
  tag?: string,
  created = '2026-11-15T00:00:00Z',
  index?: string,
): Pushed => ({ files, created, ...(tag !== undefined && { tag }), ...(index && { index }) });

const UPGRADE = {
  remedy: 'edit',
  title: /^upgrade openssl of the base image in a RUN/,
  note: /^Not proved: the index was not read. The image has no list of package repositories/,
} as const;

export const REGISTRY_CASES: Cases = {
  'a digest whose tag has an image with the fix': {
    after: ['3.0.11-1', '3.0.12-1'],
    remedy: 'move-digest',
    title: /^use the newer digest of .*base:r1/,
    change: /acme\/base:r1@sha256:[0-9a-f]{64}$/,
    make: () => on('r1@DIGEST0', image(OLD), image(FIXED, 'r1')),
  },
  'a digest that was edited since the build': {
    after: ['3.0.11-1', '3.0.12-1'],
    remedy: 'rebuild',
    title: /^rebuild/,
    note: /^The change in Dockerfile:1 is not in the image yet/,
    make: () => on('r12@DIGEST0', image(FIXED, 'r12')),
  },
  'a digest whose tag has the same image in a new index': {
    after: ['3.0.11-1', '3.0.12-1'],
    ...UPGRADE,
    make: () =>
      on(
        'r2@DIGEST0',
        image(OLD, undefined, undefined, 'first'),
        image(OLD, 'r2', undefined, 'second'),
      ),
  },
  'a digest whose tag has a newer image without the fix': {
    after: ['3.0.11-1', '3.0.12-1'],
    ...UPGRADE,
    make: () => on('r3@DIGEST0', image(OLD), image(OTHER, 'r3')),
  },
  'a digest whose tag has an image of today': {
    after: ['3.0.11-1', '3.0.12-1'],
    remedy: 'move-digest',
    title: /^use the newer digest/,
    note: /not proposed yet: it is younger than 2 days/,
    change: /^$/,
    make: () => on('r4@DIGEST0', image(OLD), image(FIXED, 'r4', '2026-11-24T01:00:00Z')),
  },
  'a digest whose tag has an image of an unknown day': {
    after: ['3.0.11-1', '3.0.12-1'],
    remedy: 'move-digest',
    title: /^use the newer digest/,
    note: /The age of .* is not known/,
    make: () => on('r5@DIGEST0', image(OLD), image(FIXED, 'r5', '1970-01-01T00:00:00Z')),
  },
  'a digest whose tag is gone': {
    after: ['3.0.11-1', '3.0.12-1'],
    remedy: 'move-digest',
    title: /^use the newer digest/,
    note: /does not exist any more/,
    change: /^$/,
    make: () => on('r6@DIGEST0', image(OLD)),
  },
  'a tag that has an image with the fix since the build': {
    after: ['3.0.11-1', '3.0.12-1'],
    remedy: 'rebuild',
    title: /^rebuild/,
    make: () => on('r7', image(FIXED, 'r7')),
  },
  'a tag whose image nobody has built again': {
    after: ['3.0.11-1', '3.0.12-1'],
    ...UPGRADE,
    make: () => on('r8', image(OLD, 'r8')),
  },
  'a tag that has a newer image without the fix': {
    after: ['3.0.11-1', '3.0.12-1'],
    ...UPGRADE,
    make: () => on('r9', image(OTHER, 'r9')),
  },
};
