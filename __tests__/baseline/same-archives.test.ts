import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { sameArchives } from '../../src/baseline/same-archives.js';
import { tar } from '../image/build-tar.js';
import { type GitStory, gitStory } from './git-story.js';

const ONE = tar([{ name: 'a', body: 'one' }]);
const TWO = tar([{ name: 'a', body: 'two' }]);

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const write = (name: string, bytes: Buffer) => writeFileSync(join(story.root, name), bytes);
const same = async (...names: string[]) => [
  ...(await sameArchives(names, story.root, await story.tree('main'))),
];

it('an archive with the content of the base commit is the same image', async () => {
  write('image.tar', ONE);
  story.base({ 'a.txt': 'a' });
  story.commit({ 'a.txt': 'b' });
  expect(await same('image.tar', 'absent.tar', 'registry.example/app:1')).toEqual(['image.tar']);
});

it('an archive that a build wrote again is another image, whatever the commits say', async () => {
  write('image.tar', ONE);
  story.base({ 'a.txt': 'a' });
  story.commit({ 'a.txt': 'b' });
  write('image.tar', TWO);
  expect(await same('image.tar')).toEqual([]);
});

it('a file with the name of an image is no archive of it', async () => {
  story.base({ app: 'a script' });
  story.commit({ 'a.txt': 'b' });
  expect(await same('app')).toEqual([]);
});
