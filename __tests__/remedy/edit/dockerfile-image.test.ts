import { describe, expect, it } from '@jest/globals';
import { edited } from './edit-text.js';

const OLD = `sha256:${'a'.repeat(64)}`;
const NEW = `sha256:${'b'.repeat(64)}`;

const CHAIN = Array.from({ length: 20 }, (_, index) => `ARG A${index + 1}=$A${index}\n`).join('');

function move(text: string, from: string, to: string, line = 1): string {
  return edited(text, { kind: 'image', path: 'Dockerfile', line, from, to });
}

it('changes all stages that the change names, and no other image', () => {
  const change = { kind: 'image', path: 'Dockerfile', line: 1, lines: [3] } as const;
  const text = 'FROM node:20 AS a\nRUN x\nFROM node:20\n';
  const moved = { ...change, from: 'node:20', to: 'node:22' };
  expect(edited(text, moved)).toBe(text.replaceAll('20', '22'));
  expect(edited(text.replaceAll('20', '22'), moved)).toMatch(/^unchanged: /);
  const other = text.replace('node:20\n', 'node:18\n');
  expect(edited(other, moved)).toBe(other.replace('20', '22'));
});

/** What a change of `from` to `to` makes of a file. */
const TABLE: Readonly<Record<string, readonly [from: string, to: string, string, string]>> = {
  'a tag': ['node:20', 'node:22', 'FROM node:20\n', 'FROM node:22\n'],
  'a digest': [
    `node:20@${OLD}`,
    `node:20@${NEW}`,
    `FROM --platform=$BUILDPLATFORM node:20@${OLD} AS build # no comment\n`,
    `FROM --platform=$BUILDPLATFORM node:20@${NEW} AS build # no comment\n`,
  ],
  'a digest that is new': [
    'node:20',
    `node:22@${NEW}`,
    'FROM node:20 AS a\nFROM a\n',
    `FROM node:22@${NEW} AS a\nFROM a\n`,
  ],
  'the ARG of the whole reference': [
    'node:20',
    `node:20@${NEW}`,
    `ARG BASE="node:20"\nFROM \${BASE} AS a\nFROM \${BASE}\n`,
    `ARG BASE="node:20@NEW"\nFROM \${BASE} AS a\nFROM \${BASE}\n`.replace('NEW', NEW),
  ],
  'the ARG of the tag': [
    'node:20-slim',
    'node:22-slim',
    `ARG V=20\nFROM node:\${V}-slim\n`,
    `ARG V=22\nFROM node:\${V}-slim\n`,
  ],
  'the ARG of the tag, and the digest': [
    `node:20@${OLD}`,
    `node:22@${NEW}`,
    `ARG V=20\nFROM node:$V@${OLD}\n`,
    `ARG V=22\nFROM node:$V@${NEW}\n`,
  ],
  'an ARG in an ARG': [
    'r.example/node:20',
    'r.example/node:22',
    `ARG V='20'\nARG BASE=r.example/node:\${V}\nFROM $BASE\n`,
    `ARG V='22'\nARG BASE=r.example/node:\${V}\nFROM $BASE\n`,
  ],
  'the text after an ARG': [
    'r.example/node:20',
    `r.example/node:20@${NEW}`,
    'ARG R=r.example\nFROM $R/node:20\nFROM $R/other:1\n',
    `ARG R=r.example\nFROM $R/node:20@${NEW}\nFROM $R/other:1\n`,
  ],
  'the default in the reference': [
    'node:20',
    'node:22',
    `FROM node:\${V:-20}\n`,
    `FROM node:\${V:-22}\n`,
  ],
  'COPY --from': [
    'busybox:1.36',
    'busybox:1.37',
    'FROM scratch\nCOPY --from=busybox:1.36 --chown=1 /bin/sh /bin/\n',
    'FROM scratch\nCOPY --from=busybox:1.37 --chown=1 /bin/sh /bin/\n',
  ],
  'RUN --mount': [
    'busybox:1.36',
    'busybox:1.37',
    'FROM scratch\nRUN --mount=type=bind,from=busybox:1.36,target=/b x busybox:1.36\n',
    'FROM scratch\nRUN --mount=type=bind,from=busybox:1.37,target=/b x busybox:1.36\n',
  ],
  'carriage returns, a byte order mark and no final line break': [
    'node:20',
    'node:22',
    '\ufeff# why\r\nFROM node:20\r\nRUN x',
    '\ufeff# why\r\nFROM node:22\r\nRUN x',
  ],
};

describe('the image of a Dockerfile', () => {
  it.each(Object.keys(TABLE))('is changed in %s, and a second run changes nothing', (name) => {
    const [from, to, before, after] = TABLE[name] ?? ['', '', '', ''];
    const line = before.split('\n').findIndex((text) => /^FROM (?!scratch)|from=/.test(text)) + 1;
    expect(move(before, from, to, line)).toBe(after);
    expect(move(after, from, to, line)).toMatch(/^unchanged: /);
  });

  it('is changed on its line only', () => {
    const text = 'FROM node:20 AS a\nFROM node:20\n';
    expect(move(text, 'node:20', 'node:22', 2)).toBe('FROM node:20 AS a\nFROM node:22\n');
    expect(move('FROM node:20 AS a\nFROM node:22\n', 'node:20', 'node:22', 2)).toMatch(
      /^unchanged/,
    );
  });

  it('is found when lines were added above it', () => {
    expect(move('\n\n\nFROM node:20\n', 'node:20', 'node:22')).toBe('\n\n\nFROM node:22\n');
  });

  it.each<readonly [why: string, text: string, from: string, to: string, reason: RegExp]>([
    ['it is another image', 'FROM node:21\n', 'node:20', 'node:22', /says "node:21" instead/],
    ['it is gone', 'RUN x\n', 'node:20', 'node:22', /^refused: No line says "node:20"$/],
    [
      'two lines could be meant',
      '\n\nFROM a:1\nFROM a:1\n',
      'a:1',
      'a:2',
      /other lines do \(3, 4\)/,
    ],
    [
      'its variables are a chain',
      `ARG A0=1\n${CHAIN}FROM a:$A20\n`,
      'a:1',
      'a:2',
      /set through others/,
    ],
    [
      'it has many parts',
      `ARG V=1\nFROM a:${'$V'.repeat(99)}\n`,
      `a:${'1'.repeat(99)}`,
      'a:2',
      /^refused/,
    ],
    ['it is a stage', 'FROM b:1 AS a\nFROM a\n', 'a', 'a:2', /^refused/],
    ['its variable has no value', 'ARG V\nFROM a:$V\n', 'a:1', 'a:2', /^refused/],
    [
      'RUN uses the variable too',
      'ARG V=1\nFROM a:$V\nARG V\nRUN x $V',
      'a:1',
      'a:2',
      /"V" is used/,
    ],
    [
      'an ARG would lose to a digest',
      'ARG V=1\nFROM a:$V-b\n',
      'a:1-b',
      `a:1-b@${NEW}`,
      /^refused/,
    ],
    ['the reference is no reference', 'FROM a:1\n', 'a:1', 'a:2 AS x', /not an image reference/],
    ['the reference has a line break', 'FROM a:1\n', 'a:1', 'a:2\nRUN x', /not an image reference/],
    ['the reference is an option', 'FROM a:1\n', 'a:1', '--platform=x', /not an image reference/],
    ['the reference has a variable', 'FROM a:1\n', 'a:1', `a:\${X}`, /not an image reference/],
  ])('is not changed if %s', (_why, text, from, to, reason) => {
    expect(move(text, from, to)).toMatch(reason);
  });
});
