import { describe, expect, it } from '@jest/globals';
import { markedTexts } from '../lint-text.js';

const text =
  'services: { a: { image: nginx }, b: { image: ghcr.io/acmecorp/x }, c: { image: ghcr.io/acme/x } }';

describe('DEP-REGISTRY', () => {
  it('marks images that are not from an allowed registry or repository', () => {
    const registries = ['docker.io/library', 'ghcr.io/acme'];
    expect(markedTexts('DEP-REGISTRY', text, { registries })).toEqual(['ghcr.io/acmecorp/x']);
  });

  it('marks nothing if the policy does not limit registries', () => {
    expect(markedTexts('DEP-REGISTRY', text)).toEqual([]);
  });
});
