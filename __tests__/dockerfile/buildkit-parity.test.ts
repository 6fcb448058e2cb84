import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Instruction } from '../../src/dockerfile/parser/model.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';

const corpus = new URL('../../../shared/conformance/lint/dockerfiles.jsonl', import.meta.url);

interface Node {
  readonly cmd: string;
  readonly start: number;
  readonly end: number;
  readonly args?: readonly string[];
  readonly flags?: readonly string[];
  readonly json?: boolean;
  readonly comments?: readonly string[];
  readonly heredocs?: readonly {
    readonly name: string;
    readonly content: string;
    readonly expand: boolean;
    readonly chomp: boolean;
  }[];
}

interface Case {
  readonly id: string;
  readonly dockerfile: string;
  readonly nodes?: readonly Node[];
  readonly parseError?: string;
}

/** Our instruction in the words of BuildKit's parse tree. */
function toNode(instruction: Instruction): Node {
  const args = parserArguments(instruction);
  const comments = instruction.comments.filter((comment) => comment !== '');
  const { heredocs } =
    instruction.keyword === 'ONBUILD' && instruction.trigger ? instruction.trigger : instruction;
  return {
    cmd: instruction.keywordToken.raw,
    start: instruction.startLine,
    end: instruction.endLine,
    ...(args.length > 0 ? { args } : {}),
    ...(instruction.flags.length > 0 ? { flags: instruction.flags.map(writtenFlag) } : {}),
    ...(instruction.json ? { json: true } : {}),
    ...(comments.length > 0 ? { comments } : {}),
    ...(heredocs.length > 0
      ? {
          heredocs: heredocs.map(({ name, content, expand, chomp }) => ({
            name,
            content,
            expand,
            chomp,
          })),
        }
      : {}),
  };
}

function parserArguments(instruction: Instruction): string[] {
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
      return ['', trigger.keywordToken.raw, ...flags, ...parserArguments(trigger)];
    }
    case 'UNKNOWN':
      return [''];
    default:
      return instruction.args.map((word) => word.raw);
  }
}

function writtenFlag({ name, value }: { name: string; value: string | undefined }): string {
  return value === undefined ? `--${name}` : `--${name}=${value}`;
}

describe('the model, compared with what BuildKit itself parsed', () => {
  if (!existsSync(corpus)) {
    it.skip('skipped: ../shared/conformance is not here', () => {});
    return;
  }
  const cases = readFileSync(corpus, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line): Case => JSON.parse(line));

  it('has the same instructions, lines, flags, arguments, comments and heredocs', () => {
    const differing = cases.filter(({ id, dockerfile, nodes, parseError }) => {
      if (parseError !== undefined) return false;
      const ours = parseDockerfile(id, dockerfile).instructions.map(toNode);
      const theirs = (nodes ?? []).map(
        ({ cmd, start, end, args, flags, json, comments, heredocs }) =>
          JSON.parse(JSON.stringify({ cmd, start, end, args, flags, json, comments, heredocs })),
      );
      const same = JSON.stringify(ours.map(sorted)) === JSON.stringify(theirs.map(sorted));
      if (!same && process.env.SHOW) {
        ours.forEach((o, i) => {
          if (JSON.stringify(sorted(o)) !== JSON.stringify(sorted(theirs[i] ?? {})))
            console.log(id, o, theirs[i]);
        });
        if (ours.length !== theirs.length) console.log(id, ours.length, theirs.length);
      }
      return !same;
    });
    expect(differing.map(({ id }) => id)).toEqual([]);
  });

  it('reports a syntax problem exactly where BuildKit refuses to parse', () => {
    const wrong = cases.filter(({ id, dockerfile, parseError }) => {
      const { problems } = parseDockerfile(id, dockerfile);
      return problems.some(({ phase }) => phase === 'syntax') !== (parseError !== undefined);
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});

function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
