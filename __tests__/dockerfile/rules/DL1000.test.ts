import { describe, expect, test } from '@jest/globals';
import { lint, marks } from '../lint-text.js';

const message = (text: string) => lint(text, 'DL1000').map((finding) => finding.message);

describe('DL1000 marks what the builder refuses', () => {
  test.each<[why: string, body: string, found: string[]]>([
    ['an unknown instruction', 'RUNN make\nRUN make', ['2:RUNN']],
    ['a flag of another instruction', 'COPY --mount=type=bind a b', ['2:--mount=type=bind']],
    ['a flag twice', 'COPY --chown=a --chown=b c d', ['2:--chown=b']],
    ['a list flag twice is none', 'COPY --exclude=a --exclude=b c d', []],
    ['a flag without value', 'COPY --from a b', ['2:--from']],
    ['a switch that is no truth', 'COPY --link=yes a b', ['2:--link=yes']],
    ['switches as they are', 'COPY --link --parents=False a b', []],
    ['a flag where none may be', 'CMD --x y', ['2:--x']],
    ['a flag named as an object has it', 'COPY --constructor=a b c', ['2:--constructor=a']],
    ['a mount type', 'RUN --mount=type=tmp,target=/x y', ['2:--mount=type=tmp,target=/x']],
    ['one argument too few', 'COPY a', ['2:COPY']],
    ['no argument', 'USER\nENV\nONBUILD\nEXPOSE', ['2:USER', '3:ENV', '4:ONBUILD', '5:EXPOSE']],
    ['nothing to run', 'RUN []', ['2:RUN']],
    ['a shell as text', 'SHELL bash -c', ['2:bash -c']],
    ['a health check of no type', 'HEALTHCHECK curl x', ['2:curl']],
    ['a health check without command', 'HEALTHCHECK --interval=1s CMD', ['2:CMD']],
    ['NONE with arguments', 'HEALTHCHECK NONE x', ['2:x']],
    ['a pair without =', 'ENV a=1 \\\n  b c=2', ['3:b']],
    ['a name that is blank', 'ENV =1', ['2:=1']],
    ['two words behind FROM', 'FROM a b', ['2:b']],
    ['a stage name', 'FROM a AS 1st', ['2:1st']],
    ['an image name', 'FROM Debian', ['2:Debian']],
    ['a later stage', 'COPY --from=b x y\nFROM d AS b', ['2:b']],
    ['triggers', 'ONBUILD ONBUILD RUN x\nONBUILD FROM b', ['2:ONBUILD', '3:FROM']],
    ['a quote that never ends', 'ENV a b"c\nWORKDIR "/x', ['2:b"c', '3:"/x']],
    ['a brace that never ends', 'COPY ${a /x', ['2:${a']],
    ['an error that depends on a value is none', `COPY \${a:?needed} /x`, []],
    ['a heredoc that never ends', 'RUN <<EOF cat\nx\n', ['2:<<EOF']],
    ['numbers in JSON', 'CMD ["a", 1]', ['2:["a", 1]']],
    ['a NUL byte', 'RUN a\0b', ['2:\0']],
    ['quotes that the shell reads', "RUN echo 'a\nCMD it's", []],
  ])('%s', (_why, body, found) => {
    expect(marks(`FROM debian:12\n${body}`, 'DL1000')).toEqual(found);
  });

  test.each([
    ['', 'The build fails: file with no instructions'],
    ['# nothing\n', 'The build fails: file with no instructions'],
    ['ARG A=1\n', 'The build fails: dockerfile contains no stages to build'],
    ['RUN a\nRUN b', 'The build fails: no build stage in current context'],
    ['# escape=x\nFROM a:1', "The build fails: invalid escape token 'x' does not match ` or \\"],
  ])('%j as a whole, once', (text, expected) => {
    expect(message(text)).toEqual([expected]);
  });

  test('unless a frontend of its own reads the file', () => {
    const unknown = 'FROM a:1\nINCLUDE b';
    expect(message(`# syntax=acme/frontend:1\n${unknown}`)).toEqual([]);
    expect(message(`# syntax=mirror.example.org/docker/dockerfile:1\n${unknown}`)).toHaveLength(1);
  });

  test('as one finding with the rule that says the same', () => {
    expect(lint('FROM a:1\nONBUILD FROM b:1', 'DL3043')).toHaveLength(1);
  });
});
