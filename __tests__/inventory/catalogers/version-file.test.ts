import { describe, expect, it, test } from '@jest/globals';
import { versionFile } from '../../../src/inventory/catalogers/version-file.js';
import { file, wants } from '../build/file.js';

const JDK = (version: string) =>
  `IMPLEMENTOR="Eclipse Adoptium"\nJAVA_RUNTIME_VERSION="x"\nJAVA_VERSION="${version}"\nOS_ARCH="x86_64"\n`;

describe('the cataloger of version files', () => {
  test.each([
    ['usr/local/go/VERSION', 'go1.24.4\ntime 2025-05-29T19:37:36Z\n', 'go', '1.24.4'],
    ['usr/local/go/VERSION', 'go1.20', 'go', '1.20'],
    ['root/sdk/go1.24rc1/VERSION', 'go1.24rc1\n', 'go', '1.24rc1'],
    ['usr/lib/go-1.24/VERSION', 'go1.24.4\n', 'go', '1.24.4'],
    ['opt/java/openjdk/release', JDK('17.0.9'), 'openjdk', '17.0.9'],
    ['opt/java/openjdk/release', JDK('21'), 'openjdk', '21'],
    ['usr/lib/jvm/8/release', JDK('1.8.0_412'), 'openjdk', '1.8.0_412'],
    ['usr/lib/erlang/releases/27/OTP_VERSION', '27.3.4.1\n', 'erlang', '27.3.4.1'],
    [
      'usr/src/wordpress/wp-includes/version.php',
      "<?php\n/** x */\n$wp_version = '6.4.2';\n",
      'wordpress',
      '6.4.2',
    ],
  ])('reads %s with the text %j as %s %s', (path, text, name, version) => {
    expect(wants(versionFile, path, text.length)).toBe(true);
    expect(versionFile.read(file(path, text))).toMatchObject([{ type: 'generic', name, version }]);
  });

  test.each([
    [JDK('21.0.2'), 'Eclipse Adoptium'],
    ['IMPLEMENTOR="Acme\u001b[31m"\nJAVA_VERSION="21.0.2"\n', 'Acme[31m'],
    ['IMPLEMENTOR=""\nJAVA_VERSION="21.0.2"\n', undefined],
  ])('reads who built the JDK from %j', (text, supplier) => {
    expect(versionFile.read(file('opt/java/release', text))[0]?.supplier).toBe(supplier);
  });

  test.each(['etc/os-release', 'usr/share/app/VERSION', 'app/version.php', 'go/VERSION.cache'])(
    'does not want %s',
    (path) => {
      expect(wants(versionFile, path)).toBe(false);
    },
  );

  it('does not want large files', () => {
    expect(wants(versionFile, 'opt/java/release', 65_537)).toBe(false);
  });

  test.each([
    ['usr/local/go/VERSION', 'devel go1.25-abc'],
    ['opt/x/release', 'JAVA_VERSION="17.0.9\u001b[31m"\n'],
    ['opt/x/release', 'VERSION="1"\n'],
    ['lib/erlang/releases/27/OTP_VERSION', '27; rm -rf\n'],
    ['wp-includes/version.php', '$wp_version = $other;'],
  ])('finds nothing in %s with the text %j', (path, text) => {
    expect(versionFile.read(file(path, text))).toEqual([]);
  });
});
