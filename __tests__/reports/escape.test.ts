import { describe, expect, it, test } from '@jest/globals';
import {
  escapeHtml,
  escapeLogLine,
  escapeMarkdown,
  markdownCode,
  markdownLink,
  markdownWithCode,
  sanitize,
  shorten,
  toJson,
  toRelativeUri,
  toWebUrl,
} from '../../src/reports/escape.js';

describe('sanitize', () => {
  test.each([
    ['a\r\nb\tc', 'a b c'],
    ['a\u2028b\u2029c\u0085d', 'a b c d'],
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['nul\0l', 'nul\\u{0}l'],
    ['\u202egnp.exe', '\\u{202e}gnp.exe'],
    ['zero\u200bwidth\ufeff', 'zero\\u{200b}width\\u{feff}'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['half \ud83d pair', 'half \\u{d83d} pair'],
    ['naïve 🚢 日本', 'naïve 🚢 日本'],
  ])('writes %j as %j', (text, expected) => {
    expect(sanitize(text)).toBe(expected);
  });
});

describe('escapeMarkdown', () => {
  test.each([
    ['a|b', 'a&#124;b'],
    ['<b>', '&#60;b&#62;'],
    ['&lt;', '&#38;lt;'],
    ['&#64;', '&#38;&#35;&#8203;64;'],
    ['@octocat', '&#64;&#8203;octocat'],
    ['fixes #1', 'fixes &#35;&#8203;1'],
    ['GH-12', 'GH-&#8203;12'],
    // Tags of images stay as they are: they are no emoji, and are copied.
    ['node:24-alpine', 'node:24-alpine'],
    ['node:latest', 'node:latest'],
    [':latest:', ':&#8203;latest:'],
    ['a:100', 'a:&#8203;100'],
    ['https://github.com/a/b/issues/1', 'https:&#8203;//github.com/a/b/issues/1'],
    ['www.example.org', 'ww&#8203;w.example.org'],
    [':shipit:', ':&#8203;shipit:'],
    ['*_~`[x](y)', '&#42;&#95;&#126;&#96;&#91;x&#93;(y)'],
    ['$x$', '&#36;x&#36;'],
    ['- item', '&#45; item'],
    ['1. item', '1&#46; item'],
    ['1.2.3', '1.2.3'],
    ['a\\b', 'a&#92;b'],
  ])('writes %j as %j', (text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });
});

describe('markdownCode', () => {
  test.each([
    ['@scope/name#1', '`@scope/name#1`'],
    ['a`b', '<code>a&#96;b</code>'],
    ['a|b', '<code>a&#124;b</code>'],
    ['`` `', '<code>&#96;&#96; &#96;</code>'],
    [' \n ', ''],
    ['a\n\nb', '`a b`'],
  ])('writes %j as %j', (text, expected) => {
    expect(markdownCode(text)).toBe(expected);
  });
});

describe('markdownLink', () => {
  it('links http and https addresses only', () => {
    expect(markdownLink('x', 'https://example.org/a(b)')).toBe('[x](https://example.org/a%28b%29)');
    expect(markdownLink('x', 'javascript:alert(1)')).toBe('x');
    expect(markdownLink('x', undefined)).toBe('x');
  });

  test.each([
    ['https://example.org/a b', 'https://example.org/a%20b'],
    ['https://example.org/)[x](http://evil', 'https://example.org/%29%5bx%5d%28http://evil'],
    ['https://user:password@example.org/', undefined],
    ['data:text/html,x', undefined],
    ['not an address', undefined],
    [`https://example.org/${'x'.repeat(3_000)}`, undefined],
  ])('turns %j into the address %j', (text, expected) => {
    expect(toWebUrl(text)).toBe(expected);
  });
});

describe('escapeLogLine', () => {
  test.each([
    ['::set-output name=x::y', ': :set-output name=x::y'],
    ['   ::error::x', '   : :error::x'],
    ['text ##[add-mask]x', 'text ## [add-mask]x'],
    ['std::string and ::1 inside', 'std::string and ::1 inside'],
  ])('writes %j as %j', (line, expected) => {
    expect(escapeLogLine(line)).toBe(expected);
  });
});

test('escapeHtml leaves no markup', () => {
  expect(escapeHtml(`<a href="x" o='y'>&\`\0`)).toBe(
    '&#60;a href=&#34;x&#34; o=&#39;y&#39;&#62;&#38;&#96;\\u{0}',
  );
});

test('toJson escapes invisible characters and keeps the value', () => {
  const value = { key: 'a\u202eb\u{e0041}\u007f' };
  expect(toJson(value)).toBe('{"key":"a\\u202eb\\udb40\\udc41\\u007f"}');
  expect(JSON.parse(toJson(value))).toEqual(value);
});

test('shorten never splits a surrogate pair', () => {
  expect(shorten('abcdef', 6)).toBe('abcdef');
  expect(shorten('abcdefg', 6)).toBe('abcde…');
  expect(shorten('abcd🚢🚢', 6)).toBe('abcd…');
});

test('toRelativeUri stays inside the base for any path', () => {
  for (const path of [
    '//host/x',
    'C:\\x',
    'file:///x',
    '..\\..\\x',
    'x:y',
    '%2e%2e/x',
    './././x',
  ]) {
    const base = 'file:///checkout/';
    expect(new URL(toRelativeUri(path) ?? '', base).href.startsWith(base)).toBe(true);
  }
});

test.each([
  ['Use `RUN --mount` now', 'Use `RUN --mount` now'],
  ['Use `a|b`', 'Use <code>a|b</code>'],
  ['an open ` mark', 'an open  mark'],
  ['`` <b>', '&#60;b&#62;'],
])('the code of %j is code in Markdown', (text, markdown) => {
  expect(markdownWithCode(text).replaceAll('&#124;', '|').trim()).toBe(markdown);
});
