import { describe, expect, it, test } from '@jest/globals';
import { buildPlan } from '../../../src/dockerfile/build-plan.js';
import { lintComments } from '../../../src/dockerfile/lint-comments.js';
import { expand } from '../../../src/dockerfile/parser/expansion.js';
import { instructionsOf } from '../../../src/dockerfile/parser/model.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';
import { shellAt } from '../../../src/dockerfile/shell/effective-shell.js';
import { expandedAt, valueAt } from '../../../src/dockerfile/variables.js';

const parse = (text: string) => parseDockerfile('Dockerfile', text);
const only = (body: string) => {
  const file = parse(`FROM a:1\n${body}`);
  const instruction = file.instructions[1];
  if (!instruction) throw new Error('no instruction');
  return { file, instruction };
};

describe('directives', () => {
  test.each<[text: string, found: string[], token: string]>([
    ['# escape=`\nFROM a', ['escape=`'], '`'],
    ['#syntax = x/y:1\n# Check=skip=all\nFROM a', ['syntax=x/y:1', 'check=skip=all'], '\\'],
    ['# a comment\n# escape=`\nFROM a', [], '\\'],
    ['\n# escape=`\nFROM a', [], '\\'],
    ['\ufeff# escape=`\r\nFROM a', ['escape=`'], '`'],
    ['# unknown=1\n# escape=`\nFROM a', [], '\\'],
  ])('%j', (text, found, token) => {
    const { directives, escapeToken } = parse(text);
    expect(directives.map(({ name, value }) => `${name}=${value}`)).toEqual(found);
    expect(escapeToken).toBe(token);
  });
});

describe('continued lines', () => {
  test.each<[body: string, text: string, endLine: number]>([
    ['RUN a \\\n  b', 'a   b', 3],
    ['RUN a \\\n# why\n\n  b', 'a   b', 5],
    ['RUN a \\  \n b', 'a  b', 3],
    ['RUN a \\\\\nUSER b', 'a \\\\', 2],
    ['RUN a \\\r\n\tb\r\n', 'a \tb', 3],
    ['RUN a\\\nb', 'ab', 3],
  ])('%j are joined', (body, text, endLine) => {
    const { instruction } = only(body);
    expect(instruction.text).toBe(text);
    expect(instruction.endLine).toBe(endLine);
  });

  it('tell where comments and blank lines stand', () => {
    const { instruction } = only('RUN a \\\n# why\n\n  b');
    expect(instruction.innerComments.map(({ text, line }) => `${line}:${text}`)).toEqual(['3:why']);
    expect(instruction.emptyLines).toEqual([4]);
  });
});

