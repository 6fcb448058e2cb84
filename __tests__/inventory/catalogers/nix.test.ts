import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { nix } from '../../../src/inventory/catalogers/nix.js';

const HASH = '0c1f9bzk4qvyn7mw2s8xh6ld3pj5rgai';
const at = (name: string, store = 'nix/store') => nix.packageAt?.(`${store}/${HASH}-${name}/bin/x`);
const package_ = (name: string, store?: string) => {
  const found = at(name, store)?.found;
  return found && `${found.type} ${found.name} ${found.version}`;
};

describe('the Nix cataloger', () => {
  test.each([
    ['openssl-3.0.13', 'nix openssl 3.0.13'],
    ['openssl-3.0.13-bin', 'nix openssl 3.0.13'],
    ['bash-interactive-5.2-p26', 'nix bash-interactive 5.2-p26'],
    ['python3.11-requests-2.31.0', 'nix python3.11-requests 2.31.0'],
    ['gcc-12.3.0-lib', 'nix gcc 12.3.0'],
    ['nix-2.18.1-man', 'nix nix 2.18.1'],
    ['glibc-2.38-44', 'nix glibc 2.38-44'],
    ['libfoo-unstable-2023-01-01', 'nix libfoo-unstable 2023-01-01'],
    ['source', undefined],
    ['user-environment', undefined],
    ['curl-8.4.0.tar.xz', undefined],
    ['bash-5.2.drv', undefined],
    ['-1.0', undefined],
  ])('reads %s as %s', (name, expected) => {
    expect(package_(name)).toBe(expected);
  });

  it('reads the store of Guix by its rule', () => {
    expect(package_('guile-json-4-4.7.3', 'gnu/store')).toBe('guix guile-json 4-4.7.3');
  });

  test.each([
    'nix/store/short-a-1/bin/x',
    `nix/store/${'e'.repeat(32)}-a-1/x`,
    `opt/nix/store/${HASH}-a-1/x`,
    `nix/store/${HASH}-a-1`,
    `nix/store/${HASH}-${'a'.repeat(300)}-1/x`,
  ])('finds no package at %.60s', (path) => {
    expect(nix.packageAt?.(path)).toBeUndefined();
  });

  it('finds a package below its folder only, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 220 }), (name) => {
        const item = at(name);
        if (!item) return;
        expect(`nix/store/${HASH}-${name}/bin/x`.startsWith(`${item.folder}/`)).toBe(true);
        expect(item.found.name.length).toBeGreaterThan(0);
      }),
    );
  });
});
