import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { didYouMean } from '../../src/lib/nearest-file.js';

const folder = mkdtempSync(join(tmpdir(), 'portside-near-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ['app.tar', 'Dockerfile', 'compose.yaml']) writeFileSync(join(folder, name), '');

test.each([
  ['ap.tar', 'app.tar'],
  ['Dockerfil', 'Dockerfile'],
  ['dockerfile', 'Dockerfile'],
  ['DOCKERFILE', 'Dockerfile'],
  ['compose.yml', 'compose.yaml'],
])('%s is near %s', (missing, near) => {
  expect(didYouMean(join(folder, missing))).toBe(`Did you mean ${join(folder, near)}?`);
});

test.each(['other.tar', 'none/app.tar', 'x'])('%s is near nothing', (missing) => {
  expect(didYouMean(join(folder, missing))).toBeUndefined();
});
