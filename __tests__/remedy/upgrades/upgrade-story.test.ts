import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Report } from '../../../src/core/report.js';
import type { TarMember } from '../../image/build-tar.js';
import { advisory, alpine, apk, push } from '../replay-build.js';
import { buildImage } from './build-image.js';
import { apkIndexFile } from './index-server.js';
import {
  APK,
  checkRepository,
  doSteps,
  download,
  REMOVAL,
  stepsOf,
  UPGRADE,
  upgradeWorld,
  writeFiles,
} from './upgraded-repository.js';

const world = upgradeWorld();
const { folder } = world;
const OLD = [...alpine('musl 1.2.5-r0', 'libssl3 3.3.0-r0 openssl'), ...APK];
const CAUGHT_UP = [...alpine('musl 1.2.5-r0', 'libssl3 3.3.1-r1 openssl'), ...APK];

/** Builds the image of the Dockerfile, and checks the repository. */
async function checked(text: string, base: readonly TarMember[]): Promise<Report> {
  const image = buildImage(text, {
    base,
    run: (command) =>
      command === 'apk upgrade --no-cache libssl3'
        ? [apk('musl 1.2.5-r0', 'libssl3 3.3.1-r1 openssl')]
        : undefined,
  });
  if (!image) throw new Error('the build fails');
  writeFiles(folder, { 'repo/Dockerfile': text, 'repo/image.tar': image });
  return checkRepository(folder, ['--image', join(folder, 'repo/image.tar')]);
}

test('an upgrade comes, stays as long as the base image needs it, and is removed', async () => {
  push(world.registry, { tag: '1', files: OLD, created: '2026-10-01T00:00:00Z' });
  const openssl = advisory('Alpine:v3.22', 'openssl', '3.3.1-r0');
  writeFiles(folder, { 'osv/1.json': JSON.stringify(openssl) });
  for (const repository of ['main', 'community']) {
    const path = `/dl-cdn.alpinelinux.org/alpine/v3.22/${repository}/x86_64/APKINDEX.tar.gz`;
    world.server.files.set(path, apkIndexFile({ libssl3: '3.3.1-r1' }));
  }
  await download(folder, world.server.addressOf, {
    distribution: { id: 'alpine', version: '3.22.1' },
    arch: 'x86_64',
    sources: String(APK[2]?.body).trim().split('\n'),
  });
  const name = `${world.registry.host}/acme/base:1`;
  const before = `FROM ${name}\nCOPY app /app\nHEALTHCHECK NONE\nUSER 1000\nCMD ["app"]\n`;
  const first = await checked(before, OLD);
  const [step] = stepsOf(first, UPGRADE);
  expect(step).toMatchObject({ safe: false, clears: { critical: 1 } });
  expect(step?.notes[0]).toBe('The index of the package repository has libssl3 3.3.1-r1.');
  const { text } = await doSteps(folder, first, [step?.id ?? '']);
  const upgraded = before.replace(
    `${name}\n`,
    `${name}\n# portside: upgrade until ${name} has libssl3=3.3.1-r1\nRUN apk upgrade --no-cache libssl3\n`,
  );
  expect(text).toBe(upgraded);

  const second = await checked(text, OLD);
  expect(second.findings.filter(({ check }) => check === 'vulnerability')).toEqual([]);
  expect([...stepsOf(second, UPGRADE), ...stepsOf(second, REMOVAL)]).toEqual([]);

  push(world.registry, { tag: '1', files: CAUGHT_UP, created: '2026-11-10T00:00:00Z' });
  const third = await checked(text, OLD);
  const [removal] = stepsOf(third, REMOVAL);
  expect(removal).toMatchObject({ safe: true, findings: [], after: [] });
  expect((await doSteps(folder, third, [removal?.id ?? ''])).text).toBe(before);

  const last = await checked(before, CAUGHT_UP);
  expect(last.findings.filter(({ check }) => check === 'vulnerability')).toEqual([]);
  expect([...stepsOf(last, UPGRADE), ...stepsOf(last, REMOVAL)]).toEqual([]);
});
