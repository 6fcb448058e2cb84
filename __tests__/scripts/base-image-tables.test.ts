import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { NOW } from '../now.js';

const SCRIPTS = fileURLToPath(new URL('../../scripts', import.meta.url));
const PUBLISHERS = fileURLToPath(new URL('../../src/signatures/publishers.ts', import.meta.url));
const TABLES = fileURLToPath(new URL('../../src/releases', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tables-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a script. Does not block, so that a server of this process can answer. */
function run(name: string, ...args: string[]): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, SOURCE_DATE_EPOCH: `${NOW.getTime() / 1000}` };
    execFile(process.execPath, [join(SCRIPTS, name), ...args], { env }, (error, stdout, stderr) =>
      resolve({ status: error ? 1 : 0, output: stdout + stderr }),
    );
  });
}

function daysAgo(days: number): string {
  return new Date(NOW.getTime() - days * 86_400_000).toISOString().slice(0, 10);
}

function table(name: string): string {
  return readFileSync(join(folder, `${name}.ts`), 'utf8');
}

function writeTags(): string {
  const path = join(folder, 'tags.json');
  const tags = {
    redis: [
      { tags: ['8.2.1', '8.2', '8', 'latest'], win: false },
      { tags: ['8.2.1-alpine'], win: false },
    ],
    'eclipse-temurin': [{ tags: ['21.0.12_8-jre', '21-jre', '21'], win: false }],
    almalinux: [{ tags: ['10', '10-20260602'], win: false }],
    windows: [{ tags: ['9'], win: true }],
  };
  writeFileSync(path, JSON.stringify(tags));
  return path;
}

