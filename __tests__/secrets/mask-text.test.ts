import { describe, expect, it, test } from '@jest/globals';
import { lengthClass, maskText, secretPlaces } from '../../src/secrets/mask-text.js';

const token = `ghp${'_'}Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeIo`;

describe('a sentence', () => {
  test.each([
    [`unknown key "${token}"`, 'unknown key "…"'],
    ['invalid argument --password=tiger here', 'invalid argument --password=… here'],
    [
      'Cannot read https://bob:tiger@a.b/c: no answer',
      'Cannot read https://bob:…@a.b/c: no answer',
    ],
  ])('%j is shown without its secret', (text, shown) => {
    expect(maskText(text)).toBe(shown);
  });

  test.each([
    'Cannot read the token: file not found',
    'The image acme/secret:0a1b2c3d4e5f60718293a4b5c6d7e8f901234567 is not signed',
    'Value of DB_PASSWORD looks like a hard-coded secret',
    'docker://alpine:3.20@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    'ghcr.io/acme/token-service:1.2.3',
    'pkg:npm/%40acme/secret-store@1.2.3',
    'pkg:deb/debian/libsecret-1-0@0.20.5-3?arch=amd64&distro=debian-12',
    'usr/lib/python3/dist-packages/keyring/backends/SecretService.py',
    'Base image "postgres:latest" is not pinned by digest',
    'Package openssl 3.0.11 has CVE-2024-0001, fixed in 3.0.12',
    'a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef has no signature',
  ])('%j is not changed', (text) => {
    expect(maskText(text)).toBe(text);
  });
});

it('the length of a secret is a class of lengths', () => {
  expect([1, 7, 8, 15, 16, 40, 63, 64, 900].map(lengthClass)).toEqual([
    'less than 8 characters',
    'less than 8 characters',
    '8 to 15 characters',
    '8 to 15 characters',
    '16 to 31 characters',
    '32 to 63 characters',
    '32 to 63 characters',
    '64 or more characters',
    '64 or more characters',
  ]);
});

it('the key next to an id that was found is hidden too, and a path is not', () => {
  const [id, key] = [`AKIA${'Q3EGQ5HJ7MN2P4RS'}`, 'wJalrXUtnFEMIK7MDENGbPxRfiCYzEXAMPLqKEY1'];
  const text = `const path = "${key}";\nconst id = "${id}", key = "${key}", at = "src/lib/a-long-file-name.js";\n`;
  const shown = secretPlaces(text, 'app.js').places.map(({ start, end }) => text.slice(start, end));
  expect(shown).toEqual([id, key]);
});

test('a secret that a comment allows is hidden in a source line, too', () => {
  const token = ['gh', 'p_', 'Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeIa'].join('');
  for (const comment of ['portside:allow', 'gitleaks:allow', 'pragma: allowlist secret']) {
    const { places } = secretPlaces(`t = '${token}' // ${comment}\n`, 'x.js');
    expect(places).toContainEqual({ start: 5, end: 5 + token.length });
  }
});
