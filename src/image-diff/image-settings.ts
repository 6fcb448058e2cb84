import { createHash } from 'node:crypto';
import type { AccountFiles, ImageSettings, NamedValue } from '../core/image-snapshot.js';
import type { ImageConfig } from '../image/image.js';
import { type Mask, shownCommand, shownValue } from './shown-values.js';

/** What the configuration says about the container, in a form that may be stored: without secrets. */
export function imageSettings(config: ImageConfig, mask: Mask): ImageSettings {
  const words = (list: readonly string[] | undefined) => list && shownCommand(list, mask);
  const { architecture, user, workingDir, stopSignal } = config;
  return {
    ...defined({ architecture, user: user && mask(user), stopSignal }),
    ...defined({ workingDir: workingDir && mask(workingDir) }),
    ...defined({ entrypoint: words(config.entrypoint), cmd: words(config.cmd) }),
    ...defined({ healthcheck: words(config.healthcheck), shell: words(config.shell) }),
    exposedPorts: config.exposedPorts.map(mask),
    volumes: config.volumes.map(mask),
    env: config.env.map((line) => variable(line, mask)),
    labels: [...config.labels].map(([name, value]) => ({ name: mask(name), sum: sumOf(value) })),
  };
}

/** The settings of a report, which may be of an earlier version that hid less. */
export function maskedSettings(settings: ImageSettings, mask: Mask): ImageSettings {
  const words = (list: readonly string[] | undefined) => list && shownCommand(list, mask);
  const { entrypoint, cmd, healthcheck, shell, env } = settings;
  return {
    ...settings,
    ...defined({ entrypoint: words(entrypoint), cmd: words(cmd) }),
    ...defined({ healthcheck: words(healthcheck), shell: words(shell) }),
    env: env.map(({ value, ...one }) => ({
      ...one,
      ...(value !== undefined && { value: shownValue(value, mask) }),
    })),
  };
}

function defined<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> };
}

/** Variables that decide which code runs. Of their values, folders, files and plain options are shown. */
const DECISIVE = new Set([
  'PATH',
  'ENV',
  'BASH_ENV',
  'LD_PRELOAD',
  'LD_LIBRARY_PATH',
  'LD_AUDIT',
  'GCONV_PATH',
  'PYTHONPATH',
  'PYTHONHOME',
  'PYTHONSTARTUP',
  'NODE_OPTIONS',
  'NODE_PATH',
  'RUBYOPT',
  'RUBYLIB',
  'PERL5OPT',
  'PERL5LIB',
  'JAVA_TOOL_OPTIONS',
  'JDK_JAVA_OPTIONS',
  '_JAVA_OPTIONS',
  'CLASSPATH',
  'DOTNET_STARTUP_HOOKS',
  'CORECLR_PROFILER_PATH',
  'GIT_SSH_COMMAND',
  'PROMPT_COMMAND',
  'OPENSSL_CONF',
  'LUA_PATH',
  'LUA_CPATH',
  'GEM_PATH',
  'GEM_HOME',
  'PHP_INI_SCAN_DIR',
  'PHPRC',
  'NODE_TLS_REJECT_UNAUTHORIZED',
]);

function variable(line: string, mask: Mask): NamedValue {
  const at = line.indexOf('=');
  const [name, value] = at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
  const isDecisive = DECISIVE.has(name);
  return {
    name: mask(name),
    sum: sumOf(value),
    ...(isDecisive && { value: shownValue(value, mask) }),
  };
}

/** Sixteen bits: they tell that a value changes, and 65,536 passwords have each of them. */
const SUM_DIGITS = 4;

function sumOf(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, SUM_DIGITS);
}

/** The accounts without passwords, which etc/passwd may have in its second field. */
export function accountFiles({ passwd, group }: AccountFiles, mask: Mask): AccountFiles {
  const withoutPasswords = (text: string) =>
    text
      .split('\n')
      .slice(0, MAX_RECORDS)
      .map((line) => mask(line.slice(0, MAX_RECORD).replace(/^([^:]*):[^:]*/, '$1:')))
      .join('\n');
  return { passwd: withoutPasswords(passwd), group: withoutPasswords(group) };
}

const MAX_RECORDS = 2_000;
const MAX_RECORD = 4_096;
