import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { searchBytes } from '../src/secrets/search.js';

/**
 * Searches the text files below a folder for secrets, and runs secretlint's recommended preset for comparison:
 *   npx ncc run bench/secrets.ts                      # node_modules
 *   FOLDER=/some/folder npx ncc run bench/secrets.ts
 * secretlint is installed in a temporary folder.
 */
const FOLDER = resolve(process.env.FOLDER ?? 'node_modules');
/** secretlint is slow, so both tools read only this many bytes, in files of up to 1 MB. */
const SAMPLE = 3_000_000;
const LIMIT_RATIO = 2.5;
const LIMIT_SPEED = 50;
const LIMIT_MS = 1000;
const LINE = 50_000_000;

interface TextFile {
  readonly path: string;
  readonly bytes: Buffer;
}

function* texts(folder: string): Generator<TextFile> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* texts(path);
    if (!entry.isFile()) continue;
    const bytes = readFileSync(path);
    if (!bytes.subarray(0, 8000).includes(0)) yield { path, bytes };
  }
}

/** Returns false if the text was only partially searched. */
type Lint = (file: TextFile) => boolean | Promise<boolean>;

async function secretlint(): Promise<{ lint: Lint; close: () => void } | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'portside-bench-secrets-'));
  const close = () => rmSync(folder, { recursive: true, force: true });
  try {
    const names = ['@secretlint/core', '@secretlint/secretlint-rule-preset-recommend'];
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--silent', '--prefix', folder];
    execFileSync('npm', ['install', ...options, ...names], { stdio: 'ignore', timeout: 180_000 });
    const load = (name: string) => {
      const root = join(folder, 'node_modules', name);
      const { module, main, exports } = JSON.parse(
        readFileSync(join(root, 'package.json'), 'utf8'),
      );
      const entry = exports?.['.']?.import?.default ?? exports?.['.']?.import ?? module ?? main;
      // ncc would resolve a plain import when it bundles.
      return new Function('url', 'return import(url)')(pathToFileURL(join(root, entry)).href);
    };
    const [{ lintSource }, { creator }] = await Promise.all(names.map(load));
    const config = { rules: [{ id: names[1], rule: creator, options: {} }] };
    const lint: Lint = async ({ path, bytes }) => {
      const content = bytes.toString('utf8');
      const source = { content, filePath: path, ext: '', contentType: 'text' };
      await lintSource({ source, options: { config } });
      return true;
    };
    return { lint, close };
  } catch (error) {
    close();
    console.log(
      `secretlint cannot be installed: ${error instanceof Error ? error.message : error}`,
    );
    return undefined;
  }
}

interface Took {
  readonly ms: number;
  readonly slowest: number;
  /** Files that were only partially searched. */
  readonly givenUp: number;
}

async function time(files: readonly TextFile[], lint: Lint): Promise<Took> {
  const started = performance.now();
  let slowest = 0;
  let givenUp = 0;
  for (const file of files) {
    const before = performance.now();
    if (!(await lint(file))) givenUp++;
    slowest = Math.max(slowest, performance.now() - before);
  }
  return { ms: performance.now() - started, slowest, givenUp };
}

/** Prints the measurement and returns MB/s, or 0 if a file was only partially searched. */
function say(name: string, files: readonly TextFile[], { ms, slowest, givenUp }: Took): number {
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  const speed = bytes / 1000 / ms;
  console.log(
    `${name}: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB in ${ms.toFixed(0)} ms, ${speed.toFixed(1)} MB/s, slowest ${slowest.toFixed(0)} ms${givenUp > 0 ? `, ${givenUp} GIVEN UP` : ', all searched whole'}`,
  );
  return givenUp > 0 ? 0 : speed;
}

/** One line of 50 MB: minified code, an assignment every few bytes, or only text that resembles secrets. */
function lines(files: readonly TextFile[]): { name: string; file: TextFile; hostile: boolean }[] {
  const scripts = files.filter(({ path }) => /\.[cm]?js$/.test(path));
  const parts: Buffer[] = [];
  for (let i = 0, left = LINE; left > 0 && scripts.length > 0; i++) {
    const part = scripts[i % scripts.length]?.bytes.subarray(0, left) ?? Buffer.alloc(0);
    parts.push(part);
    left -= Math.max(1, part.length);
  }
  const code = Buffer.concat(parts);
  for (const [at, byte] of code.entries()) if (byte === 0x0a || byte === 0x0d) code[at] = 0x20;
  const again = (unit: string) => Buffer.from(unit.repeat(LINE / unit.length));
  return [
    { name: 'minified code', file: { path: 'a.js', bytes: code }, hostile: false },
    {
      name: 'a=b; token=c; …',
      file: { path: 'a', bytes: again('a=b; token=c; ') },
      hostile: false,
    },
    { name: 'look-alikes', file: { path: 'a', bytes: again('token=aQ~,') }, hostile: true },
    { name: 'more of them', file: { path: 'a', bytes: again(' eyJ-') }, hostile: true },
  ];
}

async function main(): Promise<void> {
  const portside: Lint = ({ path, bytes }) => searchBytes(bytes, { path }).complete;
  const all = [...texts(FOLDER)];
  await time(all.slice(0, 2000), portside);
  const whole = await time(all, portside);
  const missed: string[] = [];
  const speed = say('portside, all', all, whole);
  if (speed < LIMIT_SPEED) missed.push(`${LIMIT_SPEED} MB/s`);
  let slowest = whole.slowest;
  for (const { name, file, hostile } of lines(all)) {
    const took = await time([file], portside);
    if (say(`portside, one line of ${name}`, [file], took) === 0 && !hostile)
      missed.push(`${name} searched whole`);
    slowest = Math.max(slowest, took.slowest);
  }
  if (slowest > LIMIT_MS) missed.push(`no file over ${LIMIT_MS} ms`);
  let left = SAMPLE;
  const sample = all.filter(({ bytes }) => {
    left -= bytes.length <= 1e6 && left > 0 ? bytes.length : 0;
    return bytes.length <= 1e6 && left > 0;
  });
  const ours = say('portside, sample', sample, await time(sample, portside));
  const peer = await secretlint();
  if (peer) {
    await time(sample.slice(0, 300), peer.lint);
    const theirs = say('secretlint, sample', sample, await time(sample, peer.lint));
    peer.close();
    console.log(`${(ours / theirs).toFixed(1)} times secretlint (limit ${LIMIT_RATIO})`);
    if (ours / theirs < LIMIT_RATIO) missed.push(`${LIMIT_RATIO} times secretlint`);
  } else missed.push('the comparison');
  for (const what of missed) console.log(`missed: ${what}`);
  if (missed.length > 0) process.exitCode = 1;
}

await main();