describe('arguments', () => {
  test.each<[body: string, args: string[], json: boolean]>([
    ['CMD ["a b", "\\u0063"]', ['a b', 'c'], true],
    ["CMD ['a']", ["['a']"], false],
    ['CMD [ "a", ]', ['[ "a", ]'], false],
    ['ENTRYPOINT []', [], true],
    ['COPY --chown=1 a  b\tc', ['a', 'b', 'c'], false],
    ['COPY ["a b", "c"]', ['a b', 'c'], true],
    ['ENV A=1 B="x y"', ['A', '1', 'B', '"x y"'], false],
    ['ENV A x  y', ['A', 'x  y'], false],
    ['WORKDIR /a b', ['/a b'], false],
    ['HEALTHCHECK CMD ["a"]', ['CMD', 'a'], true],
    ['EXPOSE 80 81/udp', ['80', '81/udp'], false],
  ])('%s', (body, args, json) => {
    const { instruction } = only(body);
    expect(instruction.args.map(({ raw }) => raw)).toEqual(args);
    expect(instruction.json).toBe(json);
  });

  test.each<[body: string, flags: [string, string | undefined][]]>([
    [
      'COPY --from=x --link a b',
      [
        ['from', 'x'],
        ['link', undefined],
      ],
    ],
    ['RUN --mount="type=cache,target=/c" x', [['mount', 'type=cache,target=/c']]],
    ['RUN -- --x', []],
    ['RUN a --b', []],
  ])('%s has its flags', (body, flags) => {
    const { instruction } = only(body);
    expect(instruction.flags.map(({ name, value }) => [name, value])).toEqual(flags);
  });

  it('of --mount are read with their aliases', () => {
    const [run] = instructionsOf(parse('FROM a\nRUN --mount=from=b,SRC=/x,dst=/y,ro z'), 'RUN');
    const [mount] = run?.mounts ?? [];
    expect(mount?.type).toBe('bind');
    expect(Object.fromEntries(mount?.options ?? [])).toEqual({
      from: 'b',
      source: '/x',
      target: '/y',
      ro: 'true',
    });
  });

  it('of ONBUILD are those of its trigger', () => {
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

describe('heredocs', () => {
  test.each<
    [
      body: string,
      found: [name: string, content: string, expand: boolean, chomp: boolean, fd: number][],
    ]
  >([
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
    ['RUN echo "<<X"', []],
    ['RUN cat <<<X', []],
    ['ENV A=<<X', []],
  ])('%j', (body, found) => {
    const { heredocs } = only(body).instruction;
    expect(heredocs.map((h) => [h.name, h.content, h.expand, h.chomp, h.descriptor])).toEqual(
      found,
    );
  });
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are a Dockerfile's variables
describe('variables', () => {
  const values: Readonly<Record<string, string>> = { A: 'one', E: '', P: 'a/b.tar.gz' };
  test.each<[text: string, value: string]>([
    ['$A-${A}', 'one-one'],
    ['${U:-x$A}', 'xone'],
    ['${E:-x}${E-y}', 'x'],
    ['${A:+y}${U:+n}', 'y'],
    ['${P#*/}', 'b.tar.gz'],
    ['${P%.*}', 'a/b.tar'],
    ['${P%%.*}', 'a/b'],
    ['${P//\\//_}', 'a_b.tar.gz'],
    ['\'$A\' "$A" \\$A', '$A one $A'],
    ['$', '$'],
  ])('%s', (text, value) => {
    expect(expand(text, (name) => values[name]).value).toBe(value);
  });

  test.each([
    ['${A', 'unsupported'],
    ['"a', 'double-quote'],
    ['${A:*b}', 'unsupported'],
    ['${U:?gone}', 'gone'],
  ])('%s is refused', (text, why) => {
    expect(expand(text, () => undefined).error).toContain(why);
  });
});

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: these are a Dockerfile's variables
describe('stages', () => {
  const file = parse(
    [
      'ARG V=12',
      'FROM debian:$V AS Base',
      'ENV A=1 B=$A-x',
      'SHELL ["/bin/bash", "-c"]',
      'RUN one',
      'FROM base AS tool',
      'ARG V',
      'ENV A=2',
      'RUN two',
      'FROM other:1',
      'FROM scratch',
      'COPY --from=tool /a $V',
      'RUN --mount=from=0 three',
    ].join('\n'),
  );
  const runs = instructionsOf(file, 'RUN');

  it('know their names, parents, images and uses', () => {
    expect(
      file.stages.map(({ name, parent, image, uses }) => [
        name,
        parent?.name,
        image,
        uses.map(({ stage }) => stage.index),
      ]),
    ).toEqual([
      ['base', undefined, 'debian:12', []],
      ['tool', 'base', undefined, []],
      [undefined, undefined, 'other:1', []],
      [undefined, undefined, 'scratch', [1, 0]],
    ]);
    expect(file.globalArgs.map(({ startLine }) => startLine)).toEqual([1]);
  });

  test.each<[run: number, name: string, value: string | undefined]>([
    [0, 'A', '1'],
    // In one ENV a name means what it meant before.
    [0, 'B', '$A-x'],
    [0, 'V', undefined],
    [1, 'A', '2'],
    [1, 'V', '12'],
    [2, 'A', undefined],
  ])('in RUN %d %s is %s', (index, name, value) => {
    const run = runs[index];
    expect(run && valueAt(file, run, name)).toBe(value);
  });

  it('inherit SHELL through FROM, and no other stage has it', () => {
    expect(runs.map((run) => shellAt(run)?.args[0]?.value)).toEqual([
      '/bin/bash',
      '/bin/bash',
      undefined,
    ]);
  });

  it('leave variables that are not set as they are written', () => {
    const [copy] = instructionsOf(file, 'COPY');
    expect(copy?.destination && expandedAt(file, copy, copy.destination)).toBe('$V');
  });

  it('are planned from the lowest base up, each step with its shell', () => {
    const plan = buildPlan(file, { target: 'tool', buildArgs: new Map([['V', '13']]) });
    expect(plan?.base.reference).toBe('debian:13');
    expect(plan?.steps.map(({ keyword, location }) => `${location.startLine}:${keyword}`)).toEqual([
      '3:ENV',
      '4:SHELL',
      '5:RUN',
      '7:ARG',
      '8:ENV',
      '9:RUN',
    ]);
    expect(plan?.steps.at(-1)?.shell[0]).toBe('/bin/bash');
    expect(buildPlan(file)?.steps[0]?.from?.stage).toBe('tool');
    expect(buildPlan(file, { target: 'none' })).toBeUndefined();
  });
});

describe('places', () => {
  test.each<[text: string, line: number, column: number, word: string]>([
    ['\ufeffFROM a:1', 1, 7, 'a:1'],
    ['FROM a\r\nUSER x\r\n', 2, 6, 'x'],
    ['FROM a\n\tUSER\tx', 2, 7, 'x'],
    ['FROM a\nLABEL 😀=1 k=😀x', 2, 14, '😀x'],
    ['FROM a\nCOPY b \\\n# c\n  d e', 4, 5, 'e'],
    ['FROM a\nENV A=1 \\\n  B="x y"', 3, 5, '"x y"'],
    ['FROM a\nCMD ["b", "c d"]', 2, 11, '"c d"'],
  ])('in %j the last word begins at %d:%d', (text, line, column, word) => {
    const { instructions, source } = parse(text);
    const last = instructions.at(-1)?.args.at(-1);
    expect(last?.range).toMatchObject({ startLine: line, startColumn: column });
    expect(source.text.slice(last?.start, last?.end)).toBe(word);
  });
});

describe('the shell', () => {
  const script = (body: string) => {
    const { file } = only(body);
    const [run] = instructionsOf(file, 'RUN');
    if (!run) throw new Error('no RUN');
    return { source: file.source, script: run.script };
  };
  test.each<[body: string, commands: string[]]>([
    ['RUN a && b || c; d', ['a', 'b', 'c', 'd']],
    ['RUN if a; then b; fi; for i in x; do c $i; done', ['a', 'b', 'c']],
    ['RUN x=$(a $(b))', ['', 'a', 'b']],
    ["RUN sh -c 'a | b'", ['sh', 'a', 'b']],
    ['RUN sudo -E env X=1 a', ['sudo', 'env', 'a']],
    ['RUN runuser -u app -- a; runuser -l app -c "b | c"', ['runuser', 'a', 'runuser', 'b', 'c']],
    ['RUN flock /lock a; flock -w 5 /lock -c "b"', ['flock', 'a', 'flock', 'b']],
    ['RUN fakeroot a && setarch i686 busybox b', ['fakeroot', 'a', 'setarch', 'busybox', 'b']],
    [`RUN script -qec 'a' /dev/null`, ['script', 'a']],
    ['RUN ["a", "b"]', ['a']],
    ['RUN <<EOF\na\nb\nEOF', ['a', 'b']],
    ['RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF', []],
  ])('%j has the commands %j', (body, commands) => {
    const found = script(body).script.commands.map(({ name }) => name?.value ?? '');
    expect(found.sort()).toEqual(commands.sort());
  });

  it('places each word in its own line', () => {
    const { script: read, source } = script('RUN a \\\n  # c\n && b x \\\n  | c');
    const [, b] = read.commands;
    expect(b?.args[0]?.range).toEqual({ startLine: 4, startColumn: 7, endLine: 4, endColumn: 8 });
    expect(b?.joinedBy).toBe('&&');
    expect(read.pipelines.map(({ elements }) => elements.map((e) => e?.name?.value))).toEqual([
      ['b', 'c'],
    ]);
    expect(source.text.slice(b?.start, b?.end)).toBe('b x');
  });

  it('says where its grammar is broken', () => {
    expect(script('RUN if a; then').script.errors).not.toEqual([]);
  });
});

describe('pragmas', () => {
  test.each<[text: string, found: unknown[]]>([
    [
      '# hadolint ignore=A1,B2\nFROM a',
      [{ tool: 'hadolint', scope: 'instruction', firstLine: 2, lastLine: 2 }],
    ],
    ['# hadolint global ignore=A1\nFROM a', [{ scope: 'file', firstLine: 1, lastLine: 2 }]],
    ['# hadolint stage ignore=A1\nFROM a\nRUN b', [{ scope: 'stage', firstLine: 2, lastLine: 3 }]],
    [
      'FROM a\n# portside ignore=A1 reason=x y until=2030-01-01\nRUN b',
      [{ tool: 'portside', reason: 'x y', until: '2030-01-01' }],
    ],
    ['# check=skip=A;error=true\nFROM a', [{ tool: 'buildkit', scope: 'file' }]],
    ['FROM a\n# hadolint shell=powershell\nRUN b', [{ kind: 'shell', shell: 'powershell' }]],
    ['# hadolint is good\nFROM a', []],
  ])('%j', (text, found) => {
    const pragmas = lintComments(parse(text));
    expect(pragmas).toHaveLength(found.length);
    expect(pragmas).toMatchObject(found);
  });
});

it('ends a word at the end of the file when a heredoc is cut short there', () => {
  const text = 'FROM alpine:3.20\nRUN <<EOF bash\napk add cu';
  const [run] = instructionsOf(parseDockerfile('Dockerfile', text), 'RUN');
  const word = run?.script.commands.find(({ name }) => name?.value === 'apk')?.args.at(-1);
  expect(word?.range).toEqual({ startLine: 3, startColumn: 9, endLine: 3, endColumn: 11 });
});

it('has every comment of an instruction, however many there are', () => {
  const text = `FROM scratch\nRUN a \\\n${'#\n'.repeat(200_000)}b\n`;
  expect(parseDockerfile('Dockerfile', text).comments).toHaveLength(200_000);
});
