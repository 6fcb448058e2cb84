import { testRule } from './test-rule.js';

testRule('DL3066', {
  reported: [['FROM a:1\nARG U\nUSER app\nUSER $U\nUSER 10001:10001', '3:app']],
  silent: [
    'ARG UID=1000\nFROM a:1\nUSER $UID',
    `FROM a:1\nUSER $\{APP_UID}:$\{APP_UID}`,
    'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nUSER ContainerUser',
    '# escape=`\nFROM a:1\nUSER ContainerUser',
    'ENV ID=1000\nUSER $ID',
    'FROM a:1\nUSER root\nRUN b\nUSER 1000',
  ],
});
