import { testRule } from './test-rule.js';

testRule('MaintainerDeprecated', {
  reported: [['FROM a:1\nMAINTAINER me', '2:MAINTAINER']],
  silent: ['FROM a:1\nLABEL maintainer=me'],
});
