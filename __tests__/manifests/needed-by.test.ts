import { describe, expect, it } from '@jest/globals';
import type { RuntimeFacts, ScannedNeeds } from '../../src/core/runtime-needs.js';
import { neededBy, startsOf } from '../../src/manifests/needed-by.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;

const FACTS: RuntimeFacts = { writable: [], volumes: [], ports: [], capabilities: [] };

function needs(image: string, more: Partial<ScannedNeeds> = {}): ScannedNeeds {
  return { image, names: [image], facts: FACTS, ...more };
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
    expect(find({ reference }, {})?.image).toBe(image);
  });

  it.each([
    ['cache/Dockerfile', undefined, 'app.tar'],
    ['cache/Dockerfile', 'tests', undefined],
    ['Dockerfile', undefined, undefined],
  ])('the image of the build of %s with the target %s is %s', (dockerfile, target, image) => {
    expect(find({ build: { dockerfile, ...(target && { target }) } }, {})?.image).toBe(image);
  });

  it('needs are those of the start of the manifest, or not known', () => {
    const user = { cmd: ['serve'], user: '7' };
    const own = { ...FACTS, volumes: ['/data'] };
    const known = neededBy([needs('a:1', { starts: [{ start: user, facts: own }] })]);
    expect(known({ reference: 'a:1' }, user)).toEqual({ image: 'a:1', ...own });
    for (const start of [{ cmd: ['other'] }, { cmd: ['serve'] }])
      expect(known({ reference: 'a:1' }, start)).toEqual({
        image: 'a:1',
        unknown: expect.any(String),
      });
    expect(known({ reference: 'b:1' }, user)).toBeUndefined();
  });

  it('an image is asked about the starts of its own name and of builds, each once', () => {
    const [start, other] = [{ cmd: ['serve'] }, { user: '7' }];
    const build = { dockerfile: 'Dockerfile' };
    const all = [
      { reference: 'a:1', start },
      { reference: 'docker.io/library/a:1', start },
      { reference: 'a:1', start: {} },
      { reference: 'b:1', start: { user: '8' } },
      { build, start: other },
    ];
    expect(startsOf(all, ['a:1', ''])).toEqual([start, other]);
  });
});
