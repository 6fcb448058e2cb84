import { describe, expect, test } from '@jest/globals';
import { parse, parseInstruction } from '../parse-text.js';

type Found = [name: string, content: string, expand: boolean, chomp: boolean, descriptor: number];

describe('heredocs', () => {
  test.each<[text: string, found: Found[]]>([
    ['RUN <<EOF\na\nEOF\nUSER x', [['EOF', 'a\n', true, false, 0]]],
    [
      'COPY <<A <<"B" /x/\n1\nA\n2\nB',
      [
        ['A', '1\n', true, false, 0],
        ['B', '2\n', false, false, 0],
      ],
    ],
    ['RUN <<-X\n\ta\n\tX', [['X', '\ta\n', true, true, 0]]],
    ['RUN 3<<X cat\nX', [['X', '', true, false, 3]]],
    ['RUN cat << X\na\nX', [['X', 'a\n', true, false, 0]]],
    ['ONBUILD RUN <<EOF\na\nEOF', []],
    ['RUN echo "<<X"', []],
    ['RUN cat <<<X', []],
    ['RUN ["<<X"]', []],
    ['ENV A=<<X', []],
  ])('of %j are read', (text, found) => {
    const { heredocs } = parseInstruction(text);
    expect(heredocs.map((h) => [h.name, h.content, h.expand, h.chomp, h.descriptor])).toEqual(
      found,
    );
  });

  test('of a trigger belong to the trigger', () => {
    const onbuild = parseInstruction('ONBUILD RUN <<EOF\na\nEOF');
    if (onbuild.keyword !== 'ONBUILD') throw new Error('no ONBUILD');
    expect(onbuild.trigger?.heredocs.map(({ content }) => content)).toEqual(['a\n']);
    expect(onbuild.endLine).toBe(4);
  });

  test('without a terminator are a problem, and end with the file', () => {
    const { instructions, problems } = parse('FROM a\nRUN <<EOF cat\nx\nUSER y');
    expect(instructions).toHaveLength(2);
    expect(problems).toMatchObject([
      { kind: 'heredoc', phase: 'syntax', range: { startLine: 2, startColumn: 5, endColumn: 10 } },
    ]);
  });
});
