import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('PS0030', {
  reported: [
    ['FROM a:1\nRUN npm install --omit dev && npm ci && npm i -g x && npm i y', '2:install'],
    ['FROM a:1\nRUN yarn install --immutable && pnpm i', '2:i'],
  ],
  silent: [
    'FROM a:1\nRUN npm ci && npm i -g x && npm i y',
    'FROM a:1\nRUN yarn install --frozen-lockfile && pnpm install --frozen-lockfile',
  ],
  fixed: [
    [
      'FROM a:1\nCOPY package*.json ./\nCOPY package-lock.json ./\nRUN npm install --omit=dev',
      'FROM a:1\nCOPY package*.json ./\nCOPY package-lock.json ./\nRUN npm ci --omit=dev',
    ],
  ],
  unfixed: ['FROM a:1\nCOPY . .\nRUN npm install'],
});

test.each([
  ['package-lock.json\n', 'COPY package*.json ./', 'finds no lock file'],
  ['node_modules\n', 'COPY package*.json ./', 'use npm ci'],
  ['*\n!app\n', 'COPY app ./', 'use npm ci'],
  ['app/package-lock.json\n', 'COPY app ./', 'finds no lock file'],
])('with the ignore file %j, %s: %s', (ignoreFile, copy, message) => {
  const contextFolder = () => new Set(['package.json', 'package-lock.json']);
  const config = { contextFolder, ignoreFile };
  const [finding] = lint(`FROM a:1\n${copy}\nRUN npm install`, 'PS0030', config);
  expect(finding?.message).toContain(message);
});

test.each([
  ['COPY app/package.json ./', ['package.json'], true],
  ['COPY app/package*.json ./', ['package.json', 'a.js'], true],
  ['COPY app .', ['package.json'], true],
  ['COPY app/package.json ./', ['package.json', 'package-lock.json'], false],
  ['COPY app/package*.json ./', ['package.json', 'yarn.lock'], false],
  // What the context has is not known.
  ['COPY other/package.json ./', ['package.json'], false],
] as const)('%s of %j: no lock file %s', (copy, names, isWithout) => {
  const contextFolder = (path: string) => (path === 'app' ? new Set<string>(names) : undefined);
  const [finding] = lint(`FROM a:1\n${copy}\nRUN npm install`, 'PS0030', { contextFolder });
  expect(finding?.message).toContain(isWithout ? 'finds no lock file' : 'use npm ci');
});
