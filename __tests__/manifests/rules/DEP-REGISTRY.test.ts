import { describe, expect, it } from '@jest/globals';
import { markedTexts } from '../lint-text.js';

const text =
  'services: { a: { image: nginx }, b: { image: ghcr.io/acmecorp/x }, c: { image: ghcr.io/acme/x } }';

describe('DEP-REGISTRY', () => {
  it('marks images that are not from an allowed registry or repository', () => {
    const registries = ['docker.io/library', 'ghcr.io/acme'];
    expect(markedTexts('DEP-REGISTRY', text, { registries })).toEqual(['ghcr.io/acmecorp/x']);
  });

  it('marks images that are only mounted as volumes', () => {
    const registries = ['ghcr.io/acme'];
    const compose =
      'services: { a: { image: ghcr.io/acme/x, volumes: [{ type: image, source: evil/x, target: /x }, { type: bind, source: /y, target: /y }] } }';
    expect(markedTexts('DEP-REGISTRY', compose, { registries })).toEqual(['evil/x']);
    const pod =
      'apiVersion: v1\nkind: Pod\nspec: { containers: [{ image: ghcr.io/acme/x }], volumes: [{ name: v, image: { reference: evil/y } }] }';
    expect(markedTexts('DEP-REGISTRY', pod, { registries })).toEqual(['evil/y']);
  });

  it('marks nothing if the policy does not limit registries', () => {
    expect(markedTexts('DEP-REGISTRY', text)).toEqual([]);
  });
});
