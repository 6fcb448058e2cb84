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
