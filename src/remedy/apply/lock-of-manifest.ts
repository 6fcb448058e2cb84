import type { PlanChange } from '../../core/plan.js';
import type { LockfileEntry } from './lockfiles/manager.js';

type DependencyChange = Extract<PlanChange, { readonly kind: 'dependency' }>;

/** The lockfiles of package.json, and the command that fits them to it. */
const LOCKFILES: readonly (readonly [file: string, manager: string, command: readonly string[]])[] =
  [
    ['package-lock.json', 'npm', ['npm', 'install', '--package-lock-only', '--ignore-scripts']],
    ['npm-shrinkwrap.json', 'npm', ['npm', 'install', '--package-lock-only', '--ignore-scripts']],
    ['pnpm-lock.yaml', 'pnpm', ['pnpm', 'install', '--lockfile-only', '--ignore-scripts']],
    ['yarn.lock', 'yarn', ['yarn', 'install']],
    ['bun.lock', 'bun', ['bun', 'install']],
    ['bun.lockb', 'bun', ['bun', 'install']],
  ];

/**
 * The change of a lockfile that a change of its package.json needs: with one and not the other, the packages cannot be
 * installed. Undefined if there is no lockfile in the folder or, for a workspace, above it.
 */
export function lockChangeOf(
  change: DependencyChange,
  exists: (path: string) => boolean,
): LockfileEntry | undefined {
  const { path, name, to, manager } = change;
  if (manager !== 'npm' || !/(?:^|\/)package\.json$/.test(path)) return undefined;
  const own = path.slice(0, -'package.json'.length);
  for (let folder = own; ; folder = folder.replace(/[^/]+\/$/, '')) {
    const found = LOCKFILES.find(([file]) => exists(`${folder}${file}`));
    if (found) {
      const [file, program, command] = found;
      return {
        kind: 'locked-package',
        path: `${folder}${file}`,
        manager: program,
        name,
        to,
        command: program === 'npm' ? [...command, ...prefixOf(change), `${name}@${to}`] : command,
        // The package of a workspace is raised in the folder of the workspace.
        runsProjectCode: program !== 'npm' || folder !== own,
      };
    }
    if (folder === '') return undefined;
  }
}

/** Writes the version as package.json has it: exact, `~` or `^`, which is what npm does without an option. */
function prefixOf({ from = '' }: DependencyChange): readonly string[] {
  if (/^\d/.test(from)) return ['--save-exact'];
  return from.startsWith('~') ? ['--save-prefix=~'] : [];
}
