import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import type { ProcessRunner } from '../../../src/core/host.js';
import { shellCheck } from '../../../src/dockerfile/commands/shellcheck.js';
import { parse } from '../parse-text.js';

/** A runner with a ShellCheck that returns this output; `scripts` gets the texts that it was given. */
function runner(
  output: (files: readonly string[]) => unknown,
  { status = 0, scripts = [] }: { status?: number; scripts?: string[] } = {},
): ProcessRunner {
  return {
    find: async () => '/usr/bin/shellcheck',
    run: async (_program, args) => {
      const files = args.filter((arg) => arg.endsWith('.sh'));
      scripts.push(...files.map((file) => readFileSync(file, 'utf8')));
      const stdout = output(files);
      return {
        status,
        stdout: typeof stdout === 'string' ? stdout : JSON.stringify(stdout),
        stderr: 'broken',
      };
    },
  };
}

const NO_COMMENTS = () => ({ comments: [] });

const comment = (file: string | undefined, line: number) => ({
  file,
  line,
  column: 6,
  endLine: line,
  endColumn: 8,
  level: 'warning',
  code: 2164,
  message: 'Quote this',
});

describe('shellCheck', () => {
  it.each([
    ['info', 2016, 'info'],
    ['info', 2086, 'info'],
    ['warning', 2046, 'low'],
    ['info', 2015, 'low'],
    ['error', 2045, 'low'],
    ['error', 2068, 'medium'],
  ])('reports %s %d as %s', async (level, code, severity) => {
    const dockerfile = parse('FROM a\nRUN echo $b');
    const host = runner(([file]) => ({ comments: [{ ...comment(file, 10), level, code }] }));
    const found = await shellCheck([dockerfile], host);
    expect(found?.get(dockerfile)).toMatchObject([{ rule: { id: `SC${code}`, severity } }]);
  });

  it('returns undefined when ShellCheck is not installed', async () => {
    const missing = { ...runner(NO_COMMENTS), find: async () => undefined };
    expect(await shellCheck([parse('FROM a\nRUN b')], missing)).toBeUndefined();
  });

  it('checks equal scripts once, with their shell and variables', async () => {
    const scripts: string[] = [];
    const text = 'FROM a\nARG B\nRUN c $B\nRUN c $B\nSHELL ["/bin/bash", "-c"]\nRUN d';
    await shellCheck([parse(text)], runner(NO_COMMENTS, { scripts }));
    expect(scripts).toHaveLength(2);
    expect(scripts[0]).toMatch(/^#!\/bin\/sh\n(?:export \w+=1\n)*export B=1\nc \$B$/);
    expect(scripts[1]).toMatch(/^#!\/bin\/bash\n/);
  });

  test.each(['CMD a', 'RUN ["a"]', 'SHELL ["pwsh"]\nRUN a', 'RUN <<EOF\n#!/usr/bin/python3\nEOF'])(
    'does not check %j',
    async (text) => {
      const scripts: string[] = [];
      await shellCheck([parse(`FROM a\n${text}`)], runner(NO_COMMENTS, { scripts }));
      expect(scripts).toEqual([]);
    },
  );

  it('reports comments on the script at their position, and none on the header', async () => {
    const dockerfile = parse('FROM a\nRUN echo $b');
    const host = runner(([file]) => ({ comments: [comment(file, 1), comment(file, 10)] }));
    const found = await shellCheck([dockerfile], host);
    expect(found?.get(dockerfile)).toMatchObject([
      {
        rule: { id: 'SC2164', severity: 'low', aliases: ['SC*'] },
        observation: {
          message: 'Quote this',
          at: { startLine: 2, startColumn: 10, endColumn: 12 },
        },
      },
    ]);
  });

  it('reports what a comment disables, with the line of the comment', async () => {
    const text = `FROM a
RUN <<EOF
# shellcheck disable=SC2164
cd $a
#shellcheck  source=b disable=SC1,SC2
cd $b
EOF
RUN cd $a`;
    const dockerfile = parse(text);
    const scripts: string[] = [];
    // 8 variables and the interpreter are above each script.
    const host = runner(
      ([with_, without]) => ({
        comments: [comment(with_, 13), comment(without, 11), comment(without, 13)],
      }),
      { scripts },
    );
    const found = (await shellCheck([dockerfile], host))?.get(dockerfile);
    expect(
      found?.map(({ observation, disabledBy }) => [observation.at.startLine, disabledBy]),
    ).toEqual([
      [6, undefined],
      [4, 3],
    ]);
    const [with_ = '', without, ...more] = scripts;
    expect(with_).toContain('# shellcheck disable=SC2164\n');
    expect(without).toBe(with_.replace(/(?<=# ?)shellcheck/g, 'SHELLCHECK'));
    expect(more).toHaveLength(1);
  });

  it('names the comment above that is nearest, or the first one', async () => {
    const dockerfile = parse(`FROM a
RUN <<EOF
cd $a
# shellcheck disable=SC1
cd $b
# shellcheck disable=SC2
cd $c
EOF`);
    const host = runner(([, without]) => ({
      comments: [10, 12, 14].map((line) => comment(without, line)),
    }));
    const found = (await shellCheck([dockerfile], host))?.get(dockerfile);
    expect(found?.map(({ disabledBy }) => disabledBy)).toEqual([4, 4, 6]);
  });

  test.each<[why: string, host: ProcessRunner]>([
    ['fails', runner(NO_COMMENTS, { status: 2 })],
    ['writes no JSON', runner(() => 'not JSON')],
  ])('throws PSE3502 when ShellCheck %s', async (_why, host) => {
    await expect(shellCheck([parse('FROM a\nRUN b')], host)).rejects.toMatchObject({
      code: 'PSE3502',
    });
  });

  it('limits the memory and the processor time of ShellCheck where prlimit is installed', async () => {
    const calls: string[][] = [];
    const host: ProcessRunner = {
      find: async (program) => `/usr/bin/${program}`,
      run: async (program, args) => {
        calls.push([program, ...args]);
        return { status: 0, stdout: '{"comments":[]}', stderr: '' };
      },
    };
    await shellCheck([parse('FROM a\nRUN b')], host);
    expect(calls[0]?.slice(0, 4)).toEqual([
      '/usr/bin/prlimit',
      '--data=268435456',
      '--cpu=60',
      '/usr/bin/shellcheck',
    ]);
  });

  it('throws PSE3501 for too many scripts', async () => {
    const runs = (file: number) =>
      Array.from({ length: 300 }, (_, i) => `RUN a ${file} ${i}`).join('\n');
    const files = Array.from({ length: 17 }, (_, file) => parse(`FROM a\n${runs(file)}`));
    await expect(shellCheck(files, runner(NO_COMMENTS))).rejects.toMatchObject({
      code: 'PSE3501',
    });
  });
});
