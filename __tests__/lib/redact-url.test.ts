import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PortsideError, reason } from '../../src/lib/errors.js';
import { redactUrl, withoutCredentials } from '../../src/lib/redact-url.js';

describe('an address is shown', () => {
  test.each([
    ['https://user:pw@host.example:8443/a/all.zip', 'https://host.example:8443/a/all.zip'],
    ['https://token@host.example/a', 'https://host.example/a'],
    ['https://host.example/a?sig=abc&x=1#sha256=00', 'https://host.example/a'],
    ['oci://user:pw@ghcr.io/acme/db:1', 'oci://ghcr.io/acme/db:1'],
    ['https://user:p/w@host.example/a', 'https://…'],
    ['user:pw@ghcr.io/acme/db:1', 'ghcr.io/acme/db:1'],
    ['tcp://user:pw@127.0.0.1:2375', 'tcp://127.0.0.1:2375'],
  ])('%s without what may be a credential', (address, shown) => {
    expect(redactUrl(address)).toBe(shown);
  });

  test.each([
    'https://host.example/a/all.zip',
    'unix:///var/run/docker.sock',
    'npipe:////./pipe/docker_engine',
    'ghcr.io/acme/app:1.0@sha256:abc',
    'app:1.0@sha256:abc',
    'docker-archive:a b.tar',
    'folder/a?b#c@d',
    'C:\\advisories',
    '',
  ])('%s as it is', (address) => {
    expect(redactUrl(address)).toBe(address);
  });
});

describe('a message says nothing of credentials', () => {
  const said = 'Cannot fetch https://u:pw@h.example/a?sig=pw: no "https://pw@h.example"';

  test('in an error, its advice and its reason', () => {
    const error = new PortsideError('PSE1003', said, 'Look at https://u:pw@h.example/b');
    expect(withoutCredentials('registry:5000/app:1.0@sha256:ab oci:a@sha256:ab')).toBe(
      'registry:5000/app:1.0@sha256:ab oci:a@sha256:ab',
    );
    for (const text of [error.message, reason(new Error(said)), reason(error)])
      expect(text).not.toMatch(/pw/);
    expect(error.message).toBe(
      'Cannot fetch https://h.example/a no "https://h.example". Look at https://h.example/b',
    );
  });

  test.each([
    [`stat 'user:pw@ghcr.io/a/b@sha256:00'`, `stat 'ghcr.io/a/b@sha256:00'`],
    ['user:pw@ghcr.io:5000/a is none', 'ghcr.io:5000/a is none'],
    [`open 'https:/user:pw@h/x'`, `open 'https:/h/x'`],
  ])('%s', (text, without) => {
    expect(withoutCredentials(text)).toBe(without);
  });

  test.each([
    'docker://alpine@sha256:00 is not there',
    'dir:/a@b?c and oci:a@sha256:00',
    'Cannot open image oci:/srv/a?b@c: it has no index',
  ])('and %s stays', (text) => {
    expect(withoutCredentials(text)).toBe(text);
  });

  test('and every other text stays as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('@') && !text.includes('://'));
        expect(withoutCredentials(text)).toBe(text);
      }),
    );
  });

  test.each(['a://', 'https://a?', 'https://@', '://', 'x@', 'x:', '"x:y@z'])(
    'in time that does not grow past the length of many "%s"',
    (piece) => {
      expect(withoutCredentials(piece.repeat(20_000)).length).toBeGreaterThan(0);
    },
  );
});
