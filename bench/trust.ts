import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startRegistry } from '../__tests__/e2e/peers.js';

/**
 * The time of whole processes that verify one key-signed image in a loopback registry: Portside and cosign alternately.
 *   npx ncc run bench/trust.ts
 *   NODES=/opt/node24/bin/node npx ncc run bench/trust.ts      also with other Node.js versions, separated by colons
 * Needs cosign, docker-registry and skopeo. Compare the minimum of the runs, because a busy machine doubles the figures.
 * The time of Node.js alone is printed too.
 */
const RUNS = Number(process.env.RUNS ?? 20);
const work = mkdtempSync(join(tmpdir(), 'portside-bench-'));
const env = { ...process.env, COSIGN_PASSWORD: 'test-only', COSIGN_YES: 'true', HOME: work };
const registry = await startRegistry();
try {
  const [image, key] = [push(), join(work, 'key')];
  run('cosign', ['generate-key-pair', '--output-key-prefix', key]);
  run('cosign', [
    'sign',
    '--allow-http-registry',
    '--tlog-upload=false',
    '--key',
    `${key}.key`,
    image,
  ]);
  const cosign = [
    'verify',
    '--allow-http-registry',
    '--insecure-ignore-tlog',
    '--key',
    `${key}.pub`,
  ];
  const programs: (readonly [string, string, readonly string[]])[] = [
    ['cosign version', 'cosign', ['version']],
    ['cosign verify', 'cosign', [...cosign, image]],
    ['cosign verify --offline', 'cosign', [...cosign, '--offline', image]],
  ];
  const others = (process.env.NODES ?? '').split(':').filter(Boolean);
  for (const node of [process.execPath, ...others]) {
    const version = run(node, ['--version']).trim();
    programs.push(
      [`${version} bare`, node, ['-e', '0']],
      [
        `${version} portside verify`,
        node,
        ['dist/cli/index.js', 'verify', image, '--key', `${key}.pub`],
      ],
    );
  }
  const times = programs.map(() => [] as number[]);
  for (let i = 0; i < RUNS; i++)
    for (const [n, [, program, args]] of programs.entries()) times[n]?.push(time(program, args));
  for (const [n, [name]] of programs.entries()) {
    const sorted = (times[n] ?? []).sort((a, b) => a - b);
    const [least, median] = [sorted[0] ?? Number.NaN, sorted[RUNS >> 1] ?? Number.NaN];
    console.log(`${name.padEnd(26)} least ${ms(least)}  median ${ms(median)}`);
  }
} finally {
  await registry.stop();
  rmSync(work, { recursive: true, force: true });
}

/** Pushes an image that has only a label, and returns its reference by digest. */
function push(): string {
  const folder = join(work, 'layout');
  mkdirSync(join(folder, 'blobs', 'sha256'), { recursive: true });
  const store = (mediaType: string, content: object) => {
    const bytes = JSON.stringify(content);
    const hex = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(folder, 'blobs', 'sha256', hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const config = store('application/vnd.oci.image.config.v1+json', {
    os: 'linux',
    architecture: 'amd64',
    rootfs: { type: 'layers', diff_ids: [] },
  });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const image = store(mediaType, { schemaVersion: 2, mediaType, config, layers: [] });
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(
    join(folder, 'index.json'),
    JSON.stringify({ schemaVersion: 2, manifests: [image] }),
  );
  const name = `${registry.host}/bench/app`;
  run('skopeo', [
    'copy',
    '--preserve-digests',
    '--dest-tls-verify=false',
    `oci:${folder}`,
    `docker://${name}:1`,
  ]);
  return `${name}@${image.digest}`;
}

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args[0]} ended with ${status}:\n${stderr}`);
}

function time(program: string, args: readonly string[]): number {
  const started = performance.now();
  const { status } = spawnSync(program, args, { stdio: 'ignore', env });
  if (status !== 0) throw new Error(`${program} ${args[0]} ended with ${status}`);
  return performance.now() - started;
}

function ms(value: number): string {
  return `${value.toFixed(0).padStart(4)} ms`;
}
