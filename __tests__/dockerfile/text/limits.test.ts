import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import type { ProcessRunner } from '../../../src/core/host.js';
import { shellCheck } from '../../../src/dockerfile/commands/shellcheck.js';
import { lintDockerfile } from '../../../src/dockerfile/lint.js';
import { instructionsOf } from '../../../src/dockerfile/parser/model.js';
import { LIMITS } from '../../../src/dockerfile/text/limits.js';
import { expandedAt, variableValue } from '../../../src/dockerfile/variables.js';
import { NOW } from '../../now.js';
import { parse } from '../parse-text.js';

/** What is reported after all rules ran, and the number of characters that each ShellCheck process gets. */
async function check(text: string) {
  const dockerfile = parse(text);
  const scripts: string[] = [];
  const host: ProcessRunner = {
    find: async (program) => (program === 'shellcheck' ? '/usr/bin/shellcheck' : undefined),
    run: async (_program, args) => {
      const files = args.filter((arg) => arg.endsWith('.sh'));
      scripts.push(...files.map((file) => readFileSync(file, 'utf8')));
      return { status: 0, stdout: '{"comments":[]}', stderr: '' };
    },
  };
  await shellCheck([dockerfile], host);
  lintDockerfile(dockerfile, { now: NOW });
  return { dockerfile, scripts, reached: dockerfile.source.limits.describe() ?? '' };
}

const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** Variables that expand to 10^14 characters. */
const bomb = (keyword: string) =>
  `${keyword} A0=xxxxxxxxxx\n${lines(13, (i) => `${keyword} A${i + 1}=${`$A${i}`.repeat(10)}`)}`;

const NAMES = Array.from({ length: LIMITS.heredocs + 1 }, (_, i) => `E${i}`);
const OPENINGS = NAMES.map((name) => `<<${name}`);

describe('a Dockerfile', () => {
  test.each([
    ['characters', 2, `RUN x${' \\\n && a'.repeat(150_000)}`],
    ['characters', 2, `#${'x'.repeat(LIMITS.characters)}`],
    ['instructions', 5_001, lines(LIMITS.instructions + 5, () => 'EXPOSE 80')],
    ['stages', 1_001, lines(LIMITS.stages + 5, (i) => `FROM a AS s${i}`)],
    ['heredocs', 2, `RUN cat ${OPENINGS.join(' \\\n')}\n${NAMES.join('\n')}`],
  ])('is read up to the limit of %s', async (limit, line, text) => {
    const { dockerfile, reached } = await check(`FROM a:1\n${text}`);
    expect(reached).toContain(`Line ${line} and the lines after it were not checked`);
    expect(reached).toContain(`${LIMITS[limit as 'stages'].toLocaleString('en-US')} ${limit}`);
    expect(dockerfile.instructions.length).toBeLessThanOrEqual(LIMITS.instructions);
    expect(dockerfile.problems.map(({ kind }) => kind)).not.toContain('empty-file');
  });

  it('of an ordinary size reaches no limit', async () => {
    const text = `FROM a:1\n${lines(200, (i) => `ENV V${i}=$V${i - 1}x\nRUN a && b || c | d`)}`;
    expect((await check(text)).reached).toBe('');
  });
});

describe('a variable', () => {
  test.each([
    ['ARG', 'FROM a:1\n'],
    ['ENV', 'FROM a:1\n'],
    ['ARG', ''],
  ])('of %s that expands to too much text stays as written', async (keyword, before) => {
    const text = `${before}${bomb(keyword)}\n${before ? '' : 'FROM $A13\n'}LABEL x=$A13\nWORKDIR $A13`;
    const { dockerfile, reached } = await check(text);
    expect(reached).toContain('their text has more than 65,536 characters');
    const value = instructionsOf(dockerfile, 'LABEL')[0]?.pairs[0]?.value;
    if (!value) throw new Error('no value');
    expect(value.expand(() => 'y'.repeat(LIMITS.expandedValue + 1))).toBe('$A13');
  });

  it('is expanded a limited number of times with build arguments', () => {
    const dockerfile = parse(`FROM a:1\n${bomb('ENV')}\nRUN x`);
    const [run] = instructionsOf(dockerfile, 'RUN');
    if (!run) throw new Error('no RUN');
    variableValue(dockerfile, run, 'A13', new Map([['B', '1']]));
    const { expansion } = dockerfile.source.limits;
    expect(expansion.left).toBeGreaterThan(-LIMITS.expandedValue * 2);
  });

  it('has a limited number of pattern steps', async () => {
    const value = 'a'.repeat(60_000);
    const uses = lines(20, () => `LABEL x=\${V#*a*a*a*b} y=\${V//*ab/c}`);
    const { dockerfile, reached } = await check(`FROM a:1\nENV V=${value}\n${uses}`);
    for (const label of instructionsOf(dockerfile, 'LABEL'))
      for (const pair of label.pairs) if (pair.value) expandedAt(dockerfile, label, pair.value);
    expect(dockerfile.source.limits.describe()).toContain('more than 4,194,304 steps');
    expect(reached).not.toContain('nested');
    expect(dockerfile.source.limits.expansion.left).toBeGreaterThan(-LIMITS.expandedValue * 100);
  });

  it('that is nested too deep stays as written', async () => {
    const nested = `${'${a:-'.repeat(100)}x${'}'.repeat(100)}`;
    const { reached } = await check(`FROM a:1\nWORKDIR ${nested}`);
    expect(reached).toContain('Variables in line 2 were not expanded');
  });
});

