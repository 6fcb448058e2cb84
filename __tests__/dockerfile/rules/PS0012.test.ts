import { testRule } from './test-rule.js';

testRule('PS0012', {
  reported: [['FROM a:1\nWORKDIR "/proc/self/fd/8"', '2:"/proc/self/fd/8"']],
  silent: ['FROM a:1\nWORKDIR /development\nWORKDIR /srv/dev'],
});
