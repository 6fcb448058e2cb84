import type { BaseSystem } from '../../base-images/base-system.js';
import { type AskedByMeasurement, packagesOfBase } from '../../base-images/measure-bases.js';
import { affectedPackages } from '../../core/affected-packages.js';
import type { Finding } from '../../core/finding.js';
import { fixedVersion } from '../../core/fixable.js';
import type { Package } from '../../core/package.js';
import type { PackageIndexes, PublishedPackage } from '../../core/package-indexes.js';
import { reason } from '../../lib/errors.js';
import type { CheckContext } from '../../policy/check-context.js';
import type { BaseSources } from '../../registry/base-sources.js';
import type { UpgradeFacts } from '../plan/facts.js';

/** How base images and package repositories are looked up. */
export interface UpgradeInput {
  readonly sources: BaseSources;
  readonly context: Pick<CheckContext<AskedByMeasurement>, 'options' | 'host'>;
  readonly indexes: PackageIndexes;
}

/**
 * Which of the findings of a base image an instruction above it can clear, by the index of the package repositories that the
 * image uses. Undefined if nothing has a fix, or if the image could not be looked into. Never throws.
 */
export async function upgradeFacts(
  reference: string,
  findings: readonly Finding[],
  { sources, context, indexes }: UpgradeInput,
  end: number,
): Promise<UpgradeFacts | undefined> {
  const fixable = findings.filter((finding) => fixedVersion(finding) !== undefined);
  if (fixable.length === 0) return undefined;
  try {
    const base = await packagesOfBase(reference, sources, context, end);
    if (!base) return undefined;
    const { packages, distribution, system } = base;
    const [type = ''] = packages.map((one) => one.type);
    const manager = MANAGERS[type]?.find((one) => system.managers.includes(one));
    const impossible = manager === undefined ? 'it has no package manager' : whyNone(system);
    if (impossible !== undefined) return { impossible, versions: new Map(), missing: new Map() };
    const { user } = system;
    const own = { ...(manager && { manager }), ...(user !== undefined && { user }) };
    const names = new Set(fixable.flatMap((one) => affectedPackages(one).map(({ name }) => name)));
    const used = { distribution, arch: archOf(packages), sources: system.sources };
    const held = heldBack(fixable, system);
    try {
      const published = await indexes.newest(used, names);
      const missing = new Map([...missingVersions(fixable, { type, published, indexes }), ...held]);
      const versions = new Map([...published].map(([name, { version }]) => [name, version]));
      return { ...own, versions, missing };
    } catch (error) {
      return { ...own, unproved: reason(error), versions: new Map(), missing: held };
    }
  } catch (error) {
    context.host.debug(`the packages of ${reference} are not known: ${reason(error)}`);
    return undefined;
  }
}

/** The package managers by the type of package URLs. */
const MANAGERS: Readonly<Record<string, readonly string[]>> = {
  deb: ['apt'],
  apk: ['apk'],
  rpm: ['dnf', 'microdnf', 'yum'],
};

/** Why an instruction directly after FROM cannot run a package manager. */
function whyNone({ os, shell, hasShell, onBuild }: BaseSystem): string | undefined {
  if (os === 'windows') return 'it is an image of Windows';
  const isPosix = !shell || /^(?:\/(?:usr\/)?bin\/)?(?:sh|bash|ash|dash)$/.test(shell[0] ?? '');
  if (!hasShell || !isPosix) return 'it has no POSIX shell';
  return onBuild.some((trigger) => /^\s*(?:USER|SHELL)\s/i.test(trigger))
    ? 'its ONBUILD instructions set another user or shell'
    : undefined;
}

/** Packages for every architecture say nothing about it. */
function archOf(packages: readonly Package[]): string {
  return packages.find(({ arch }) => arch && arch !== 'all' && arch !== 'noarch')?.arch ?? '';
}

function heldBack(findings: readonly Finding[], { held }: BaseSystem): ReadonlyMap<string, string> {
  const isHeld = ({ name }: { readonly name: string }) => held.includes(name);
  return new Map(
    findings.flatMap((finding) => {
      const one = held.includes('*') ? undefined : affectedPackages(finding).find(isHeld);
      if (!one && !held.includes('*')) return [];
      const what = one
        ? `keeps ${one.name} at its version`
        : 'has rules about versions of packages';
      return [[finding.fingerprint, `The base image ${what}.`] as const];
    }),
  );
}

/** The findings of which the index has no fixed version of each package. */
function missingVersions(
  findings: readonly Finding[],
  {
    type,
    published,
    indexes,
  }: {
    readonly type: string;
    readonly published: ReadonlyMap<string, PublishedPackage>;
    readonly indexes: PackageIndexes;
  },
): ReadonlyMap<string, string> {
  const missing = new Map<string, string>();
  for (const finding of findings)
    for (const one of affectedPackages(finding)) {
      const { name, fixed = fixedVersion(finding) ?? '' } = one;
      const found = published.get(name);
      const order = found && indexes.compare(type, found.sourceVersion, fixed);
      if (order !== undefined && order >= 0) continue;
      const has = found ? `${name} ${found.version}, not ${fixed} yet` : `no ${name}`;
      missing.set(finding.fingerprint, `The index of the package repository has ${has}.`);
    }
  return missing;
}
