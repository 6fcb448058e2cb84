import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { lintDockerfile } from '../src/dockerfile/lint.js';
import { parseDockerfile } from '../src/dockerfile/parser/parse.js';

/**
 * Runs all rules except ShellCheck's on every file of the corpus in one process, and two linters from npm for comparison.
 * Also measures how the time grows with the number of instructions:
 *   npx ncc run bench/lint.ts
 * The other linters are installed in a temporary folder.
 */
const CORPUS = resolve(process.env.DOCKERFILES ?? '../shared/conformance/lint/dockerfiles.jsonl');
const ROUNDS = 5;
const LIMIT_RATIO = 3;
const LIMIT_MS = 3000;

type Linter = (text: string) => unknown;

const now = new Date();
const portside: Linter = (text) => lintDockerfile(parseDockerfile('Dockerfile', text), { now });

function compare(texts: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'portside-bench-lint-'));
  try {
    const linters = new Map<string, Linter>([['portside', portside]]);
    for (const [name, load] of PEERS) {
      const linter = install(folder, name, load);
      if (linter) linters.set(name, linter);
    }
    const times = new Map([...linters.keys()].map((name) => [name, [] as number[]]));
    const failed = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, linter] of linters)
        times.get(name)?.push(time(() => failed.set(name, failures(linter, texts))));
    }
    const median = (name: string) =>
      times.get(name)?.sort((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
    for (const [name, all] of times)
      console.log(
        `${name}: ${texts.length} files in ${ms(median(name))} (fastest ${ms(Math.min(...all))}), throws on ${failed.get(name)}`,
      );
    const ratio = median('portside') / median('dockerfile-utils');
    console.log(
      `${ratio.toFixed(2)} times dockerfile-utils (limit ${LIMIT_RATIO}), limit ${LIMIT_MS} ms`,
    );
    if (ratio >= LIMIT_RATIO || median('portside') >= LIMIT_MS) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The time per instruction for 1,250 to 20,000 instructions, which is constant if the linter is linear. */
function grow(): void {
  const body = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      i % 4 === 0
        ? `ENV V${i}=$V${i - 4}`
        : i % 4 === 1
          ? `COPY f${i} /app/`
          : `RUN apt-get install -y p${i} | tee l`,
    ).join('\n');
  for (const count of [1_250, 5_000, 20_000]) {
    const text = `FROM debian:12 AS base\n${body(count)}\n`;
    const took = Math.min(...[0, 1, 2].map(() => time(() => portside(text))));
    console.log(
      `${count} instructions: ${ms(took)}, ${((took / count) * 1000).toFixed(1)} µs each`,
    );
  }
}

type Load = (folder: (id: string) => unknown) => Linter;

const PEERS: readonly (readonly [name: string, load: Load])[] = [
  [
    'dockerfile-utils',
    (load) => {
      const { validate } = load('dockerfile-utils') as { validate: Linter };
      return (text) => validate(text);
    },
  ],
  [
    'dockerfilelint',
    (load) => {
      const { run } = load('dockerfilelint') as { run: (folder: string, text: string) => unknown };
      return (text) => run('.', text);
    },
  ],
];

/** A linter from npm. If it cannot be installed, prints why and returns undefined. */
function install(folder: string, name: string, load: Load): Linter | undefined {
  try {
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--silent', '--prefix', folder];
    execFileSync('npm', ['install', ...options, name], { stdio: 'ignore', timeout: 120_000 });
    // ncc would resolve a plain require when it bundles.
    const { createRequire } = process.getBuiltinModule('node:module');
    return load(createRequire(join(folder, 'package.json')));
  } catch (error) {
    console.log(`${name} cannot be installed: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

/** The number of texts that the linter throws on. Their time counts too. */
function failures(linter: Linter, texts: readonly string[]): number {
  return texts.filter((text) => {
    try {
      linter(text);
      return false;
    } catch {
      return true;
    }
  }).length;
}

function time(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}

if (!existsSync(CORPUS)) {
  console.log(`skipped: ${CORPUS} does not exist`);
} else {
  const texts = readFileSync(CORPUS, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { dockerfile: string }).dockerfile);
  compare(texts);
}
grow();
