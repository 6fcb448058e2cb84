#!/usr/bin/env node
/**
 * Time and memory of the whole job: the built command line on a generated repository and an image, from the inventory
 * alone to everything, each beside what it adds.
 *
 *   node bench/check.mjs IMAGE.tar --advisories DATABASE [--runs N] [--peer "COMMAND with {file}"]…
 *
 * IMAGE.tar comes from ../shared/recipes/images, DATABASE from `portside db build`. Linux only: peak memory and CPU
 * seconds (of all threads; what counts on a busy machine) are read from GNU time; times are the least of the runs, which
 * take turns.
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
    { name: 'inventory (`sbom`)', words: [...cli, 'sbom', image, '--quiet'] },
    { name: 'and vulnerabilities', words: [...scan('vulnerability'), ...withDatabase] },
    { name: 'and hardening', words: scan('hardening') },
    { name: 'and secrets', words: scan('secret') },
    { name: 'and secrets and hardening', words: scan('secret,hardening') },
    {
      name: 'everything, with 20 Dockerfiles and 40 manifests (`check`)',
      words: [...cli, 'check', folder, '--image', image, ...withDatabase].concat([
        '--offline',
        '--quiet',
        '--format',
        'json',
      ]),
    },
    ...peers.map((peer) => ({
      name: `peer: ${peer}`,
      words: peer.split(' ').map((word) => word.replace('{file}', image)),
    })),
  ].map((job) => ({ ...job, results: [] }));
  for (let run = 0; run < runs; run++) for (const job of jobs) job.results.push(measure(job.words));

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

/** Services with a Dockerfile, a Compose file and a Kubernetes manifest each. */
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

function measure(words) {
  const start = performance.now();
  const run = spawnSync('/usr/bin/time', ['-f', 'peak %M %U %S', ...words], {
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

function readArguments(words) {
  const found = { runs: 5, peers: [] };
  for (let i = 0; i < words.length; i++) {
    if (words[i] === '--runs') found.runs = Math.max(1, Number(words[++i]) || 5);
    else if (words[i] === '--advisories') found.advisories = words[++i];
    else if (words[i] === '--peer') found.peers.push(words[++i] ?? '');
    else found.image = words[i];
  }
  return found;
}
