import { describe, expect, test } from '@jest/globals';
import type { FoundPackage } from '../../src/inventory/cataloger.js';
import { purlOf } from '../../src/inventory/purl.js';

const DEBIAN = { id: 'debian', version: '12' };
const RHEL = { id: 'rhel', version: '9.4' };

describe('purlOf', () => {
  test.each<[FoundPackage, { id: string; version?: string } | undefined, string]>([
    [
      {
        type: 'deb',
        name: 'libssl3',
        version: '3.0.11-1+b1',
        arch: 'amd64',
        source: { name: 'openssl', version: '3.0.11-1' },
      },
      DEBIAN,
      'pkg:deb/debian/libssl3@3.0.11-1%2Bb1?arch=amd64&distro=debian-12&upstream=openssl%403.0.11-1',
    ],
    [
      {
        type: 'deb',
        name: 'openssl',
        version: '1:3-1',
        source: { name: 'openssl', version: '1:3-1' },
      },
      { id: 'debian' },
      'pkg:deb/debian/openssl@1:3-1?distro=debian',
    ],
    [{ type: 'deb', name: 'a', version: '1' }, undefined, 'pkg:deb/debian/a@1'],
    [
      {
        type: 'apk',
        name: 'libcrypto3',
        version: '3.1.4-r5',
        source: { name: 'openssl', version: '3.1.4-r5' },
      },
      { id: 'alpine', version: '3.20.1' },
      'pkg:apk/alpine/libcrypto3@3.1.4-r5?distro=alpine-3.20.1&upstream=openssl',
    ],
    [
      {
        type: 'rpm',
        name: 'nodejs',
        version: '1:18.1-2.el9',
        arch: 'x86_64',
        source: { name: 'nodejs', version: '18.1-2.el9' },
        module: 'nodejs:18:9:x',
      },
      RHEL,
      'pkg:rpm/redhat/nodejs@18.1-2.el9?arch=x86_64&distro=rhel-9.4&epoch=1&rpmmod=nodejs%3A18%3A9%3Ax&upstream=nodejs-18.1-2.el9.src.rpm',
    ],
    [{ type: 'npm', name: '@acme/left', version: '1.0.0' }, DEBIAN, 'pkg:npm/%40acme/left@1.0.0'],
    [{ type: 'pypi', name: 'Some_Thing', version: '1.0' }, DEBIAN, 'pkg:pypi/some-thing@1.0'],
    [{ type: 'maven', name: 'com.acme:shop', version: '1' }, DEBIAN, 'pkg:maven/com.acme/shop@1'],
    [
      { type: 'golang', name: 'github.com/a/b', version: 'v1.2.3' },
      DEBIAN,
      'pkg:golang/github.com/a/b@v1.2.3',
    ],
    [
      { type: 'golang', name: 'example.com/a', version: '(devel)' },
      DEBIAN,
      'pkg:golang/example.com/a',
    ],
    [
      { type: 'golang', name: 'example.com/a', version: 'v1.x' },
      DEBIAN,
      'pkg:golang/example.com/a@v1.x',
    ],
    [{ type: 'golang', name: 'stdlib', version: 'go1.22.4' }, DEBIAN, 'pkg:golang/stdlib@1.22.4'],
    [{ type: 'composer', name: 'acme/mail', version: 'v1' }, DEBIAN, 'pkg:composer/acme/mail@v1'],
    [{ type: 'gem', name: 'rails', version: '7.1' }, DEBIAN, 'pkg:gem/rails@7.1'],
  ])('%j in %j is %s', (found, distribution, purl) => {
    expect(purlOf(found, distribution)).toBe(purl);
  });
});
