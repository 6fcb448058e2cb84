import { describe, expect, it, test } from '@jest/globals';
import { binary } from '../../../src/inventory/catalogers/binary.js';
import { elf } from '../build/elf.js';
import { file, named, wants } from '../build/file.js';

const program = (text: string, data = '') =>
  elf([
    { name: '.text', body: Buffer.alloc(30_000) },
    {
      name: '.rodata',
      body: Buffer.from(`\0${text}\0`, 'latin1'),
    },
    { name: '.data', body: Buffer.from(data, 'latin1'), writable: true },
  ]);

const MEBIBYTE = 1_048_576;

describe('the binary cataloger', () => {
  it('gives the evidence and the CPE of a program', () => {
    expect(binary.read(file('opt/bin/tool/httpd', program('Apache/2.4.49 (Unix)'), 4096))).toEqual([
      {
        type: 'generic',
        name: 'httpd',
        version: '2.4.49',
        cpe: 'cpe:2.3:a:apache:http_server:2.4.49:*:*:*:*:*:*:*',
        evidence: 'version-string',
      },
    ]);
  });

  it('escapes what has a meaning in a CPE', () => {
    const [found] = binary.read(file('opt/python3.12', program('3.12.0+'), 4096));
    expect(found?.cpe).toBe('cpe:2.3:a:python:python:3.12.0\\+:*:*:*:*:*:*:*');
  });

  test.each([
    [
      'in another section than the constants',
      'haproxy',
      '',
      '\0 version 3.0.11-1, released 2026/11/18\0',
      'haproxy@3.0.11',
    ],
    ['at the beginning of a section', 'liblz4.so.1', '', '1.10.0\0', 'lz4@1.10.0'],
  ])('finds a version %s', (_, name, constants, data, expected) => {
    const body = program(constants, data);
    expect(named(binary.read(file(`opt/${name}`, body, 4096)))).toEqual([expected]);
  });

  it('searches the segments of a program without section headers', () => {
    const body = elf(
      [{ name: '.rodata', body: Buffer.from(`\0nginx/1.26.3\0${' '.repeat(9000)}`) }],
      {
        stripped: true,
      },
    );
    expect(named(binary.read(file('opt/nginx', body, 4096)))).toEqual(['nginx@1.26.3']);
  });

  it('finds a version that crosses the border of two pieces', () => {
    const constants = Buffer.alloc(5 * MEBIBYTE, ' ');
    constants.write('\0nginx/1.26.3\0', 4 * MEBIBYTE - 8, 'latin1');
    const body = elf([{ name: '.rodata', body: constants }]);
    expect(named(binary.read(file('opt/nginx', body, 4096)))).toEqual(['nginx@1.26.3']);
  });

  test.each([
    ['python', '3.12.4\x003.50.4', []],
    ['python', '3.12.4', ['python@3.12.4']],
    ['python3.12', '3.12.4\x003.50.4', ['python@3.12.4']],
    ['python3.13', '3.12.4\x003.50.4', []],
    ['wget', '1.25.0\x001.20\0GNU Wget', []],
    ['wget', '1.25.0', []],
    ['zstd', '1.3.1', []],
    ['openssh', 'OpenSSH_6.6.1*', []],
    ['redis-server', '8.0.2', []],
    ['redis-server', '8.0.21789404730000000000', []],
    ['redis-server', '5.4.0\x008.0.21789404730000000000', []],
    ['node', 'no version', []],
  ])('does not guess the version of %s from %j: %j', (name, text, expected) => {
    expect(named(binary.read(file(`usr/local/bin/${name}`, program(text), 4096)))).toEqual(
      expected,
    );
  });

  it('finds nothing in scripts and damaged programs', () => {
    const whole = program('nginx/1.26.3');
    const scripts = ['#!/bin/sh\n'.padEnd(100), '', '\x7fELF'];
    for (const body of scripts) expect(binary.read(file('opt/nginx', body))).toEqual([]);
    for (const length of [64, 200, 9000]) {
      const found = binary.read(file('opt/nginx', whole.subarray(0, length), 4096));
      expect(found).toEqual([]);
    }
  });

  it('wants no file of another name, and no small one', () => {
    expect(wants(binary, 'usr/local/bin/other')).toBe(false);
    expect(wants(binary, 'usr/local/bin/nginx', 8191)).toBe(false);
    expect(wants(binary, `usr/${'x'.repeat(3000)}`)).toBe(false);
  });
});

describe('a module of a language package', () => {
  const PACKAGES = 'usr/lib/python3/site-packages';
  const MODULE = `${PACKAGES}/cryptography/hazmat/bindings/_rust.abi3.so`;

  /** A module that loads libraries. */
  function module(text: string, loaded = ''): Buffer {
    return elf([
      { name: '.text', body: Buffer.alloc(MEBIBYTE) },
      { name: '.dynstr', body: Buffer.from(`\0printf\0${loaded}\0`) },
      { name: '.rodata', body: Buffer.from(`\0${text}\0`) },
    ]);
  }

  test.each([
    [MODULE, true],
    ['srv/node_modules/sqlite/build/Release/sqlite.node', true],
    ['srv/node_modules/x/prebuilds/linux-x64/x.node', true],
    [`${PACKAGES}/grpc/_cython/cygrpc.cpython-312-x86_64-linux-gnu.so`, true],
    [`${PACKAGES}/psycopg2_binary.libs/libssl-6a5dd9a0.so.1.1`, true],
    [`${PACKAGES}/x.libs/libown-6a5dd9a0.so`, true],
    ['usr/lib/x86_64-linux-gnu/libown.so', false],
  ])('%s is searched for libraries: %s', (path, expected) => {
    expect(wants(binary, path, MEBIBYTE)).toBe(expected);
    expect(wants(binary, `${path}.txt`, MEBIBYTE)).toBe(false);
  });

  it('has the libraries that are linked into it', () => {
    const text =
      'OpenSSL 3.4.0 22 Oct 2024\0 inflate 1.3.1 Copyright 1995-2024 Mark Adler \0libcurl/8.14.1';
    expect(named(binary.read(file(MODULE, module(text), 4096))).sort()).toEqual([
      'curl@8.14.1',
      'openssl@3.4.0',
      'zlib@1.3.1',
    ]);
  });

  test.each(['libcrypto.so.3', 'libcrypto-1ba28ddd.so.3', 'libssl.so.3'])(
    'does not have a library that it loads: %s',
    (loaded) => {
      const body = module('OpenSSL 3.4.0 22 Oct 2024\0libcurl/8.14.1', loaded);
      expect(named(binary.read(file(MODULE, body, 4096)))).toEqual(['curl@8.14.1']);
    },
  );

  it('is a copy of a library, if it has its name', () => {
    const path = `${PACKAGES}/psycopg2_binary.libs/libssl-6a5dd9a0.so.1.1`;
    const body = module('OpenSSL 1.1.1w  11 Sep 2023', 'libcrypto-1ba28ddd.so.1.1');
    expect(named(binary.read(file(path, body, 4096)))).toEqual(['openssl@1.1.1w']);
  });
});
