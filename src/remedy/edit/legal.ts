import { quoted, type RefusedEdit, refused } from '../../core/edit-result.js';
import type { PlanChange } from '../../core/plan.js';
import { readReference } from '../../core/reference.js';

/**
 * Names and versions come from advisories and images. What is not a legal one for its package manager is never written to
 * a file: no white space, quotes, options, or characters of a shell.
 */
export function illegalPart(change: PlanChange): RefusedEdit | undefined {
  switch (change.kind) {
    case 'image':
      return isLegalReference(change.to)
        ? undefined
        : refused(`${quoted(change.to)} is not an image reference`);
    case 'installed-package':
    case 'dependency':
      return illegalPackage(change.manager, change.name, change.to);
    case 'upgrade':
      return illegalUpgrade(change);
    case 'retired-upgrade':
      return Array.isArray(change.packages) ? undefined : refused('It names no packages');
    default:
      return undefined;
  }
}

/** A stored plan of an earlier version has no packages. */
function illegalUpgrade({
  manager,
  base,
  user,
  packages,
}: Extract<PlanChange, { kind: 'upgrade' }>): RefusedEdit | undefined {
  if (!Array.isArray(packages) || packages.length === 0 || packages.length > MAX_PACKAGES)
    return refused('It names no packages, or too many');
  if (!isLegalReference(base)) return refused(`${quoted(base)} is not an image reference`);
  if (user !== undefined && !/^[A-Za-z0-9_][\w.-]{0,31}(?::[A-Za-z0-9_][\w.-]{0,31})?$/.test(user))
    return refused(`${quoted(user)} is not a user`);
  for (const { name, version } of packages) {
    const illegal = illegalPackage(manager, name, version);
    if (illegal) return illegal;
  }
  return undefined;
}

/** No base image lacks the fixes of more. */
const MAX_PACKAGES = 300;

function illegalPackage(manager: string, name: string, version: string): RefusedEdit | undefined {
  const syntax = SYNTAX.get(manager);
  if (!syntax) return refused(`The package manager ${quoted(manager)} is not known`);
  if (name.length > MAX_NAME || !syntax.name.test(name))
    return refused(`${quoted(name)} is not a name of a package of ${manager}`);
  if (version.length > MAX_VERSION || !syntax.version.test(version))
    return refused(`${quoted(version)} is not a version of ${manager}`);
  return undefined;
}

/** The characters that a reference has in each of the files; readReference checks the rest. */
function isLegalReference(reference: string): boolean {
  return /^[\w][\w./:@+-]*$/.test(reference) && readReference(reference) !== undefined;
}

const MAX_NAME = 214;
const MAX_VERSION = 128;

interface Syntax {
  readonly name: RegExp;
  readonly version: RegExp;
}

/** Sources: deb-version(7), Debian Policy 5.6.1. */
const APT: Syntax = {
  name: /^[a-z0-9][a-z0-9+.-]+$/,
  version: /^(?:\d+:)?\d[A-Za-z0-9.+~-]*$/,
};

/** Source: apk-package(5). */
const APK: Syntax = {
  name: /^[A-Za-z0-9][\w+.-]*$/,
  version: /^\d+(?:\.\d+)*[a-z]?(?:_[a-z]+\d*)*(?:~[0-9a-f]+)?(?:-r\d+)?$/,
};

/** Source: rpm-version(7). */
const RPM: Syntax = {
  name: /^[A-Za-z0-9][\w+.-]*$/,
  version: /^(?:\d+:)?[A-Za-z0-9][\w.+~^]*(?:-[A-Za-z0-9][\w.+~^]*)?$/,
};

/** Sources: PEP 508 (names), PEP 440 (versions), without the exclamation mark of epochs. */
const PIP: Syntax = {
  name: /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/,
  version: /^v?\d+(?:\.\d+)*[A-Za-z0-9._-]*(?:\+[A-Za-z0-9._-]+)?$/,
};

/** Sources: docs.npmjs.com, "package.json"; semver.org. */
const NPM: Syntax = {
  name: /^(?:@[A-Za-z0-9][\w.~-]*\/)?[A-Za-z0-9][\w.~-]*$/,
  version: /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/,
};

/** Source: the classes Gem::Specification and Gem::Version of RubyGems. */
const GEM: Syntax = {
  name: /^[A-Za-z0-9][\w.-]*$/,
  version: /^\d+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z.-]+)?$/,
};

const SYNTAX: ReadonlyMap<string, Syntax> = new Map([
  ['apt', APT],
  ['apk', APK],
  ['dnf', RPM],
  ['yum', RPM],
  ['microdnf', RPM],
  ['zypper', RPM],
  ['pip', PIP],
  ['npm', NPM],
  ['pnpm', NPM],
  ['yarn', NPM],
  ['gem', GEM],
]);
