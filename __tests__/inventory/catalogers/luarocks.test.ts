import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { luarocks } from '../../../src/inventory/catalogers/luarocks.js';
import { file, named, wants } from '../build/file.js';

const PATH = 'usr/local/lib/luarocks/rocks-5.4/luasocket/3.1.0-1/luasocket-3.1.0-1.rockspec';

describe('the LuaRocks cataloger', () => {
  test.each([
    [PATH, true],
    ['app/lua_modules/lib/luarocks/rocks-5.1/lpeg/1.1.0-2/lpeg-1.1.0-2.rockspec', true],
    ['usr/lib/luarocks/rocks/a/1-1/a-1-1.rockspec', true],
    ['usr/lib/luarocks/rocks-5.4/a/1-1/b-1-1.rockspec', false],
    ['usr/lib/luarocks/rocks-5.4/a/1-1/rock_manifest', false],
    ['srv/luasocket/luasocket-3.1.0-1.rockspec', false],
  ])('wants %s: %s', (path, expected) => {
    expect(wants(luarocks, path)).toBe(expected);
  });

  test.each([
    ['package = "LuaSocket"\ndescription = {\n   license = "MIT",\n}\n', 'MIT'],
    [
      "package = 'luasocket'\r\nlocal v = '1'\ndescription = {\n\tlicense = 'MIT/X11'\n}",
      'MIT/X11',
    ],
    ['rockspec_format = "3.0"\npackage = "x"\nversion = v .. "-1"\n', undefined],
    ['package = "x"\ndescription = { license = [[MIT]] }', undefined],
    ['package = "x"\n-- license = "MIT"\n', undefined],
  ])('takes name and version from the path, and the license from %j', (text, license) => {
    expect(luarocks.read(file(PATH, text))).toEqual([
      { type: 'luarocks', name: 'luasocket', version: '3.1.0-1', license },
    ]);
  });

  it('removes control characters from names', () => {
    const path = 'lib/luarocks/rocks-5.4/a\u001b[31m/1-1/a\u001b[31m-1-1.rockspec';
    expect(named(luarocks.read(file(path, 'package = "a"')))).toEqual(['a[31m@1-1']);
  });

  test.each(['', 'garbage', '\0\0', 'return { package = 1 }'])('rejects %j', (text) => {
    expect(() => luarocks.read(file(PATH, text))).toThrow(CatalogError);
  });
});
