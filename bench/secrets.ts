import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { searchBytes } from '../src/secrets/search.js';

/**
 * Secrets in the text files below a folder, beside secretlint's recommended preset (@secretlint/secretlint-rule-preset-recommend) in the same run:
 *   npx ncc run bench/secrets.ts                      # node_modules
 *   FOLDER=/some/where npx ncc run bench/secrets.ts
 * The peer is installed into a temporary folder. Limits are those of issue G.
 */
const FOLDER = resolve(process.env.FOLDER ?? 'node_modules');
/** secretlint takes long: both read the files of this many bytes, those of at most 1 MB. */
const SAMPLE = 3_000_000;
const LIMIT_RATIO = 2.5;
const LIMIT_SPEED = 50;
const LIMIT_MS = 1000;

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

type Lint = (file: TextFile) => unknown;

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
      // The bundler would resolve a plain import at build time.
      return new Function('url', 'return import(url)')(pathToFileURL(join(root, entry)).href);
    };
    const [{ lintSource }, { creator }] = await Promise.all(names.map(load));
    const config = { rules: [{ id: names[1], rule: creator, options: {} }] };
    const lint: Lint = ({ path, bytes }) =>
      lintSource({
        source: { content: bytes.toString('utf8'), filePath: path, ext: '', contentType: 'text' },
        options: { config },
      });
    return { lint, close };
  } catch (error) {
    close();
    console.log(`secretlint cannot be had: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

async function time(
  files: readonly TextFile[],
  lint: Lint,
): Promise<{ ms: number; slowest: number }> {
  const started = performance.now();
  let slowest = 0;
  for (const file of files) {
    const before = performance.now();
    await lint(file);
    slowest = Math.max(slowest, performance.now() - before);
  }
  return { ms: performance.now() - started, slowest };
}

function say(
  name: string,
  files: readonly TextFile[],
  took: { ms: number; slowest: number },
): number {
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  const speed = bytes / 1000 / took.ms;
  console.log(
    `${name}: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB in ${took.ms.toFixed(0)} ms, ${speed.toFixed(1)} MB/s, slowest file ${took.slowest.toFixed(0)} ms`,
  );
  return speed;
}

async function main(): Promise<void> {
  const portside: Lint = ({ path, bytes }) => searchBytes(bytes, { path });
  const all = [...texts(FOLDER)];
  await time(all.slice(0, 2000), portside);
  const whole = await time(all, portside);
  const speed = say('portside, all', all, whole);
  let left = SAMPLE;
  const sample = all.filter(({ bytes }) => {
    left -= bytes.length <= 1e6 && left > 0 ? bytes.length : 0;
    return bytes.length <= 1e6 && left > 0;
  });
  const ours = say('portside, sample', sample, await time(sample, portside));
  const peer = await secretlint();
  if (peer) {
    const theirs = say('secretlint, sample', sample, await time(sample, peer.lint));
    peer.close();
    console.log(`${(ours / theirs).toFixed(1)} times secretlint (limit ${LIMIT_RATIO})`);
    if (ours / theirs < LIMIT_RATIO) process.exitCode = 1;
  }
  const line = Buffer.from('a=b; token=c; '.repeat(50_000_000 / 14));
  const one = await time([{ path: 'one-line', bytes: line }], portside);
  say('portside, one line', [{ path: 'one-line', bytes: line }], one);
  if (speed < LIMIT_SPEED || whole.slowest > LIMIT_MS || one.slowest > LIMIT_MS)
    process.exitCode = 1;
}

await main();
