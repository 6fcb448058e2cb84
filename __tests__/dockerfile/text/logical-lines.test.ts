import { describe, expect, it, test } from '@jest/globals';
import { parse, parseInstruction } from '../parse-text.js';

describe('continuation lines', () => {
  test.each<[text: string, joined: string, endLine: number]>([
    ['RUN a \\\n  b', 'a   b', 3],
    ['RUN a \\\n# why\n\n  b', 'a   b', 5],
    ['RUN a \\  \n b', 'a  b', 3],
    ['RUN a \\\\\nUSER b', 'a \\\\', 2],
    ['RUN a \\\r\n\tb\r\n', 'a \tb', 3],
    ['RUN a\\\nb', 'ab', 3],
    ['RUN a \\', 'a', 2],
  ])('of %j are joined', (text, joined, endLine) => {
    const instruction = parseInstruction(text);
    expect(instruction.text).toBe(joined);
    expect(instruction.endLine).toBe(endLine);
  });

  test('end with the escape token of the directive', () => {
    const { instructions } = parse('# escape=`\nFROM a\nRUN b `\n  c \\\nUSER d');
    expect(instructions.map(({ text }) => text)).toEqual(['a', 'b   c \\', 'd']);
  });

  test('keep the comments and empty lines between them', () => {
    const instruction = parseInstruction('RUN a \\\n# why\n\n  b');
    expect(instruction.innerComments.map(({ text, line }) => `${line}:${text}`)).toEqual(['3:why']);
    expect(instruction.emptyLines).toEqual([4]);
  });
});

describe('comments', () => {
  it('are listed in order, those inside of instructions included', () => {
    const { comments } = parse('# one\nFROM a\n  # two\nRUN b \\\n# three\n c\n#\n');
    expect(comments.map(({ line, text }) => `${line}:${text}`)).toEqual([
      '1:one',
      '3:two',
      '5:three',
      '7:',
    ]);
  });

  it('belong to the instruction below, up to an empty comment', () => {
    const { instructions } = parse('# a\n#\n# b\n# c\nFROM x\n# d\n\nUSER y');
    expect(instructions.map(({ comments }) => comments)).toEqual([['b', 'c'], ['d']]);
  });

  it('are all kept, however many an instruction has', () => {
    const text = `FROM scratch\nRUN a \\\n${'#\n'.repeat(200_000)}b\n`;
    expect(parse(text).comments).toHaveLength(200_000);
  });
});
