import { expect, it, jest } from '@jest/globals';
import { sample } from '../../sample.js';
import { STORIES, type Story } from './stories.js';
import { startWorld, type World } from './story-world.js';

/** How the pull request behaves over time. Each story says what it ends with. */

jest.setTimeout(120_000);

const only = process.env.STORY;

const chosen =
  only === undefined
    ? sample(STORIES, 3, ({ name }) => name)
    : STORIES.filter(({ name }) => name.includes(only));

it.each(chosen.map((s) => [s.name, s] as const))('%s', async (_, { play, end }: Story) => {
  const world: World = await startWorld();
  try {
    expect(await play(world)).toEqual(end);
    expect(world.server.violations).toEqual([]);
  } finally {
    await world.remove();
  }
});
