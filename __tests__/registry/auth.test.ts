import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { mayReceiveCredentials, parseChallenges } from '../../src/registry/auth.js';

describe('parseChallenges', () => {
  test.each<[string, [string, Record<string, string>][]]>([
    ['', []],
    ['Basic', [['basic', {}]]],
    ['Basic realm="a, b"', [['basic', { realm: 'a, b' }]]],
    [
      'Bearer realm="https://a/token",service=b,scope="x y"',
      [['bearer', { realm: 'https://a/token', service: 'b', scope: 'x y' }]],
    ],
    [
      'Basic realm="r", Bearer Realm="https://a" , service="s"',
      [
        ['basic', { realm: 'r' }],
        ['bearer', { realm: 'https://a', service: 's' }],
      ],
    ],
    ['Bearer realm="a\\"b"', [['bearer', { realm: 'a"b' }]]],
    [
      'Negotiate, Basic realm=x',
      [
        ['negotiate', {}],
        ['basic', { realm: 'x' }],
      ],
    ],
    ['realm="nobody"', []],
    ['Bearer realm="open', [['bearer', {}]]],
  ])('reads %j', (header, expected) => {
    const got = parseChallenges(header).map((c) => [c.scheme, Object.fromEntries(c.parameters)]);
    expect(got).toEqual(expected);
  });

  it('returns a list for any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => Array.isArray(parseChallenges(text))),
    );
  });

  it('reads no more than 8,192 characters', () => {
    const header = `Basic ${' '.repeat(8192)}, Bearer realm="x"`;
    expect(parseChallenges(header).map(({ scheme }) => scheme)).toEqual(['basic']);
  });
});

describe('mayReceiveCredentials', () => {
  test.each<[string, string, boolean]>([
    ['https://ghcr.io', 'https://ghcr.io/token', true],
    ['https://registry.example:5000', 'https://registry.example:5000/auth', true],
    ['https://registry.gitlab.com', 'https://gitlab.com/jwt/auth', true],
    ['https://example.com', 'https://auth.example.com/token', true],
    ['https://registry.example.com', 'https://auth.example.com/token', true],
    ['https://registry.example.com', 'https://example.com.evil.net/token', false],
    ['https://registry.example.com', 'https://evilexample.com/token', false],
    ['https://ghcr.io', 'https://evil.io/token', false],
    ['https://foo.co.uk', 'https://evil.co.uk/token', false],
    ['https://registry.example.com', 'https://registry.example.com:8443/token', false],
    ['https://10.0.0.1', 'https://20.0.0.1/token', false],
    ['https://registry.example.com', 'http://localhost/token', false],
  ])('for %s allows %s: %s', (registry, realm, expected) => {
    expect(
      mayReceiveCredentials(new URL(realm), { registry: new URL(registry), tokenServers: [] }),
    ).toBe(expected);
  });

  it('allows a host that the options name', () => {
    const registry = new URL('https://a.example');
    const request = { registry, tokenServers: ['b.test:1'] };
    expect(mayReceiveCredentials(new URL('https://b.test:1/token'), request)).toBe(true);
  });
});
