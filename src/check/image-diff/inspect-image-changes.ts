import type { Finding } from '../../core/finding.js';
import { imageName } from '../../core/fingerprint.js';
import type { Host } from '../../core/host.js';
import type { ImageDifference } from '../../core/image-difference.js';
import type { ImageSnapshot } from '../../core/image-snapshot.js';
import { EMPTY_INSPECTION, type Inspection } from '../../core/report.js';
import { PortsideError } from '../../lib/errors.js';
import { groupBy } from '../../lib/group-by.js';
import type { Baseline } from '../../policy/baseline.js';
import { compareImages } from './compare-images.js';
import { differenceFindings } from './difference-findings.js';
import { type StoredImages, storedImage } from './stored-image.js';

/**
 * What changes in the images of this run, compared with those that the baseline keeps. Without them, a note says so once;
 * damaged ones make the result incomplete.
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
  for (const now of snapshots) {
    const old = earlierOf(now, before.snapshots ?? [], snapshots);
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
  return {
    ...EMPTY_INSPECTION,
    imageChanges,
    findings: joinPlatforms(findings),
    incomplete: [...damaged].map(([target, reason]) => ({ check: 'hardening', target, reason })),
    notes: [...missing].map((message) => ({ check: 'hardening', message })),
  };
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

interface Earlier {
  readonly old: ImageSnapshot;
  /** The platform need not be named: each side has one. */
  readonly isOnly: boolean;
}

/** The same image on the same platform; the only one of the image if both have one platform. */
function earlierOf(
  now: ImageSnapshot,
  before: readonly ImageSnapshot[],
  all: readonly ImageSnapshot[],
): Earlier | undefined {
  const isSame = ({ image }: ImageSnapshot) => imageName(image) === imageName(now.image);
  const same = before.filter(isSame);
  const isOnly = same.length === 1 && all.filter(isSame).length === 1;
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
