import { expect, it } from '@jest/globals';
import { bakeBuilds } from '../../src/builds/bake/declared-builds.js';
import { floatingContexts } from '../../src/builds/declared-contexts.js';

it.each([
  ['docker-image://acme/base', 'PS0021'],
  ['docker-image://acme/base:latest', 'PS0021'],
  ['docker-image://acme/base:1', undefined],
  [`docker-image://acme/base@sha256:${'a'.repeat(64)}`, undefined],
  ['https://a.example/b.git#main', 'PS0038'],
  [`https://a.example/b.git#${'a'.repeat(40)}`, undefined],
  ['target:other', undefined],
  ['./src', undefined],
])('a context %s of a build gives %s', (context, rule) => {
  const text = `target "a" {\n  contexts = { base = "${context}" }\n}\n`;
  const builds = bakeBuilds({ files: [{ path: 'docker-bake.hcl', text }], folder: '' });
  expect(floatingContexts(builds).map((finding) => finding.rule)).toEqual(rule ? [rule] : []);
});