describe('refresh-base-images', () => {
  test('writes the tables from the API of endoflife.date', async () => {
    const server = createServer((request, response) => {
      const redis = [
        { cycle: '8.2', eol: false },
        { cycle: '5.0', eol: '2022-04-27', extendedSupport: '2023-01-01' },
        { cycle: '2.0', eol: true },
      ];
      response.end(JSON.stringify(request.url === '/api/redis.json' ? redis : []));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const api = `http://127.0.0.1:${port}/api`;
      const { status, output } = await run('refresh-base-images.mjs', api, writeTags(), folder);
      expect({ status, output }).toEqual({ status: 0, output: '' });
    } finally {
      server.close();
    }
    expect(table('lifetimes')).toContain(`as of ${daysAgo(0)}.`);
    // A release without a known end has no day; one that ended on an unknown day is left out.
    expect(table('lifetimes')).toContain("'redis',\n    '8.2 5.0:2022-04-27:2023-01-01',");
    expect(table('official-tags')).toContain('as of 2026-06-02.');
    expect(table('official-tags')).toContain("'redis',\n    '8.2.1|8.2.1 . -alpine',");
    expect(table('official-tags')).toContain("'21|21 .=-jre|21.0.12_8 -jre',");
  });

  test('leaves the tables as they are when the API answers with an error', async () => {
    writeFileSync(join(folder, 'lifetimes.ts'), 'as before');
    const server = createServer((_, response) => response.writeHead(500).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const api = `http://127.0.0.1:${port}/api`;
      const { status, output } = await run('refresh-base-images.mjs', api, writeTags(), folder);
      expect(status).toBe(1);
      expect(output).toContain('status 500');
    } finally {
      server.close();
    }
    expect(table('lifetimes')).toBe('as before');
  });

  test('takes the day of a file from its newest release', async () => {
    const path = join(folder, 'eol.json');
    writeFileSync(
      path,
      JSON.stringify({
        redis: { '8.2': { eol: false, rel: '2025-08-05' }, '9.9': { rel: '2999-01-01' } },
      }),
    );
    await run('refresh-base-images.mjs', path, writeTags(), folder);
    expect(table('lifetimes')).toContain('as of 2025-08-05.');
  });
});

describe('check-table-age', () => {
  test.each([
    [0, 0, 0],
    [120, 119, 0],
    [121, 0, 1],
    [0, 121, 1],
  ])('tables of %d and %d days end with status %d', async (lifetimes, tags, status) => {
    writeFileSync(join(folder, 'lifetimes.ts'), `as of ${daysAgo(lifetimes)}.`);
    writeFileSync(join(folder, 'official-tags.ts'), `as of ${daysAgo(tags)}.`);
    const result = await run('check-table-age.mjs', folder);
    expect(result.status).toBe(status);
    expect(result.output).toContain(
      status === 0 ? 'days old' : '121 days old, a release needs at most 120',
    );
  });

  test('a table without a day is an error', async () => {
    copyFileSync(join(TABLES, 'lifetimes.ts'), join(folder, 'lifetimes.ts'));
    writeFileSync(join(folder, 'official-tags.ts'), '');
    expect(await run('check-table-age.mjs', folder)).toMatchObject({ status: 1 });
  });

  test('warns of publishers whose signers were not compared for long', async () => {
    for (const name of ['lifetimes', 'official-tags'])
      writeFileSync(join(folder, `${name}.ts`), `as of ${daysAgo(0)}.`);
    const old = join(folder, 'publishers.ts');
    const committed = readFileSync(PUBLISHERS, 'utf8');
    const dated = (day: string) => committed.replaceAll(/checked: '[\d-]+'/g, `checked: '${day}'`);
    writeFileSync(old, dated(daysAgo(180)));
    expect((await run('check-table-age.mjs', folder, old)).output).not.toContain('Warning');
    writeFileSync(old, dated(daysAgo(181)));
    const { status, output } = await run('check-table-age.mjs', folder, old);
    expect(status).toBe(0);
    expect(
      output.match(/Warning: the signers of .* were last compared 181 days ago/g),
    ).toHaveLength(committed.match(/checked: '/g)?.length ?? 0);
  });

  test('knows the day of each committed table, and a release runs it', async () => {
    const { output } = await run('check-table-age.mjs');
    expect(output).toMatch(
      /lifetimes\.ts is -?\d+ days old[\s\S]*official-tags\.ts is -?\d+ days old/,
    );
    // Publishers that were not compared for long are a warning here, too: time alone must not break a checkout.
    for (const line of output.split('\n'))
      if (/^Warning/.test(line)) process.stderr.write(`${line}\n`);
    const workflow = new URL('../../.github/workflows/release.yml', import.meta.url);
    expect(readFileSync(workflow, 'utf8')).toContain('run: node scripts/check-table-age.mjs');
  });
});

describe('refresh-publishers', () => {
  test('renews the day of what it verifies, and names the others', async () => {
    const table = join(folder, 'publishers.ts');
    const row = (image: string) =>
      `  {\n    example: '${image}',\n    checked: '2020-01-01',\n  },\n`;
    writeFileSync(table, ['good', 'bad', 'down'].map(row).join(''));
    // Answers as the command line does for the image in the Dockerfile.
    const program = join(folder, 'portside.mjs');
    writeFileSync(
      program,
      `import { readFileSync } from 'node:fs';
const image = readFileSync(process.argv[3] + '/Dockerfile', 'utf8').trim().slice(5);
if (image === 'good') console.log('{"notes": [{"message": "Base image good (sha256:1) is signed by a"}]}');
if (image === 'bad') console.log('{"findings": [{"check": "trust", "message": "another signer"}]}');
`,
    );
    const { status, output } = await run('refresh-publishers.mjs', table, program);
    expect(status).toBe(1);
    expect(output).toMatch(/good: verified[\s\S]*bad: another signer[\s\S]*down: not verified/);
    const days = [...readFileSync(table, 'utf8').matchAll(/checked: '([\d-]+)'/g)].map(
      ([, d]) => d,
    );
    expect(days).toEqual([daysAgo(0), '2020-01-01', '2020-01-01']);
  });
});
