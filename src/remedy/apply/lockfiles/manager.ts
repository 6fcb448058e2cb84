import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProcessRunner } from '../../../core/host.js';
import type { PlanChange } from '../../../core/plan.js';
import { reason } from '../../../lib/errors.js';
import { folderPrefix, isInside } from '../../../lib/paths.js';
import { withoutCredentials } from '../../../lib/redact-url.js';
import { readRegularFile } from '../../../lib/regular-file.js';
import { createTemporaryFolder } from '../../../lib/run-resources.js';

type LockedPackageChange = Extract<PlanChange, { readonly kind: 'locked-package' }>;

/** An entry to raise; without `from`, that of the project itself. */
export type LockfileEntry = Omit<LockedPackageChange, 'from'> &
  Partial<Pick<LockedPackageChange, 'from'>>;

/** Why a lockfile is not raised; the message follows `Cannot raise NAME in PATH: `. */
export class NotRaised extends Error {
  override readonly name = 'NotRaised';
}

/** What a package manager works with. */
export interface ManagerContext {
  readonly host: ProcessRunner;
  /** The text of a file after the edits before this one; undefined if there is no such file. */
  text(path: string): string | undefined;
  /** The files of the repository; empty if Git does not list them. */
  readonly files: readonly string[];
  /** A variable of the environment of Portside. */
  variable(name: string): string | undefined;
  /** Whether the settings of the project may say to whom a variable is sent: only in a run whose files are trusted. */
  readonly passesCredentials?: boolean | undefined;
  /** Milliseconds for one run of a package manager. */
  readonly timeout: number;
  /** The text of a manifest with an override, for an entry that no manifest names. Throws NotRaised. */
  override(text: string, change: LockfileEntry, manifest: string): string;
}

/** Raises an entry of a lockfile. */
export interface LockfileManager {
  readonly id: string;
  /** The names of its lockfiles. */
  readonly lockfiles: readonly string[];
  /** The new texts of the lockfile, and of the manifest if that changes. Throws NotRaised, PortsideError. */
  raise(change: LockfileEntry, context: ManagerContext): Promise<ReadonlyMap<string, string>>;
}

/** A copy of some files of a project in a temporary folder, in which a package manager runs. */
export interface ProjectCopy {
  readonly folder: string;
  write(path: string, text: string): void;
  read(path: string): string;
  /** Throws NotRaised with the start of what the program prints, without the secrets, if its status is not 0. */
  run(
    program: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
    secrets?: readonly string[],
  ): Promise<void>;
}

/** Variables that package managers need to reach their registry. All others, with their secrets, are not passed on. */
const PASSED = [
  ...[
    'PATH',
    'HOME',
    'USERPROFILE',
    'APPDATA',
    'LOCALAPPDATA',
    'SystemRoot',
    'TMPDIR',
    'TEMP',
    'LANG',
  ],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
  ...['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
  ...[
    'NPM_CONFIG_USERCONFIG',
    'npm_config_userconfig',
    'NPM_CONFIG_REGISTRY',
    'npm_config_registry',
  ],
  ...['NODE_AUTH_TOKEN', 'NPM_TOKEN', 'CARGO_HOME', 'RUSTUP_HOME', 'RUSTUP_TOOLCHAIN'],
];

/** Those of them whose values a package manager may print, in an address for example. */
const SECRET = ['NODE_AUTH_TOKEN', 'NPM_TOKEN'];

/** A lockfile that a package manager writes may not be larger. */
const MAX_BYTES = 32 << 20;
/** Characters at the start of its errors that say why a package manager failed. */
const MAX_REASON = 500;

/** Runs some work in a copy, which is removed afterwards. */
export async function inCopy<T>(
  { host, variable, timeout }: ManagerContext,
  work: (copy: ProjectCopy) => Promise<T>,
): Promise<T> {
  const temporary = createTemporaryFolder('portside-fix-');
  const folder = temporary.path;
  const place = (path: string) => {
    const file = join(folder, path);
    if (!isInside(folder, file)) throw new NotRaised(`${path} is outside of the project`);
    return file;
  };
  try {
    return await work({
      folder,
      write(path, text) {
        mkdirSync(dirname(place(path)), { recursive: true });
        writeFileSync(place(path), text);
      },
      read(path) {
        try {
          return readRegularFile(place(path), MAX_BYTES).toString('utf8');
        } catch (error) {
          throw new NotRaised(`it left no ${path}: ${reason(error)}`);
        }
      },
      async run(name, args, env = {}, more = []) {
        const program = await host.find(name);
        if (program === undefined) throw new NotRaised(`${name} is not installed`);
        const passed = PASSED.flatMap((key) => {
          const value = variable(key);
          return value === undefined ? [] : [[key, value] as const];
        });
        const options = { cwd: folder, timeout, env: { ...Object.fromEntries(passed), ...env } };
        const { status, stderr, stdout } = await host.run(program, args, options).catch((error) => {
          throw new NotRaised(reason(error));
        });
        if (status === 0) return;
        const secrets = [...more, ...SECRET.flatMap((key) => variable(key) || [])];
        const said = shown(stderr.trim() || stdout.trim(), folder, secrets);
        throw new NotRaised(`${name} failed with status ${status}: ${said}`);
      },
    });
  } finally {
    temporary.remove();
  }
}

/** The start of what a program prints, without the secrets that it got, and without logins in addresses. */
function shown(printed: string, folder: string, secrets: readonly string[]): string {
  let text = printed.replaceAll(folder, '.');
  for (const secret of secrets)
    for (const form of [secret, encodeURIComponent(secret)]) text = text.replaceAll(form, '…');
  return withoutCredentials(text).slice(0, MAX_REASON);
}

/** The path of a file next to another one. */
export function siblingOf(path: string, name: string): string {
  return folderPrefix(path) + name;
}

/** The file's text. Throws NotRaised if there is none. */
export function requireText({ text }: ManagerContext, path: string): string {
  const found = text(path);
  if (found === undefined) throw new NotRaised(`there is no ${path}`);
  return found;
}
