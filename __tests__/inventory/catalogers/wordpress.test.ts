import { describe, expect, it, test } from '@jest/globals';
import { wordpress } from '../../../src/inventory/catalogers/wordpress.js';
import { purlOf } from '../../../src/inventory/purl.js';
import { file, wants } from '../build/file.js';

const CONTENT = 'usr/src/wordpress/wp-content';
const PLUGIN = `${CONTENT}/plugins/akismet/akismet.php`;
const HEADER =
  '<?php\n/**\n * @package Akismet\n */\n/*\nPlugin Name: Akismet Anti-spam\nVersion: 5.3.1\nLicense: GPLv2 or later\n*/\n';

describe('the cataloger of WordPress plugins and themes', () => {
  test.each([
    [PLUGIN, true],
    [`${CONTENT}/plugins/hello.php`, true],
    [`${CONTENT}/mu-plugins/loader.php`, true],
    [`${CONTENT}/themes/twentytwentyfour/style.css`, true],
    [`${CONTENT}/plugins/akismet/views/start.php`, false],
    [`${CONTENT}/themes/twentytwentyfour/functions.php`, false],
    ['srv/app/plugins/a/a.php', false],
  ])('wants %s: %s', (path, expected) => {
    expect(wants(wordpress, path)).toBe(expected);
  });

  it('names a plugin by its folder', () => {
    const found = wordpress.read(file(PLUGIN, HEADER));
    expect(found).toEqual([
      {
        type: 'generic',
        name: 'wordpress/plugin/akismet',
        version: '5.3.1',
        license: 'GPLv2 or later',
      },
    ]);
    expect(found.map((item) => purlOf(item, undefined))).toEqual([
      'pkg:generic/wordpress/plugin/akismet@5.3.1',
    ]);
  });

  test.each([
    [
      `${CONTENT}/plugins/hello.php`,
      '<?php /* Plugin Name: Hello\r\n * Version: 1.7.2 */',
      'plugin/hello',
      '1.7.2',
    ],
    [`${CONTENT}/plugins/x/x.php`, '<?php\n# plugin name: X\n# version: 2 ?>', 'plugin/x', '2'],
    [`${CONTENT}/themes/x/style.css`, '/*\nTheme Name: X\nVersion: 1.0\n*/\n', 'theme/x', '1.0'],
  ])('reads the header of %s', (path, text, name, version) => {
    expect(wordpress.read(file(path, text))).toMatchObject([
      { name: `wordpress/${name}`, version },
    ]);
  });

  test.each([
    ['', PLUGIN],
    ['<?php // Nothing is here.', PLUGIN],
    ['/* Plugin Name: X */', PLUGIN],
    ['/* Version: 1 */', PLUGIN],
    ['/*\nPlugin Name: X\nVersion:\n*/', PLUGIN],
    [HEADER, `${CONTENT}/themes/x/style.css`],
    [`${' '.repeat(9000)}${HEADER}`, PLUGIN],
    [' \t*#@/'.repeat(200_000), PLUGIN],
  ])('finds nothing in %j', (text, path) => {
    expect(wordpress.read(file(path, text))).toEqual([]);
  });
});
