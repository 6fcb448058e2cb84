import { testRule } from './test-rule.js';

testRule('WorkdirRelativePath', {
  reported: [
    ['FROM a:1\nWORKDIR app\nWORKDIR more', '2:app'],
    ['FROM a:1\nENV D=app\nWORKDIR $D', '3:$D'],
  ],
  silent: [
    'FROM a:1 AS b\nWORKDIR /x\nFROM b\nWORKDIR app',
    'FROM a:1\nWORKDIR $UNKNOWN/app',
    'FROM mcr.microsoft.com/windows/nanoserver:1\nWORKDIR c:\\app',
  ],
});
