import { testRule } from './test-rule.js';

testRule('PS0029', {
  reported: [
    ['FROM scratch\nCOPY --from=node:18 /a /b', '2:node:18', { now: new Date('2026-11-24') }],
    ['ARG V=9\nFROM debian:$V\nFROM debian:13', '2:debian:$V', { now: new Date('2026-11-24') }],
    ['FROM debian:12', '1:debian:12', { now: new Date('2028-07-01') }],
  ],
  silent: [['FROM debian:12', { now: new Date('2028-06-30') }]],
});
