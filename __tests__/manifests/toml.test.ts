import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PortsideError } from '../../src/lib/errors.js';
import { isEngineFile } from '../../src/manifests/engine/engine-file.js';
import type { ManifestNode } from '../../src/manifests/manifest-yaml.js';
import { readToml } from '../../src/manifests/toml.js';
import { countMatching } from '../count-matching.js';

function plain(node: ManifestNode): unknown {
  if (node.kind === 'list') return node.items.map(plain);
  if (node.kind === 'map')
    return Object.fromEntries([...node.entries].map(([key, value]) => [key, plain(value)]));
  return node.scalar;
}

test.each<[string, unknown]>([
  ['', {}],
  ['# comment\r\n\r\na = true # x\r\n', { a: true }],
  ['a = "b # c"\nd = \'e\\f\'', { a: 'b # c', d: 'e\\f' }],
  ['"a.b".c = 1\na."b" = 0x1F', { 'a.b': { c: '1' }, a: { b: '0x1F' } }],
  [
    '[a.b]\nc = false\n[a]\nd = 1979-05-27T07:32:00Z',
    { a: { b: { c: false }, d: '1979-05-27T07:32:00Z' } },
  ],
  ['[[a]]\nb = 1\n[[a.c]]\nd = 2\n[[a]]\n[a.e]', { a: [{ b: '1', c: [{ d: '2' }] }, { e: {} }] }],
  ['a = [\n  "b", # x\n  [1, 2],\n]\n', { a: ['b', ['1', '2']] }],
  ['a = { b.c = 1, "d" = {} }', { a: { b: { c: '1' }, d: {} } }],
  ['a = """\nb "c"\n"""\nd = \'\'\'e\nf\'\'\'', { a: '\nb "c"\n', d: 'e\nf' }],
  ['a = "b\\"c"', { a: 'b"c' }],
])('reads %j', (text, value) => {
  expect(plain(readToml(text, 'a.toml'))).toEqual(value);
});

test('has the places of keys and values', () => {
  const value = readToml('[a]\n  b = "c"', 'a.toml').entries.get('a')?.entries.get('b');
  expect(value?.range).toEqual({
    path: 'a.toml',
    startLine: 2,
    startColumn: 7,
    endLine: 2,
    endColumn: 10,
  });
  expect(value?.key).toEqual({
    path: 'a.toml',
    startLine: 2,
    startColumn: 3,
    endLine: 2,
    endColumn: 4,
  });
});

test.each([
  ['a', 1],
  ['a = ', 1],
  ['\na = 1 b = 2', 2],
  ['a = 1\na = 2', 2],
  ['[a', 1],
  ['a = [1', 1],
  ['a = { b = 1', 1],
  ['a = "b\n"', 1],
  ['a = 1\n[a]', 2],
  ['a = [1]\n[[a.b]]', 2],
  [`a = ${'['.repeat(200)}`, 1],
  [`a${'.a'.repeat(200)} = 1`, 1],
])('refuses %j with its line', (text, line) => {
  expect(() => readToml(text, 'a.toml')).toThrow(PortsideError);
  expect(() => readToml(text, 'a.toml')).toThrow(`a.toml:${line}: `);
});

test('reads or refuses any text', () => {
  const parts = fc.constantFrom(
    '[',
    ']',
    '[[',
    'a',
    '.',
    '=',
    '"',
    "'",
    '{',
    '}',
    ',',
    '\n',
    '#',
    ' ',
    'true',
    '\\',
    '"""',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 30 }), (all) => {
      try {
        expect(readToml(all.join(''), 'a').kind).toBe('map');
      } catch (error) {
        expect(error).toBeInstanceOf(PortsideError);
      }
    }),
  );
});

test('reads twice the text with twice the work', () => {
  const work = (count: number) =>
    countMatching(() => {
      readToml('[[registry]]\nlocation = "a"\n'.repeat(count), 'a.toml');
      expect(() => readToml(`a = "${'\\"'.repeat(10 * count)}`, 'a.toml')).toThrow(PortsideError);
    });
  expect(work(50_000)).toBeLessThan(2.1 * work(25_000));
});

test.each(['buildkitd.toml', 'hosts.toml', 'registries.conf', 'registries.yaml'])(
  'recognizes no %s in a million blanks',
  (name) => {
    expect(isEngineFile(name, '\n\t'.repeat(500_000))).toBe(false);
  },
);
