import { describe, expect, it, test } from '@jest/globals';
import { stageReferences } from '../../../src/dockerfile/parser/stage-builder.js';
import { parse, parseInstruction } from '../parse-text.js';

describe('stages', () => {
  const { stages, globalArgs, instructions } = parse(
    [
      'ARG V=12',
      'FROM debian:$V AS Base',
      'RUN one',
      'FROM base AS tool',
      'ONBUILD RUN two',
      'FROM other:1',
      'FROM scratch',
      'COPY --from=tool /a /',
      'COPY --from=ghcr.io/acme/app:1 /b /',
      'RUN --mount=from=0 three',
    ].join('\n'),
  );

  it('have names, parents, images, and uses of other stages', () => {
    const facts = stages.map(({ name, parent, image, uses }) => [
      name,
      parent?.name,
      image,
      uses.map(({ stage }) => stage.index),
    ]);
    expect(facts).toEqual([
      ['base', undefined, 'debian:12', []],
      ['tool', 'base', undefined, []],
      [undefined, undefined, 'other:1', []],
      [undefined, undefined, 'scratch', [1, 0]],
    ]);
  });

  it('are set on instructions and triggers', () => {
    expect(instructions.map(({ stage }) => stage?.index)).toEqual([
      undefined,
      0,
      0,
      1,
      1,
      2,
      3,
      3,
      3,
      3,
    ]);
    const onbuild = instructions.find(({ keyword }) => keyword === 'ONBUILD');
    expect(onbuild?.keyword === 'ONBUILD' && onbuild.trigger?.stage?.index).toBe(1);
  });

  it('begin after the global ARG instructions', () => {
    expect(globalArgs.map(({ startLine }) => startLine)).toEqual([1]);
  });
});

test.each<[text: string, references: string[]]>([
  ['COPY --from=a b c', ['a']],
  ['ONBUILD COPY --from=a b c', ['a']],
  ['RUN --mount=type=bind,from=a --mount=type=cache,from=b,target=/c d', ['a', 'b']],
  ['RUN --mount=type=cache,target=/c d', []],
  ['ADD a b', []],
])('%s refers to the stages or images %j', (text, references) => {
  expect(stageReferences(parseInstruction(text)).map(({ value }) => value)).toEqual(references);
});
