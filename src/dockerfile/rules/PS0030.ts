import { posix } from 'node:path';
import type { Observation } from '../../core/rule.js';
import { parseDockerignore } from '../dockerignore.js';
import { addOptionFix, replaceWordFix } from '../fixes.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule, type LintSubject } from '../rule.js';
import { commandName, hasFlag, isCommand, operands } from '../shell/command-line.js';
import type { ShellCommand, ShellWord } from '../shell/model.js';

export default defineDockerfileRule({
  id: 'PS0030',
  name: 'install-from-lock-file',
  severity: 'low',
  severityReason:
    'The build may take other versions than those that were reviewed, by the same publishers',
  practice: 'image-security',
  title: 'Dependency install does not enforce the lock file',
  why: 'From one build to the next, the install can pick newer versions than those that were tested and reviewed.',
  remediation:
    'Use `npm ci`, `yarn install --immutable` (Yarn 1: `--frozen-lockfile`), or `pnpm install --frozen-lockfile`',
  // npm ci fails where the lock file does not agree with package.json.
  fixMayBreak: true,
  references: ['https://docs.npmjs.com/cli/commands/npm-ci'],
  wrong: 'FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm install',
  right: 'FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm ci',
  check(dockerfile, report) {
    if (!/npm|yarn/.test(dockerfile.text)) return;
    const locked = lockedBy(dockerfile);
    const hasNoLock = isWithoutLock(dockerfile);
    for (const run of instructionsOf(dockerfile, 'RUN', { onbuild: true })) {
      for (const command of run.script.commands) {
        const verb = unlockedInstall(command);
        if (!verb) continue;
        const isNpm = isCommand(command, 'npm');
        const fix = !locked.has(commandName(command))
          ? undefined
          : isNpm
            ? replaceWordFix(dockerfile, run, verb, 'ci')
            : addOptionFix(dockerfile, run, { word: verb, option: '--frozen-lockfile' });
        const place = { at: verb.range, identifiedBy: command.range };
        if (hasNoLock) report({ ...place, ...noLock(commandName(command)) });
        else
          report({
            ...place,
            message: isNpm
              ? 'npm install does not enforce the lock file: use npm ci'
              : `${commandName(command)} install does not enforce the lock file`,
            advice: isNpm
              ? 'Use `npm ci`'
              : 'Use `--frozen-lockfile`, with Yarn 2 and later `--immutable`',
            fix,
          });
      }
    }
  },
});

function noLock(program: string): Pick<Observation, 'message' | 'advice'> {
  return {
    message: `${program} install finds no lock file in the build context: versions change from build to build`,
    advice: 'Commit the lock file, copy it with package.json, and install from it',
  };
}

/** Whether the build context has no lock file next to any package.json that is copied. */
function isWithoutLock(dockerfile: LintSubject): boolean {
  const { contextFolder, ignoreFile } = dockerfile.config;
  if (!contextFolder) return false;
  const ignore = ignoreFile ? parseDockerignore(ignoreFile) : undefined;
  const sources = instructionsOf(dockerfile, ['ADD', 'COPY']).flatMap((copy) =>
    copy.keyword === 'COPY' && copy.from ? [] : copy.sources.map(({ value }) => value),
  );
  const folders = sources.flatMap((source) => {
    const folder = /(?:^|\/)package[^/]*$/.test(source) ? posix.dirname(source) : source;
    const names = contextFolder(folder);
    return names?.has('package.json') ? [{ folder, names }] : [];
  });
  const isThere = (lock: string) =>
    folders.some(
      ({ folder, names }) => names.has(lock) && !ignore?.ignores(posix.join(folder, lock)),
    );
  return folders.length > 0 && !LOCKS.some(isThere);
}

const LOCKS = ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml'] as const;

/** The word `install` of a command that installs the dependencies of package.json and may change the lock file. */
function unlockedInstall(command: ShellCommand): ShellWord | undefined {
  const [verb, ...packages] = operands(command, VALUED);
  if (!verb || packages.length > 0 || hasFlag(command, '-g', '--global', '--package-lock-only')) {
    return undefined;
  }
  if (isCommand(command, 'npm')) return /^(?:install|i|add)$/.test(verb.value) ? verb : undefined;
  if (!isCommand(command, 'yarn', 'pnpm') || !/^(?:install|i)$/.test(verb.value)) return undefined;
  return hasFlag(command, '--frozen-lockfile', '--immutable') ? undefined : verb;
}

const VALUED = [
  '--prefix',
  '-C',
  '--dir',
  '--cwd',
  '--registry',
  '--cache',
  '--loglevel',
  '--omit',
  '--only',
  '--include',
  '-w',
  '--workspace',
  '--filter',
  '-F',
  '--userconfig',
  '--cache-folder',
  '--network-timeout',
  '--mutex',
  '--store-dir',
];

/**
 * The package managers with a lock file that the Dockerfile copies or mounts by name. `COPY . .` may or may not include
 * one. yarn is left out because its option depends on its version.
 */
function lockedBy(dockerfile: LintSubject): ReadonlySet<string> {
  const sources = [
    ...instructionsOf(dockerfile, ['ADD', 'COPY']).flatMap((copy) =>
      copy.sources.map(({ value }) => value),
    ),
    ...instructionsOf(dockerfile, 'RUN').flatMap(({ mounts }) =>
      mounts.map(({ options }) => options.get('source') ?? ''),
    ),
  ];
  const has = (lock: RegExp) => sources.some((source) => lock.test(source));
  return new Set([
    ...(has(/(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/) ? ['npm'] : []),
    ...(has(/(?:^|\/)pnpm-lock\.yaml$/) ? ['pnpm'] : []),
  ]);
}
