import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { downloadDigest } from '../../src/builds/digests.js';
import { run } from '../../src/cli/commands/lint.js';
import { terminalHost } from '../../src/cli/terminal.js';
import { readEnvironment } from '../../src/options/environment.js';
import { readOptions } from '../../src/options/read-options.js';
import { fixFiles } from '../../src/remedy/fix/fixes.js';
import { NOW } from '../now.js';
import { type LoopbackRegistry, loopbackRegistry, OCI_MANIFEST } from '../registry/loopback.js';

const FILE = 'the content of a release';
const DIGEST = `sha256:${createHash('sha256').update(FILE).digest('hex')}`;
const NEAR = { timeout: 2_000, attempts: 1, firstDelay: 1, longestDelay: 1 };

let server: Server;
let address = '';
const headers: unknown[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    headers.push(request.headers);
    if (request.url === '/moved') response.writeHead(302, { location: '/file' }).end();
    else if (request.url === '/away')
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    else if (request.url === '/gzip')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(FILE);
    else if (request.url === '/empty') response.end();
    else if (request.url === '/file') response.end(FILE);
    else response.writeHead(404).end(FILE);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

describe('the digest of a download', () => {
  it.each(['/file', '/moved'])('is that of its content: %s', async (path) => {
    expect(await downloadDigest(new URL(path, address), NEAR)).toBe(DIGEST);
    expect(JSON.stringify(headers)).not.toMatch(/authorization|cookie/i);
  });

  it.each([
    ['/missing', 'the server answered 404'],
    ['/gzip', 'encoded with gzip'],
    ['/empty', 'it is empty'],
    ['/away', 'redirects to http://169.254.169.254'],
  ])('is not known of %s: %s', async (path, why) => {
    await expect(downloadDigest(new URL(path, address), NEAR)).rejects.toThrow(why);
  });

  it('is not known of a larger file', async () => {
    await expect(downloadDigest(new URL('/file', address), NEAR, 5)).rejects.toThrow(
      'it has more than 5 bytes',
    );
  });

  it('is not asked for in the network of this machine', async () => {
    const before = headers.length;
    await expect(downloadDigest(new URL('/file', address))).rejects.toThrow(
      'address of this machine',
    );
    expect(headers.length).toBe(before);
  });
});

describe('lint --fix --pin', () => {
  let root = '';
  let registry: LoopbackRegistry;
  let digest = '';
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'portside-digests-'));
    registry = await loopbackRegistry();
    digest = registry.manifest({ schemaVersion: 2, mediaType: OCI_MANIFEST, layers: [] }, '1');
  });
  afterAll(async () => {
    await registry.close();
    rmSync(root, { recursive: true });
  });

  async function pin(text: string, ...words: string[]) {
    writeFileSync(join(root, 'Dockerfile'), text);
    const stderr = new PassThrough();
    const options = readOptions('lint', ['--fix', ...words], readEnvironment({}), NOW);
    const host = terminalHost({
      quiet: false,
      path: '',
      stderr: stderr as unknown as NodeJS.WriteStream,
    });
    await fixFiles(root, { dockerfiles: ['Dockerfile'] }, options, host);
    return {
      text: readFileSync(join(root, 'Dockerfile'), 'utf8'),
      messages: String(stderr.read() ?? ''),
    };
  }

  it('pins an image by the digest that it has, and only with the option', async () => {
    const from = `FROM ${registry.host}/app:1`;
    expect((await pin(`${from}\nUSER 1\n`)).text).toBe(`${from}\nUSER 1\n`);
    const { text } = await pin(`${from} AS a\nFROM ${registry.host}/app:1\nUSER 1\n`, '--pin');
    expect(text).toBe(`${from}@${digest} AS a\nFROM ${registry.host}/app:1@${digest}\nUSER 1\n`);
  });

  it('leaves what it does not know, and says why', async () => {
    const before = `FROM ${registry.host}/app:1@${digest}\nADD https://127.0.0.1:1/f-1.0.tgz /\nUSER 1\n`;
    const { text, messages } = await pin(before, '--pin');
    expect(text).toBe(before);
    expect(messages).toContain('Not pinned: https://127.0.0.1:1/f-1.0.tgz');
  });

  it('names everything else that has no digest, with a reason', async () => {
    const { messages } = await pin(
      [
        '# syntax=docker/dockerfile:1',
        'FROM node',
        'ARG V=1.0',
        'ADD http://a.example/f-1.0.tgz /',
        'RUN curl -fsSLo /f.tgz https://b.example/f-$V.tgz && tar xf /f.tgz',
        'RUN curl -fsSLo /g.tgz https://c.example/latest/g.tgz',
        'RUN git clone https://d.example/h',
        '',
      ].join('\n'),
      '--pin',
    );
    const named = [...messages.matchAll(/Not pinned: (\S+) \(Dockerfile:(\d)\): /g)];
    expect(named.map(([, what, line]) => `${line} ${what}`)).toEqual([
      '1 docker/dockerfile:1',
      '2 node',
      '4 http://a.example/f-1.0.tgz',
      '5 https://b.example/f-1.0.tgz',
      '6 https://c.example/latest/g.tgz',
      '7 https://d.example/h',
    ]);
  });

  it('leaves edits with which a build may break to a person', async () => {
    const before = `FROM ${registry.host}/app:1@${digest}\nRUN apt-get update && apt-get install -y a=1 && rm -rf /var/lib/apt/lists/*\nUSER 1\n`;
    expect((await pin(before)).text).toBe(before);
  });

  it('downloads nothing for a finding that a comment suppresses', async () => {
    const before = `FROM ${registry.host}/app:1@${digest}\n# portside ignore=PS0022\nADD https://127.0.0.1:1/f-1.0.tgz /\nUSER 1\n`;
    expect((await pin(before, '--pin')).messages).not.toContain('127.0.0.1:1');
  });

  it('is refused where anybody may have written the Dockerfile', async () => {
    const variables = {
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_SHA: 'a'.repeat(40),
      GITHUB_EVENT_NAME: 'pull_request_target',
    };
    const words = ['--fix', '--pin', root];
    const options = readOptions('lint', words, readEnvironment(variables), NOW);
    const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
    await expect(run(options, host)).rejects.toMatchObject({ code: 'PSE1015', kind: 'usage' });
  });
});
