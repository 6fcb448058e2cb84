import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { PackageURL } from 'packageurl-js';
import { packageName, parsePackageUrl } from '../../src/core/package-url.js';
import { formatPackageUrl } from '../../src/inventory/purl.js';

describe('parsePackageUrl', () => {
  it('decodes all components', () => {
    expect(
      parsePackageUrl('pkg:GOLANG/github.com/a%20b/c@v1%2B2?Arch=x%3Dy&empty=&distro=d#sub/path'),
    ).toEqual({
      type: 'golang',
      namespace: 'github.com/a b',
      name: 'c',
      version: 'v1+2',
      qualifiers: new Map([
        ['arch', 'x=y'],
        ['distro', 'd'],
      ]),
      subpath: 'sub/path',
    });
  });

  test.each([
    ['pkg:maven/shop@1', 'maven', 'shop'],
    ['pkg:npm/@acme/left', 'npm', '@acme/left'],
    ['pkg:npm/%40Acme/JSONStream@1', 'npm', '@acme/JSONStream'],
    ['pkg:pypi/Some_Thing@1', 'pypi', 'some-thing'],
    ['pkg:deb/debian/libc6@2', 'deb', 'libc6'],
    ['pkg:alpm/arch/pacman@6', 'alpm', 'pacman'],
    ['pkg:maven/com.acme/shop@1', 'maven', 'com.acme:shop'],
    ['pkg:golang/github.com/a/b@v2#v2', 'golang', 'github.com/a/b/v2'],
    ['pkg://npm//left@1', 'npm', 'left'],
  ])('reads %s as a package of the type %s with the name %s', (text, type, name) => {
    const purl = parsePackageUrl(text);
    expect(purl?.type).toBe(type);
    expect(purl && packageName(purl)).toBe(name);
  });

  test.each([
    '',
    'npm/left@1',
    'pkg:',
    'pkg:npm',
    'pkg:npm/',
    'pkg:npm/%20@1',
    'pkg:1npm/left',
    'pkg:npm/%zz@1',
    `pkg:npm/${'x'.repeat(5000)}`,
  ])('rejects %.60s', (text) => {
    expect(parsePackageUrl(text)).toBeUndefined();
  });

  const word = fc.string({
    unit: fc.constantFrom(...'abXY01-_.+~:@ /é('),
    minLength: 1,
    maxLength: 8,
  });
  const parts = fc.record({
    type: fc.constantFrom('deb', 'rpm', 'npm', 'pypi', 'golang', 'maven', 'gem', 'nuget', 'oci'),
    namespace: fc.option(word),
    name: word,
    version: fc.option(word),
    qualifiers: fc.dictionary(fc.constantFrom('arch', 'distro', 'epoch', 'upstream'), word),
    subpath: fc.option(fc.constantFrom('sub', 'sub/path', 'é')),
  });

  it('reads what formatPackageUrl writes like packageurl-js', () => {
    fc.assert(
      fc.property(parts, ({ type, namespace, name, version, qualifiers, subpath }) => {
        let text: string;
        try {
          const purl = new PackageURL(type, namespace, name, version, qualifiers, subpath);
          text = purl.toString();
        } catch {
          return;
        }
        const expected = PackageURL.fromString(text.replaceAll('+', '%2B'));
        const purl = parsePackageUrl(text);
        expect(purl).toMatchObject({
          type: expected.type,
          namespace: expected.namespace || undefined,
          version: expected.version || undefined,
          qualifiers: new Map(Object.entries(expected.qualifiers ?? {})),
          subpath: expected.subpath || undefined,
        });
        // packageurl-js writes the names of npm packages in lower case.
        expect(type === 'npm' ? purl?.name.toLowerCase() : purl?.name).toBe(expected.name);
        expect(purl && formatPackageUrl(purl)).toBe(text.replaceAll('+', '%2B'));
      }),
    );
  });
});
