import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type GitStory, gitStory } from '../baseline/git-story.js';
import { commitAll, createRepository } from '../git-repository.js';

/** A change that brings the report that it is compared with. */

let story: GitStory;
beforeEach(() => {
  story = gitStory();
  story.base({ Dockerfile: 'FROM debian:13\n' });
});
afterEach(() => story.remove());

const at = (path: string) => join(story.root, path);
const check = (path: string, ...words: string[]) =>
  story.check(undefined, ['--baseline', at(path), ...words]);
const REFUSED = { code: 'PSE2011' };
const REPORT = '{"schema":"portside-report/1"}';

it('a baseline that Git tracks is refused', async () => {
  story.commit({ 'baseline/report.json': REPORT });
  await expect(check('baseline/report.json')).rejects.toMatchObject(REFUSED);
});

it('so is a folder or an archive of it, by any scheme', async () => {
  story.commit({ 'image/index.json': '{}', 'base.tar': 'a' });
  for (const from of [`dir:${at('image')}`, `docker-archive:${at('base.tar')}`])
    await expect(story.check(undefined, ['--baseline', from])).rejects.toMatchObject(REFUSED);
});

it('so is one that a tracked link leads to', async () => {
  writeFileSync(at('untracked.json'), REPORT);
  story.git('config', 'core.excludesFile', '');
  symlinkSync('untracked.json', at('report.json'));
  story.git('add', 'report.json');
  story.git('commit', '-qm', 'link');
  await expect(check('report.json')).rejects.toMatchObject(REFUSED);
});

it('so is one below a tracked link to a folder', async () => {
  mkdirSync(at('stored'));
  writeFileSync(at('stored/report.json'), REPORT);
  symlinkSync('stored', at('baseline'));
  story.git('add', 'baseline');
  story.git('commit', '-qm', 'link');
  await expect(check('baseline/report.json')).rejects.toMatchObject(REFUSED);
});

it('so is one in a submodule, whose commit the change chooses', async () => {
  mkdirSync(at('sub'));
  createRepository(at('sub'));
  writeFileSync(at('sub/report.json'), REPORT);
  commitAll(at('sub'));
  story.git('-c', 'advice.addEmbeddedRepo=false', 'add', 'sub');
  story.git('commit', '-qm', 'submodule');
  await expect(check('sub/report.json')).rejects.toMatchObject(REFUSED);
});

it('one that an earlier step made is read', async () => {
  const stored = await story.store();
  mkdirSync(at('baseline'));
  symlinkSync(stored, at('baseline/report.json'));
  const { baseline } = await check('baseline/report.json');
  expect(baseline?.with).toEqual([at('baseline/report.json')]);
});

it('next to a revision, the version of that revision counts, and none means that the commit is checked', async () => {
  story.commit({ 'baseline/report.json': REPORT });
  const report = await check('baseline/report.json', '--baseline-ref', 'main');
  expect(report.baseline?.with).toEqual(['main']);
});
