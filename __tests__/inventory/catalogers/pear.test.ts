import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { pear } from '../../../src/inventory/catalogers/pear.js';
import { purlOf } from '../../../src/inventory/purl.js';
import { file, wants } from '../build/file.js';

const PATH = 'usr/local/lib/php/.registry/.channel.pecl.php.net/redis.reg';

/** Pairs of texts as PHP serializes them; a value that is serialized already starts with `a:`. */
function entry(fields: Readonly<Record<string, string>>): string {
  const items = Object.entries(fields).map(
    ([key, value]) => quoted(key) + (value.startsWith('a:') ? value : quoted(value)),
  );
  return `a:${items.length}:{${items.join('')}}`;
}
const quoted = (text: string) => `s:${Buffer.byteLength(text)}:"${text}";`;

const NEW = entry({
  name: 'redis',
  channel: 'pecl.php.net',
  version: entry({ release: '6.2.0', api: '6.0.0' }),
  license: entry({ attribs: entry({ uri: 'http://x' }), _content: 'PHP' }),
});

describe('the PEAR cataloger', () => {
  test.each([
    [PATH, true],
    ['usr/share/php/.registry/pear.reg', true],
    ['usr/share/php/.channels/pecl.php.net.reg', false],
    ['usr/share/php/.depdb', false],
  ])('wants %s: %s', (path, expected) => {
    expect(wants(pear, path)).toBe(expected);
  });

  it('reads an entry of format 2.0', () => {
    const found = pear.read(file(PATH, NEW));
    expect(found).toEqual([
      { type: 'pear', name: 'pecl.php.net/redis', version: '6.2.0', license: 'PHP' },
    ]);
    expect(found.map((item) => purlOf(item, undefined))).toEqual([
      'pkg:pear/pecl.php.net/redis@6.2.0',
    ]);
  });

  it('reads an entry of format 1.0', () => {
    const text = entry({ package: 'Mail', version: '1.1.0', release_license: 'BSD' });
    expect(pear.read(file('usr/share/php/.registry/mail.reg', text))).toEqual([
      { type: 'pear', name: 'pear.php.net/Mail', version: '1.1.0', license: 'BSD' },
    ]);
  });

  test.each([
    ['', 'is not serialized PHP'],
    [NEW.slice(0, -10), 'is not serialized PHP'],
    ['s:1:"a";', 'is not an entry of the registry'],
    ['a:0:{}', 'has no name or no version'],
    [entry({ name: 'a/b', version: '1' }), 'has no name or no version'],
    [entry({ name: 'a', version: entry({ api: '1' }) }), 'has no name or no version'],
  ])('rejects %j, because it %s', (text, message) => {
    expect(() => pear.read(file(PATH, text))).toThrow(CatalogError);
    expect(() => pear.read(file(PATH, text))).toThrow(message);
  });
});
