import { describe, expect, it, test } from '@jest/globals';
import { binary } from '../../../src/inventory/catalogers/binary.js';
import { elf } from '../build/elf.js';
import { file, wants } from '../build/file.js';

const program = (text: string, data = '') =>
  elf([
    { name: '.text', body: Buffer.alloc(30_000) },
    {
      name: '.rodata',
      body: Buffer.concat([Buffer.alloc(5_000_000), Buffer.from(`\0${text}\0`, 'latin1')]),
    },
    { name: '.data', body: Buffer.from(data, 'latin1'), writable: true },
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
    ['usr/local/bin/lua5.4', 'Lua 5.4.7  Copyright (C) 1994-2024', 'lua', '5.4.7'],
    ['opt/openresty/nginx/sbin/nginx', 'openresty/1.25.3.2', 'openresty', '1.25.3.2'],
    ['usr/local/apache2/bin/httpd', 'Apache/2.4.49 (Unix)', 'httpd', '2.4.49'],
    ['usr/local/sbin/lighttpd', 'lighttpd/1.4.79 (ssl)', 'lighttpd', '1.4.79'],
    ['usr/local/sbin/haproxy', 'HA-Proxy version 1.8.32 2022', 'haproxy', '1.8.32'],
    ['usr/local/sbin/varnishd', '(varnish-7.7.0 revision 71fc9d21)', 'varnish', '7.7.0'],
    ['usr/local/bin/memcached', 'memcached 1.6.38', 'memcached', '1.6.38'],
    ['usr/local/bin/postgres', 'postgres (PostgreSQL) 17.12', 'postgresql', '17.12'],
    ['usr/local/bin/postgres', 'postgres (PostgreSQL) 18beta1', 'postgresql', '18beta1'],
    ['usr/local/bin/postgres', 'postgres (PostgreSQL) 9.6.24 (x)', 'postgresql', '9.6.24'],
    ['usr/local/bin/pgbouncer', 'PgBouncer 1.24.1', 'pgbouncer', '1.24.1'],
    ['usr/local/mysql/bin/mysqld', '11.8.9-MariaDB', 'mariadb', '11.8.9'],
    ['usr/local/bin/git', 'git/2.47.3', 'git', '2.47.3'],
    ['opt/curl/bin/curl', 'curl/8.14.1', 'curl', '8.14.1'],
    ['usr/local/lib/libcurl.so.4', 'libcurl/8.14.1', 'curl', '8.14.1'],
  ])('identifies %s with the text %j as %s %s', (path, text, name, version) => {
    expect(wants(binary, path)).toBe(true);
    expect(binary.read(file(path, program(text), 4096))).toEqual([
      { type: 'generic', name, version, evidence: 'version-string' },
    ]);
  });

  test('identifies haproxy by a string outside of its constants', () => {
    const body = program(
      'HAProxy version follows',
      '\0\0 version 3.0.11-1+deb13u5, released 2026/11/18\0',
    );
    expect(binary.read(file('usr/local/sbin/haproxy', body, 4096))).toEqual([
      { type: 'generic', name: 'haproxy', version: '3.0.11', evidence: 'version-string' },
    ]);
  });

  test.each([
    ['redis-server', 'redis', '8.0.2\x0014.2.0\0x\x008.0.21789404730000000000', '8.0.2'],
    [
      'redis-server',
      'redis',
      '7.0.10\x0012.2.0\x007.0.104f3a9b2c1d0e-1706000000000000000',
      '7.0.10',
    ],
    ['redis-server', 'redis', '7.2.4buildkit-1706000000000000000\x007.2.4', '7.2.4'],
    [
      'valkey-server',
      'valkey',
      '8.1.1\x007.2.4\x0014.2.0\0valkey8.1.11792855166000000000',
      '8.1.1',
    ],
    ['keydb-server', 'keydb', '6.3.4\x006.3.4host-1706000000000000000', '6.3.4'],
  ])('identifies %s by its version and build id', (name, expected, text, version) => {
    expect(binary.read(file(`usr/local/bin/${name}`, program(text), 4096))).toEqual([
      { type: 'generic', name: expected, version, evidence: 'version-string' },
    ]);
  });

  test.each(['8.0.2', '8.0.21789404730000000000', '5.4.0\x008.0.21789404730000000000'])(
    'does not guess the version of redis-server from %j',
    (text) => {
      expect(binary.read(file('usr/local/bin/redis-server', program(text), 4096))).toEqual([]);
    },
  );

  it('wants no program of another name', () => {
    expect(wants(binary, 'usr/local/bin/other')).toBe(false);
  });

  test.each<[string, boolean]>([
    ['usr/bin/node', true],
    ['usr/bin/nodejs', true],
    ['usr/libexec/python', true],
    ['usr/lib/x86_64-linux-gnu/libcrypto.so.3', true],
    ['usr/local/bin/node', false],
    ['bin/busybox', false],
  ])('leaves out %s if a distribution package owns it: %s', (path, leftOut) => {
    expect([wants(binary, path), binary.isListedByOwner?.(path)]).toEqual([true, leftOut]);
  });

  it('finds nothing in scripts and in programs without a version string', () => {
    expect(binary.read(file('usr/local/bin/node', '#!/bin/sh\n'.padEnd(100)))).toEqual([]);
    expect(binary.read(file('usr/local/bin/node', program('no version')))).toEqual([]);
  });
});
