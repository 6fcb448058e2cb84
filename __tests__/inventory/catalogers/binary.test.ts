import { describe, expect, it, test } from '@jest/globals';
import { binary } from '../../../src/inventory/catalogers/binary.js';
import { elf } from '../build/elf.js';
import { file, wants } from '../build/file.js';

const program = (text: string) =>
  elf([
    { name: '.text', body: Buffer.alloc(30_000) },
    {
      name: '.rodata',
      body: Buffer.concat([Buffer.alloc(5_000_000), Buffer.from(`\0${text}\0`, 'latin1')]),
    },
  ]);

describe('the binary cataloger', () => {
  test.each([
    ['usr/local/bin/node', 'https://example.com/node-v20.11.1-headers.tar.gz', 'node', '20.11.1'],
    ['usr/local/bin/python3.12', '3.12.3', 'python', '3.12.3'],
    ['usr/local/lib/libpython3.13.so.1.0', '3.13.0rc2', 'python', '3.13.0rc2'],
    ['usr/local/lib/libruby.so.3.3.0', 'ruby 3.3.1 (2024-04-23 revision 1)', 'ruby', '3.3.1'],
    ['usr/local/bin/php', 'X-Powered-By: PHP/8.3.4', 'php', '8.3.4'],
    ['opt/nginx/sbin/nginx', 'nginx/1.25.3', 'nginx', '1.25.3'],
    ['usr/local/lib/libcrypto.so.3', 'OpenSSL 3.0.13 30 Jan 2024', 'openssl', '3.0.13'],
    ['bin/busybox', 'BusyBox v1.36.1 (now)', 'busybox', '1.36.1'],
  ])('identifies %s with the text %j as %s %s', (path, text, name, version) => {
    expect(wants(binary, path)).toBe(true);
    expect(binary.read(file(path, program(text), 4096))).toEqual([
      { type: 'generic', name, version, evidence: 'version-string' },
    ]);
  });

  test.each(['usr/bin/node', 'usr/lib/x86_64-linux-gnu/libcrypto.so.3', 'usr/local/bin/other'])(
    'does not want %s',
    (path) => {
      expect(wants(binary, path)).toBe(false);
    },
  );

  it('finds nothing in scripts and in programs without a version string', () => {
    expect(binary.read(file('usr/local/bin/node', '#!/bin/sh\n'.padEnd(100)))).toEqual([]);
    expect(binary.read(file('usr/local/bin/node', program('no version')))).toEqual([]);
  });
});
