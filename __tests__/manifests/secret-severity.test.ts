import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type GitStory, gitStory } from '../baseline/git-story.js';

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

// Joined at run time, so that secret scanners do not report this file.
const WORD = ['Xk9', 'vR2q', 'Lw7z'].join('');
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const JWT = [
  encoded({ alg: 'HS256' }),
  encoded({ sub: 'ci', iat: 17 }),
  `kV9mQz7Lw3RtYp1H${WORD}`,
].join('.');

const object = (kind: string, key: string, entry: string) =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: { name: a }\n${key}:\n  ${entry}\n`;

it.each([
  ['a password', 'high', 'DB_PASSWORD', WORD],
  ['a JWT', 'medium', 'API_TOKEN', JWT],
])('%s has one severity, wherever it stands: %s', async (_, severity, name, value) => {
  const base64 = Buffer.from(value).toString('base64');
  const texts = [
    object('ConfigMap', 'data', `${name}: ${value}`),
    object('ConfigMap', 'data', `app.properties: "${name.toLowerCase()}=${value}"`),
    object('Secret', 'stringData', `${name}: ${value}`),
    object('Secret', 'data', `${name}: ${base64}`),
  ];
  story.base({ 'a.md': 'a' });
  story.commit(Object.fromEntries(texts.map((text, i) => [`k/${i}.yaml`, text])));
  const { findings } = await story.run();
  const found = findings.filter(({ rule }) => rule === 'DEP-CONFIGMAP-SECRET');
  expect(found.map((one) => one.severity)).toEqual(texts.map(() => severity));
});
