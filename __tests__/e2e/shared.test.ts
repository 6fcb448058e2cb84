import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { endPeers } from './end-peers.mjs';
import { shared } from './shared.js';

/** What test files share is made once, and ends with the run. */

const SHARED = process.env.PORTSIDE_SHARED;
let work: string;
let run: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-shared-test-'));
});
afterAll(() => rmSync(work, { recursive: true }));
beforeEach(() => {
  run = mkdtempSync(join(work, 'run-'));
  process.env.PORTSIDE_SHARED = run;
});
afterEach(() => {
  process.env.PORTSIDE_SHARED = SHARED;
});

describe('shared', () => {
  it('is made by one of the processes that ask at the same time, and the others wait for it', async () => {
    const log = join(run, 'log');
    const program = `
      import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
      import { shared } from ${JSON.stringify(pathToFileURL(resolve('__tests__/e2e/shared.ts')).href)};
      const folder = await shared('thing', async (empty) => {
        appendFileSync(${JSON.stringify(log)}, 'made ');
        await new Promise((done) => setImmediate(done));
        writeFileSync(empty + '/file', '');
      });
      if (!existsSync(folder + '/file')) throw new Error('it is not made');
    `;
    const options = ['--import', './scripts/jest/register.mjs', '--input-type=module', '-e'];
    const ask = () => promisify(execFile)(process.execPath, [...options, program]);
    await Promise.all([ask(), ask(), ask()]);
    expect(readFileSync(log, 'utf8')).toBe('made ');
  });

  it('fails for all that ask, if it cannot be made', async () => {
    const make = () => Promise.reject(new Error('no space left'));
    await expect(shared('thing', make)).rejects.toThrow('no space left');
    await expect(shared('thing', make)).rejects.toThrow(
      'Another file could not make thing: Error: no space left',
    );
  });

  it('fails if the process that makes it has ended', async () => {
    const { pid } = spawnSync('true');
    mkdirSync(join(run, 'thing'));
    writeFileSync(join(run, 'thing.maker'), String(pid));
    await expect(shared('thing', async () => undefined)).rejects.toThrow(
      /ended before it was made/,
    );
  });
});

describe('endPeers', () => {
  it('ends the servers in the folders of a run and in what these share', async () => {
    const servers = ['portside-registry-a', 'portside-shared-b/engine'].map((name) => {
      mkdirSync(join(run, name), { recursive: true });
      const server = spawn('sleep', ['1000'], { stdio: 'ignore' });
      writeFileSync(join(run, name, 'peer.pid'), String(server.pid));
      return once(server, 'exit');
    });
    endPeers(run);
    expect(await Promise.all(servers)).toEqual([
      [null, 'SIGTERM'],
      [null, 'SIGTERM'],
    ]);
  });

  it('ignores a server that has ended', () => {
    mkdirSync(join(run, 'portside-registry-a'));
    writeFileSync(join(run, 'portside-registry-a/peer.pid'), String(spawnSync('true').pid));
    expect(() => endPeers(run)).not.toThrow();
  });
});
