import { hasFlag, isCommand, operands } from '../command-line.js';
import { instructionsOf } from '../model.js';
import { defineRule, type LintSubject } from '../rule.js';
import type { ShellCommand, ShellWord } from '../shell.js';

export default defineRule({
  id: 'PS0030',
  name: 'install-from-lock-file',
  severity: 'low',
  practice: 'image-security',
  title: 'Dependencies are installed without being held to the lock file',
  why: 'The install may take newer versions than those that were tested and reviewed, from one build to the next.',
  mend: 'Use `npm ci`, `yarn install --immutable` (yarn 1: `--frozen-lockfile`), `pnpm install --frozen-lockfile`.',
  references: ['https://docs.npmjs.com/cli/commands/npm-ci'],
  wrong: 'FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm install',
  right: 'FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm ci',
  check(dockerfile, report) {
    if (!/npm|yarn/.test(dockerfile.text)) return;
    const locked = copiesLockFile(dockerfile);
    for (const run of instructionsOf(dockerfile, 'RUN', { onbuild: true })) {
      for (const command of run.script.commands) {
        const verb = unlockedInstall(command);
        if (!verb) continue;
        const isNpm = isCommand(command, 'npm');
        const written = dockerfile.source.text.slice(verb.start, verb.end);
        const fix =
          isNpm &&
          locked &&
          written === verb.raw &&
          run.exec === undefined &&
          verb.raw === verb.value
            ? { description: 'Use npm ci', edits: [{ ...verb.range, text: 'ci' }] }
            : undefined;
        const message = isNpm
          ? 'npm install may take other versions than the lock file says: npm ci does not.'
          : 'The install is not held to the lock file.';
        report({ at: verb.range, message, ...(fix ? { fix } : {}) });
      }
    }
  },
});

/** The word `install` of an install of what package.json says, free to change the lock file. */
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

/** Whether the file says that there is one. `COPY . .` may bring one or not. */
function copiesLockFile(dockerfile: LintSubject): boolean {
  const isLock = (source: string) =>
    /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|package-lock\*?\.json)$/.test(source);
  return (
    instructionsOf(dockerfile, ['ADD', 'COPY']).some(({ sources }) =>
      sources.some(({ value }) => isLock(value)),
    ) ||
    instructionsOf(dockerfile, 'RUN').some(({ mounts }) =>
      mounts.some(({ options }) => isLock(options.get('source') ?? '')),
    )
  );
}
