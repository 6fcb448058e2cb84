import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { type GitStory, gitStory } from './git-story.js';

/** Joined at run time, so that secret scanners do not report this file. */
const [ONE, TWO] = [
  'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5',
  'Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeIa',
].map((text) => ['gh', 'p_', text].join(''));

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const tokens = ({ findings }: Report) =>
  findings.filter(({ rule, status }) => rule === 'PS0015' && status !== 'existing');

it('another token in the place of one is new, and the one before is not fixed', async () => {
  story.base({ Dockerfile: `FROM a:1\nENV A=1 GH=${ONE}\n` });
  const [before] = (await story.run([], true)).findings.filter(({ rule }) => rule === 'PS0015');
  story.commit({ Dockerfile: `FROM a:1\nENV A=1 GH=${TWO}\n` });
  expect(tokens(await story.run())).toMatchObject([
    { status: 'new', replaces: before?.fingerprint },
  ]);
});

it('a token on another line is new, and the one before is fixed', async () => {
  story.base({ Dockerfile: `FROM a:1\nENV GH=${ONE}\nENV A=1\n` });
  story.commit({ Dockerfile: `FROM a:1\nENV A=1\nENV GH=${TWO}\n` });
  const [added, gone] = tokens(await story.run());
  expect([added?.status, gone?.status]).toEqual(['new', 'fixed']);
  expect(added?.replaces).toBeUndefined();
});

it('a password that the image begins to have is a finding of the image, and not fixed in its file', async () => {
  const compose = {
    'compose.yaml': 'services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: hunter2secret\n',
  };
  story.base({ ...compose, Dockerfile: 'FROM a:1\nCOPY a /a\n', a: '' });
  story.commit({ Dockerfile: 'FROM a:1\nCOPY . /app\n' });
  const about = (await story.run()).findings.filter(({ location }) =>
    location?.path.includes('compose'),
  );
  const open = about.filter(({ rule, aliases }) =>
    [rule, ...aliases].some((id) => /^(?:DEP-ENVSECRET|password-assignment)$/.test(id)),
  );
  expect(open.map(({ status, rule, aliases }) => [status, rule, aliases])).toEqual([
    ['new', 'password-assignment', ['DEP-ENVSECRET']],
  ]);
});
