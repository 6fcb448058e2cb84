import { type Finding, originOf } from '../../core/finding.js';
import { parsePackageUrl } from '../../core/package-url.js';
import type { PlanChange } from '../../core/plan.js';
import { pythonName } from '../../core/python-name.js';
import { highestVersion } from '../../lib/highest-version.js';
import { versionRisk } from './base-moves.js';
import { type Candidate, pathAndLine, placeOf } from './candidate.js';
import type { PlanContext } from './context.js';
import { type CoolDown, fixCoolDown } from './cool-down.js';
import { declaringLists, listNotes, refusingLists, workspaceNotes } from './declaring-lists.js';
import type { InstalledByName, PackageDeclaration } from './facts.js';
import { goRelease } from './go-release.js';
import { agreementNotes, lockfileAgreement } from './lockfile-agreement.js';
import { acceptsVersion } from './npm-ranges.js';
import { fixedIn, packageOf } from './package-of.js';
import { acceptsPythonVersion } from './pip-ranges.js';
import { pythonNotes } from './python-notes.js';
import { isCommandable, raiseCommand, raiseNotes } from './raise-command.js';
import { rebuild } from './rebuild.js';
import { baseUpgrades } from './system-packages.js';

/**
 * The steps that could upgrade a package of a language: that of the base image comes with another base image. Else the
 * version is in a lockfile or list of dependencies, in the instruction that installs it, or nowhere.
 */
export function languageUpgrades(
  finding: Finding,
  context: PlanContext,
): readonly [Candidate, ...Candidate[]] {
  if (originOf(finding)?.kind === 'base-image') return baseUpgrades(finding, context);
  const declared = context.facts.declarations?.get(finding.subject?.purl ?? '');
  const agreement = lockfileAgreement(finding, declared, context);
  if (agreement) return [agreement];
  const raised = declared?.kind === 'lockfile' ? undefined : raisedLater(finding, context);
  if (raised) return [raised];
  if (declared)
    return isReinstalled(finding, declared)
      ? [rebuild(finding, context)]
      : [declaredUpgrade(finding, declared, context)];
  const { name } = packageOf(finding);
  const named = context
    .layerOf(finding)
    ?.languages?.find((one) => TYPES.get(one.manager) === typeOf(finding) && isSame(one, name));
  if (named?.version === undefined && named) return [rebuild(finding, context)];
  const release = name === 'stdlib' ? goRelease(finding, context) : undefined;
  return [release ?? installedUpgrade(finding, named, context)];
}

/** The entry of a lockfile that has the fixed version already: the image is of an older one. */
function raisedLater(finding: Finding, context: PlanContext): Candidate | undefined {
  const other = context.facts.otherVersions?.get(finding.subject?.purl ?? '');
  const fixed = fixedIn([finding]);
  if (!other || fixed === undefined) return undefined;
  if (highestVersion([...new Set([other.version, fixed])]) !== other.version) return undefined;
  const { path, line } = other;
  return {
    ...rebuild(finding, context),
    id: `raise ${path} ${packageOf(finding).name} ${other.version}`,
    madeAt: `${path}:${line}`,
  };
}

/** The types of package URLs by package manager. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['pip', 'pypi'],
  ['npm', 'npm'],
  ['gem', 'gem'],
]);

function typeOf({ subject }: Finding): string | undefined {
  return parsePackageUrl(subject?.purl ?? '')?.type;
}

function isSame({ manager, name }: InstalledByName, other: string): boolean {
  const plain = (text: string) => (manager === 'pip' ? pythonName(text) : text);
  return plain(name) === plain(other);
}

/** Whether each build installs the newest version that the list of dependencies accepts, and the fix is one. */
function isReinstalled(
  finding: Finding,
  { kind, manager, version, ranges }: PackageDeclaration,
): boolean {
  if (kind === 'lockfile') return false;
  const fixed = fixedIn([finding]);
  if (manager === 'npm') return fixed !== undefined && acceptsVersion(ranges ?? [], fixed);
  if (manager !== 'pip' || version !== undefined) return false;
  return fixed === undefined || (ranges ?? []).every((one) => acceptsPythonVersion(one, fixed));
}

function noteOf({ note }: CoolDown): string[] {
  return note === undefined ? [] : [note];
}

function installedUpgrade(
  finding: Finding,
  pinned: InstalledByName | undefined,
  context: PlanContext,
): Candidate {
  const { minimumAge } = context;
  const fits = (findings: readonly Finding[]) =>
    typeOf(finding) === 'pypi' ? pythonNotes(findings, context) : [];
  const { name, installed } = packageOf(finding);
  const { path, line } = pathAndLine(finding);
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
    isUnsure: (findings) => fits(findings).length > 0,
    notes: (findings) => [...fits(findings), ...noteOf(fixCoolDown(findings, minimumAge))],
    change: (findings) => {
      const version = fixedIn(findings);
      if (fixCoolDown(findings, minimumAge).isHeld) return undefined;
      if (!pinned || version === undefined || path === undefined || line === undefined)
        return undefined;
      const { manager, version: from } = pinned;
      const versions = { to: version, ...(from !== undefined && { from }) };
      return { kind: 'installed-package', path, line, manager, name: pinned.name, ...versions };
    },
  };
}