describe('a shell script', () => {
  test.each([
    ['nested blocks', '{ '.repeat(30_000)],
    ['nested blocks', `echo ${'$('.repeat(20_000)}`],
    ['nested blocks', `echo ${'$('.repeat(20_000)}x${')'.repeat(20_000)}`],
    ['nested blocks', 'f() '.repeat(30_000)],
    ['nested blocks', 'coproc '.repeat(15_000)],
    ['131,072 characters', `a${' && \\\n a'.repeat(100_000)}`],
    ['commands', `${'a;'.repeat(LIMITS.commands + 1)}b`],
    ['other commands run it', `${'sudo '.repeat(LIMITS.wrappers + 1)}rm`],
  ])('with too many %s is not checked completely, nor by ShellCheck', async (what, script) => {
    const { dockerfile, scripts, reached } = await check(`FROM a:1\nRUN ${script}`);
    expect(reached).toMatch(/in line 2 (?:and later )?(?:was|were) not checked/);
    expect(reached).toContain(what);
    const commands = instructionsOf(dockerfile, 'RUN').flatMap((run) => run.script.commands);
    expect(commands.length).toBeLessThanOrEqual(LIMITS.commands);
    if (!what.includes('run it')) expect(scripts).toEqual([]);
  });

  test.each([
    ['characters', `echo ${'x'.repeat(LIMITS.shellCheckScript)}`],
    ['commands', `${'a;'.repeat(LIMITS.shellCheckCommands)}b`],
    ['operators', `${'echo a && '.repeat(LIMITS.shellCheckOperators + 1)}b`],
  ])('with too many %s is not given to ShellCheck', async (what, script) => {
    const { scripts, reached } = await check(`FROM a:1\nRUN good\nRUN ${script}`);
    expect(scripts).toHaveLength(1);
    expect(reached).toMatch(/^ShellCheck did not check the script in line 3/);
    expect(reached).toContain(what);
  });

  it('is given to ShellCheck up to the limits of a file', async () => {
    const many = await check(`FROM a:1\n${lines(4_000, (i) => `RUN a ${i}`)}`);
    expect(many.scripts).toHaveLength(LIMITS.shellCheckScripts);
    expect(many.reached).toContain('in line 302');
    const large = await check(`FROM a:1\n${lines(20, (i) => `RUN a ${i} ${'b'.repeat(20_000)}`)}`);
    const total = large.scripts.reduce((sum, { length }) => sum + length, 0);
    expect(total).toBeLessThan(LIMITS.shellCheckTotal + 10_000);
    expect(large.reached).toContain('scripts up to it');
  });

  it('has only the variables that it uses declared for ShellCheck', async () => {
    const { scripts } = await check(`FROM a:1\n${lines(900, (i) => `ENV V${i}=1`)}\nRUN a $V7`);
    expect(scripts[0]).toContain('export V7=1');
    expect(scripts[0]).not.toContain('export V8=1');
  });
});

it('every limit is in docs/limits.md', () => {
  const [, page = ''] = readFileSync('docs/limits.md', 'utf8').split(/^## /m);
  const documented = [...page.matchAll(/^\| .* \| ([\d,]+) \|$/gm)].map(([, count = '']) =>
    Number(count.replaceAll(',', '')),
  );
  expect(documented.sort()).toEqual(Object.values(LIMITS).sort());
});

it.each([
  [1, 1],
  [8, 8],
  [9, 8],
])('of %d nested triggers %d are read', (count, expected) => {
  let depth = 0;
  let instruction = parse(`FROM a\n${'ONBUILD '.repeat(count)}RUN b`).instructions.at(-1);
  while (instruction?.keyword === 'ONBUILD' && instruction.trigger) {
    depth++;
    instruction = instruction.trigger;
  }
  expect(depth).toBe(expected);
});
