import { describe, expect, test } from '@jest/globals';
import {
  isDistributionFile,
  isPackageExample,
  isPackageFile,
  isTextPath,
  isThirdPartyFile,
} from '../../src/secrets/paths.js';

describe('by its path', () => {
  test.each([
    ['usr/share/doc/bash/README', true],
    ['usr/share/nodejs/yaml/index.js', true],
    ['usr/lib/python3/dist-packages/apt/cache.py', true],
    ['usr/lib/python3.13/json/tool.py', true],
    ['usr/lib/x86_64-linux-gnu/perl/5.40/POSIX.pod', true],
    ['usr/lib/python3.12/site-packages/app/settings.py', false],
    ['usr/lib/ruby/gems/3.3.0/gems/app/config.rb', false],
    ['usr/local/lib/python3.13/site-packages/app/settings.py', false],
    ['usr/share/nginx/html/config.js', false],
    ['usr/libexec/app/config', false],
    ['etc/ssl/private/ssl-cert-snakeoil.key', true],
    ['etc/ssl/private/server.key', false],
    ['etc/systemd/system/app.service', false],
    ['usr/lib/systemd/system/app.service', false],
  ])('%s belongs to the distribution: %s', (path, expected) => {
    expect(isDistributionFile(path)).toBe(expected);
  });

  test.each([
    ['app/node_modules/yaml/index.js', true],
    ['usr/local/lib/python3.13/site-packages/app/settings.py', true],
    ['usr/lib/app/config', true],
    ['usr/share/app/config', true],
    ['app/yarn.lock', true],
    ['app/.yarn/releases/yarn-4.0.0.cjs', true],
    ['app/.yarn/install-state.gz', false],
    ['usr/src/app/.env', false],
    ['usr/share/nginx/config.js', false],
    ['app/lib/config.js', false],
    ['root/.npmrc', false],
  ])('%s of an image belongs to a package: %s', (path, expected) => {
    expect(isThirdPartyFile(path)).toBe(expected);
  });

  test.each([
    ['src/config.ts', false],
    ['lib/config.ts', false],
    ['share/app/config', false],
    ['vendor/github.com/a/b.go', true],
  ])('%s of a repository belongs to a package: %s', (path, expected) => {
    expect(isPackageFile(path)).toBe(expected);
  });

  test.each([
    ['test/keys.js', true],
    ['a/README', true],
    ['dist/index.js.map', true],
    ['index.d.ts', true],
    ['dist/index.js', false],
  ])('%s of a package is a test, an example or documentation: %s', (path, expected) => {
    expect(isPackageExample(path)).toBe(expected);
  });

  test.each([
    ['usr/lib/libssl.so.3', false],
    ['logo.PNG', false],
    ['.env', true],
    ['id_rsa', true],
    ['a.so.conf', true],
    ['.png/config', true],
  ])('%s can be text: %s', (path, expected) => {
    expect(isTextPath(path)).toBe(expected);
  });
});
