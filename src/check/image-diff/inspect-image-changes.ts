import type { MissingFact } from '../../core/coverage.js';
import type { Finding } from '../../core/finding.js';
import { imageName } from '../../core/fingerprint.js';
import type { Host } from '../../core/host.js';
import type { ImageDifference } from '../../core/image-difference.js';
import type { ImageSnapshot } from '../../core/image-snapshot.js';
import { EMPTY_INSPECTION, type Inspection, type Target } from '../../core/report.js';
import { PortsideError } from '../../lib/errors.js';
import { groupBy } from '../../lib/group-by.js';
import type { Baseline } from '../../policy/baseline.js';
import { compareImages } from './compare-images.js';
import { differenceFindings } from './difference-findings.js';
import { type StoredImages, storedImage } from './stored-image.js';

/**
 * What changes in the images of this run, compared with those that the baseline keeps. Without them, a note says so once;
 * damaged ones make the result incomplete. If each side has one image, these are compared whatever their names are. If
 * nothing is compared because of the names, a policy about changes cannot be applied.
 */
export async function inspectImageChanges(
  inspection: Inspection,
  baseline: Pick<Baseline, 'name' | 'images'>,
  host: Pick<Host, 'progress'>,
): Promise<Inspection> {
  const { snapshots = [] } = inspection;
  const { images: before } = baseline;
  if (snapshots.length === 0 || !before) return EMPTY_INSPECTION;
  const imageChanges: ImageDifference[] = [];
  const findings: Finding[] = [];
  const missing = new Set<string>();
  const damaged = new Map<string, string>();
  const renamed = renamedImage(inspection, before);
  for (const now of snapshots) {
    const sides = { before: before.snapshots ?? [], after: snapshots };
    const old = earlierOf(now, sides, renamed?.old);
    if (!old) {
      missing.add(missingNote(now, before.snapshots ?? [], baseline.name));
      continue;
    }
    host.progress(`comparing ${now.image} with that of ${baseline.name}`);
    try {
      const compared = await compareSnapshots({ ...old, now }, { before, after: inspection });
      imageChanges.push(compared.difference);
      findings.push(...compared.findings);
    } catch (error) {
      if (!(error instanceof PortsideError)) throw error;
      damaged.set(now.image, error.message);
    }
  }
  const notes = renamed ? [renamed.note(baseline.name), ...missing] : [...missing];
  return {
    ...EMPTY_INSPECTION,
    missingFacts: uncompared({ inspection, before, imageChanges }, notes, damaged),
    imageChanges,
    findings: joinPlatforms(findings),
    incomplete: [...damaged].map(([target, reason]) => ({ check: 'hardening', target, reason })),
    notes: notes.map((message) => ({ check: 'hardening', message })),
  };
}

/** The names of the images. */
function namesOf(snapshots: readonly ImageSnapshot[]): readonly string[] {
  return [...new Set(snapshots.map(({ image }) => imageName(image)))];
}

/**
 * The name of the only image of the baseline, if this run has one image too. Nothing if they have one name, or are known to
 * be built from two Dockerfiles.
 */
function renamedImage(
  { snapshots = [], targets }: Inspection,
  { snapshots: before = [], targets: targetsBefore = [] }: BaselineImages,
): { readonly old: string; note(baseline: string): string } | undefined {
  const [[old, ...others], [now, ...more]] = [namesOf(before), namesOf(snapshots)];
  if (!old || !now || old === now || others.length + more.length > 0) return undefined;
  const [one, other] = [dockerfileOf(old, targetsBefore), dockerfileOf(now, targets)];
  if (one !== undefined && other !== undefined && one !== other) return undefined;
  return {
    old,
    note: (baseline) => `${now} is compared with ${old}, the only image of ${baseline}`,
  };
}

function dockerfileOf(image: string, targets: readonly Target[]): string | undefined {
  return targets.find(({ name }) => imageName(name) === image)?.dockerfile;
}

/** The images of this run, if none was compared, though the baseline has others. */
function uncompared(
  {
    inspection: { snapshots = [] },
    before,
    imageChanges,
  }: {
    readonly inspection: Inspection;
    readonly before: BaselineImages;
    readonly imageChanges: readonly ImageDifference[];
  },
  notes: readonly string[],
  damaged: ReadonlyMap<string, string>,
): readonly MissingFact[] {
  if (imageChanges.length > 0 || damaged.size > 0 || !before.snapshots?.length) return [];
  const reason = notes[0] ?? 'no image of this run is in the baseline';
  return namesOf(snapshots).map((target) => ({ fact: 'image-changes', target, reason }));
}

/** A finding on several platforms once, with these. */
function joinPlatforms(findings: readonly Finding[]): Finding[] {
  const groups = groupBy(findings, ({ fingerprint, message }) => `${fingerprint} ${message}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const platforms = new Set(group.flatMap(({ subject }) => subject?.platforms ?? []));
    if (!first || platforms.size < 2) return first ?? [];
    return { ...first, subject: { ...first.subject, platforms: [...platforms] } };
  });
}

/** Said once for all images, unless the baseline has other platforms of the image. */
function missingNote(
  { image, platform }: ImageSnapshot,
  before: readonly ImageSnapshot[],
  baseline: string,
): string {
  const name = imageName(image);
  if (before.some((one) => imageName(one.image) === name))
    return `${platform} of ${image} is not compared: ${baseline} does not have this platform`;
  if (before.length > 0) return `${image} is not compared: ${baseline} does not have this image`;
  return `What changes in the images is not known: ${baseline} does not keep what they contained. Reports of this version do.`;
}

type BaselineImages = NonNullable<Baseline['images']>;

interface Earlier {
  readonly old: ImageSnapshot;
  /** The platform need not be named: each side has one. */
  readonly isOnly: boolean;
}

/** The image of this name on the same platform; the only one of the name if both have one platform. */
function earlierOf(
  now: ImageSnapshot,
  { before, after }: Readonly<Record<'before' | 'after', readonly ImageSnapshot[]>>,
  name = imageName(now.image),
): Earlier | undefined {
  const isCalled = (wanted: string) => (one: ImageSnapshot) => imageName(one.image) === wanted;
  const same = before.filter(isCalled(name));
  const isOnly = same.length === 1 && after.filter(isCalled(imageName(now.image))).length === 1;
  const old = isOnly ? same[0] : same.find(({ platform }) => platform === now.platform);
  return old && { old, isOnly };
}

async function compareSnapshots(
  { old, now, isOnly }: Earlier & { readonly now: ImageSnapshot },
  { before, after }: { readonly before: StoredImages; readonly after: StoredImages },
): Promise<{ readonly difference: ImageDifference; readonly findings: readonly Finding[] }> {
  const [one, other] = [storedImage(old, before), storedImage(now, after)];
  const { platform, ...compared } = await compareImages(one, other);
  const difference = isOnly || platform === undefined ? compared : { ...compared, platform };
  const findings = differenceFindings(difference, {
    ...other,
    layerOf: (path) => other.files.get(path)?.content.layer,
  });
  return { difference, findings };
}
