import { describe, expect, it, test } from '@jest/globals';
import { disambiguateFingerprints, fingerprint, imageName } from '../../src/core/fingerprint.js';

describe('fingerprint', () => {
  it('differs for lists of parts that are the same when joined', () => {
    const all = [['ab', 'c'], ['a', 'bc'], ['abc'], ['abc', ''], ['abc', undefined]];
    expect(new Set(all.map((parts) => fingerprint(...parts))).size).toBe(all.length);
  });

  it('is the same for the same parts', () => {
    expect(fingerprint('DL3008', 'Dockerfile')).toBe(fingerprint('DL3008', 'Dockerfile'));
  });
});

describe('distinguish', () => {
  it('numbers repeated fingerprints, so that every finding has its own', () => {
    const [a, b, c] = disambiguateFingerprints([
      { fingerprint: 'x' },
      { fingerprint: 'x' },
      { fingerprint: 'x' },
    ]);
    expect(a?.fingerprint).toBe('x');
    expect(new Set([a?.fingerprint, b?.fingerprint, c?.fingerprint]).size).toBe(3);
  });
});

test.each([
  ['debian', 'debian'],
  ['debian:12', 'debian'],
  ['docker.io/library/debian:12', 'debian'],
  ['index.docker.io/acme/app@sha256:00', 'acme/app'],
  [`debian:\${TAG:-12}`, 'debian'],
  [`\${REGISTRY:-docker.io/}app:1`, `\${REGISTRY:-docker.io/}app`],
  ['registry://ghcr.io/acme/app', 'ghcr.io/acme/app'],
  ['registry:5000/app', 'registry:5000/app'],
  ['registry:5000/app:1', 'registry:5000/app'],
  ['ghcr.io/acme/app:1@sha256:00', 'ghcr.io/acme/app'],
  ['image.tar', 'image.tar'],
  ['./image.tar', 'image.tar'],
  ['oci-archive:image.tar', 'image.tar'],
  ['oci-archive:other.tar', 'other.tar'],
  ['docker-archive:./out/image.tar:app', 'out/image.tar'],
  ['oci:layout:1@sha256:00', 'layout'],
  ['docker:ghcr.io/acme/app:1', 'ghcr.io/acme/app'],
  ['registry:registry:5000/app:1', 'registry:5000/app'],
  ['dir:/srv/root', '/srv/root'],
])('the name of image %s is %s', (reference, name) => {
  expect(imageName(reference)).toBe(name);
});