function declaredUpgrade(
  finding: Finding,
  lockOrList: PackageDeclaration,
  context: PlanContext,
): Candidate {
  const { minimumAge } = context;
  const fits = (findings: readonly Finding[]) =>
    typeOf(finding) === 'pypi' ? pythonNotes(findings, context) : [];
  const { name, installed } = packageOf(finding);
  const declared = decisive(lockOrList, fixedIn([finding]));
  const { path, line, kind, manager } = declared;
  const remedy = kind === 'lockfile' ? 'raise' : 'edit';
  const how = manager === 'npm' && kind === 'manifest' && !declared.isDirect ? OVERRIDE : '';
  const first = agreementNotes(lockOrList.path, context);
  return {
    id: `${remedy} ${path} ${name} ${installed}`,
    remedy,
    title: (findings) => {
      const version = fixedIn(findings);
      return `upgrade ${name}${version === undefined ? '' : ` to ${version}`}${how} in ${path}`;
    },
    path,
    line,
    risk: versionRisk(installed, fixedIn([finding])),
    isUnsure: (findings) =>
      first.length > 0 ||
      lockOrList.workspaces !== undefined ||
      declared.condition !== undefined ||
      refusingLists(declared, fixedIn(findings)).length > 0 ||
      fits(findings).length > 0,
    notes: (findings) => [
      ...first,
      ...declarationNotes(declared, lockOrList),
      ...raiseNotes(declared, name, fixedIn(findings)),
      ...listNotes(declared, fixedIn(findings)),
      ...workspaceNotes(lockOrList, name),
      ...fits(findings),
      ...noteOf(fixCoolDown(findings, minimumAge)),
    ],
    change: (findings) => {
      const version = fixedIn(findings);
      if (version === undefined || fixCoolDown(findings, minimumAge).isHeld) return undefined;
      // The package manager would add it to the list of the root.
      if (lockOrList.workspaces) return undefined;
      // With one of two lists that name each other, pip refuses the build.
      if (refusingLists(declared, version).some(({ isNamed }) => isNamed)) return undefined;
      return declaredChange(declared, { name, installed, version });
    },
  };
}

const OVERRIDE = ' with an npm override';

/** The lockfile, if what needs the package accepts the version; else the list of dependencies next to it. */
function decisive(declared: PackageDeclaration, version: string | undefined): PackageDeclaration {
  const { kind, manager, ranges = [], manifest, isDirect, path } = declared;
  if (kind !== 'lockfile' || manager !== 'npm' || version === undefined) return declared;
  if (acceptsVersion(ranges, version)) return declared;
  const list = manifest ?? { path: declaringLists(declared)[0] ?? path };
  const [range] = ranges;
  return {
    ...list,
    kind: 'manifest',
    manager,
    ...(isDirect !== undefined && { isDirect }),
    ...(isDirect && range !== undefined && { version: range }),
  };
}

function declarationNotes(
  { kind, hashed, isDirect }: PackageDeclaration,
  { kind: declaredIn, manager, path, ranges = [] }: PackageDeclaration,
): string[] {
  const isOverride = kind === 'manifest' && declaredIn === 'lockfile';
  const isPythonRange = declaredIn === 'manifest' && manager === 'pip' && ranges.length > 0;
  return [
    ...(isPythonRange ? [`The file accepts only ${ranges.join(' and ')}.`] : []),
    ...(hashed
      ? ['The list has hashes, which change as well: write it again with the tool that made it.']
      : []),
    ...(isOverride && !isDirect
      ? [`What needs the package accepts only ${ranges.slice(0, MAX_RANGES).join(' and ')}.`]
      : []),
    ...(isOverride ? [`${path} changes with it.`] : []),
  ];
}

/** Ranges that a note names. */
const MAX_RANGES = 3;

/** The lists of dependencies that src/remedy/edit/edit.ts edits. */
const EDITABLE = /(?:(?:^|\/)package\.json|\.txt|\.in)$/;

function declaredChange(
  declared: PackageDeclaration,
  { name, installed, version }: { name: string; installed: string; version: string },
): PlanChange | undefined {
  const { path, kind, manager, version: from, hashed, ranges = [] } = declared;
  if (!isCommandable(manager, name, version)) return undefined;
  if (kind === 'manifest') {
    // The hashes of the new version are not known, and the ends of a range are for people to choose.
    if (hashed || !EDITABLE.test(path) || (manager === 'pip' && ranges.length > 0))
      return undefined;
    const versions = { to: version, ...(from !== undefined && { from }) };
    return { kind: 'dependency', path, manager, name, ...versions };
  }
  const command = raiseCommand(declared, name, version);
  const versions = { from: installed, to: version };
  return command && { kind: 'locked-package', path, manager, name, ...versions, ...command };
}
