import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import {
  familiarReference,
  formatReference,
  parseReference,
  splitReference,
} from '../../src/core/reference.js';

const DIGEST = `sha256:${'a1'.repeat(32)}`;

describe('parseReference', () => {
  test.each([
    ['debian', 'docker.io/library/debian:latest', 'debian:latest'],
    ['debian:12', 'docker.io/library/debian:12', 'debian:12'],
    ['docker.io/debian', 'docker.io/library/debian:latest', 'debian:latest'],
    ['index.docker.io/library/debian', 'docker.io/library/debian:latest', 'debian:latest'],
    ['acme/app', 'docker.io/acme/app:latest', 'acme/app:latest'],
    ['ghcr.io/acme/app:1.2', 'ghcr.io/acme/app:1.2', 'ghcr.io/acme/app:1.2'],
    ['localhost/app', 'localhost/app:latest', 'localhost/app:latest'],
    ['localhost:5000/app', 'localhost:5000/app:latest', 'localhost:5000/app:latest'],
    ['127.0.0.1:5000/a/b/c:x', '127.0.0.1:5000/a/b/c:x', '127.0.0.1:5000/a/b/c:x'],
    ['[::1]:5000/app:x', '[::1]:5000/app:x', '[::1]:5000/app:x'],
    ['Registry.Example/app', 'registry.example/app:latest', 'registry.example/app:latest'],
    ['Docker.IO/debian', 'docker.io/library/debian:latest', 'debian:latest'],
    ['library/a/b', 'docker.io/library/a/b:latest', 'library/a/b:latest'],
    [
      `library/${'a'.repeat(64)}`,
      `docker.io/library/${'a'.repeat(64)}:latest`,
      `docker.io/library/${'a'.repeat(64)}:latest`,
    ],
    ['REGISTRY/app', 'REGISTRY/app:latest', 'REGISTRY/app:latest'],
    ['LocalHost/app', 'localhost/app:latest', 'localhost/app:latest'],
    [`debian@${DIGEST}`, `docker.io/library/debian@${DIGEST}`, `debian@${DIGEST}`],
    [`debian:12@${DIGEST}`, `docker.io/library/debian:12@${DIGEST}`, `debian:12@${DIGEST}`],
    ['a__b/c-d.e_f---g', 'docker.io/a__b/c-d.e_f---g:latest', 'a__b/c-d.e_f---g:latest'],
    [
      'app:under_score.dot-dash',
      'docker.io/library/app:under_score.dot-dash',
      'app:under_score.dot-dash',
    ],
  ])('reads %s as %s, in short %s', (text, full, short) => {
    const reference = parseReference(text);
    expect(formatReference(reference)).toBe(full);
    expect(familiarReference(reference)).toBe(short);
    expect(parseReference(short)).toEqual(reference);
  });

  test.each([
    ['', 'it is empty'],
    [':tag', 'the repository is missing'],
    ['ghcr.io/', 'the repository is missing'],
    ['Debian', 'must be lower case'],
    ['acme/App', 'must be lower case'],
    ['debian:', 'is not a tag'],
    ['debian:-x', 'is not a tag'],
    [`debian:${'x'.repeat(129)}`, 'is not a tag'],
    ['debian:a b', 'is not a tag'],
    ['debian@sha256:abc', 'is not a digest'],
    [`debian@${DIGEST.toUpperCase()}`, 'is not a digest'],
    [`debian@md5:${'a'.repeat(32)}`, 'is not a digest'],
    [`debian@${DIGEST}@${DIGEST}`, 'is not a digest'],
    ['a//b', 'is not a repository name'],
    ['a/../b', 'is not a repository name'],
    ['-a/b', 'is not a repository name'],
    ['a..b', 'is not a repository name'],
    ['a___b', 'is not a repository name'],
    ['a.example:port/b', 'is not a registry host'],
    ['-a.example/b', 'is not a registry host'],
    ['http://a.example/b', 'is not a re'],
    [`ghcr.io/${'a/'.repeat(130)}a`, 'longer than 255 characters'],
    ['a'.repeat(64), 'image ID'],
    ['x'.repeat(5000), 'longer than 4096'],
    // An expression that backtracks would take hours for these.
    ...['a-'.repeat(2000), 'a_'.repeat(2000), '.'.repeat(4000), '-'.repeat(4000)].map(
      (name): [string, string] => [`x/${name}`, 'is not a repository name'],
    ),
  ])('rejects %.80s', (text, why) => {
    const parse = () => parseReference(text);
    expect(parse).toThrow(expect.objectContaining({ code: 'PSE4001' }));
    expect(parse).toThrow(why);
  });

  it('throws its own error, or returns a reference that both forms are read back to', () => {
    const alphabet = fc.constantFrom(
      ...'abAB01.-_/:@[] ',
      ...[
        DIGEST,
        DIGEST.slice(7),
        'sha256:',
        'docker.io',
        'index.DOCKER.io',
        'library/',
        'localhost',
      ],
    );
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 20 }), (parts) => {
        let reference: ReturnType<typeof parseReference>;
        try {
          reference = parseReference(parts.join(''));
        } catch (error) {
          expect(error).toMatchObject({ name: 'PortsideError', code: 'PSE4001' });
          return;
        }
        expect(parseReference(formatReference(reference))).toEqual(reference);
        expect(parseReference(familiarReference(reference))).toEqual(reference);
      }),
    );
  });
});

describe('splitReference', () => {
  it('loses nothing of any text', () => {
    const part = fc.constantFrom(
      'a',
      ':',
      '/',
      '@',
      '$',
      '{',
      '}',
      'T:-1',
      '\\',
      '"',
      '#',
      ' ',
      '-',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const { name, tag, digest } = splitReference(text);
        const marked = (mark: string, one: string | undefined) =>
          one === undefined ? '' : `${mark}${one}`;
        expect(`${name}${marked(':', tag)}${marked('@', digest)}`).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('looks for no tag in what is too long to be a reference', () => {
    expect(splitReference(`${'a'.repeat(4094)}:1`).tag).toBe('1');
    expect(splitReference(`${'a'.repeat(4095)}:1`).tag).toBeUndefined();
  });
});
