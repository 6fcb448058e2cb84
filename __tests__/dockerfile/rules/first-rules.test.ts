import { describe, expect, test } from '@jest/globals';
import { fixed, lint, marks } from '../lint-text.js';

describe('rules point at the word they are about', () => {
  test.each<[rule: string, text: string, found: string[]]>([
    ['DL3006', 'FROM debian', ['1:debian']],
    ['DL3006', 'FROM localhost:5000/debian', ['1:localhost:5000/debian']],
    ['DL3006', 'FROM debian:12 AS base\nFROM base\nFROM scratch\nFROM $IMAGE\nFROM a@sha256:0', []],
    ['DL3007', 'FROM debian:latest\nFROM debian:latest@sha256:0', ['1:debian:latest']],
    [
      'DL3008',
      'FROM a:1\nRUN apt-get update \\\n # why\n && apt-get -t stable install -y \\\n  curl=7 \\\n  "wget" ./x.deb',
      ['6:"wget"'],
    ],
    ['DL3008', 'FROM a:1\nRUN ["apt-get", "install", "curl"]', ['2:"curl"']],
    ['DL3008', 'FROM a:1\nRUN <<EOF\napt-get install -y curl\nEOF', ['3:curl']],
    ['DL3008', "FROM a:1\nRUN sudo sh -c 'apt-get install -y curl'", ['2:curl']],
    ['DL3008', 'FROM a:1\nONBUILD RUN apt-get install curl', ['2:curl']],
    ['DL3015', 'FROM a:1\nRUN apt-get install -y curl', ['2:install']],
    ['DL3015', 'FROM a:1\nRUN apt-get install -o APT::Install-Recommends=false curl', []],
    ['DL3020', 'FROM a:1\nADD app.js /app/\nADD a.tar.gz https://example.org/b /c/', ['2:ADD']],
    ['DL3025', 'FROM a:1\nCMD nginx -g "daemon off;"', ['2:nginx -g "daemon off;"']],
    ['DL3025', 'FROM a:1\nHEALTHCHECK --interval=5s CMD curl -f x', ['2:curl -f x']],
    ['DL3025', 'FROM a:1\nHEALTHCHECK NONE\nCMD ["a"]', []],
    ['JSONArgsRecommended', 'FROM a:1\nSHELL ["/bin/bash", "-c"]\nCMD a b', []],
    ['JSONArgsRecommended', 'FROM a:1\nCMD a\nCMD b', ['3:b']],
    ['DL4000', 'FROM a:1\nMAINTAINER me', ['2:MAINTAINER']],
    ['DL4006', 'FROM a:1\nRUN a | b', ['2:a | b']],
    ['DL4006', 'FROM a:1\nRUN set -euo pipefail; a | b', []],
    ['DL4006', 'FROM a:1\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b', []],
    ['DL4006', 'FROM a:1\n# hadolint shell=powershell\nRUN a | b', []],
    ['FromAsCasing', 'FROM a:1 as x\nfrom a:1 AS y\nFROM a:1 AS z', ['1:as', '2:AS']],
  ])('%s in %j', (rule, text, found) => {
    expect(marks(text, rule)).toEqual(found);
  });
});

describe('fixes change only what they must', () => {
  test.each<[rule: string, before: string, after: string]>([
    [
      'DL3015',
      'FROM a:1\r\nRUN apt-get install -y \\\r\n\ttini\r\n',
      'FROM a:1\r\nRUN apt-get install --no-install-recommends -y \\\r\n\ttini\r\n',
    ],
    [
      'DL3015',
      'FROM a:1\nRUN apt-get install -y curl ca-certificates',
      'FROM a:1\nRUN apt-get install --no-install-recommends -y curl ca-certificates',
    ],
    ['DL3015', 'FROM a:1\nRUN apt-get install -y git=1', 'FROM a:1\nRUN apt-get install -y git=1'],
    [
      'DL3015',
      'FROM a:1\nRUN apt-get install -y python3-pip ca-certificates',
      'FROM a:1\nRUN apt-get install -y python3-pip ca-certificates',
    ],
    [
      'DL3009',
      'FROM a:1\nRUN apt-get update && apt-get install a\nRUN apt-get install b && apt-get update',
      'FROM a:1\nRUN apt-get update && apt-get install a\nRUN apt-get install b && apt-get update',
    ],
    ['DL3020', 'FROM a:1\nADD  app.js /app/', 'FROM a:1\nCOPY  app.js /app/'],
    [
      'DL3025',
      'FROM a:1\nCMD nginx -g "daemon off;"',
      'FROM a:1\nCMD ["nginx", "-g", "daemon off;"]',
    ],
    ['DL3025', 'FROM a:1\nCMD a && b', 'FROM a:1\nCMD a && b'],
    ['DL3025', 'FROM a:1\nCMD exec $APP', 'FROM a:1\nCMD exec $APP'],
    [
      'DL4000',
      'FROM a:1\nMAINTAINER Jane <j@example.org>',
      'FROM a:1\nLABEL org.opencontainers.image.authors="Jane <j@example.org>"',
    ],
    ['FromAsCasing', 'FROM a:1 as x', 'FROM a:1 AS x'],
  ])('%s on %j', (rule, before, after) => {
    expect(fixed(before, rule)).toBe(after);
  });
});

test.each([
  ['CMD run $X', 'medium', 'CMD runs through a shell, which hands no signals on.'],
  [
    'ENTRYPOINT exec java $OPTS -jar a',
    'info',
    'ENTRYPOINT runs through a shell, which the image must have.',
  ],
  ['CMD exec a; b', 'medium', 'CMD runs through a shell, which hands no signals on.'],
  [
    'HEALTHCHECK CMD curl a || exit 1',
    'info',
    'HEALTHCHECK runs through a shell, which the image must have.',
  ],
])('the shell form in %s is %s', (line, severity, message) => {
  expect(lint(`FROM a:1\n${line}`, 'DL3025')).toMatchObject([{ severity, message }]);
});
