import { testRule } from './test-rule.js';

testRule('DL3009', {
  reported: [
    ['FROM a:1\nRUN apt-get update && apt-get install -y vim', '2:update'],
    ['FROM a:1\nRUN rm -rf /var/lib/apt/lists/* && apt-get update', '2:update'],
    ['FROM a:1\nRUN --mount=type=bind,target=/var/lib/apt/lists apt-get update', '2:update'],
    ['FROM a:1 AS b\nRUN apt-get update\nFROM b', '2:update'],
    ['FROM a:1\nRUN apt-get update && find /var/lib/apt/lists -type f', '2:update'],
  ],
  silent: [
    'FROM a:1\nRUN apt-get update && rm -rf /var/lib/{apt,dpkg}/',
    'FROM a:1\nRUN --mount=type=cache,target=/var/lib/apt/lists/ apt-get update',
    'FROM a:1 AS b\nRUN apt-get update\nFROM a:1',
    'FROM a:1\nRUN apt-get update && find /var/lib/apt/lists -type f -delete',
  ],
  fixed: [
    [
      'FROM a:1\nRUN apt-get update \\\r\n\t&& apt-get install -y x\r\n',
      'FROM a:1\nRUN apt-get update \\\r\n\t&& apt-get install -y x \\\r\n\t&& rm -rf /var/lib/apt/lists/*\r\n',
    ],
    [
      'FROM a:1\nRUN apt-get update; \\\n  apt-get install -y x;\n',
      'FROM a:1\nRUN apt-get update; \\\n  apt-get install -y x && \\\n  rm -rf /var/lib/apt/lists/*;\n',
    ],
    [
      'FROM a:1\nRUN apt-get update && if a; then apt-get install -y x; fi',
      'FROM a:1\nRUN apt-get update && if a; then apt-get install -y x; fi && rm -rf /var/lib/apt/lists/*',
    ],
  ],
  unfixed: [
    'FROM a:1\nRUN apt-get update && apt-get install x # y',
    'FROM a:1\nRUN apt-get update\nRUN apt-get install x',
    'FROM a:1\nRUN apt-get update && apt-get install a\nRUN apt-get install b && apt-get update',
  ],
});
