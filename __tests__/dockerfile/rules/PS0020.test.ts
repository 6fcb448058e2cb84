import { testRule } from './test-rule.js';

testRule('PS0020', {
  reported: [
    ['ARG T=latest\nFROM a:$T', '2:a:$T'],
    ['ARG R\nFROM $R/a\nFROM $R', '2:$R/a'],
  ],
  silent: ['ARG T=1\nFROM a:$T\nFROM b@sha256:0\nFROM a:1 AS c\nFROM c'],
});
