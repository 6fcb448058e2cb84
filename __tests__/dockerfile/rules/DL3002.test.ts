import { testRule } from './test-rule.js';

testRule('DL3002', {
  reported: [
    ['FROM a:1\nUSER root\nFROM a:1\nUSER app\nUSER 0:0', ['2:root', '5:0:0']],
    ['FROM a:1\nARG U=root\nUSER $U', '3:$U'],
    ['FROM a:1\nUSER root', '2:root'],
  ],
  silent: ['FROM a:1\nUSER root\nUSER rooter'],
});
