import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/**
 * Follows the docs/adding-a-*.md pages in a copy of the repository: code blocks are the content of the file named above
 * them, diff blocks are applied to it, and shell commands must succeed. Test files that the pages run are run together
 * when all pages are followed, because jest takes longer to start than to run them.
 */

const all = process.env.PORTSIDE_SAMPLE === 'all';
const PAGES = readdirSync('docs').filter((name) => /^adding-an?-/.test(name));
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'portside-adding-'));
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', list, { encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files.filter((name) => !name.startsWith('dist/')))
    cpSync(file, join(copy, file));
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  // docs.test.ts lists the pages with Git.
  execFileSync('git', ['-C', copy, 'init', '--quiet']);
  execFileSync('git', ['-C', copy, 'add', '--all']);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('following the pages', () => {
  const tests: string[] = [];

  it.each(PAGES)('%s leads to tests', (page) => {
    const steps = stepsOf(readFileSync(join('docs', page), 'utf8'));
    const before = tests.length;
    for (const step of steps) tests.push(...follow(step));
    expect(tests.length).toBeGreaterThan(before);
  });

  it('leads to passing tests', () => {
    const isWhole = (test: string) => !test.includes(' --');
    run(`npm test -- ${tests.filter(isWhole).join(' ')}`);
    for (const test of tests.filter((one) => !isWhole(one))) run(`npm test -- ${test}`);
  });

  it('leads to code that type checks, has no lint errors and keeps the limits', () => {
    if (all) run('npx tsc -p tsconfig.check.json');
    else checkTypesOfChanges();
    // The files that the pages do not change are linted where they are.
    run('git ls-files -z --modified --others --exclude-standard | xargs -0 npx biome check');
    run('npx depcruise src --config .dependency-cruiser.cjs');
  });
});

describe('npm run new-rule', () => {
  it('creates rules of each kind with passing tests', () => {
    const rules = [
      ['DL9999', 'dockerfile'],
      ['DEP-EXAMPLE-KEY', 'manifests'],
      ['IMG-EXAMPLE', 'hardening'],
    ] as const;
    for (const [id] of rules) run(`npm run new-rule -- ${id}`);
    const tests = rules.map(([id, folder]) => `__tests__/${folder}/rules/${id}.test.ts`);
    expect(tests.filter((test) => !existsSync(join(copy, test)))).toEqual([]);
    run(`npm test -- ${tests.join(' ')}`);
  });

  it.each([
    [
      'without dependencies, says to install them',
      undefined,
      'dependencies are not installed. Run npm ci first',
    ],
    ['after a failure, says what failed', 'process.exit(1);\n', 'Command failed: '],
  ])('%s, and leaves no files', (_name, biome, message) => {
    const folder = join(copy, 'not-installed');
    for (const file of ['scripts/new-rule.mjs', 'src/dockerfile/rules/index.ts'])
      cpSync(join(copy, file), join(folder, file));
    const list = join(folder, 'src/dockerfile/rules/index.ts');
    const before = readFileSync(list, 'utf8');
    if (biome !== undefined) {
      mkdirSync(join(folder, 'node_modules/@biomejs/biome/bin'), { recursive: true });
      writeFileSync(join(folder, 'node_modules/@biomejs/biome/bin/biome'), biome);
    }
    const { status, stderr } = spawnSync(process.execPath, ['scripts/new-rule.mjs', 'PS9998'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toContain('Cannot create PS9998');
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(message)]);
    expect(readFileSync(list, 'utf8')).toBe(before);
    expect(existsSync(join(folder, 'src/dockerfile/rules/PS9998.ts'))).toBe(false);
    expect(existsSync(join(folder, '__tests__/dockerfile/rules/PS9998.test.ts'))).toBe(false);
    rmSync(folder, { recursive: true });
  });

  it.each(['DL9999', 'XX1', ''])('rejects %j', (id) => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/new-rule.mjs', id], {
      cwd: copy,
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^(?:usage: npm run new-rule|Cannot create DL9999: .* exists)/);
  });
});

/** Checks the types of the files that the pages change and of what these import. */
function checkTypesOfChanges(): void {
  const list = ['ls-files', '-z', '--modified', '--others', '--exclude-standard'];
  const changed = execFileSync('git', ['-C', copy, ...list], { encoding: 'utf8' }).split('\0');
  const files = changed.filter((name) => name.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(PAGES.length);
  const config = { extends: './tsconfig.json', include: ['src/**/*.d.ts'], files };
  const file = join(copy, 'tsconfig.changed.json');
  writeFileSync(file, JSON.stringify(config));
  run('npx tsc -p tsconfig.changed.json');
  rmSync(file);
}

interface Step {
  readonly language: string;
  readonly content: string;
  /** The file named in the line before the block. */
  readonly file: string | undefined;
}

/** The code blocks of a page, also those in list items. */
function stepsOf(page: string): Step[] {
  const blocks = page.matchAll(/(?:^ *`([^`\n]+)`:\n\n)?^( *)```(\w+)\n(.*?)^\2```$/gms);
  return [...blocks].map(([, file, indent = '', language = '', content = '']) => ({
    file,
    language,
    content: content.replace(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

/** Takes a step, and returns the arguments of the `npm test` commands in it, which it does not run. */
function follow({ language, content, file }: Step): string[] {
  if (language === 'sh') {
    const commands = content.trim().split('\n');
    const tests = commands.filter((command) => command.startsWith(NPM_TEST));
    for (const command of commands) if (!tests.includes(command)) run(command);
    return tests.map((command) => command.slice(NPM_TEST.length));
  }
  if (file === undefined) throw new Error(`A block names no file:\n${content}`);
  else if (language === 'diff') edit(join(copy, file), content);
  else {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), content);
  }
  return [];
}

const NPM_TEST = 'npm test -- ';

/** Replaces the lines of a diff without `+` by those without `-`. */
function edit(file: string, diff: string): void {
  const lines = diff.trimEnd().split('\n');
  const side = (other: string) =>
    lines
      .filter((line) => !line.startsWith(other))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const text = readFileSync(file, 'utf8');
  const parts = text.split(side('+'));
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} places for\n${diff}`);
  writeFileSync(file, parts.join(side('-')));
}

function run(command: string): void {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (status !== 0)
    throw new Error(`${command} exited with ${status}:\n${(stdout + stderr).slice(-6000)}`);
}
