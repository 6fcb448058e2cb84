import { describe, expect, it, test } from '@jest/globals';
import { compareClaims } from '../../src/inventory/claims.js';
import type { PackageWithLayer } from '../../src/inventory/package-layers.js';

const item = (type: string, name: string, version: string, path = 'sbom.json', layer = 0) =>
  ({ found: { type, name, version }, path, layer, versions: [] }) satisfies PackageWithLayer;

const claimed = (claim: ReturnType<typeof item>) => ({
  ...claim,
  found: { ...claim.found, claimed: true },
});

describe('the claims of SBOM files', () => {
  test.each([
    ['npm', 'lodash', '4.17.21', 'lodash', '4.17.21'],
    ['pypi', 'Foo_Bar', '1', 'foo-bar', '1'],
    ['deb', 'openssl', '1:3-1', 'openssl', '3-1'],
    ['golang', 'stdlib', '1.22.1', 'stdlib', 'go1.22.1'],
    ['golang', 'a/b', 'v1.0.0', 'a/b', '1.0.0'],
    ['maven', 'org.x:y', '1', 'y:y', '1'],
  ])('add nothing to %s %s %s, which is found as %s %s', (type, name, version, other, found) => {
    const known = [item(type, other, found, 'x')];
    expect(compareClaims([item(type, name, version)], known)).toEqual({
      packages: [],
      contradictions: [],
    });
  });

  it('are packages where nothing else shows them', () => {
    const claims = [item('npm', 'a', '1'), item('maven', 'g:y', '2'), item('golang', 'm', 'v1')];
    const known = [
      item('pypi', 'a', '1'),
      item('maven', 'y:y', '1'),
      item('golang', 'm', '(devel)'),
    ];
    expect(compareClaims(claims, known)).toEqual({
      packages: claims.map(claimed),
      contradictions: [],
    });
  });

  it('are listed once, in the lowest layer that has them', () => {
    const claims = [item('npm', 'a', '1', 'y.json', 2), item('npm', 'a', '1', 'x.json', 1)];
    expect(compareClaims(claims, []).packages).toEqual(claims.slice(1).map(claimed));
  });

  it('contradict the image with another version', () => {
    const claims = ['a', 'b', 'c', 'd'].map((name) => item('npm', name, '1'));
    const known = ['a', 'b', 'c', 'd'].map((name) => item('npm', name, '2'));
    expect(compareClaims(claims, known)).toEqual({
      packages: [],
      contradictions: [
        'sbom.json contradicts the image. It lists the npm package a 1, but the image has 2; npm package b 1, but the image has 2; npm package c 1, but the image has 2; 1 more',
      ],
    });
  });

  it('do not contradict the image when it has the version, too', () => {
    const known = [item('npm', 'a', '1', 'x'), item('npm', 'a', '2', 'y')];
    expect(compareClaims([item('npm', 'a', '2')], known).contradictions).toEqual([]);
  });
});
