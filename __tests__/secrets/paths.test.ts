import { describe, expect, test } from '@jest/globals';
import {
  isDistributions,
  isIllustration,
  isPackaged,
  isSpecimen,
  isThirdParties,
  mayHaveSecrets,
} from '../../src/secrets/paths.js';

describe('which files of an image are whose', () => {
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
  ])('%s is the distribution’s: %s', (path, expected) => {
    expect(isDistributions(path)).toBe(expected);
  });

  test.each([
    ['app/node_modules/yaml/index.js', true],
    ['usr/local/lib/python3.13/site-packages/app/settings.py', true],
    ['usr/lib/app/config', true],
    ['usr/share/app/config', true],
    ['app/yarn.lock', true],
    ['usr/src/app/.env', false],
    ['usr/share/nginx/config.js', false],
    ['app/lib/config.js', false],
    ['root/.npmrc', false],
  ])('%s is a published package’s: %s', (path, expected) => {
    expect(isThirdParties(path)).toBe(expected);
  });

  test.each([
    ['src/config.ts', false],
    ['lib/config.ts', false],
    ['share/app/config', false],
    ['vendor/github.com/a/b.go', true],
  ])('%s of a repository is a published package’s: %s', (path, expected) => {
    expect(isPackaged(path)).toBe(expected);
  });

  test.each([
    ['test/keys.js', true],
    ['a/README', true],
    ['dist/index.js.map', true],
    ['index.d.ts', true],
    ['dist/index.js', false],
  ])('%s is a specimen: %s', (path, expected) => {
    expect(isSpecimen(path)).toBe(expected);
  });

  test.each([
    ['src/login.test.ts', true],
    ['app/tests/settings.py', true],
    ['app/test_login.py', true],
    ['src/LoginTest.java', true],
    ['README.md', true],
    ['.env.example', true],
    ['src/login.ts', false],
    ['latest/settings.py', false],
    ['settings.txt', false],
    ['.env', false],
  ])('%s is a test, an example or a document: %s', (path, expected) => {
    expect(isIllustration(path)).toBe(expected);
  });

  test.each([
    ['usr/lib/libssl.so.3', false],
    ['logo.PNG', false],
    ['.env', true],
    ['id_rsa', true],
    ['a.so.conf', true],
    ['.png/config', true],
  ])('%s may have secrets: %s', (path, expected) => {
    expect(mayHaveSecrets(path)).toBe(expected);
  });
});
