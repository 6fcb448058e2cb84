import { basesOf } from '../base-images/inspectors.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import { nothingScanned } from '../discover/unscanned.js';
import type { CheckContext } from '../policy/check-context.js';
import { type SeenByRun, unmatchedEntries } from '../policy/unmatched.js';
import { type AskedWithoutImage, unusedWithoutImage } from '../scan/unused-options.js';
import type { Known } from './inspectors.js';

/** Options without effect, entries of the policy that match nothing, and a run that found nothing to check. */
export function notLookedAt(
  inspection: Inspection,
  facts: Known,
  {
    root,
    policy,
    options,
    isCompared,
    isRemoval,
  }: Pick<
    CheckContext<AskedWithoutImage | 'now' | 'images' | 'dockerfiles'>,
    'root' | 'policy' | 'options'
  > & {
    readonly isCompared: boolean;
    /** The base commit had files to check, and there are none now. */
    readonly isRemoval: boolean;
  },
): Inspection {
  const { targets, manifests, deployed } = facts;
  const bases = basesOf(facts);
  const images = options.images.length + policy.images.length + deployed.targets.length;
  const missing = mergeInspections([
    unusedWithoutImage(options, {
      images,
      bases: bases.length,
      actions: manifests.actions.length,
      // On the command line, that takes a comparison.
      isWaiting:
        policy.deployedImages !== 'off' &&
        manifests.images.length > 0 &&
        (isCompared || !options.requireTargets),
    }),
    nothingScanned({
      root,
      // A workflow that has nothing to do with images is nothing that Portside is there for.
      files: targets.dockerfiles.length + targets.manifests.length - targets.otherWorkflows.length,
      images,
      required: options.requireTargets && !isRemoval,
    }),
  ]);
  const all = mergeInspections([inspection, missing]);
  const findings = unmatchedEntries(policy, seenByRun(all, facts, { policy, options }));
  return mergeInspections([missing, { ...EMPTY_INSPECTION, findings }]);
}

/** What the entries of the policy may match. */
export function seenByRun(
  inspection: Inspection,
  facts: Known,
  { policy, options }: Pick<CheckContext<'now' | 'images' | 'dockerfiles'>, 'policy' | 'options'>,
): SeenByRun {
  const { targets, manifests } = facts;
  const seen = seenImages(basesOf(facts), manifests.images, { policy, options });
  return {
    // Manifests name images as well, which the entries of registries may be about.
    ...(targets.manifests.length > 0 ? { ...seen, compared: [] } : seen),
    coverage: inspection.coverage ?? [],
    licenses: licensesOf(inspection),
    narrowed: options.images.length > 0 || options.dockerfiles.length > 0,
    now: options.now,
  };
}

/** The licenses of all packages; undefined if there are no packages. */
function licensesOf({ packages }: Inspection): readonly string[] | undefined {
  if (packages.length === 0) return undefined;
  return [...new Set(packages.flatMap(({ license }) => license ?? []))];
}

interface NamedImage {
  readonly reference: string;
  readonly isUnknown?: boolean;
}

/** The references, without those that name no image yet. */
function namesOf(images: readonly NamedImage[]): string[] {
  return images.flatMap(({ reference, isUnknown }) => (isUnknown ? [] : reference));
}

/**
 * The images whose signatures a run with a network checks, with those of the policy, which another job may check, and those of manifests,
 * which a run checks when they change; and the images whose registries it compares.
 */
export function seenImages(
  bases: readonly NamedImage[],
  deployed: readonly NamedImage[],
  { policy, options }: Pick<CheckContext<'images'>, 'policy' | 'options'>,
): Pick<SeenByRun, 'verified' | 'compared'> {
  const named = policy.deployedImages === 'off' ? [] : namesOf(deployed);
  const images = [...options.images, ...policy.images, ...named];
  const compared = namesOf(bases);
  return { verified: policy.baseImages === 'ignore' ? images : [...images, ...compared], compared };
}
