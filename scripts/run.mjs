#!/usr/bin/env node
/**
 * Runs a TypeScript file of this repository without a build: node scripts/run.mjs FILE [ARGUMENT…]
 * The bundle is in a temporary folder below node_modules, where Node.js finds our npm packages. Stack traces have the
 * lines of the sources.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const [file, ...args] = process.argv.slice(2);
if (!file) throw new Error('usage: node scripts/run.mjs FILE [ARGUMENT…]');
const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules/.cache/run');
mkdirSync(cache, { recursive: true });
const outdir = mkdtempSync(join(cache, 'bundle-'));
process.once('exit', () => rmSync(outdir, { recursive: true }));
await build({
  absWorkingDir: root,
  entryPoints: { main: file },
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  // The first version with import attributes, which JSON files of packages need.
  target: 'node20.10',
  sourcemap: true,
  logLevel: 'warning',
});
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', join(outdir, 'main.mjs'), ...args],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
