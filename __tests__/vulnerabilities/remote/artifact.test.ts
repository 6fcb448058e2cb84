import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { buildDatabase } from '../../../src/vulnerabilities/database/build.js';
import { MANIFEST_FILE } from '../../../src/vulnerabilities/database/format.js';
import { openAdvisoryArtifact } from '../../../src/vulnerabilities/remote/artifact.js';
import { NOW } from '../../now.js';
import { type LoopbackRegistry, loopbackRegistry } from '../../registry/loopback.js';
import { below, query, quietHost, record, row, temporaryFolder } from '../fixtures.js';
import { zip } from '../sources/zips.js';

const archive = zip({
  'A.json': JSON.stringify(record('A', [row('npm', 'left', below('2.0.0'))])),
});

let registry: LoopbackRegistry;
let folder: string;
let messages: string[];
let progress: string[];

beforeAll(async () => {
  registry = await loopbackRegistry();
});
afterAll(() => registry.close());
beforeEach(() => {
  folder = temporaryFolder();
  messages = [];
  progress = [];
  registry.answer = () => false;
});

interface File {
  readonly title?: string;
  readonly bytes?: Buffer;
  readonly size?: number;
}

/** Pushes an artifact with these files. Returns its digest. */
function push(files: readonly File[], tag: string): string {
  const layers = files.map(({ title, bytes = archive, size = bytes.length }) => ({
    mediaType: 'application/octet-stream',
    digest: registry.blob(bytes),
    size,
    annotations: title === undefined ? {} : { 'org.opencontainers.image.title': title },
  }));
  return registry.manifest({ schemaVersion: 2, layers }, tag);
}

function open(reference: string, offline = false) {
  const host = {
    ...quietHost(),
    info: (message: string) => void messages.push(message),
    progress: (message: string) => void progress.push(message),
  };
  const name = `${registry.host}/acme/db${reference}`;
  return openAdvisoryArtifact(name, {
    now: NOW,
    folder,
    offline,
    registry: async () => ({}),
    host,
  });
}

/** The ids of the advisories that are found, and the problems. */
async function found(reference: string): Promise<readonly string[]> {
  const source = await open(reference);
  const { advisories, problems } = await source.find([query('npm/left@1.0.0')]);
  return [...advisories.map(({ id }) => id), ...problems.map(({ message }) => message)];
}

describe('the messages', () => {
  it('name the digest of a tag, so that the run can be repeated with it', async () => {
    const digest = push([{ title: 'npm/all.zip' }], 'named');
    const source = await open(':named');
    expect(source.name).toBe(`${registry.host}/acme/db@${digest}`);
    expect(messages).toEqual([`advisories: ${registry.host}/acme/db:named is ${digest}`]);
  });

  it('do not repeat the digest of a reference', async () => {
    const digest = push([{ title: 'npm/all.zip' }], 'named');
    await open(`@${digest}`);
    expect(messages).toEqual([]);
  });

  it('show the progress of downloads, and nothing when offline', async () => {
    const digest = push([{ title: 'npm/all.zip' }], 'named');
    await open(`@${digest}`);
    expect([...new Set(progress)]).toEqual([`downloading npm/all.zip from ${registry.host}`]);
    progress = [];
    await open(`@${digest}`, true);
    expect(progress).toEqual([]);
  });
});

it('a reference without a tag is the tag latest', async () => {
  push([{ title: 'npm/all.zip' }], 'latest');
  expect(await found('')).toEqual(['A']);
});

describe('files', () => {
  it('without a name, or with the name of another format, are ignored', async () => {
    const other = { bytes: Buffer.from('x') };
    push([other, { ...other, title: 'README.md' }, { title: 'npm.zip' }], 'mixed');
    expect(await found(':mixed')).toEqual(['A']);
  });

  it('that a database needs and the artifact does not have are a problem of their ecosystem', async () => {
    const [dump, database] = [temporaryFolder(), temporaryFolder()];
    writeFileSync(join(dump, 'all.zip'), archive);
    await buildDatabase([dump], database, new Date('2026-02-01T00:00:00Z'));
    const bytes = readFileSync(join(database, MANIFEST_FILE));
    push([{ title: MANIFEST_FILE, bytes }], 'partial');
    expect(await found(':partial')).toEqual([
      expect.stringContaining(`${registry.host}/acme/db:partial has no file npm.advisories`),
    ]);
  });

  test.each([
    ['of more than 2 GB together', [2 ** 30, 2 ** 30], 'PSE6508'],
    ['of 2 GB that end early', [2 ** 30, 2 ** 30 - 1], 'PSE4508'],
  ])('%s are an error', async (_, sizes, code) => {
    push(
      sizes.map((size, i) => ({ title: `${i}.zip`, size })),
      'large',
    );
    await expect(open(':large')).rejects.toMatchObject({ code });
  });

  test.each([
    ['the first 500 layers are', 499, ['A']],
    ['a layer after them is not', 500, 'PSE6508'],
  ])('only %s read', async (_, before, expected) => {
    const layers = Array(before).fill({ title: 'README.md', bytes: Buffer.from('x') });
    push([...layers, { title: 'npm.zip' }], 'many');
    const result = await found(':many').catch(({ code }) => code);
    expect(result).toEqual(expected);
  });
});

it('a manifest that the registry does not have, or that is too large, is an error', async () => {
  await expect(open(':none')).rejects.toMatchObject({ code: 'PSE6504' });
  await expect(open(`@sha256:${'0'.repeat(64)}`)).rejects.toMatchObject({ code: 'PSE6504' });
  await expect(open(`@sha256:${'0'.repeat(64)}`, true)).rejects.toMatchObject({ code: 'PSE6505' });
});
