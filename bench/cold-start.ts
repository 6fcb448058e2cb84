import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/**
 * Milliseconds from the start of the bundles to the end of `--help`, and of Node.js alone for comparison:
 *   npx ncc run bench/cold-start.ts
 *   NODES=/opt/node24/bin/node npx ncc run bench/cold-start.ts      also with other Node.js versions, separated by colons
 * The limit is 250 ms. It applies to the minimum of the runs, because a busy machine doubles the figures.
 */
const RUNS = 20;
const LIMIT = 250;
const PROGRAMS = [
  { name: 'bare node', args: ['-e', '0'] },
  { name: 'dist/cli --help', args: ['dist/cli/index.js', '--help'] },
  { name: 'dist/action --help', args: ['dist/action/index.js', '--help'] },
];

const others = (process.env.NODES ?? '').split(':').filter(Boolean);
for (const node of [process.execPath, ...others]) {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  for (const { name, args } of PROGRAMS) {
    if (args[0]?.endsWith('.js') && !existsSync(args[0])) continue;
    const times = Array.from({ length: RUNS }, () => time(node, args)).sort((a, b) => a - b);
    const least = times[0] ?? Number.NaN;
    const median = times[RUNS / 2] ?? Number.NaN;
    const verdict = least > LIMIT ? `  over ${LIMIT} ms` : '';
    console.log(`${version} ${name.padEnd(20)} least ${ms(least)}  median ${ms(median)}${verdict}`);
    if (verdict) process.exitCode = 1;
  }
}

function time(node: string, args: readonly string[]): number {
  const started = performance.now();
  spawnSync(node, args, { stdio: 'ignore', env: { PATH: process.env.PATH } });
  return performance.now() - started;
}

function ms(value: number): string {
  return `${value.toFixed(0).padStart(4)} ms`;
}
