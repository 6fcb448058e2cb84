import { testRule } from './test-rule.js';

testRule('DL4000', {
  reported: [['FROM a:1\nMAINTAINER me', '2:MAINTAINER']],
  silent: ['FROM a:1\nLABEL org.opencontainers.image.authors=me'],
  fixed: [
    [
      'FROM a:1\nMAINTAINER Jane <j@example.org>',
      'FROM a:1\nLABEL org.opencontainers.image.authors="Jane <j@example.org>"',
    ],
  ],
});
