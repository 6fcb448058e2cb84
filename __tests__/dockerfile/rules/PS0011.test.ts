import { testRule } from './test-rule.js';

testRule('PS0011', {
  reported: [
    ['FROM a:1\nRUN apt-get update && adduser mike', '2:update'],
    ['FROM a:1\nRUN apt-get install -y curl && apt-get update', '2:update'],
    ['FROM a:1\nRUN dnf update -y openssl\nRUN dnf -y update', '3:update'],
  ],
  silent: [
    'FROM a:1\nRUN apt-get update \\\n && apt install -y curl',
    'FROM a:1\nRUN apk update && apk upgrade',
    'FROM a:1\nRUN apk --update add curl\nRUN npm update',
  ],
});
