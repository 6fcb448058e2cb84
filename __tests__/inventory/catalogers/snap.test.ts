import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { snap } from '../../../src/inventory/catalogers/snap.js';
import { file, wants } from '../build/file.js';

const PATH = 'snap/core22/1380/meta/snap.yaml';

describe('the snap cataloger', () => {
  test.each([
    [PATH, true],
    ['meta/snap.yaml', true],
    ['snap/core22/1380/snap/snapcraft.yaml', false],
  ])('wants %s: %s', (path, expected) => {
    expect(wants(snap, path)).toBe(expected);
  });

  it('reads name, version, architecture and license', () => {
    const text =
      "name: core22\nversion: '20240408'\nsummary: |\n  name: x\narchitectures:\n- amd64\nlicense: GPL-3.0 # all\n";
    expect(snap.read(file(PATH, text))).toEqual([
      { type: 'snap', name: 'core22', version: '20240408', arch: 'amd64', license: 'GPL-3.0' },
    ]);
  });

  test.each(['', 'name: a\n', '\0\x01', '  name: a\n  version: 1\n'])('rejects %j', (text) => {
    expect(() => snap.read(file(PATH, text))).toThrow(CatalogError);
  });
});
