import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { homebrew } from '../../../src/inventory/catalogers/homebrew.js';
import { file, wants } from '../build/file.js';

const KEG = 'home/linuxbrew/.linuxbrew/Cellar/openssl@3/3.1.2_1';

describe('the Homebrew cataloger', () => {
  test.each([
    [`${KEG}/INSTALL_RECEIPT.json`, true],
    ['usr/local/Cellar/a/1/INSTALL_RECEIPT.json', true],
    [`${KEG}/share/INSTALL_RECEIPT.json`, false],
  ])('wants %s: %s', (path, expected) => {
    expect(wants(homebrew, path)).toBe(expected);
  });

  it('reads name and version from the folder, and the tap from the receipt', () => {
    const text = JSON.stringify({ arch: 'x86_64', source: { tap: 'homebrew/core' } });
    expect(homebrew.read(file(`${KEG}/INSTALL_RECEIPT.json`, text))).toEqual([
      {
        type: 'brew',
        name: 'openssl@3',
        version: '3.1.2_1',
        arch: 'x86_64',
        publisher: 'homebrew/core',
      },
    ]);
  });

  it('adds the tap to the name of a formula that is not of Homebrew', () => {
    const text = JSON.stringify({ source: { tap: 'acme/tap' } });
    expect(homebrew.read(file(`${KEG}/INSTALL_RECEIPT.json`, text))[0]?.name).toBe(
      'acme/tap/openssl@3',
    );
  });

  it('reads the license from the formula', () => {
    const formula = 'class OpensslAT3 < Formula\n  desc "x"\n  license "Apache-2.0"\nend\n';
    expect(homebrew.details?.wants(`${KEG}/.brew/openssl@3.rb`)).toBe(true);
    expect(homebrew.details?.wants(`${KEG}/.brew/other.rb`)).toBe(false);
    expect(homebrew.details?.read(file(`${KEG}/.brew/openssl@3.rb`, formula))).toEqual({
      type: 'brew',
      name: 'openssl@3',
      version: '3.1.2_1',
      license: 'Apache-2.0',
    });
  });

  test.each(['', '[]', '\0', '{"a":', '['.repeat(100_000)])('rejects %.20j', (text) => {
    expect(() => homebrew.read(file(`${KEG}/INSTALL_RECEIPT.json`, text))).toThrow(CatalogError);
  });
});
