import { expect, test } from '@jest/globals';
import { lintManifest } from '../../src/manifests/lint.js';
import { NOW } from '../now.js';
import { manifestOf } from './lint-text.js';

/** The rules about root that offer a fix, for a service and for a container with this image. */
function rulesWithFixes(image: string): string[][] {
  const compose = `services:\n  a:\n    image: ${image}\n`;
  const pod = `kind: Pod\nspec:\n  containers:\n    - name: a\n      image: ${image}\n`;
  return [compose, pod].map((text) =>
    lintManifest(manifestOf(text), { now: NOW, leastPrivilege: 'propose' })
      .filter(({ rule }) => /^DEP-(?:CAPDROP|NONROOT|ROFS)$/.test(rule))
      .flatMap(({ rule, fix }) => (fix ? [rule] : [])),
  );
}

test.each(['postgres:17', 'docker.io/library/nginx', 'postgis/postgis:17-3.5@sha256:0'])(
  'no fix is offered that keeps %s from starting',
  (image) => {
    expect(rulesWithFixes(image)).toEqual([[], []]);
  },
);

test('fixes are offered for other images', () => {
  expect(rulesWithFixes('ghcr.io/acme/postgres:1')).toEqual([
    ['DEP-CAPDROP', 'DEP-ROFS'],
    ['DEP-CAPDROP', 'DEP-NONROOT', 'DEP-ROFS'],
  ]);
});
