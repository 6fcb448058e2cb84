import { defineScheme } from './scheme.js';
import { compareSemver, readSemver } from './semver.js';

/**
 * Go modules and Go itself: semantic versions, and for releases of Go `go1.22.4` and `1.22rc1`, which records write
 * as `1.22.0-rc.1`.
 * Source: go.dev/ref/mod#versions, go.dev/doc/toolchain#version.
 */
export const go = defineScheme(
  'go',
  (text) =>
    readSemver(
      text
        .replace(/^go(?=[0-9])/, '')
        .replace(/(?<=^[0-9]{1,4}\.[0-9]{1,4})(rc|beta)(?=[0-9])/, '.0-$1.'),
    ),
  compareSemver,
);
