import { testRule } from './test-rule.js';

testRule('DL3000', {
  reported: [['FROM a:1\nWORKDIR app', '2:app']],
  silent: ['FROM a:1\nWORKDIR "/a b"\nWORKDIR c:\\x\nWORKDIR $HOME/x'],
  fixed: [['FROM a:1\nWORKDIR /app\nWORKDIR src', 'FROM a:1\nWORKDIR /app\nWORKDIR /app/src']],
  unfixed: ['FROM a:1\nWORKDIR $X\nWORKDIR src'],
});
