import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { envComposeFiles } from '../../src/discover/env-compose-files.js';
import { gitStory } from '../baseline/git-story.js';

let story: ReturnType<typeof gitStory>;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

test.each([
  ['COMPOSE_FILE=compose.yaml:deploy/over.yaml', ['compose.yaml', 'deploy/over.yaml']],
  ['export COMPOSE_FILE="compose.yaml;x.txt"', ['compose.yaml', 'x.txt']],
  ['COMPOSE_PATH_SEPARATOR=,\nCOMPOSE_FILE=x.txt,./compose.yaml', ['x.txt', 'compose.yaml']],
  ['COMPOSE_FILE=../elsewhere.yaml:none.yaml', []],
  ['# COMPOSE_FILE=x.txt', []],
  ['', []],
])('%j names %j', (text, names) => {
  const files = ['.env', 'compose.yaml', 'deploy/over.yaml', 'x.txt'];
  expect(envComposeFiles(files, () => text)).toEqual(names);
});

test('a path is below the folder of the .env file', () => {
  const files = ['sub/.env', 'sub/x.txt', 'x.txt'];
  expect(envComposeFiles(files, () => 'COMPOSE_FILE=x.txt')).toEqual(['sub/x.txt']);
});

test.each(['x.txt', 'over.yaml'])('an override %s without an image is checked', async (name) => {
  story.base({ 'compose.yaml': 'services:\n  web:\n    image: nginx:1.31\n' });
  story.commit({
    '.env': `COMPOSE_FILE=compose.yaml:${name}\n`,
    [name]: 'services:\n  web:\n    privileged: true\n',
  });
  const { findings } = await story.run();
  expect(findings.find(({ rule }) => rule === 'DEP-PRIV')).toMatchObject({
    status: 'new',
    location: { path: name },
  });
});
