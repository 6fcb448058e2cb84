#!/usr/bin/env node
/**
 * Time and memory of the built command line on a generated repository and an image: the inventory alone, each check, and
 * all checks together.
 *
 *   node bench/check.mjs IMAGE.tar --advisories DATABASE [--runs N] [--peer "COMMAND with {file}"]…
 *
 * IMAGE.tar is a Docker archive (../shared/recipes/images builds some), DATABASE the output of `portside db build`. Linux
 * only: GNU time measures peak memory and CPU seconds of all threads. The commands run alternately; each time is the
 * minimum of its runs.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { image, advisories, runs, peers } = readArguments(process.argv.slice(2));
if (!image || !advisories) {
  console.error(
    'usage: node bench/check.mjs IMAGE.tar --advisories DATABASE [--runs N] [--peer COMMAND]…',
  );
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'portside-bench-'));
try {
  generateRepository(20);
  const cli = ['node', process.env.PORTSIDE ?? 'dist/cli/index.js'];
  const scan = (only) => [
    ...cli,
    'scan',
    image,
    '--offline',
    '--quiet',
    '--format',
    'json',
    '--only',
    only,
  ];
  const withDatabase = ['--advisories', advisories];
  const jobs = [
    { name: 'inventory (`sbom`)', args: [...cli, 'sbom', image, '--quiet'] },
    { name: 'and vulnerabilities', args: [...scan('vulnerability'), ...withDatabase] },
    { name: 'and hardening', args: scan('hardening') },
    { name: 'and secrets', args: scan('secret') },
    { name: 'and secrets and hardening', args: scan('secret,hardening') },
    {
      name: 'everything, with 20 Dockerfiles and 40 manifests (`check`)',
      args: [...cli, 'check', folder, '--image', image, ...withDatabase].concat([
        '--offline',
        '--quiet',
        '--format',
        'json',
      ]),
    },
    ...peers.map((peer) => ({
      name: `peer: ${peer}`,
      args: peer.split(' ').map((word) => word.replace('{file}', image)),
    })),
  ].map((job) => ({ ...job, results: [] }));
  for (let run = 0; run < runs; run++) for (const job of jobs) job.results.push(measure(job.args));

  console.log('| what | time | CPU | peak memory |\n|---|---|---|---|');
  for (const { name, results } of jobs) {
    const least = (key) => Math.min(...results.map((result) => result[key])).toFixed(2);
    const memory = Math.max(...results.map(({ megabytes }) => megabytes)).toFixed(0);
    const failed = results.some(({ status }) => status > 1 && status !== 3) ? ' (failed)' : '';
    console.log(`| ${name}${failed} | ${least('seconds')} s | ${least('cpu')} s | ${memory} MB |`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Writes services with a Dockerfile, a Compose file and a Kubernetes manifest each. */
function generateRepository(services) {
  for (let i = 0; i < services; i++) {
    const name = `service-${i}`;
    writeFileSync(
      join(folder, `Dockerfile.${name}`),
      `FROM debian:12 AS build\nWORKDIR /src\nCOPY . .\nRUN apt-get update && apt-get install -y gcc=12 curl\nRUN cd lib && make\n` +
        `FROM debian:12-slim\nENV API_TOKEN=x\nCOPY --from=build /src/${name} /usr/bin/${name}\nEXPOSE ${8000 + i}\nCMD ${name}\n`,
    );
    writeFileSync(
      join(folder, `compose.${name}.yaml`),
      `services:\n  ${name}:\n    image: registry.example.com/${name}:latest\n    privileged: true\n    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]\n`,
    );
    writeFileSync(
      join(folder, `${name}.k8s.yaml`),
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  selector: { matchLabels: { app: ${name} } }\n  template:\n    metadata: { labels: { app: ${name} } }\n    spec:\n      hostNetwork: true\n      containers:\n        - name: ${name}\n          image: registry.example.com/${name}\n`,
    );
  }
}

function measure(args) {
  const start = performance.now();
  const run = spawnSync('/usr/bin/time', ['-f', 'peak %M %U %S', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const seconds = (performance.now() - start) / 1000;
  const [, peak, user, system] = /peak (\d+) ([\d.]+) ([\d.]+)\s*$/.exec(run.stderr) ?? [];
  return {
    seconds,
    cpu: Number(user) + Number(system),
    megabytes: Number(peak) / 1024,
    status: run.status,
  };
}

function readArguments(args) {
  const found = { runs: 5, peers: [] };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--runs') found.runs = Math.max(1, Number(args[++i]) || 5);
    else if (args[i] === '--advisories') found.advisories = args[++i];
    else if (args[i] === '--peer') found.peers.push(args[++i] ?? '');
    else found.image = args[i];
  }
  return found;
}
