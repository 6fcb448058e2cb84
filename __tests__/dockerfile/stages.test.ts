import { describe, expect, it, test } from '@jest/globals';
import {
  finalImageFilter,
  isUnprivileged,
  leafStages,
  lineage,
  sections,
  targetStage,
} from '../../src/dockerfile/stages.js';
import { parse } from './parse-text.js';

const file = parse(
  [
    'FROM a AS base',
    'RUN in base',
    'FROM base AS build',
    'RUN in build',
    'FROM base AS test',
    'RUN in test',
    'FROM base',
    'COPY --from=build /x /',
  ].join('\n'),
);

describe('lineage', () => {
  it('is the stage and its parents', () => {
    const last = file.stages[3];
    expect(last && lineage(last).map(({ index }) => index)).toEqual([3, 0]);
  });

  it('is cut in a long chain', () => {
    const chain = Array.from({ length: 500 }, (_, i) => `FROM s${i} AS s${i + 1}`).join('\n');
    const last = parse(`FROM a AS s0\n${chain}`).stages.at(-1);
    expect(last && lineage(last).length).toBe(200);
  });
});

test.each([
  ['FROM debian:13', false],
  ['FROM debian:13-rootless', true],
  ['FROM gcr.io/distroless/static:nonroot', true],
  ['FROM mcr.microsoft.com/windows/nanoserver:ltsc2025', true],
  ['FROM cgr.dev/chainguard/node', true],
  ['FROM example.org/cgr.dev/chainguard/node', false],
  ['FROM scratch\nCOPY a /', true],
  ['FROM scratch\nCMD ["/a"]', false],
  ['FROM scratch AS a\nENTRYPOINT ["/a"]\nFROM a', false],
  ['FROM debian:13 AS nonroot\nFROM nonroot', false],
])('without a USER, the image of %j does not run as root: %s', (text, expected) => {
  const last = parse(text).stages.at(-1);
  expect(last && isUnprivileged(lineage(last))).toBe(expected);
});

test.each<[target: string | undefined, index: number | undefined]>([
  [undefined, 3],
  ['BUILD', 1],
  ['2', 2],
  ['missing', undefined],
  ['9', undefined],
])('targetStage(%s) is stage %s', (target, index) => {
  expect(targetStage(file, target)?.index).toBe(index);
});

describe('leafStages', () => {
  it('are the stages that no other stage uses', () => {
    expect(leafStages(file).map(({ name }) => name)).toEqual(['test', undefined]);
  });
});

describe('finalImageFilter', () => {
  it('keeps instructions of the last stage and of stages that a FROM builds on', () => {
    const isKept = finalImageFilter(file);
    expect(file.instructions.filter(isKept).map(({ stage }) => stage?.index)).toEqual([0, 0, 3, 3]);
  });
});

describe('sections', () => {
  test.each<[text: string, found: [stage: number | undefined, instructions: number][]]>([
    [
      'ARG A\nFROM a\nRUN b\nFROM c',
      [
        [undefined, 1],
        [0, 1],
        [1, 0],
      ],
    ],
    ['FROM a\nRUN b', [[0, 1]]],
    ['RUN a\nRUN b', [[undefined, 2]]],
    ['', []],
  ])('of %j are %j', (text, found) => {
    expect(
      sections(parse(text)).map(({ stage, instructions }) => [stage?.index, instructions.length]),
    ).toEqual(found);
  });
});
