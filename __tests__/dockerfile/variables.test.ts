import { describe, expect, it, test } from '@jest/globals';
import { instructionsOf } from '../../src/dockerfile/parser/model.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';
import { targetArgs } from '../../src/dockerfile/predefined-args.js';
import { declarationAt, expandedAt, variableValue } from '../../src/dockerfile/variables.js';
import { parse } from './parse-text.js';

describe('variables', () => {
  const file = parse(
    [
      'ARG V=12',
      'FROM debian:$V AS base',
      'ENV A=1 B=$A-x',
      'RUN one',
      'FROM base AS tool',
      'ARG V',
      'ENV A=2',
      'ARG A=3',
      'RUN two',
      'FROM scratch',
      'COPY --from=tool /a $V',
      'RUN three',
    ].join('\n'),
  );
  const runs = instructionsOf(file, 'RUN');

  test.each<[run: number, name: string, value: string | undefined]>([
    [0, 'A', '1'],
    // The pairs of one ENV do not see each other.
    [0, 'B', '$A-x'],
    [0, 'V', undefined],
    // ENV overrides ARG, and the stage overrides its parent.
    [1, 'A', '2'],
    [1, 'B', '$A-x'],
    [1, 'V', '12'],
    [2, 'A', undefined],
  ])('in RUN %d, %s is %s', (index, name, value) => {
    const run = runs[index];
    expect(run && variableValue(file, run, name)).toBe(value);
  });

  it('take the values of build arguments where ARG declares them', () => {
    const run = runs[1];
    const buildArgs = new Map([
      ['V', '13'],
      ['A', '9'],
    ]);
    expect(run && variableValue(file, run, 'V', buildArgs)).toBe('13');
    expect(run && variableValue(file, run, 'A', buildArgs)).toBe('2');
  });

  it('stay as written where they are not set', () => {
    const [copy] = instructionsOf(file, 'COPY');
    expect(copy?.destination && expandedAt(file, copy, copy.destination)).toBe('$V');
  });

  it('of FROM are global ARG instructions only', () => {
    const { stages } = parse('ARG A=1\nFROM x\nARG B=2\nFROM y');
    const from = stages[1]?.from;
    const dockerfile = parse('ARG A=1\nFROM x\nARG B=2\nFROM y');
    expect(from && declarationAt(dockerfile, from, 'A')?.name).toBe('A');
    expect(from && declarationAt(dockerfile, from, 'B')).toBeUndefined();
  });

  it('that refer to each other end with an unknown value', () => {
    const chain = Array.from({ length: 80 }, (_, i) => `ENV V${i + 1}=$V${i}`).join('\n');
    const dockerfile = parse(`FROM a\nENV V0=x\n${chain}\nRUN b`);
    const run = instructionsOf(dockerfile, 'RUN')[0];
    expect(run && variableValue(dockerfile, run, 'V80')).toContain('$');
    expect(run && variableValue(dockerfile, run, 'V20')).toBe('x');
  });
});

describe('the values of the target platform', () => {
  const file = parseDockerfile(
    'Dockerfile',
    [
      'ARG TARGETOS',
      'ARG TARGETVARIANT=own',
      'ARG IMAGE=app-$TARGETARCH-$TARGETOS-$TARGETVARIANT',
      'FROM $IMAGE AS base-arm64',
      'FROM base-$TARGETARCH',
      'RUN one',
      'ARG TARGETARCH TARGETVARIANT',
      'RUN two',
      'ARG TARGETARCH=mine',
      'RUN three',
    ].join('\n'),
    { platformArgs: targetArgs('linux/arm64') ?? new Map() },
  );
  const valueIn = (index: number, name: string) => {
    const run = instructionsOf(file, 'RUN')[index];
    return run && variableValue(file, run, name);
  };

  it('are known in FROM without an ARG, where no ARG has another default value', () => {
    expect(file.stages.map(({ image, parent }) => image ?? parent?.name)).toEqual([
      'app-arm64-linux-own',
      'base-arm64',
    ]);
  });

  it('are known in a stage after an ARG, whose default value comes first', () => {
    expect([0, 1, 2].map((index) => valueIn(index, 'TARGETARCH'))).toEqual([
      undefined,
      'arm64',
      'mine',
    ]);
    expect(valueIn(1, 'TARGETVARIANT')).toBe('own');
  });
});

it.each<[platform: string, target: string | undefined, variant: string | undefined]>([
  ['linux/amd64', 'linux/amd64', ''],
  ['linux/amd64/v1', 'linux/amd64', ''],
  ['linux/amd64/v3', 'linux/amd64/v3', 'v3'],
  ['linux/aarch64/v8', 'linux/arm64', ''],
  ['linux/arm', 'linux/arm/v7', 'v7'],
  ['linux/arm/v6', 'linux/arm/v6', 'v6'],
  ['windows/amd64', 'windows/amd64', ''],
  ['s390x', 'linux/s390x', ''],
  ['$'.concat('{PLATFORM}'), undefined, undefined],
])('for the platform %s, TARGETPLATFORM is %s', (platform, target, variant) => {
  const values = targetArgs(platform);
  expect([values?.get('TARGETPLATFORM'), values?.get('TARGETVARIANT')]).toEqual([target, variant]);
});
