import { describe, expect, it } from '@jest/globals';
import { neededBy } from '../../../src/check/manifests/needed-by.js';
import type { ScannedNeeds } from '../../../src/core/runtime-needs.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;

function needs(image: string, more: Partial<ScannedNeeds> = {}): ScannedNeeds {
  return { image, names: [image], writable: [], volumes: [], ports: [], capabilities: [], ...more };
}

describe('neededBy', () => {
  const find = neededBy([
    needs('docker:ghcr.io/acme/app:1', { names: ['docker:ghcr.io/acme/app:1', DIGEST] }),
    needs('app.tar', { names: ['app.tar', 'redis:8'], dockerfile: 'cache/Dockerfile' }),
    needs('one', { dockerfile: 'Dockerfile' }),
    needs('two', { dockerfile: 'Dockerfile' }),
  ]);

  it.each([
    ['ghcr.io/acme/app:1', 'docker:ghcr.io/acme/app:1'],
    [`ghcr.io/acme/app@${DIGEST}`, 'docker:ghcr.io/acme/app:1'],
    ['docker.io/library/redis:8', 'app.tar'],
    ['ghcr.io/acme/app:2', undefined],
    ['ghcr.io/acme/app', undefined],
    ['one', 'one'],
  ])('the image of %s is %s', (reference, image) => {
    expect(find({ reference })?.image).toBe(image);
  });

  it.each([
    ['cache/Dockerfile', undefined, 'app.tar'],
    ['cache/Dockerfile', 'tests', undefined],
    ['Dockerfile', undefined, undefined],
  ])('the image of the build of %s with the target %s is %s', (dockerfile, target, image) => {
    expect(find({ build: { dockerfile, ...(target && { target }) } })?.image).toBe(image);
  });
});
