import { packagesOfBase, vulnerabilitiesOfBase } from '../../base-images/measure-bases.js';
import { affectedPackages } from '../../core/affected-packages.js';
import { fixedVersion } from '../../core/fixable.js';
import type { Location } from '../../core/location.js';
import type { UpgradedPackage } from '../../core/plan.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import { reason } from '../../lib/errors.js';
import { type MarkedUpgrade, markedUpgrades } from '../edit/upgrade.js';
import type { RetiredUpgrade } from '../plan/facts.js';
import { dockerfilesIn, type ReadText } from './layer-facts.js';
import type { UpgradeInput } from './upgrade-facts.js';

/** An image that the stage could use, the first that has the versions is chosen. */
export interface UsableImage {
  readonly image: RetiredUpgrade['image'];
  readonly reference: string;
}

/** The upgrade that a plan added to the stage with this FROM; undefined if there is none. */
export function markedUpgradeAt(
  { path, startLine }: Location,
  read: ReadText,
): MarkedUpgrade | undefined {
  return dockerfilesIn(path, read).flatMap(({ text, linesBefore }) =>
    markedUpgrades(parseDockerfile(path, text)).filter(
      ({ stage: { from } }) =>
        from.startLine + linesBefore <= startLine && startLine <= from.endLine + linesBefore,
    ),
  )[0];
}

/**
 * Which of the images has the versions of an upgrade itself, by its own inventory; undefined if none has. An image that has
 * another vulnerability of these packages with a fix still needs the upgrade, and one that cannot be read may. Never throws.
 */
export async function retiredUpgrade(
  { packages, manager }: MarkedUpgrade,
  images: readonly UsableImage[],
  input: UpgradeInput,
  end: number,
): Promise<RetiredUpgrade | undefined> {
  for (const { image, reference } of images)
    try {
      if (await hasVersions(reference, { packages, manager }, input, end))
        return { packages, image };
    } catch (error) {
      input.context.host.debug(`${reference} may need its upgrade: ${reason(error)}`);
    }
  return undefined;
}

const TYPES: Readonly<Record<string, string>> = { apt: 'deb', apk: 'apk' };

/** A package that the image does not have any more needs no upgrade. Throws PortsideError. */
async function hasVersions(
  reference: string,
  wanted: { readonly packages: readonly UpgradedPackage[]; readonly manager: string },
  { sources, context, indexes }: UpgradeInput,
  end: number,
): Promise<boolean> {
  const type = TYPES[wanted.manager] ?? 'rpm';
  const base = await packagesOfBase(reference, sources, context, end);
  const installed = base?.packages.filter((one) => one.type === type) ?? [];
  const isOld = ({ name, version }: UpgradedPackage) =>
    installed.some((one) => {
      const order = one.name === name ? indexes.compare(type, one.version, version) : 0;
      return order === undefined || order < 0;
    });
  if (installed.length === 0 || wanted.packages.some(isOld)) return false;
  const names = new Set(wanted.packages.map(({ name }) => name));
  const left = await vulnerabilitiesOfBase(reference, sources, context, end);
  return !left?.some(
    (finding) =>
      fixedVersion(finding) !== undefined &&
      affectedPackages(finding).some(({ name }) => names.has(name)),
  );
}
