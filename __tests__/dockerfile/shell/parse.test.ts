import { describe, expect, it, test } from '@jest/globals';
import { instructionsOf, type RunInstruction } from '../../../src/dockerfile/parser/model.js';
import { parse } from '../parse-text.js';

function runOf(text: string): RunInstruction {
  const [run] = instructionsOf(parse(`FROM a:1\n${text}`), 'RUN');
  if (!run) throw new Error('no RUN');
  return run;
}

describe('the commands of a RUN', () => {
  test.each<[text: string, commands: string[]]>([
    ['RUN a && b || c; d', ['a', 'b', 'c', 'd']],
    ['RUN if a; then b; fi; for i in x; do c $i; done', ['a', 'b', 'c']],
    ['RUN x=$(a $(b))', ['', 'a', 'b']],
    ['RUN a `b` <(c)', ['a', 'b', 'c']],
    ["RUN sh -c 'a | b'", ['sh', 'a', 'b']],
    ["RUN bash -lc 'a' && eval 'b'", ['bash', 'a', 'eval', 'b']],
    ['RUN sudo -E env X=1 a', ['sudo', 'env', 'a']],
    ['RUN sudo -u b a; timeout 5 c; xargs -n 1 d', ['sudo', 'a', 'timeout', 'c', 'xargs', 'd']],
    ['RUN command -v a', ['command']],
    ['RUN runuser -u app -- a; runuser -l app -c "b | c"', ['runuser', 'a', 'runuser', 'b', 'c']],
    ['RUN flock /lock a; flock -w 5 /lock -c "b"', ['flock', 'a', 'flock', 'b']],
    ['RUN fakeroot a && setarch i686 busybox b', ['fakeroot', 'a', 'setarch', 'busybox', 'b']],
    [`RUN script -qec 'a' /dev/null`, ['script', 'a']],
    ['RUN ["a", "b"]', ['a']],
    ['RUN ["sh", "-c", "a; b"]', ['sh', 'a', 'b']],
    ['RUN <<EOF\na\nb\nEOF', ['a', 'b']],
    ['RUN bash <<EOF\na\nEOF', ['bash', 'a']],
    ['RUN <<EOF\n#!/usr/bin/env bash\na\nEOF', ['a']],
    ['RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF', []],
  ])('%j are %j', (text, commands) => {
    const found = runOf(text).script.commands.map(({ name }) => name?.value ?? '');
    expect(found.sort()).toEqual(commands.sort());
  });

  it('have the positions of their words, in continuation lines too', () => {
    const run = runOf('RUN a \\\n  # c\n && b x \\\n  | c');
    const { commands, pipelines } = run.script;
    const [, b] = commands;
    expect(b?.args[0]?.range).toEqual({ startLine: 4, startColumn: 7, endLine: 4, endColumn: 8 });
    expect(b?.joinedBy).toBe('&&');
    expect(pipelines.map(({ elements }) => elements.map((e) => e?.name?.value))).toEqual([
      ['b', 'c'],
    ]);
  });

  it('have positions in a heredoc that ends with the file', () => {
    const run = runOf('RUN <<EOF bash\napk add cu');
    const word = run.script.commands.find(({ name }) => name?.value === 'apk')?.args.at(-1);
    expect(word?.range).toEqual({ startLine: 3, startColumn: 9, endLine: 3, endColumn: 11 });
  });

  it('name the command that runs them', () => {
    const { commands } = runOf("RUN sudo A=1 sh -c 'a b'").script;
    const inner = commands.at(-1);
    expect(inner?.wrapper?.name?.value).toBe('sh');
    expect(inner?.wrapper?.wrapper?.name?.value).toBe('sudo');
    expect(inner?.wrapper?.assignments.map(({ name }) => name)).toEqual(['A']);
  });

  it('tell whether they are substituted, and how deep they are nested', () => {
    const { commands } = runOf('RUN (a $(b))').script;
    expect(
      commands.map(({ name, substituted, depth }) => [name?.value, substituted, depth]),
    ).toEqual([
      ['a', false, 1],
      ['b', true, 2],
    ]);
  });
});

describe('a script', () => {
  test.each<[text: string, interpreter: string | undefined]>([
    ['RUN <<EOF\n#!/usr/bin/env python3\nx\nEOF', 'python3'],
    ['RUN <<EOF\n#!/usr/bin/env -S node --x\nx\nEOF', 'node'],
    ['RUN <<EOF\n#!/usr/bin/perl\nx\nEOF', 'perl'],
    ['RUN <<EOF\n#!/bin/sh\nx\nEOF', undefined],
  ])('%j has the interpreter %s', (text, interpreter) => {
    expect(runOf(text).script.interpreter).toBe(interpreter);
  });

  it('has its syntax errors', () => {
    expect(runOf('RUN if a; then').script.errors).not.toEqual([]);
    expect(runOf('RUN if a; then b; fi').script.errors).toEqual([]);
  });

  it('is not parsed when it is too long', () => {
    const { commands, errors } = runOf(`RUN ${'a;'.repeat(70_000)}`).script;
    expect(commands).toEqual([]);
    expect(errors.map(({ message }) => message)).toEqual(['the script is too long to parse']);
  });

  it('is the command and its heredocs, without carriage returns', () => {
    expect(runOf('RUN cat <<A <<B\r\n1\r\nA\r\n2\r\nB\r\n').script.text).toBe(
      'cat <<A <<B\n1\nA\n2\nB',
    );
  });
});
