import { describe, expect, it, test } from '@jest/globals';
import { instructionsOf } from '../../src/dockerfile/parser/model.js';
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
