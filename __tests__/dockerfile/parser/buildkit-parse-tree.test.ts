import { describe, expect, it, test } from '@jest/globals';
import type { Instruction } from '../../../src/dockerfile/parser/model.js';
import { type ParseNode, readCorpus } from '../corpus.js';
import { parse } from '../parse-text.js';

/** Our instruction as a node of BuildKit's parse tree. */
function toNode(instruction: Instruction): ParseNode {
  const args = nodeArguments(instruction);
  const comments = instruction.comments.filter((comment) => comment !== '');
  const { heredocs } =
    instruction.keyword === 'ONBUILD' && instruction.trigger ? instruction.trigger : instruction;
  return {
    cmd: instruction.keywordToken.raw,
    start: instruction.startLine,
    end: instruction.endLine,
    args: nonEmpty(args),
    flags: nonEmpty(instruction.flags.map(writtenFlag)),
    json: instruction.json || undefined,
    comments: nonEmpty(comments),
    heredocs: nonEmpty(
      heredocs.map(({ name, content, expand, chomp }) => ({ name, content, expand, chomp })),
    ),
  };
}

function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function nodeArguments(instruction: Instruction): string[] {
  switch (instruction.keyword) {
    case 'ENV':
    case 'LABEL':
      // Key, value and separator of each pair.
      return instruction.pairs.flatMap(({ key, value, legacy }) => [
        key.raw,
        value?.raw ?? '',
        legacy ? '' : '=',
      ]);
    case 'ONBUILD': {
      const { trigger } = instruction;
      if (!trigger) return [];
      const flags = trigger.flags.map(writtenFlag);
      return ['', trigger.keywordToken.raw, ...flags, ...nodeArguments(trigger)];
    }
    case 'UNKNOWN':
      return [''];
    default:
      return instruction.args.map((token) => token.raw);
  }
}

function writtenFlag({ name, value }: { name: string; value: string | undefined }): string {
  return value === undefined ? `--${name}` : `--${name}=${value}`;
}

const nodesOf = (text: string) => parse(text).instructions.map(toNode);

const hasSyntaxError = (text: string) =>
  parse(text).problems.some(({ phase }) => phase === 'syntax');

