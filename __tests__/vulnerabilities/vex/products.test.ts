import { describe, expect, it } from '@jest/globals';
import { parsePackageUrl } from '../../../src/core/package-url.js';
import { matchesImage, matchesPackage } from '../../../src/vulnerabilities/vex/products.js';
import { DIGEST } from './documents.js';

const OTHER = `sha256:${'b'.repeat(64)}`;

describe('a package', () => {
  const matches = (product: string, purl: string) => {
    const pkg = parsePackageUrl(purl);
    return pkg !== undefined && matchesPackage(product, pkg);
  };

  it.each([
    ['pkg:deb/debian/a', 'pkg:deb/debian/a@1?arch=amd64'],
    ['pkg:deb/debian/a@1?arch=amd64', 'pkg:deb/debian/a@1?arch=amd64&distro=debian-12'],
    ['pkg:golang/github.com/Acme/a@v1', 'pkg:golang/github.com/acme/a@v1'],
    ['pkg:pypi/A_b@1', 'pkg:pypi/a-b@1'],
  ])('is named by %s: %s', (product, purl) => {
    expect(matches(product, purl)).toBe(true);
  });

  it.each([
    ['pkg:deb/debian/a@1?repository_url=x', 'pkg:deb/debian/a@1'],
    ['pkg:deb/debian/a@1?checksum=sha256:0', 'pkg:deb/debian/a@1'],
    ['pkg:deb/debian/a@1?arch=amd64', 'pkg:deb/debian/a@1'],
    ['pkg:deb/debian/a@1', 'pkg:deb/debian/a'],
    ['pkg:deb/ubuntu/a@1', 'pkg:deb/debian/a@1'],
    ['pkg:npm/JSONStream@1', 'pkg:npm/jsonstream@1'],
    ['pkg:golang/github.com/acme/a@v1#sub', 'pkg:golang/github.com/acme/a@v1'],
  ])('is not named by %s: %s', (product, purl) => {
    expect(matches(product, purl)).toBe(false);
  });
});

describe('an image', () => {
  const about = (name: string) => ({ name, digest: DIGEST, platform: 'linux/amd64' });

  it.each([
    ['acme/app:2.0', 'pkg:docker/acme/app@2.0'],
    ['acme/app:2.0', 'pkg:docker/acme/app'],
    ['acme/app:2.0', `pkg:docker/acme/app@${DIGEST}`],
    ['acme/app:2.0', 'pkg:docker/acme/app@2.0?repository_url=https://hub.docker.com'],
    ['nginx:1', 'pkg:docker/nginx@1'],
    ['nginx:1', 'pkg:docker/library/nginx@1'],
    ['nginx:1', 'pkg:oci/nginx?repository_url=index.docker.io/library/nginx&tag=1'],
    ['ghcr.io/acme/app:1', 'pkg:docker/acme/app@1?repository_url=ghcr.io'],
    ['ghcr.io/acme/app:1', 'pkg:docker/ghcr.io/acme/app@1'],
    ['ghcr.io/acme/app:1', 'pkg:docker/ghcr.io/acme/app@1?platform=linux/amd64'],
    ['ghcr.io/acme/app:1', 'pkg:oci/app?repository_url=ghcr.io/acme&tag=1&arch=amd64'],
    ['ghcr.io/acme/app:1', `pkg:oci/app@${DIGEST}?checksum=${DIGEST}`],
    // The same image in another registry.
    ['ghcr.io/acme/app:1', `pkg:oci/web@${DIGEST}?repository_url=quay.io/acme/web&tag=1`],
    ['ghcr.io/acme/app:1', 'ghcr.io/acme/app'],
    ['ghcr.io/acme/app:1', DIGEST],
  ])('%s is named by %s', (name, product) => {
    expect(matchesImage(product, about(name))).toBe(true);
  });

  it.each([
    ['acme/app:2.0', 'pkg:docker/acme/app@1.0'],
    ['acme/app:2.0', 'acme/app:1.0'],
    ['acme/app:2.0', 'pkg:docker/evil/app@2.0'],
    ['acme/app:2.0', 'pkg:docker/app@2.0'],
    ['acme/app:2.0', `pkg:docker/acme/app@${OTHER}`],
    [`acme/app@${DIGEST}`, 'pkg:docker/acme/app@1.0'],
    ['ghcr.io/acme/app:1', 'pkg:docker/acme/app@1'],
    ['ghcr.io/acme/app:1', 'pkg:docker/quay.io/acme/app@1'],
    ['ghcr.io/acme/app:1', 'pkg:docker/acme/app@1?repository_url=quay.io'],
    ['ghcr.io/acme/app:1', 'pkg:oci/app?tag=2'],
    ['ghcr.io/acme/app:1', `pkg:oci/app@${DIGEST}?arch=arm64`],
    ['ghcr.io/acme/app:1', 'pkg:oci/app?repository_url=ghcr.io'],
    ['ghcr.io/acme/app:1', `pkg:oci/app?checksum=${OTHER}`],
    ['ghcr.io/acme/app:1', 'pkg:oci/app?flavor=slim'],
    ['ghcr.io/acme/app:1', 'pkg:generic/app'],
  ])('%s is not named by %s', (name, product) => {
    expect(matchesImage(product, about(name))).toBe(false);
  });

  it('of an unknown platform is not named by a statement about one', () => {
    const image = { name: 'app:1', digest: undefined };
    expect(matchesImage('pkg:oci/app?arch=amd64', image)).toBe(false);
    expect(matchesImage('pkg:oci/app', image)).toBe(true);
  });

  it('in a file is named by its digest, and not by the name of the file', () => {
    const image = { ...about('acme/app'), isFile: true };
    expect(matchesImage('pkg:docker/acme/app', image)).toBe(false);
    expect(matchesImage('pkg:oci/app', image)).toBe(false);
    expect(matchesImage(`pkg:oci/shop@${DIGEST}?repository_url=ghcr.io/acme/shop`, image)).toBe(
      true,
    );
    expect(matchesImage(`pkg:oci/shop@${DIGEST}?arch=arm64`, image)).toBe(false);
    expect(matchesImage(`pkg:oci/shop@${OTHER}`, image)).toBe(false);
  });
});
