import { describe, expect, it, test } from '@jest/globals';
import {
  formatPlatform,
  formatPlatformWithVersion,
  parsePlatform,
  platformMatch,
} from '../../src/registry/platform.js';

describe('a platform', () => {
  test.each([
    ['linux/amd64', 'linux/amd64'],
    ['linux/x86_64', 'linux/amd64'],
    ['linux/amd64/v1', 'linux/amd64'],
    ['linux/amd64/v2', 'linux/amd64/v2'],
    ['linux/arm64', 'linux/arm64'],
    ['linux/arm64/v8', 'linux/arm64'],
    ['linux/arm64/8', 'linux/arm64'],
    ['linux/arm64/v9', 'linux/arm64/v9'],
    ['linux/aarch64', 'linux/arm64'],
    ['linux/arm', 'linux/arm/v7'],
    ['linux/arm/7', 'linux/arm/v7'],
    ['linux/arm/v6', 'linux/arm/v6'],
    ['linux/armhf', 'linux/arm/v7'],
    ['linux/armel', 'linux/arm/v6'],
    ['linux/i386', 'linux/386'],
    ['Linux/AMD64', 'linux/amd64'],
    [' linux/amd64 ', 'linux/amd64'],
    ['macos/arm64', 'darwin/arm64'],
    ['arm64', 'linux/arm64'],
    ['windows(10.0.17763)/amd64', 'windows(10.0.17763)/amd64'],
  ])('written as %s is %s', (text, expected) => {
    expect(formatPlatformWithVersion(parsePlatform(text))).toBe(expected);
  });

  test.each(['', '/', 'linux/', 'a/b/c/d', 'linux/amd 64', 'linux()/amd64', 'linux(/amd64'])(
    'cannot be written as "%s"',
    (text) => {
      expect(() => parsePlatform(text)).toThrow(expect.objectContaining({ code: 'PSE4003' }));
    },
  );

  test.each([
    ['linux/arm64', { os: 'linux', architecture: 'arm64', variant: 'v8' }, 2],
    ['linux/arm64/v8', { os: 'linux', architecture: 'arm64' }, 2],
    ['linux/arm/v7', { os: 'linux', architecture: 'arm' }, 2],
    ['linux/arm', { os: 'linux', architecture: 'arm', variant: 'v6' }, 0],
    ['linux/amd64', { os: 'linux', architecture: 'amd64', variant: 'v3' }, 1],
    ['linux/arm64', { os: 'linux', architecture: 'arm', variant: 'v8' }, 0],
    ['windows/amd64', { os: 'windows', architecture: 'amd64', osVersion: '1' }, 2],
    ['windows(2)/amd64', { os: 'windows', architecture: 'amd64', osVersion: '1' }, 0],
  ])('%s matches %j with rank %d', (wanted, offered, rank) => {
    expect(platformMatch(parsePlatform(wanted), offered)).toBe(rank);
  });

  it('is written without its version for comparisons with Dockerfiles', () => {
    expect(formatPlatform(parsePlatform('windows(1)/amd64'))).toBe('windows/amd64');
  });
});
