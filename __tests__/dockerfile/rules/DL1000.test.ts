import { describe, expect, test } from '@jest/globals';
import { lint, marks } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('DL1000', {
  reported: [['FROM debian:12\nRUNN make\nRUN make', '2:RUNN']],
  silent: ['FROM debian:12\nRUN make'],
});

describe('DL1000 reports what BuildKit rejects', () => {
  test.each<[what: string, body: string, found: string[]]>([
    ['an unknown instruction', 'RUNN make\nRUN make', ['2:RUNN']],
    ['a flag of another instruction', 'COPY --mount=type=bind a b', ['2:--mount=type=bind']],
    ['a repeated flag', 'COPY --chown=a --chown=b c d', ['2:--chown=b']],
    ['a flag without a value', 'COPY --from a b', ['2:--from']],
    ['a switch with a value that is not boolean', 'COPY --link=yes a b', ['2:--link=yes']],
    ['a flag on an instruction without flags', 'CMD --x y', ['2:--x']],
    ['a flag named like an object property', 'COPY --constructor=a b c', ['2:--constructor=a']],
    ['an unknown mount type', 'RUN --mount=type=tmp,target=/x y', ['2:--mount=type=tmp,target=/x']],
    ['too few arguments', 'COPY a', ['2:COPY']],
    ['no arguments', 'USER\nENV\nONBUILD\nEXPOSE', ['2:USER', '3:ENV', '4:ONBUILD', '5:EXPOSE']],
    ['an empty RUN array', 'RUN []', ['2:RUN']],
    ['a SHELL in shell form', 'SHELL bash -c', ['2:bash -c']],
    ['a HEALTHCHECK without a type', 'HEALTHCHECK curl x', ['2:curl']],
    ['a HEALTHCHECK without a command', 'HEALTHCHECK --interval=1s CMD', ['2:CMD']],
    ['HEALTHCHECK NONE with arguments', 'HEALTHCHECK NONE x', ['2:x']],
    ['a pair without =', 'ENV a=1 \\\n  b c=2', ['3:b']],
    ['an empty variable name', 'ENV =1', ['2:=1']],
    ['two images in FROM', 'FROM a b', ['2:b']],
    ['an invalid stage name', 'FROM a AS 1st', ['2:1st']],
    ['an invalid image name', 'FROM Debian', ['2:Debian']],
    ['a copy from a later stage', 'COPY --from=b x y\nFROM d AS b', ['2:b']],
    ['a forbidden trigger', 'ONBUILD ONBUILD RUN x\nONBUILD FROM b', ['2:ONBUILD', '3:FROM']],
    ['an unclosed quote', 'ENV a b"c\nWORKDIR "/x', ['2:b"c', '3:"/x']],
    ['an unclosed brace', 'COPY ${a /x', ['2:${a']],
    ['an unterminated heredoc', 'RUN <<EOF cat\nx\n', ['2:<<EOF']],
    ['a number in a JSON array', 'CMD ["a", 1]', ['2:["a", 1]']],
    ['a NUL byte', 'RUN a\0b', ['2:\0']],
  ])('%s', (_what, body, found) => {
    expect(marks(`FROM debian:12\n${body}`, 'DL1000')).toEqual(found);
  });

  test.each([
    ['', 'the file has no instructions'],
    ['# nothing\n', 'the file has no instructions'],
    ['ARG A=1\n', 'the file has no FROM'],
    ['RUN a\nRUN b', 'there is an instruction before the first FROM'],
    ['# escape=x\nFROM a:1', 'invalid escape token "x": use ` or \\'],
  ])('an error about the whole file %j, once', (text, expected) => {
    expect(messages(text)).toEqual([`The build fails: ${expected}`]);
  });
});

describe('DL1000 reports nothing for', () => {
  test.each<[what: string, body: string]>([
    ['a repeated list flag', 'COPY --exclude=a --exclude=b c d'],
    ['switches with and without a value', 'COPY --link --parents=False a b'],
    ['an error that depends on the value of a variable', `COPY \${a:?needed} /x`],
    ['an unclosed quote that the shell reads', "RUN echo 'a\nCMD it's"],
  ])('%s', (_what, body) => {
    expect(marks(`FROM debian:12\n${body}`, 'DL1000')).toEqual([]);
  });

  test('an unknown instruction if a custom frontend reads the file', () => {
    const unknown = 'FROM a:1\nINCLUDE b';
    expect(messages(`# syntax=acme/frontend:1\n${unknown}`)).toEqual([]);
    expect(messages(`# syntax=mirror.example.org/docker/dockerfile:1\n${unknown}`)).toHaveLength(1);
  });
});

test('one finding remains where DL3043 reports the same instruction', () => {
  expect(lint('FROM a:1\nONBUILD FROM b:1', 'DL3043')).toHaveLength(1);
});

function messages(text: string): string[] {
  return lint(text, 'DL1000').map(({ message }) => message);
}