describe('The parse tree is the same as in BuildKit', () => {
  test.each<[text: string, nodes: ParseNode[]]>([
    ['FROM debian:12', [{ cmd: 'FROM', start: 1, end: 1, args: ['debian:12'] }]],
    [
      '# about\n# more\nfrom a as b',
      [{ cmd: 'from', start: 3, end: 3, args: ['a', 'as', 'b'], comments: ['about', 'more'] }],
    ],
    ['# above\n\nFROM a', [{ cmd: 'FROM', start: 3, end: 3, args: ['a'], comments: ['above'] }]],
    ['RUN x \\\n  # c\n\n  y', [{ cmd: 'RUN', start: 1, end: 4, args: ['x   y'] }]],
    ['# escape=`\nRUN x `\n\\ y', [{ cmd: 'RUN', start: 2, end: 3, args: ['x \\ y'] }]],
    ['CMD ["a", "b c"]', [{ cmd: 'CMD', start: 1, end: 1, args: ['a', 'b c'], json: true }]],
    ["CMD ['a']", [{ cmd: 'CMD', start: 1, end: 1, args: ["['a']"] }]],
    [
      'COPY --from=x --link a  b c',
      [{ cmd: 'COPY', start: 1, end: 1, args: ['a', 'b', 'c'], flags: ['--from=x', '--link'] }],
    ],
    [
      'ENV A=1 B="x y"',
      [{ cmd: 'ENV', start: 1, end: 1, args: ['A', '1', '=', 'B', '"x y"', '='] }],
    ],
    ['ENV A x  y', [{ cmd: 'ENV', start: 1, end: 1, args: ['A', 'x  y', ''] }]],
    ['LABEL "a b"=c', [{ cmd: 'LABEL', start: 1, end: 1, args: ['"a b"', 'c', '='] }]],
    ['ARG A B="c d"', [{ cmd: 'ARG', start: 1, end: 1, args: ['A', 'B="c d"'] }]],
    ['EXPOSE 80 81/udp', [{ cmd: 'EXPOSE', start: 1, end: 1, args: ['80', '81/udp'] }]],
    ['WORKDIR /a b', [{ cmd: 'WORKDIR', start: 1, end: 1, args: ['/a b'] }]],
    [
      'HEALTHCHECK --interval=1s CMD curl x',
      [{ cmd: 'HEALTHCHECK', start: 1, end: 1, args: ['CMD', 'curl x'], flags: ['--interval=1s'] }],
    ],
    [
      'ONBUILD COPY --from=a b c',
      [{ cmd: 'ONBUILD', start: 1, end: 1, args: ['', 'COPY', '--from=a', 'b', 'c'] }],
    ],
    [
      'RUN <<EOF\na\nEOF\nUSER b',
      [
        {
          cmd: 'RUN',
          start: 1,
          end: 3,
          args: ['<<EOF'],
          heredocs: [{ name: 'EOF', content: 'a\n', expand: true, chomp: false }],
        },
        { cmd: 'USER', start: 4, end: 4, args: ['b'] },
      ],
    ],
    [
      'COPY <<-"A" <<B /x/\n\t1\n\tA\n2\nB',
      [
        {
          cmd: 'COPY',
          start: 1,
          end: 5,
          args: ['<<-"A"', '<<B', '/x/'],
          heredocs: [
            { name: 'A', content: '\t1\n', expand: false, chomp: true },
            { name: 'B', content: '2\n', expand: true, chomp: false },
          ],
        },
      ],
    ],
    ['UNKNOWN a b', [{ cmd: 'UNKNOWN', start: 1, end: 1, args: [''] }]],
  ])('for %j', (text, nodes) => {
    expect(nodesOf(text)).toEqual(nodes);
  });

  test.each([
    '',
    '# a comment',
    'FROM a\nENV A',
    'FROM a\nENV A=1 B',
    'FROM a\nCMD ["a", 1]',
    'FROM a\nRUN <<EOF\nx',
    '# escape=x\nFROM a',
    `FROM a\nRUN ${'x'.repeat(70_000)}`,
  ])('with a syntax error for %j', (text) => {
    expect(hasSyntaxError(text)).toBe(true);
  });

  test.each(['FROM a\nUNKNOWN b', 'FROM a\nCOPY b', 'RUN a', 'FROM a\nCMD ["a"'])(
    'without a syntax error for %j',
    (text) => {
      expect(hasSyntaxError(text)).toBe(false);
    },
  );
});

describe('The parse tree is the same as in BuildKit, for the real Dockerfiles in ../shared', () => {
  const corpus = readCorpus();
  if (!corpus) {
    it.skip('which are missing: ../shared/conformance', () => {});
    return;
  }

  it('with the same instructions, lines, flags, arguments, comments and heredocs', () => {
    const differing = corpus.filter(({ dockerfile, nodes, parseError }) => {
      if (parseError !== undefined) return false;
      return comparable(nodesOf(dockerfile)) !== comparable(nodes ?? []);
    });
    expect(differing.map(({ id }) => id)).toEqual([]);
  });

  it('with a syntax error in the same files', () => {
    const differing = corpus.filter(
      ({ dockerfile, parseError }) => hasSyntaxError(dockerfile) !== (parseError !== undefined),
    );
    expect(differing.map(({ id }) => id)).toEqual([]);
  });
});

/** The fields of nodes that are compared, in a fixed order. */
function comparable(nodes: readonly ParseNode[]): string {
  return JSON.stringify(
    nodes.map(({ cmd, start, end, args, flags, json, comments, heredocs }) => ({
      cmd,
      start,
      end,
      args,
      flags,
      json,
      comments,
      heredocs: heredocs?.map(({ name, content, expand, chomp }) => ({
        name,
        content,
        expand,
        chomp,
      })),
    })),
  );
}
