import { testRule } from './test-rule.js';

testRule('DL3043', {
  reported: [['FROM a:1\nONBUILD ONBUILD RUN x\nONBUILD FROM b', ['2:ONBUILD', '3:FROM']]],
  silent: ['FROM a:1\nONBUILD RUN x\nMAINTAINER me'],
});
