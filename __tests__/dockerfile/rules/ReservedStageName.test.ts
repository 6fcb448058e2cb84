import { testRule } from './test-rule.js';

testRule('ReservedStageName', {
  reported: [['FROM a:1 AS context\nFROM a:1 AS scratch', ['1:context', '2:scratch']]],
  silent: ['FROM scratch\nFROM a:1 AS scratch-base'],
});
