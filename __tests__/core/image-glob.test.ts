import { expect, test } from '@jest/globals';
import { imageGlob, requirementGlob } from '../../src/core/image-glob.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;

test.each([
  ['host.example/app', 'host.example/app:1'],
  ['host.example/app', 'host.example/app'],
  ['host.example/app', `host.example/app@${DIGEST}`],
  ['host.example/app', `host.example/app:1@${DIGEST}`],
  ['host.example/app:*', `host.example/app@${DIGEST}`],
  ['host.example/app:*', `host.example/app:1@${DIGEST}`],
  ['host.example/app:*', 'host.example/app'],
  ['host.example/app:latest', 'host.example/app'],
  ['host.example/app@sha256:*', `host.example/app:1@${DIGEST}`],
  ['host.example:5000/app', 'host.example:5000/app:1'],
  ['host.example/**', 'HOST.example/acme/app:1'],
  ['localhost/app', 'localhost/app:1'],
  ['docker.io/acme/**', 'acme/app:1'],
  ['docker.io/acme/**', 'index.docker.io/acme/app:1'],
  ['docker.io/acme/**', 'registry:acme/app:1'],
  ['acme/app:1', 'docker.io/acme/app:1'],
  ['acme/*', 'docker.io/acme/app:1'],
  ['docker.io/library/debian:*', 'debian'],
  ['docker.io/library/*', 'debian:12'],
  ['debian', 'docker.io/library/debian:12'],
  ['library/debian', 'debian:12'],
  ['image.tar', 'image.tar'],
  ['image.tar', 'docker-archive:image.tar'],
  ['oci:build/**', 'oci:build/app:1'],
  ['build/app:1', 'oci:build/app:1'],
])('%s matches %s', (glob, reference) => {
  expect(imageGlob(glob)(reference)).toBe(true);
});

test.each([
  ['host.example/app', 'host.example/app2:1'],
  ['host.example/app', 'other.example/app:1'],
  ['host.example/app', 'host.example/acme/app:1'],
  ['host.example/app:2', 'host.example/app:1'],
  ['host.example/app:v*', `host.example/app@${DIGEST}`],
  ['app', 'host.example/app:1'],
  ['acme/app', 'ghcr.io/acme/app'],
  ['debian', 'acme/debian:1'],
  ['docker.io/**', 'image.tar'],
  ['docker.io/**', 'oci:build/app'],
  ['docker.io/**', './folder'],
])('%s does not match %s', (glob, reference) => {
  expect(imageGlob(glob)(reference)).toBe(false);
});

test.each([
  ['host.example/app:v*', `host.example/app@${DIGEST}`, true],
  ['host.example/app:v1', `host.example/app@${DIGEST}`, true],
  ['host.example:5000/app:v*', `host.example:5000/app@${DIGEST}`, true],
  ['host.example/**:v*', `host.example/acme/app@${DIGEST}`, true],
  [`host.example/app:v*@${DIGEST}`, `host.example/app@${DIGEST}`, true],
  ['docker.io/acme/app:v*', `registry:acme/app@${DIGEST}`, true],
  ['host.example/app:v*', 'host.example/app:v1', true],
  ['host.example/app:v*', 'host.example/app:w1', false],
  ['host.example/app:v*', `host.example/app:w1@${DIGEST}`, false],
  ['host.example/app:v*', 'host.example/app', false],
  ['host.example/app:v*', `host.example/other@${DIGEST}`, false],
  ['host.example:5000/app', `host.example/app@${DIGEST}`, false],
  [`host.example/app:v*@sha256:${'b'.repeat(64)}`, `host.example/app@${DIGEST}`, false],
  ['oci:build:v*', `oci:build@${DIGEST}`, false],
])('the requirement for %s is for %s: %s', (glob, reference, expected) => {
  expect(requirementGlob(glob)(reference)).toBe(expected);
});
