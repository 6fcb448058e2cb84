import { spawn, spawnSync } from 'node:child_process';
import {
  accessSync,
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The Debian package of each program that the tests of this folder run. */
const PACKAGES = {
  chromium: 'chromium',
  clamscan: 'clamav',
  cosign: 'cosign',
  docker: 'docker.io docker-buildx',
  'docker-registry': 'docker-registry',
  dockerd: 'docker.io',
  'dpkg-query': 'dpkg',
  mmdebstrap: 'mmdebstrap',
  openssl: 'openssl',
  shellcheck: 'shellcheck',
  skopeo: 'skopeo',
} as const;

export type Program = keyof typeof PACKAGES;

/** Throws an Error that names every program missing from PATH and what installs them: never a silent skip. */
export function requirePrograms(...programs: readonly Program[]): void {
  const missing = programs.filter((program) => !onPath(program));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((program) => PACKAGES[program]))].join(' ');
  throw new Error(`These tests need ${missing.join(', ')}: apt-get install ${packages}`);
}

/** A server of this test's own on the loopback; `stop` ends it and removes what it stored. */
export interface Peer {
  readonly host: string;
  stop(): Promise<void>;
}

/** An empty registry (Debian's docker-registry) that speaks plain HTTP; `host` is `127.0.0.1:PORT`. */
export async function startRegistry(): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), 'portside-registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  const config = join(folder, 'config.yml');
  writeFileSync(
    config,
    [
      'version: 0.1',
      'log: { level: warn }',
      `storage: { filesystem: { rootdirectory: ${join(folder, 'data')} } }`,
      `http: { addr: ${host}, secret: loopback }`,
      '',
    ].join('\n'),
  );
  return start(folder, host, 'docker-registry', ['serve', config], async () => {
    const response = await fetch(`http://${host}/v2/`);
    return response.ok;
  });
}

/** A Docker engine of this test's own; `host` is the value that DOCKER_HOST needs. Containers have no network of theirs. */
export async function startEngine(): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), 'portside-engine-'));
  const host = `unix://${join(folder, 'docker.sock')}`;
  const flags = [
    `--host=${host}`,
    `--data-root=${join(folder, 'data')}`,
    `--exec-root=${join(folder, 'exec')}`,
    `--pidfile=${join(folder, 'docker.pid')}`,
    '--storage-driver=vfs',
    '--iptables=false',
    '--ip6tables=false',
    '--bridge=none',
  ];
  return start(folder, host, 'dockerd', flags, async () => {
    return spawnSync('docker', ['--host', host, 'version'], { stdio: 'ignore' }).status === 0;
  });
}

async function start(
  folder: string,
  host: string,
  program: Program,
  args: readonly string[],
  answers: () => Promise<boolean>,
): Promise<Peer> {
  const log = join(folder, 'log');
  const out = openSync(log, 'w');
  const child = spawn(program, args, { stdio: ['ignore', out, out] });
  closeSync(out);
  // .ci/run ends by this what a test that was cut short has left running.
  if (child.pid !== undefined) writeFileSync(join(folder, 'peer.pid'), String(child.pid));
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    // An engine mounts its data on itself when it first runs something, and may leave it so.
    spawnSync('umount', ['--lazy', join(folder, 'data')], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  for (let waited = 0; waited < 60_000; waited += 200) {
    if (child.exitCode !== null || child.pid === undefined) break;
    if (await answers().catch(() => false)) return { host, stop };
    await sleep(200);
  }
  const words = readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n');
  await stop();
  throw new Error(`${program} does not answer on ${host}:\n${words}`);
}

/** A loopback port that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function onPath(program: string): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
