import { describe, expect, test } from '@jest/globals';
import { instructionsOf } from '../../../src/dockerfile/parser/model.js';
import { parse, parseInstruction } from '../parse-text.js';

describe('arguments', () => {
  test.each<[text: string, args: string[], json: boolean]>([
    ['CMD ["a b", "\\u0063"]', ['a b', 'c'], true],
    ["CMD ['a']", ["['a']"], false],
    ['CMD [ "a", ]', ['[ "a", ]'], false],
    ['ENTRYPOINT []', [], true],
    ['COPY --chown=1 a  b\tc', ['a', 'b', 'c'], false],
    ['COPY ["a b", "c"]', ['a b', 'c'], true],
    ['ENV A=1 B="x y"', ['A', '1', 'B', '"x y"'], false],
    ['ENV A x  y', ['A', 'x  y'], false],
    ['ARG A B="c d"', ['A', 'B="c d"'], false],
    ['WORKDIR /a b', ['/a b'], false],
    ['HEALTHCHECK CMD ["a"]', ['CMD', 'a'], true],
    ['HEALTHCHECK --retries=1 CMD a b', ['CMD', 'a b'], false],
    ['EXPOSE 80 81/udp', ['80', '81/udp'], false],
    ['SHELL ["a", "-c"]', ['a', '-c'], true],
    ['RUN', [], false],
  ])('of %s are read', (text, args, json) => {
    const instruction = parseInstruction(text);
    expect(instruction.args.map(({ raw }) => raw)).toEqual(args);
    expect(instruction.json).toBe(json);
  });

  test.each<[text: string, pairs: [key: string, value: string | undefined, legacy: boolean][]]>([
    [
      'ENV A=1 B="x y"',
      [
        ['A', '1', false],
        ['B', 'x y', false],
      ],
    ],
    ['ENV A x  y', [['A', 'x  y', true]]],
    [
      'ARG A B=',
      [
        ['A', undefined, false],
        ['B', '', false],
      ],
    ],
    ['LABEL "a b"=c\\ d', [['a b', 'c d', false]]],
  ])('of %s are pairs', (text, pairs) => {
    const instruction = parseInstruction(text);
    if (!('pairs' in instruction)) throw new Error('no pairs');
    expect(
      instruction.pairs.map(({ key, value, legacy }) => [key.value, value?.value, legacy]),
    ).toEqual(pairs);
  });

  test('of COPY are sources without heredocs, and the destination', () => {
    const copy = parseInstruction('COPY a <<EOF b/\nx\nEOF');
    if (copy.keyword !== 'COPY') throw new Error('no COPY');
    expect(copy.sources.map(({ raw }) => raw)).toEqual(['a']);
    expect(copy.destination?.raw).toBe('b/');
  });

  test('of ONBUILD are those of its trigger', () => {
    const [copy] = instructionsOf(parse('FROM a\nonbuild COPY --from=b c d'), 'COPY', {
      onbuild: true,
    });
    expect(copy).toMatchObject({
      keyword: 'COPY',
      onbuild: { keyword: 'ONBUILD' },
      stage: { index: 0 },
    });
    expect(copy?.sources.map(({ raw }) => raw)).toEqual(['c']);
  });
});

describe('the position of a token', () => {
  test.each<[text: string, line: number, column: number, token: string]>([
    ['\ufeffFROM a:1', 1, 7, 'a:1'],
    ['FROM a\r\nUSER x\r\n', 2, 6, 'x'],
    ['FROM a\n\tUSER\tx', 2, 7, 'x'],
    ['FROM a\nLABEL 😀=1 k=😀x', 2, 14, '😀x'],
    ['FROM a\nCOPY b \\\n# c\n  d e', 4, 5, 'e'],
    ['FROM a\nENV A=1 \\\n  B="x y"', 3, 5, '"x y"'],
    ['FROM a\nCMD ["b", "c d"]', 2, 11, '"c d"'],
  ])('in %j is %d:%d', (text, line, column, token) => {
    const { instructions, source } = parse(text);
    const last = instructions.at(-1)?.args.at(-1);
    expect(last?.range).toMatchObject({ startLine: line, startColumn: column });
    expect(source.text.slice(last?.start, last?.end)).toBe(token);
  });
});
