import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { COMMANDS } from '../../src/cli/commands/commands.js';
import { readEnvironment } from '../../src/options/environment.js';
import { optionsOf } from '../../src/options/option-table.js';
import { readOptions } from '../../src/options/read-options.js';
import { useBuiltCli } from '../built-cli.js';
import { NOW } from '../now.js';
import { sample } from '../sample.js';
import { type Block, blocksOf, commandsIn, pages } from './blocks.js';

/**
 * Runs the shell blocks of all pages in a copy of the repository, without a network. Blocks that need more are listed with the
 * reason, and the options of their `portside` commands are parsed.
 */

/** Blocks that do not run here: the pages, a text of the block, and why. */
const NOT_RUN: readonly (readonly [page: RegExp, text: string, reason: string])[] = [
  [/^README\.md$/, 'npm cit', 'installs packages and runs all tests'],
  [/^DEVELOPERS\.md$/, 'scan dir:. --only', 'needs the dumps of OSV'],
  [/^DEVELOPERS\.md$/, 'npm run test:e2e', 'installs Debian packages as root'],
  [/^DEVELOPERS\.md$/, 'dockerd ', 'starts a container engine as root'],
  [/^DEVELOPERS\.md$/, 'npm run build', 'needs the conformance cases'],
  [/^docs\/adding-/, '', 'run by __tests__/e2e/adding-pages.test.ts'],
  [/^docs\/command-line\.md$/, 'scan app:2', 'needs a container engine'],
  [/^docs\/enterprise\.md$/, 'db push', 'needs the dumps of OSV and a registry'],
  [/^docs\/ci\/shell\.md$/, 'set -eu', 'run by __tests__/e2e/recipes.test.ts'],
  [
    /^docs\/malware\.md$/,
    'apt-get install',
    'installs ClamAV as root, and downloads its signatures',
  ],
  [/^docs\/quick-start\.md$/, '--image app.tar', 'asks api.osv.dev'],
  [/^docs\/fleet\.md$/, 'fleet reports', 'needs stored reports'],
  [/^bench\/RESULTS\.md$/, 'stored-sboms.ts', 'needs the dumps of OSV'],
  [/^docs\/releasing\.md$/, '', 'needs a release on npm and on GitHub'],
  [/^site\/README\.md$/, '', 'installs the packages of the site'],
  [/^docs\/trust\.md$/, 'verify ghcr.io/acme/app:1 --key', 'needs signed images in a registry'],
  [/^docs\/trust\.md$/, 'cosign attest', 'needs cosign, its key and a registry'],
];

// Blocks of text are output and usage.
const found = pages()
  .flatMap(blocksOf)
  .filter(({ language }) => language !== 'text');
const shell = found.filter(({ language }) => /^(?:sh|bash|shell|console)$/.test(language));
const reasonFor = ({ page, text }: Block) =>
  NOT_RUN.find(([pages, part]) => pages.test(page) && text.includes(part));
const runnable = shell.filter((block) => !reasonFor(block));

const CLI = useBuiltCli();
let copy: string;
let bin: string;

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'portside-commands-'));
  [copy, bin] = [join(folder, 'copy'), join(folder, 'bin')];
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', list, { encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files.filter((name) => /^(?:docs|examples)\//.test(name)))
    cpSync(file, join(copy, file));
  addFiles();
  addStoredSboms();
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'first');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  addPrograms();
});
afterAll(() => rmSync(dirname(copy), { recursive: true, force: true }));

/** The files that the pages name and that are the reader's. */
function addFiles(): void {
  mkdirSync(join(copy, 'services/api'), { recursive: true });
  for (const file of ['Dockerfile', 'services/api/Dockerfile'])
    cpSync('examples/webapp/Dockerfile', join(copy, file));
  for (const image of ['app.tar', 'new.tar'])
    cpSync('examples/webapp/image.tar', join(copy, image));
}

/** SBOMs of two images, named after their digests, and a folder of advisories. */
function addStoredSboms(): void {
  mkdirSync(join(copy, 'sboms'));
  for (const digest of ['3f2a', '4b00']) {
    const purl = 'pkg:npm/minimist@0.0.8';
    const components = [{ type: 'library', name: 'minimist', version: '0.0.8', purl }];
    const sbom = { bomFormat: 'CycloneDX', specVersion: '1.6', components };
    writeFileSync(join(copy, `sboms/${digest}.json`), JSON.stringify(sbom));
  }
  addAdvisory('CVE-2021-1');
}

