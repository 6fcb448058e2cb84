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
import { shared } from './shared.js';

/** Throws an Error with every program that is not on PATH and the packages that install them: tests are never skipped. */
export function requirePrograms(...programs: readonly string[]): void {
  const missing = programs.filter((program) => !onPath(program));
  if (missing.length === 0) return;
  const listed = packagesByProgram();
  const packages = [...new Set(missing.map((program) => listed.get(program) ?? program))];
  throw new Error(
    `These tests need ${missing.join(', ')}: apt-get install ${packages.join(' ')} (.ci/packages lists all packages)`,
  );
}

/** .ci/packages: a line is a Debian package and the programs of it that are called. */
export function packagesByProgram(): ReadonlyMap<string, string> {
  const lines = readFileSync('.ci/packages', 'utf8').split('\n');
  return new Map(
    lines
      .filter((line) => line !== '' && !line.startsWith('#'))
      .flatMap((line) => {
        const [name = '', ...programs] = line.split(/\s+/);
        return programs.map((program) => [program, name] as const);
      }),
  );
}

/** A server of one test on the loopback; `stop` ends it and removes what it stored. */
export interface Peer {
  readonly host: string;
  stop(): Promise<void>;
}

/** An empty registry (Debian's docker-registry) over plain HTTP; `host` is `127.0.0.1:PORT`. */
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
  const answers = async () => (await fetch(`http://${host}/v2/`)).ok;
  return start({ folder, host, program: 'docker-registry', args: ['serve', config], answers });
}

/**
 * The Docker engine that the test files of a run share; returns the value for DOCKER_HOST. Its containers have no network. Its
 * storage is overlay2 where the kernel has it, which copies no layers, and else what the engine chooses. The names of images
 * and containers are those of one file alone.
 */
export async function sharedEngine(): Promise<string> {
  const folder = await shared('engine', async (empty) => {
    const engine = dockerEngine(empty, { 'containerd-snapshotter': false });
    await start({ ...engine, isShared: true });
  });
  return socketIn(folder);
}

/** An engine of one test. It stores images in containerd, with their provenance. */
export function startEngineWithProvenance(): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), 'portside-engine-'));
  return start(dockerEngine(folder, { 'containerd-snapshotter': true }));
}

function dockerEngine(folder: string, features: Readonly<Record<string, boolean>>): Server {
  const config = join(folder, 'daemon.json');
  writeFileSync(config, JSON.stringify({ features }));
  const host = socketIn(folder);
  const args = [
    `--config-file=${config}`,
    `--host=${host}`,
    `--data-root=${join(folder, 'data')}`,
    `--exec-root=${join(folder, 'exec')}`,
    `--pidfile=${join(folder, 'docker.pid')}`,
    '--iptables=false',
    '--ip6tables=false',
    '--bridge=none',
  ];
  const answers = async () =>
    spawnSync('docker', ['--host', host, 'version'], { stdio: 'ignore' }).status === 0;
  return { folder, host, program: 'dockerd', args, answers };
}

const socketIn = (folder: string) => `unix://${join(folder, 'docker.sock')}`;

interface Server {
  /** Holds all files of the server. */
  readonly folder: string;
  readonly host: string;
  readonly program: string;
  readonly args: readonly string[];
  /** It goes on when this process ends; teardown.mjs ends it. */
  readonly isShared?: boolean;
  answers(): Promise<boolean>;
}

async function start({ folder, host, program, args, answers, isShared }: Server): Promise<Peer> {
  const log = join(folder, 'log');
  const out = openSync(log, 'w');
  const child = spawn(program, args, { stdio: ['ignore', out, out] });
  closeSync(out);
  if (isShared) child.unref();
  // end-peers.mjs ends by this file what tests share, and what interrupted tests left; .ci/run does, too.
  if (child.pid !== undefined) writeFileSync(join(folder, 'peer.pid'), String(child.pid));
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    // The engine bind-mounts its data folder when it first runs a container, and may not unmount it.
    spawnSync('umount', ['--lazy', join(folder, 'data')], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  for (let waited = 0; waited < 60_000; waited += 200) {
    if (child.exitCode !== null || child.pid === undefined) break;
    if (await answers().catch(() => false)) return { host, stop };
    await sleep(200);
  }
  const end = readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n');
  await stop();
  throw new Error(`${program} does not answer on ${host}:\n${end}`);
}

/** A loopback port without a listener. */
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
