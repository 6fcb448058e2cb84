import { testRule } from './test-rule.js';

testRule('PS0028', {
  reported: [['FROM a:1\nRUN apt-get install -y curl gcc make', '2:gcc']],
  silent: [
    'FROM debian:12\nRUN apt-get install -y gcc && make && apt-mark auto ".*" > /dev/null && apt-get purge -y --auto-remove',

    'FROM a:1\nRUN apk add --no-cache -t .b gcc && make && apk del .b',
    'FROM a:1\nRUN apt-get install -y gcc && make && apt-get purge -y gcc',
    'FROM a:1 AS b\nRUN apt-get install -y gcc\nFROM a:1\nCOPY --from=b /a /a',
  ],
});
