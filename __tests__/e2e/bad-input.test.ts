import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLI } from './dist.js';
import { freePort } from './peers.js';

/**
 * The built command line on missing, damaged and invalid input. It names the input in one message, reports everything
 * that it could still find, and exits with 1 (policy), 2 (usage) or 3 (incomplete), never with 0.
 */

const EXAMPLE = resolve('examples/webapp');
const image = readFileSync(join(EXAMPLE, 'image.tar'));
let work: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-bad-'));
});
afterAll(() => rmSync(work, { recursive: true }));

describe('a Dockerfile', () => {
  it('that does not exist is named in a usage error', () => {
    const { status, output } = portside('lint', 'nowhere/Dockerfile');
    expect(status).toBe(2);
    expect(output).toContain('nowhere/Dockerfile');
  });

  it('that is empty is reported as empty', () => {
    write('empty/Dockerfile', '');
    const { status, output } = portside('lint', 'empty/Dockerfile');
    expect(status).toBe(1);
    expect(output).toMatch(/no instructions.* DL1000/);
  });

  it('with NUL bytes is checked like any other', () => {
    write('nul/Dockerfile', 'FROM debian\0\nMAINTAINER me\0\nRUN true\n');
    const { status, output } = portside('lint', 'nul/Dockerfile');
    expect([1, 3]).toContain(status);
    expect(output).toContain('DL4000');
  });

  it('of 5 MB is checked up to a limit, and the line is named', () => {
    const line = 'RUN echo "a line like many others" && true\n';
    write(
      'huge/Dockerfile',
      `FROM debian:13\nRUN curl https://a.example | sh\n${line.repeat(5_000_000 / line.length)}`,
    );
    const { status, output } = portside('lint', 'huge/Dockerfile');
    expect(status).toBe(1);
    expect(output).toContain('PS0023');
    expect(output).toContain('Line 5001 and the lines after it were not checked');
  });
});

describe('an image', () => {
  it('that is not an image is named, and the Dockerfile is still checked', () => {
    const { status, output } = checkWith('no-image', Buffer.from('hello\n'));
    expect(status).toBe(1);
    expect(output).toContain('image.tar');
    expect(output).toContain('DL3006');
  });

  it.each([...cuts()])('truncated after %d bytes is incomplete', (bytes) => {
    write('cut/image.tar', image.subarray(0, bytes));
    const { status, output } = portside('scan', 'oci-archive:cut/image.tar', '--offline');
    expect(status).toBe(3);
    expect(output).toContain('cut/image.tar');
  });

  it('with a missing layer does not pass, and the layer is named', () => {
    // Renaming the entry in its tar header removes the blob.
    const damaged = Buffer.from(image);
    const name = biggestBlob(damaged);
    for (let at = damaged.indexOf(name); at >= 0; at = damaged.indexOf(name, at + 1))
      if (at % 512 === 0) rename(damaged, at, name);
    write('gone/image.tar', damaged);
    const { status, output } = portside('scan', 'oci-archive:gone/image.tar', '--offline');
    // Findings in the other layers may fail the policy.
    expect([1, 3]).toContain(status);
    expect(output).toContain(': failed: ');
    expect(output).toContain(name.slice('blobs/sha256/'.length));
  });

  it('in an unreachable registry is incomplete, and the registry is named', async () => {
    const unreachable = `127.0.0.1:${await freePort()}`;
    const { status, output } = portside('scan', `registry:${unreachable}/a/b:1`);
    expect(status).toBe(3);
    expect(output).toContain(unreachable);
  });
});

describe('a policy', () => {
  it('with an unknown key is a usage error with the line, the key and the nearest key', () => {
    cpSync(EXAMPLE, join(work, 'policy'), { recursive: true });
    write('policy/.github/portside.yml', 'image: image.tar\nfail-onn: { severity: high }\n');
    const { status, output } = portside('check', 'policy');
    expect(status).toBe(2);
    expect(output).toMatch(/portside\.yml:2.*fail-onn.*fail-on/);
  });
});

describe('a command', () => {
  it.each([
    [['check', 'nowhere'], 'nowhere'],
    [['check', '--no-such-option'], '--no-such-option'],
    [['verify', 'registry:localhost/a:1', '--key', 'nowhere.pub'], 'nowhere.pub'],
    [['explain', 'DL9999'], 'DL9999'],
  ])('%j is a usage error that names the wrong argument', (args, name) => {
    const { status, stderr, stdout } = portside(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(name);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

function portside(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: work,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
  return { status, stdout, stderr, output: stdout + stderr };
}

function write(path: string, bytes: string | Uint8Array): void {
  mkdirSync(dirname(join(work, path)), { recursive: true });
  writeFileSync(join(work, path), bytes);
}

/** Checks the example with another image. */
function checkWith(folder: string, bytes: Uint8Array) {
  cpSync(EXAMPLE, join(work, folder), { recursive: true });
  write(`${folder}/image.tar`, bytes);
  return portside('check', folder);
}

/** Sizes to truncate to: inside the first header, around the end of a block, and spread over the file. */
function cuts(): number[] {
  const spread = Array.from({ length: 12 }, (_, i) => Math.floor(((i + 1) * image.length) / 13));
  return [0, 1, 511, 512, 513, ...spread];
}

/** The name of the largest entry below blobs/sha256, which is a layer. */
function biggestBlob(archive: Buffer): string {
  let best = { name: '', size: -1 };
  for (let at = 0; at + 512 <= archive.length; ) {
    const name = archive.toString('latin1', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(archive.toString('latin1', at + 124, at + 136), 8) || 0;
    if (name.startsWith('blobs/sha256/') && size > best.size) best = { name, size };
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return best.name;
}

/** Renames the tar entry whose header starts at `at`, and corrects the header's checksum. */
function rename(archive: Buffer, at: number, name: string): void {
  archive.write('x'.repeat(name.length), at, 'latin1');
  archive.fill(' ', at + 148, at + 156);
  const sum = archive.subarray(at, at + 512).reduce((a, b) => a + b, 0);
  archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
}
