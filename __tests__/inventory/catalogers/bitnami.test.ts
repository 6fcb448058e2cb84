import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { bitnami } from '../../../src/inventory/catalogers/bitnami.js';
import { file, wants } from '../build/file.js';

const PATH = 'opt/bitnami/valkey/.spdx-valkey.spdx';
const document = (...packages: unknown[]) => JSON.stringify({ spdxVersion: 'SPDX-2.3', packages });
const purl = (referenceLocator: unknown) => ({
  externalRefs: [
    { referenceType: 'cpe23Type', referenceLocator: 'cpe:2.3:a:x:x:1:*:*:*:*:*:*:*' },
    { referenceType: 'purl', referenceLocator },
  ],
});

describe('the Bitnami cataloger', () => {
  test.each([
    [PATH, true],
    ['opt/bitnami/common/.spdx-wait.spdx', true],
    ['opt/bitnami/.spdx-x.spdx', true],
    ['opt/bitnami/valkey/valkey.spdx', false],
    ['srv/opt/bitnami/valkey/.spdx-valkey.spdx', false],
  ])('wants %s: %s', (path, wanted) => {
    expect(wants(bitnami, path)).toBe(wanted);
  });

  it('reads the packages with a Bitnami purl', () => {
    const text = document(
      {
        name: 'valkey',
        licenseDeclared: 'BSD-3-Clause',
        ...purl('pkg:bitnami/valkey@8.0.1-2?arch=amd64&distro=debian-12'),
      },
      { name: 'zlib', licenseDeclared: 'NOASSERTION', ...purl('pkg:bitnami/zlib@1.3.1') },
      { name: 'a:b', ...purl('pkg:maven/a/b@1') },
      { name: 'none' },
      purl('pkg:bitnami/'),
      purl('pkg:bitnami/unversioned'),
      purl(5),
      null,
    );
    expect(bitnami.read(file(PATH, text))).toEqual([
      { type: 'bitnami', name: 'valkey', version: '8.0.1-2', license: 'BSD-3-Clause' },
      { type: 'bitnami', name: 'zlib', version: '1.3.1' },
    ]);
  });

  test.each(['', '[]', '{}', '{"packages":{}}'])('throws CatalogError for %j', (text) => {
    expect(() => bitnami.read(file(PATH, text))).toThrow(CatalogError);
  });
});
