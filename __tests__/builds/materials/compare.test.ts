import { expect, it } from '@jest/globals';
import { compareMaterials } from '../../../src/builds/materials/compare.js';
import { materialsOfDockerfile } from '../../../src/dockerfile/materials/ledger.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';

const SHA = '24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d';
const COMMIT = 'b3cafd48dd869a9b2945d1036d1dc68d24454f83';

function inputs(text: string, path = 'Dockerfile') {
  return materialsOfDockerfile(parseDockerfile(path, text));
}

/** `new curl`, `worse node:22 (was digest)` of each input that is not unchanged. */
function changes(before: string, now: string): string[] {
  return compareMaterials(inputs(now), inputs(before), () => false).flatMap(
    ({ change, what, was, isNewHost }) =>
      change === 'unchanged'
        ? []
        : `${change} ${what}${isNewHost ? ' from a new host' : ''}${was ? ` (was ${was.pin})` : ''}`,
  );
}

const GET = 'RUN curl -fsSLo f';

it.each<[string, string, string]>([
  ['a newer image', 'FROM node:22', 'FROM node:24'],
  ['an image pinned by digest', 'FROM node:22', `FROM node:22@sha256:${SHA}`],
  ['another digest', `FROM node@sha256:${SHA}`, `FROM node@sha256:${SHA.replace('2', '3')}`],
  [
    'a newer file',
    `FROM a\n${GET} https://b.org/v1.2/t-1.2.zip`,
    `FROM a\n${GET} https://b.org/v1.3/t-1.3.zip`,
  ],
  [
    'a checksum',
    'FROM a\nADD https://b.org/f /',
    `FROM a\nADD --checksum=sha256:${SHA} https://b.org/f /`,
  ],
  ['a newer package', 'FROM a\nRUN pip install x==1.0', 'FROM a\nRUN pip install x==1.1'],
  ['a scope', 'FROM a\nRUN npm i @a/b@1.0.0', 'FROM a\nRUN npm i @a/b@1.1.0'],
  ['another name of the stage', 'FROM node:22 AS a\nFROM a', 'FROM node:22 AS b\nFROM b'],
  [
    'a moved line',
    'FROM a:1\nRUN apk add git\nRUN apk add jq',
    'FROM a:1\n\nRUN apk add jq\nRUN apk add git',
  ],
  ['encryption', `FROM a\n${GET} http://b.org/f`, `FROM a\n${GET} https://b.org/f`],
])('%s is no change for the worse', (_, before, now) => {
  expect(changes(before, now)).toEqual([]);
});

it.each<[string, string, string, string[]]>([
  ['a lost digest', `FROM node:22@sha256:${SHA}`, 'FROM node:22', ['worse node:22 (was digest)']],
  ['a lost version', 'FROM node:22', 'FROM node', ['worse node (was version)']],
  [
    'a lost checksum',
    `FROM a\n${GET} https://b.org/f && echo "${SHA}  f" | sha256sum -c`,
    `FROM a\n${GET} https://b.org/f`,
    ['worse https://b.org/f (was digest)'],
  ],
  [
    'a checksum that can be empty',
    `FROM a\nADD --checksum=sha256:${SHA} http://b.org/f /`,
    'FROM a\nADD --checksum=$SUM http://b.org/f /',
    ['worse http://b.org/f (was digest)'],
  ],
  [
    'a digest that a variable has',
    `FROM node:22@sha256:${SHA}`,
    'ARG D\nFROM node:22@$D',
    ['new D', 'worse node:22@$D (was digest)'],
  ],
  [
    'a checksum that is downloaded, too',
    `FROM a\n${GET} https://b.org/f && echo "${SHA}  f" | sha256sum -c`,
    `FROM a\n${GET} https://b.org/f && curl -fsSLo sums https://b.org/sums && sha256sum -c sums`,
    ['worse https://b.org/f (was digest)', 'new https://b.org/sums'],
  ],
  [
    'lost encryption',
    `FROM a\n${GET} https://b.org/f`,
    `FROM a\n${GET} http://b.org/f`,
    ['worse http://b.org/f (was none)'],
  ],
  [
    'the newest release instead of a version',
    `FROM a\n${GET} https://github.com/b/c/releases/download/v1.2/t.zip`,
    `FROM a\n${GET} https://github.com/b/c/releases/latest/download/t.zip`,
    ['worse https://github.com/b/c/releases/latest/download/t.zip (was version)'],
  ],
  [
    'a branch instead of a commit',
    `FROM a\nADD https://github.com/b/c.git#${COMMIT} /c`,
    'FROM a\nADD https://github.com/b/c.git#main /c',
    ['worse https://github.com/b/c.git#main (was commit)'],
  ],
])('%s is worse', (_, before, now, expected) => {
  expect(changes(before, now)).toEqual(expected);
});

it.each<[string, string, string, string[]]>([
  ['another image', 'FROM node:22', 'FROM debian:12', ['new debian:12']],
  [
    'another registry',
    'FROM node:22',
    'FROM ghcr.io/acme/node:22',
    ['new ghcr.io/acme/node:22 from a new host'],
  ],
  [
    'another host',
    `FROM a\n${GET} https://b.org/f`,
    `FROM a\n${GET} https://c.org/f`,
    ['new https://c.org/f from a new host'],
  ],
  [
    'another owner at the same host',
    `FROM a\n${GET} https://github.com/b/t/releases/latest/download/install.sh`,
    `FROM a\n${GET} https://github.com/x/t/releases/latest/download/install.sh`,
    ['new https://github.com/x/t/releases/latest/download/install.sh'],
  ],
  [
    'a second of the same kind',
    `FROM a\n${GET} https://b.org/f-1.0`,
    `FROM a\n${GET} https://b.org/f-1.0\n${GET} https://b.org/f-2.0`,
    ['new https://b.org/f-2.0'],
  ],
  [
    'the same in another stage',
    'FROM node:22 AS a',
    'FROM node:22 AS a\nFROM node:22 AS b',
    ['new node:22'],
  ],
])('%s is new', (_, before, now, expected) => {
  expect(changes(before, now)).toEqual(expected);
});

it('follows a renamed file, but compares no two files that both exist', () => {
  const now = inputs('FROM node:22', 'web/Dockerfile');
  const before = inputs('FROM node:22', 'Dockerfile');
  const compare = (isGone: boolean) => compareMaterials(now, before, () => isGone)[0]?.change;
  expect(compare(true)).toBe('unchanged');
  expect(compare(false)).toBe('new');
});
