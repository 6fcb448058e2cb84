import { type Finding, vulnerabilityDetails } from '../../core/finding.js';
import type { PlanChange } from '../../core/plan.js';
import { versionRisk } from './base-moves.js';
import { type Candidate, NO_NOTES, pathAndLine, placeOf } from './candidate.js';
import type { PlanContext } from './context.js';
import type { Declaration } from './facts.js';
import { fixedIn } from './fixed-in.js';

/** The step that upgrades a package of a language: in a lockfile or manifest if one declares it, else where it is installed. */
export function languageUpgrade(finding: Finding, { facts }: PlanContext): Candidate {
  const declared = facts.declarations?.get(finding.subject?.purl ?? '');
  return declared ? declaredUpgrade(finding, declared) : installedUpgrade(finding);
}

function installedUpgrade(finding: Finding): Candidate {
  const { name, installed } = packageOf(finding);
  const place = placeOf(finding) ?? `in ${finding.subject?.image}`;
  const isNested = (finding.subject?.path?.split('node_modules/').length ?? 0) > 2;
  const how = isNested ? ' with an npm override' : '';
  return {
    id: `edit ${place} ${name} ${installed}`,
    remedy: 'edit',
    title: (findings) => {
      const version = fixedIn(findings);
      const to = version === undefined ? '' : ` to ${version}`;
      // The standard library is part of the Go release that builds the program.
      return name === 'stdlib' ? `rebuild with Go${to.slice(3)}` : `upgrade ${name}${to}${how}`;
    },
    ...pathAndLine(finding),
    risk: versionRisk(installed, fixedIn([finding])),
    notes: NO_NOTES,
  };
}

function declaredUpgrade(finding: Finding, declared: Declaration): Candidate {
  const { name, installed } = packageOf(finding);
  const { path, line, kind } = declared;
  const remedy = kind === 'lockfile' ? 'raise' : 'edit';
  return {
    id: `${remedy} ${path} ${name} ${installed}`,
    remedy,
    title: (findings) => {
      const version = fixedIn(findings);
      return `upgrade ${name}${version === undefined ? '' : ` to ${version}`} in ${path}`;
    },
    path,
    line,
    risk: versionRisk(installed, fixedIn([finding])),
    notes: NO_NOTES,
    change: (findings) => {
      const version = fixedIn(findings);
      if (version === undefined) return undefined;
      return declaredChange(declared, { name, installed, version });
    },
  };
}

function declaredChange(
  { path, kind, manager, version: from }: Declaration,
  { name, installed, version }: { name: string; installed: string; version: string },
): PlanChange | undefined {
  if (kind === 'manifest')
    return {
      kind: 'dependency',
      path,
      manager,
      name,
      ...(from !== undefined && { from }),
      to: version,
    };
  const command = raiseCommand(manager, name, version);
  return (
    command && {
      kind: 'locked-package',
      path,
      manager,
      name,
      from: installed,
      to: version,
      ...command,
    }
  );
}

/** The command that raises one entry of a lockfile, and whether it may run code of the project. */
export function raiseCommand(
  manager: string,
  name: string,
  version: string,
): { readonly command: readonly string[]; readonly runsProjectCode: boolean } | undefined {
  const create = COMMANDS.get(manager);
  return create && { command: create(name, version), runsProjectCode: !CODE_FREE.has(manager) };
}

/** Their commands run no code of the project. */
const CODE_FREE: ReadonlySet<string> = new Set(['npm', 'pnpm', 'cargo']);

const COMMANDS: ReadonlyMap<string, (name: string, version: string) => readonly string[]> = new Map<
  string,
  (name: string, version: string) => readonly string[]
>([
  ['npm', (name) => ['npm', 'update', name, '--package-lock-only', '--ignore-scripts']],
  ['pnpm', (name) => ['pnpm', 'update', name, '--lockfile-only', '--ignore-scripts']],
  ['cargo', (name, version) => ['cargo', 'update', '--package', name, '--precise', version]],
  ['yarn', (name, version) => ['yarn', 'up', '-R', `${name}@${version}`]],
  ['uv', (name, version) => ['uv', 'lock', '--upgrade-package', `${name}==${version}`]],
  ['poetry', (name) => ['poetry', 'update', '--lock', name]],
  ['bundler', (name) => ['bundle', 'update', '--conservative', name]],
  ['composer', (name) => ['composer', 'update', name, '--with-dependencies']],
  [
    'go',
    (name, version) => ['go', 'get', `${name}@${version.startsWith('v') ? '' : 'v'}${version}`],
  ],
]);

function packageOf(finding: Finding): { readonly name: string; readonly installed: string } {
  const details = vulnerabilityDetails(finding);
  return { name: details?.package ?? '', installed: details?.installed ?? '' };
}
