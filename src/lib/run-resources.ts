import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PortsideError, reason } from './errors.js';

/**
 * What must not outlive this process: the programs that it runs, and its temporary folders. When the process exits or a
 * signal ends it, the programs are killed and the folders removed.
 */
const programs = new Set<ChildProcess>();
const folders = new Set<string>();

/** A temporary folder that only this user can use. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

/** Throws PortsideError (usage) where none can be created. */
export function createTemporaryFolder(prefix: string): TemporaryFolder {
  watchEnd();
  const path = temporaryPath(prefix);
  folders.add(path);
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true });
      folders.delete(path);
    },
  };
}

function temporaryPath(prefix: string): string {
  try {
    // A relative TMPDIR is one of the working directory, and programs run in others.
    return mkdtempSync(join(resolve(tmpdir()), prefix));
  } catch (error) {
    throw new PortsideError(
      'PSE9011',
      `Cannot create a temporary folder in ${tmpdir()}: ${reason(error)}`,
      'Set TMPDIR to a folder that this user can write to',
      error,
    );
  }
}

let shared: TemporaryFolder | undefined;

/** One such folder for all of this process. */
export function temporaryFolder(): string {
  shared ??= createTemporaryFolder('portside-');
  return shared.path;
}

/** Kills the program, which leads a process group (`detached`), with its group when this process ends before it. */
export function endWithProcess(program: ChildProcess): void {
  watchEnd();
  programs.add(program);
  program.once('close', () => programs.delete(program));
}

/** Kills a program that leads a process group, and what is left of the group. */
export function killWithGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The whole group has ended.
  }
}

/** All that end a process by default and can be caught, but those of Node.js and of memory errors. */
const SIGNALS = [
  ...(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGABRT'] as const),
  ...(['SIGALRM', 'SIGXCPU', 'SIGUSR2'] as const),
];
let isWatching = false;

function watchEnd(): void {
  if (isWatching) return;
  isWatching = true;
  process.once('exit', releaseResources);
  for (const signal of SIGNALS)
    process.once(signal, () => {
      releaseResources();
      // The handler is gone, so that the signal ends this process and its parent learns why.
      process.kill(process.pid, signal);
    });
}

/** Kills the programs and removes the folders. */
export function releaseResources(): void {
  for (const program of programs) killWithGroup(program);
  for (const folder of folders) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // A program that is being killed may still write: the other folders are removed.
    }
  }
  shared = undefined;
}
