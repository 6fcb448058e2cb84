import { testRule } from './test-rule.js';

testRule('DL3060', {
  reported: [
    ['FROM a:1\nRUN yarn install', '2:install'],
    ['FROM a:1\nRUN yarn install && rm -rf /usr/local/share/.cache/pip', '2:install'],
  ],
  silent: [
    'FROM a:1\nRUN yarn install && rm -rf /usr/local/share/.cache/yarn',
    'FROM a:1\nRUN --mount=type=cache,target=/root/.cache/ yarn install',
    'FROM a:1\nRUN yarn --cwd /app install && yarn cache clean --all',
  ],
  fixed: [['FROM a:1\nRUN yarn install', 'FROM a:1\nRUN yarn install && yarn cache clean']],
});
