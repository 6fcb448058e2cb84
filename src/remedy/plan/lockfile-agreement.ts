import type { Finding } from '../../core/finding.js';
import type { Candidate } from './candidate.js';
import type { PlanContext } from './context.js';
import type { Disagreement, PackageDeclaration } from './facts.js';
import { packageOf } from './package-of.js';

/**
 * The step that comes before a build, if the lockfile of the package does not fit its list of dependencies: the package was
 * raised in one of them only, or the image is older than the lockfile. Undefined if both fit.
 */
export function lockfileAgreement(
  finding: Finding,
  declared: PackageDeclaration | undefined,
  { facts }: PlanContext,
): Candidate | undefined {
  const isLocked = declared?.kind === 'lockfile';
  const newer = facts.otherVersions?.get(finding.subject?.purl ?? '');
  const found = facts.disagreements?.get((isLocked ? declared.path : newer?.path) ?? '');
  if (!found) return undefined;
  const { name } = packageOf(finding);
  return isLocked && !found.needs.some((need) => need.name === name) ? undefined : agree(found);
}

/** What comes before a raise in a lockfile that does not fit: the package manager would change other packages as well. */
export function agreementNotes(path: string, { facts }: PlanContext): readonly string[] {
  const found = facts.disagreements?.get(path);
  if (!found) return [];
  const { list, lockfile, command } = found;
  return [`First run ${command.join(' ')}: ${list} and ${lockfile} disagree.`];
}

function agree({ list, lockfile, manager, needs, command }: Disagreement): Candidate {
  const [{ name, range, locked = '' }] = needs;
  const [files, line] = [`${list} and ${lockfile}`, command.join(' ')];
  return {
    id: `raise ${lockfile} to fit`,
    remedy: 'raise',
    title: () => `run ${line}: ${files} disagree`,
    path: lockfile,
    risk: 'unknown',
    notes: () => [
      ...needs.slice(0, MAX_SHOWN).map((need) => noteOf(need, list, lockfile)),
      ...(needs.length > MAX_SHOWN ? [`And ${needs.length - MAX_SHOWN} more.`] : []),
      'Until they agree, a build from them fails. Then build the image again.',
    ],
    change: () => ({
      ...{ kind: 'locked-package', path: lockfile, manager, name, from: locked, to: range },
      ...{ command, runsProjectCode: true },
    }),
  };
}

/** Packages that the notes name. */
const MAX_SHOWN = 3;

/** `package.json asks for lodash 4.17.21, and package-lock.json has 4.17.15.` */
function noteOf(
  { name, range, locked }: Disagreement['needs'][number],
  list: string,
  lockfile: string,
): string {
  const has = locked === undefined ? 'does not have it' : `has ${locked}`;
  return `${list} asks for ${name} ${range}, and ${lockfile} ${has}.`;
}
