import { testRule, withFiles } from '../rule-cases.js';

testRule('IMG-JUNK', [
  [
    withFiles(
      { name: 'app/.git/HEAD', body: 'x' },
      { name: 'app/.git/config', body: 'x' },
      { name: 'app/Dockerfile', body: 'x' },
    ),
    ['medium layer 1: Image contains repository files: /app/.git, /app/Dockerfile'],
  ],
  [
    withFiles({ name: 'app/compose.prod.yaml', body: 'x' }),
    ['low layer 1: Image contains repository files: /app/compose.prod.yaml'],
  ],
  [
    withFiles(
      { name: 'app/node_modules/x/Dockerfile', body: 'x' },
      { name: 'usr/share/x/.git/HEAD', body: 'x' },
    ),
    [],
  ],
]);
