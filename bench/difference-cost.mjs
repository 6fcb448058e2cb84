#!/usr/bin/env node
/**
 * The user CPU and the memory of the difference, next to those of `sbom`. Whole processes run
 * alternately, since a busy machine changes all figures. BASELINE is a JSON report of the image before.
 *   node bench/difference-cost.mjs BUNDLE/cli/index.js IMAGE BASELINE [RUNS]
 */
import { spawnSync } from 'node:child_process';

const [cli, image, baseline, runs = '5'] = process.argv.slice(2);
const scan = ['scan', image, '--offline', '--only'];
const COMMANDS = {
  sbom: ['sbom', image],
  'scan --only hardening': [...scan, 'hardening'],
  'the same with a baseline': [...scan, 'hardening', '--baseline', baseline],
};

/** User CPU in seconds, and the peak of the memory in MB. */
function measure(args) {
  const options = { encoding: 'utf8', maxBuffer: 2 ** 30 };
  const { stderr } = spawnSync(
    '/usr/bin/time',
    ['-f', 'cost %U %M', 'node', cli, ...args],
    options,
  );
  const [, seconds = 'NaN', kilobytes = 'NaN'] = /^cost (\S+) (\d+)$/m.exec(stderr) ?? [];
  return { seconds: Number(seconds), megabytes: Number(kilobytes) / 1024 };
}

const results = Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, []]));
for (let i = 0; i < Number(runs); i++)
  for (const [name, args] of Object.entries(COMMANDS)) results[name].push(measure(args));

const least = (name) => Math.min(...results[name].map(({ seconds }) => seconds));
const memory = (name) => Math.min(...results[name].map(({ megabytes }) => megabytes));
console.log('| command | user CPU | memory |\n|---|---|---|');
for (const name of Object.keys(COMMANDS))
  console.log(`| ${name} | ${least(name).toFixed(2)} s | ${memory(name).toFixed(0)} MB |`);
const [plain, compared] = ['scan --only hardening', 'the same with a baseline'];
const more = (least(compared) - least(plain)) / least('sbom');
console.log(
  `difference: ${(100 * more).toFixed(0)} % of sbom, ${(memory(compared) - memory(plain)).toFixed(0)} MB`,
);
