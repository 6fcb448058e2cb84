import { beforeAll, describe, expect, it } from '@jest/globals';
import { terminalHost } from '../../src/cli/terminal.js';
import { shellCheck } from '../../src/dockerfile/commands/shellcheck.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';
import { NOW } from '../now.js';
import { requirePrograms } from './peers.js';

const host = terminalHost({ quiet: true, path: process.env.PATH ?? '', stderr: process.stderr });

/** By file: the rule, line and marked text of each ShellCheck finding. */
async function marks(...texts: string[]): Promise<string[][]> {
  const files = texts.map((text, index) => parseDockerfile(`${index}`, text));
  const found = await shellCheck(files, host);
  return files.map((file) =>
    lintDockerfile(file, { now: NOW }, { rules: [], shellFindings: found?.get(file) }).flatMap(
      ({ rule, location }) => {
        if (!rule.startsWith('SC') || !location) return [];
        const from = file.source.offsetOf(location.startLine, location.startColumn);
        const to = file.source.offsetOf(location.endLine, location.endColumn);
        return [`${rule} ${location.startLine}:${file.text.slice(from, to)}`];
      },
    ),
  );
}

describe('ShellCheck over RUN', () => {
  beforeAll(() => requirePrograms('shellcheck'));

  it('reports each finding on its text inside a RUN of several lines', async () => {
    const text = [
      'FROM debian:12',
      'RUN set -e; \\',
      '  # a comment',
      '',
      '  cp -r $from /to && \\',
      '  ls `pwd`',
      '',
    ].join('\n');
    expect(await marks(text)).toEqual([
      ['SC2086 5:$from', 'SC2154 5:$from', 'SC2006 6:`pwd`', 'SC2046 6:`pwd`'],
    ]);
  });

  it('counts columns correctly after astral characters, tabs and CRLF', async () => {
    expect(
      await marks('FROM x\r\nRUN echo "\u{1f6a2}" \\\r\n\t&& echo $undefined_one\r\n'),
    ).toEqual([['SC2086 3:$undefined_one', 'SC2154 3:$undefined_one']]);
  });

  it('knows the variables of ARG and ENV, and the current SHELL', async () => {
    expect(
      await marks(
        'FROM x\nARG one\nENV two=2\nRUN echo "$one$two"\n',
        'FROM x\nSHELL ["/bin/bash", "-c"]\nRUN echo "$RANDOM"\n',
        'FROM x\nRUN echo "$RANDOM"\n',
        'FROM x\nSHELL ["pwsh", "-c"]\nRUN echo $x\n',
      ),
    ).toEqual([[], [], ['SC3028 2:$RANDOM'], []]);
  });

  it('checks heredocs of shells only', async () => {
    const [shell, python] = await marks(
      'FROM x\nRUN <<EOF\n#!/bin/bash\necho $nobody_set_it\nEOF\n',
      'FROM x\nRUN <<EOF\n#!/usr/bin/env python3\nprint($x)\nEOF\n',
    );
    expect(shell).toEqual(['SC2086 4:$nobody_set_it', 'SC2154 4:$nobody_set_it']);
    expect(python).toEqual([]);
  });

  it('is suppressed by a rule id and by SC*', async () => {
    const run = 'RUN echo $nobody_set_it\n';
    expect(
      await marks(
        `FROM x\n# hadolint ignore=SC2086\n${run}`,
        `FROM x\n# portside ignore=SC* reason=generated\n${run}`,
      ),
    ).toEqual([['SC2154 3:$nobody_set_it'], []]);
  });
});
