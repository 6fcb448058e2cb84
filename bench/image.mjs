#!/usr/bin/env node
/**
 * Time and memory of `portside sbom`, the inventory of an image, as a whole process.
 *
 *   node bench/image.mjs TARGET… [--runs N] [--peer "COMMAND with {file}"]…
 *
 * TARGET is an argument of `portside sbom`, such as docker-archive:b-big.tar or oci:oci-gz/b-big (built by
 * ../shared/recipes/images). The peer's command and ours run alternately; {file} is the target without its prefix. Linux
 * only: GNU time measures peak memory and CPU seconds of all threads.
 */
import { spawnSync } from 'node:child_process';

const CLI = `node ${process.env.PORTSIDE ?? 'dist/cli/index.js'} sbom {target} --format cyclonedx`;
const { targets, runs, peers } = readArguments(process.argv.slice(2));
if (targets.length === 0) {
  console.error('usage: node bench/image.mjs TARGET… [--runs N] [--peer "COMMAND with {file}"]…');
  process.exit(2);
}

for (const target of targets) {
  console.log(target);
  const commands = [CLI, ...peers];
  const results = commands.map(() => []);
  // Alternately, so that other processes slow down all commands alike.
  for (let run = 0; run < runs; run++)
    for (const [i, command] of commands.entries()) results[i].push(measure(command, target));
  const ours = medians(results[0]);
  for (const [i, command] of commands.entries()) {
    const { seconds, cpu } = medians(results[i]);
    const memory = Math.max(...results[i].map((result) => result.megabytes));
    const failed = results[i].some(({ status }) => status !== 0) ? '  (did not end with 0)' : '';
    const times =
      i === 0
        ? ''
        : `  ${(seconds / ours.seconds).toFixed(1)} times ours (CPU: ${(cpu / ours.cpu).toFixed(1)})`;
    console.log(
      `  ${seconds.toFixed(2)} s (CPU ${cpu.toFixed(2)} s)  ${memory.toFixed(0)} MB${times}  ${command.slice(0, 60)}${failed}`,
    );
  }
}

function measure(command, target) {
  const file = target.replace(/^[a-z-]+:/, '');
  const args = command
    .split(' ')
    .map((word) => word.replace('{target}', target).replace('{file}', file));
  const start = performance.now();
  const run = spawnSync('/usr/bin/time', ['-f', 'peak %M %U %S', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 1 << 28,
  });
  const seconds = (performance.now() - start) / 1000;
  if (run.error)
    throw new Error('Cannot measure: GNU time is not installed. Run apt-get install time', {
      cause: run.error,
    });
  const [peak, user, system] = (/peak (.*)\s*$/.exec(run.stderr)?.[1] ?? '').split(' ').map(Number);
  return { seconds, cpu: user + system, megabytes: peak / 1024, status: run.status };
}

function medians(results) {
  return {
    seconds: median(results.map(({ seconds }) => seconds)),
    cpu: median(results.map(({ cpu }) => cpu)),
  };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function readArguments(args) {
  const found = { targets: [], runs: 3, peers: [] };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--runs') found.runs = Math.max(1, Number(args[++i]) || 3);
    else if (args[i] === '--peer') found.peers.push(args[++i] ?? '');
    else found.targets.push(args[i]);
  }
  return found;
}