function addAdvisory(id: string): void {
  mkdirSync(join(copy, 'database/npm'), { recursive: true });
  const ranges = [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.0.0' }] }];
  const affected = [{ package: { ecosystem: 'npm', name: 'minimist' }, ranges }];
  const record = { id, modified: new Date().toISOString(), affected };
  writeFileSync(join(copy, `database/npm/${id}.json`), JSON.stringify(record));
}

/** The bundle of the sources, and `node` and `portside` on the PATH. */
function addPrograms(): void {
  cpSync('package.json', join(copy, 'package.json'));
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  cpSync(dirname(CLI), join(copy, 'dist/cli'), { recursive: true });
  // The statuses 1 and 3 are verdicts. They are not what the page is about, so the block continues.
  program(
    'node',
    `status=0; "${process.execPath}" "$@" || status=$?\ncase $status in 1 | 3) exit 0 ;; esac\nexit "$status"`,
  );
  program('portside', `exec node "${copy}/dist/cli/index.js" "$@"`);
}

function program(name: string, script: string): void {
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

function git(...args: readonly string[]): void {
  execFileSync('git', ['-C', copy, ...args]);
}

function run(script: string) {
  const { status, stdout, stderr } = spawnSync('sh', ['-eu', '-c', script], {
    cwd: copy,
    encoding: 'utf8',
    // A proxy that refuses connections: no host is asked.
    env: {
      PATH: `${bin}:${process.env.PATH}`,
      HOME: dirname(copy),
      HTTPS_PROXY: 'http://127.0.0.1:9',
    },
  });
  return { status, stdout, stderr };
}

describe('the shell blocks of the pages', () => {
  it.each(sample(runnable, 8, ({ text }) => text).map((block) => [block.name, block] as const))(
    '%s runs',
    (_, block) => {
      const [script, output] =
        block.language === 'console' ? session(block.text) : [block.text, []];
      const { status, stdout, stderr } = run(script);
      // A bundle that cannot be loaded has the status of a failed policy.
      expect({ status, stderr: stderr.match(/^ +at .*|^error: .*/gm) }).toEqual({
        status: 0,
        stderr: null,
      });
      expect(stdout.split('\n').slice(0, output.length)).toEqual(output);
    },
  );

  it('are listed with a reason only if there is such a block', () => {
    const unused = NOT_RUN.filter((entry) => !shell.some((block) => reasonFor(block) === entry));
    expect(unused).toEqual([]);
    expect(runnable.length).toBeGreaterThan(10);
  });
});

/** The command of a console session, after `$`, and the first lines of its output. */
function session(text: string): [string, readonly string[]] {
  const [first = '', ...output] = text.trimEnd().split('\n');
  if (!first.startsWith('$ '))
    throw new Error(`A console block does not begin with "$ ":\n${text}`);
  return [first.slice(2), output];
}

describe('the portside commands of the pages', () => {
  it.each(
    found.flatMap((block) => commandsIn(block.text).map((words) => [block.name, words] as const)),
  )('%s: %j has only existing options, with valid values', (_, [name = '', ...words]) => {
    if (words.includes('--help') || name.startsWith('--')) return;
    expect(COMMANDS.map((command) => command.name)).toContain(name);
    readOptions(name, words, readEnvironment({}), NOW);
  });

  it('in the text have existing names and options', () => {
    const named = pages().flatMap(({ text }) =>
      [...text.matchAll(/`portside ([a-z][a-z-]*)([^`]*)`/g)].map(([, name = '', rest = '']) => ({
        name,
        options: rest.match(/(?<=\s)--[a-z-]+/g) ?? [],
      })),
    );
    expect(named.length).toBeGreaterThan(20);
    const unknown = named.filter(({ name, options }) => {
      if (!COMMANDS.some((command) => command.name === name)) return true;
      const known = ['--help', ...optionsOf(name).map((option) => `--${option.name}`)];
      return options.some((option) => !known.includes(option));
    });
    expect(unknown).toEqual([]);
  });
});

describe('the workflow of docs/scale.md', () => {
  const block = found.find(({ page, text }) => page === 'docs/scale.md' && /^jobs:/m.test(text));
  const { jobs } = parse(block?.text ?? '');
  /** Runs a step as the runner does, in the folder of its job. */
  const step = (job: string, name: string, folder: string, env: Record<string, string>) => {
    const { run } = jobs[job].steps.find((one: { name?: string }) => one.name === name);
    const PATH = `${dirname(process.execPath)}:${process.env.PATH}`;
    return spawnSync('bash', ['-e', '-c', run], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH, HOME: folder, HTTPS_PROXY: 'http://127.0.0.1:9', ...env },
    });
  };
  const scan = (PART: string) =>
    step('scan', 'Scan', night, { PART, ADVISORIES: join(copy, 'database') });
  let night: string;

  beforeAll(() => {
    night = join(dirname(copy), 'night');
    execFileSync('git', ['clone', '--quiet', copy, night]);
    symlinkSync(copy, join(night, '.portside'));
  });

  it('has a part for each first digit of a digest', () => {
    const digits = Array.from({ length: 16 }, (_, digit) => digit.toString(16));
    expect(jobs.scan.strategy.matrix.part).toEqual(digits);
  });

  it('reports what changed since the night before, and the verdict of all images', () => {
    const GITHUB_STEP_SUMMARY = join(night, 'summary.md');
    const summaries = ['CVE-2021-1', 'CVE-2026-2'].map((id) => {
      addAdvisory(id);
      for (const part of ['3', '4']) {
        const { status, stderr } = scan(part);
        expect({ status, error: stderr.match(/^error: .*/gm) }).toEqual({ status: 0, error: null });
        mkdirSync(join(night, `changes/changes-${part}`), { recursive: true });
        cpSync(join(night, 'changes.json'), join(night, `changes/changes-${part}/changes.json`));
      }
      writeFileSync(GITHUB_STEP_SUMMARY, '');
      const { status } = step('changes', 'Merge', night, { GITHUB_STEP_SUMMARY });
      const { findings, targets, scope } = JSON.parse(
        readFileSync(join(night, 'changes.json'), 'utf8'),
      );
      const rules = findings.map(({ rule }: { rule: string }) => rule);
      const isShown = readFileSync(GITHUB_STEP_SUMMARY, 'utf8').includes(id);
      return { status, rules, targets: targets.length, scope, isShown };
    });
    const [first, second] = summaries;
    expect(first).toMatchObject({ rules: [], targets: 2, scope: 'changes', isShown: false });
    expect(second).toMatchObject({ rules: ['CVE-2026-2', 'CVE-2026-2'], isShown: true });
  });

  it('ends with an error if a file would be in no part', () => {
    execFileSync('git', ['-C', night, 'mv', 'sboms/4b00.json', 'sboms/web.json']);
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    execFileSync('git', ['-C', night, ...identity, 'commit', '--quiet', '-m', 'name']);
    const { status, stdout } = scan('3');
    expect(status).toBe(1);
    expect(stdout).toContain('sboms/web.json\n::error::These files are in no part');
  });
});

describe('docs/troubleshooting.md', () => {
  const page = readFileSync('docs/troubleshooting.md', 'utf8');

  // What a reader does, and the part of the message that the page quotes.
  it.each(
    sample(
      [
        ['portside check empty', 'No image was named'],
        ['portside scan examples/webapp/server.js', 'is not an image archive'],
        ['portside scan app.tar --offline', 'offline, and no advisories were passed'],
        [
          'portside scan registry:ghcr.io/acme/app:1 --offline',
          'it is in a registry, and the run is offline',
        ],
        [
          'portside scan examples/end-of-life/bom.json --advisories examples/webapp/advisories --offline',
          'has no advisories for Debian 9',
        ],
        ['portside scan app.tar --exit-code 1', 'has no option --exit-code'],
        ['portside scan nothing.tar', 'Cannot find the image'],
        ['portside scan .', 'it is a folder without an image or an operating system'],
        ['portside check --baseline-ref origin/other', 'the repository has no such revision'],
        ['portside check --policy misspelled.yml', 'unknown key'],
        ['portside verify ghcr.io/acme/app:1', 'needs a required signer'],
        ['portside scan app.tar --only secret --advisories x', 'has no effect'],
      ],
      3,
      ([command = '']) => command,
    ),
  )('`%s` says "%s"', (command, message) => {
    expect(page).toContain(message);
    const files = 'mkdir -p empty; echo "fail-in: high" > misspelled.yml';
    const { stdout, stderr } = run(`${files}\n${command} || true`);
    expect(stdout + stderr).toContain(message);
  });
});

it('commandsIn() finds the words of commands, and skips what is not one', () => {
  const text = [
    "portside scan 'a b' --vex x.json > out # no option",
    'if true; then $PORTSIDE check . $BASELINE --format text || status=$?; fi',
    'node dist/cli/index.js lint \\',
    '  --fix',
    'echo portside is here',
  ].join('\n');
  expect(commandsIn(text)).toEqual([
    ['scan', 'a b', '--vex', 'x.json'],
    ['check', '.', '--format', 'text'],
    ['lint', '--fix'],
  ]);
  expect(readFileSync('README.md', 'utf8')).toContain('node dist/cli/index.js check');
});
