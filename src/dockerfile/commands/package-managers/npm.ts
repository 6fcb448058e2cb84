import type { Dockerfile } from '../../parser/model.js';
import { operands } from '../../shell/command-line.js';
import { runCommands } from '../run-commands.js';
import type { Install } from './install.js';

/** `npm install PACKAGE…` */
export function npmInstalls(dockerfile: Dockerfile): Install[] {
  return runCommands(dockerfile, 'npm').flatMap(({ run, command }) => {
    const [subcommand, ...packages] = operands(command, NPM_VALUE_OPTIONS);
    return subcommand?.value === 'install' ? [{ run, command, subcommand, packages }] : [];
  });
}

/**
 * Whether a package specification names a version, a commit, or a local file or folder.
 * Source: docs.npmjs.com/cli/commands/npm-install.
 */
export function isNpmPinned(specification: string): boolean {
  if (/^(?:git(?:\+\w+)?:|(?:github|gitlab|bitbucket|gist):)/.test(specification)) {
    return specification.includes('#');
  }
  if (/^(?:\.{0,2}\/|~\/|\.{1,2}$|file:|https?:)|\.(?:tgz|tar|tar\.gz)$/.test(specification)) {
    return true;
  }
  if (/^[\w-][\w.-]*\/[^@]*$/.test(specification)) return specification.includes('#');
  const [, aliased] = /^[^@]+@npm:(.*)$/s.exec(specification) ?? [];
  return (aliased ?? specification).indexOf('@', 1) > 0;
}

/** Options of npm with a value. Source: docs.npmjs.com/cli/using-npm/config. */
export const NPM_VALUE_OPTIONS: readonly string[] = [
  '-C',
  '--prefix',
  '-w',
  '--workspace',
  '--access',
  '--auth-type',
  '--before',
  '--ca',
  '--cache',
  '--cafile',
  '--cpu',
  '--depth',
  '--fetch-retries',
  '--fetch-retry-factor',
  '--fetch-retry-maxtimeout',
  '--fetch-retry-mintimeout',
  '--fetch-timeout',
  '--globalconfig',
  '--https-proxy',
  '--include',
  '--install-strategy',
  '--libc',
  '--location',
  '--loglevel',
  '--logs-dir',
  '--maxsockets',
  '--noproxy',
  '--omit',
  '--only',
  '--os',
  '--otp',
  '--proxy',
  '--registry',
  '--save-prefix',
  '--scope',
  '--script-shell',
  '--tag',
  '--userconfig',
];
