import { describe, expect, it, test } from '@jest/globals';
import type { ImageSnapshot } from '../../src/core/image-snapshot.js';
import { EMPTY_INSPECTION, type ImageSigner } from '../../src/core/report.js';
import { compareSigners } from '../../src/image-diff/compare-signers.js';
import type { ImageState } from '../../src/image-diff/image-state.js';
import { withSigners } from '../../src/image-diff/with-signers.js';

/** The snapshot of an image on the base image, after these verifications. */
function snapshot(baseImage: string, signers: readonly ImageSigner[]): ImageSnapshot {
  const found = { image: 'app:1', baseImage } as ImageSnapshot;
  const { snapshots = [] } = withSigners({ ...EMPTY_INSPECTION, snapshots: [found], signers });
  return snapshots[0] ?? found;
}

describe('the signers in a snapshot', () => {
  it('are those of the image and of its base image, by their full names', () => {
    const signers = [
      { image: 'app:1', by: 'me' },
      { image: 'debian:latest', by: 'them' },
    ];
    const { signed, baseSigned } = snapshot('docker.io/library/debian', signers);
    expect([signed, baseSigned]).toEqual([{ by: 'me' }, { by: 'them' }]);
  });

  it('are absent of images that were not verified', () => {
    const taken = snapshot('debian:12', [{ image: 'other:1', by: 'me' }]);
    expect(taken).not.toHaveProperty('signed');
    expect(taken).not.toHaveProperty('baseSigned');
  });

  it('are those of all requirements', () => {
    const signers = [{ image: 'app:1', by: 'b' }, { image: 'app:1' }, { image: 'app:1', by: 'a' }];
    expect(snapshot('x', signers).signed).toEqual({ by: 'a; b' });
  });
});

test.each([
  ['ghcr.io/acme/app:2', 1],
  ['app.tar', 0],
])('the signature of %s is compared with that of another tag only', (name, count) => {
  const before = { name: 'ghcr.io/acme/app:1', signed: { by: 'a' } } as ImageState;
  const changes = compareSigners(before, { name, signed: {} } as ImageState);
  expect(changes).toHaveLength(count);
});

test.each([
  [
    'is lost',
    { by: 'a' },
    {},
    ['high Base image debian:12 has no verified signature now; the one before is signed by a'],
  ],
  ['changes', { by: 'a' }, { by: 'b' }, ['high Base image debian:12 is signed by b, not a']],
  [
    'signs at another Git ref',
    { by: 'https://github.com/a/b/w.yml@refs/tags/v1, issuer i; c' },
    { by: 'https://github.com/a/b/w.yml@refs/tags/v2, issuer i; c' },
    [],
  ],
  [
    'is the same workflow of another repository',
    { by: 'https://github.com/a/b/w.yml@refs/tags/v1, issuer i' },
    { by: 'https://github.com/x/b/w.yml@refs/tags/v1, issuer i' },
    [expect.stringMatching(/^high /)],
  ],
  ['is new', {}, { by: 'b' }, ['info Base image debian:12 is signed now, by b']],
  ['stays', { by: 'a' }, { by: 'a' }, []],
  ['was never there', {}, {}, []],
  ['cannot be asked about now', { by: 'a' }, undefined, []],
  ['was not asked about before', undefined, {}, []],
])('a signer that %s is a change if both are known', (_, before, after, expected) => {
  const image = (baseSigned: { by?: string } | undefined) =>
    ({ name: 'app', baseImage: 'debian:12', ...(baseSigned && { baseSigned }) }) as ImageState;
  const changes = compareSigners(image(before), image(after));
  expect(changes.map(({ risk, message }) => `${risk} ${message}`)).toEqual(expected);
});

test('another base image has another signer, which no rule reports', () => {
  const image = (baseImage: string, by: string) =>
    ({ name: 'app', baseImage, baseSigned: { by } }) as ImageState;
  expect(compareSigners(image('debian:12', 'a'), image('debian:13', 'b'))).toMatchObject([
    { risk: 'high', changesSigner: true },
  ]);
  const [change] = compareSigners(image('debian:12', 'a'), image('acme/base:1', 'b'));
  expect(change).toMatchObject({ risk: 'medium' });
  expect(change).not.toHaveProperty('changesSigner');
});
