import { testRule, withBaseFiles, withFiles } from '../rule-cases.js';

testRule('IMG-WORLDW', [
  [
    withFiles({ name: 'app', type: '5', mode: 0o777 }, { name: 'app/run', body: 'x', mode: 0o666 }),
    ['medium layer 1: Image adds world-writable files: /app and /app/run'],
  ],
  [withFiles({ name: 'tmp', type: '5', mode: 0o1777 }), []],
  [withFiles({ name: 'l', type: '2', link: 'x', mode: 0o777 }), []],
  [withFiles({ name: 'dev/x', body: 'x', mode: 0o666 }), []],
  [withBaseFiles({ name: 'x', body: 'x', mode: 0o666 }), []],
]);
