// The time of `portside merge` for fifty reports of two megabytes, and for comparison of JSON.parse and JSON.stringify of
// the same reports, alternately. After npm run build:
//   node bench/merge.mjs [PATH/TO/cli/index.js]
// The reports are copies of the example's, with different findings and packages. The limit is one second. Linux only:
// GNU time measures peak memory and CPU time.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const [REPORTS, BYTES, RUNS, LIMIT] = [50, 2_000_000, 5, 1];
const cli = process.argv[2] ?? 'dist/cli/index.js';
const folder = mkdtempSync(join(tmpdir(), 'portside-bench-'));
const bare = `for (const file of process.argv.slice(1))
  globalThis.text = JSON.stringify(JSON.parse(require('fs').readFileSync(file, 'utf8')));`;
try {
  const files = write();
  const size = files.reduce((sum, file) => sum + statSync(file).size, 0);
  console.log(
    `${files.length} reports, ${(size / 1e6).toFixed(0)} MB, least (median) of ${RUNS}\n`,
  );
  console.log('| what | time | CPU | peak memory |\n|---|---|---|---|');
  const programs = {
    'JSON.parse and JSON.stringify': ['-e', bare, ...files],
    'portside merge': [cli, 'merge', ...files, '--format', `json=${join(folder, 'merged')}`],
    'portside merge, as SARIF': [cli, 'merge', ...files, '--format', `sarif=${join(folder, 's')}`],
  };
  const measured = Object.keys(programs).map(() => []);
  for (let run = 0; run < RUNS; run++)
    for (const [i, args] of Object.values(programs).entries()) measured[i].push(time(args));
  for (const [i, name] of Object.keys(programs).entries()) {
    const of = (key) => measured[i].map((m) => m[key]).sort((a, b) => a - b);
    const figures = (key) => `${of(key)[0].toFixed(2)} s (${of(key)[RUNS >> 1].toFixed(2)} s)`;
    const over = i === 1 && of('seconds')[0] > LIMIT;
    console.log(
      `| ${name} | ${figures('seconds')}${over ? `, over ${LIMIT} s` : ''} | ${figures('cpu')} | ${of('megabytes')[RUNS >> 1].toFixed(0)} MB |`,
    );
    if (over) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Writes the reports as `--format json` does, each of about BYTES. */
function write() {
  const args = ['check', 'examples/webapp', '--offline', '--format', 'json'];
  const found = JSON.parse(
    spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' }).stdout,
  );
  // Merging a report with itself formats it as the merge does.
  const template = join(folder, 'template');
  for (let i = 0; i < REPORTS; i++) {
    const report = { ...found };
    report.findings = grown(found.findings, 0.6 * BYTES, (finding, n) => ({
      ...finding,
      fingerprint: (i * 1_000 + n).toString(16).padStart(6, '0') + finding.fingerprint.slice(6),
      subject: { ...finding.subject, image: `image-${i}` },
    }));
    report.packages = grown(found.packages, 0.4 * BYTES, (one, n) => ({
      ...one,
      name: `${one.name}-${n}`,
      purl: one.purl.replace('@', `-${n}@`),
    }));
    writeFileSync(template, JSON.stringify(report));
    const written = join(folder, `${i}.json`);
    spawnSync(process.execPath, [cli, 'merge', template, '--format', `json=${written}`]);
  }
  rmSync(template);
  return readdirSync(folder).map((name) => join(folder, name));
}

/** Copies of the values, each changed by `other`, until they have `bytes` as JSON. */
function grown(values, bytes, other) {
  const copies = Math.ceil(bytes / JSON.stringify(values).length);
  return Array.from({ length: copies }, (_, n) => values.map((value) => other(value, n))).flat();
}

function time(args) {
  const started = performance.now();
  const run = spawnSync('/usr/bin/time', ['-f', 'peak %M %U %S', process.execPath, ...args], {
    encoding: 'utf8',
  });
  const seconds = (performance.now() - started) / 1_000;
  const [, peak, user, system] = /peak (\d+) ([\d.]+) ([\d.]+)\s*$/.exec(run.stderr) ?? [];
  return { seconds, cpu: Number(user) + Number(system), megabytes: Number(peak) / 1_024 };
}
