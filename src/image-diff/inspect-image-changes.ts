import type { MissingFact } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import { imageName } from '../core/fingerprint.js';
import type { Host } from '../core/host.js';
import type { ImageDifference } from '../core/image-difference.js';
import type { ImageSnapshot } from '../core/image-snapshot.js';
import { type BuiltImage, type RenamedImage, renamedImage } from '../core/renamed-image.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import { PortsideError } from '../lib/errors.js';
import { groupBy } from '../lib/group-by.js';
import type { Baseline } from '../policy/baseline.js';
import { compareImages } from './compare-images.js';
import { differenceFindings } from './difference-findings.js';
import { type StoredImages, storedImage } from './stored-image.js';

/**
 * What changes in the images of this run, compared with those that the baseline keeps. If each side has one image, these are
 * compared whatever their names are. Each image that is not compared is named in a note, and a policy about changes cannot be
 * applied to it. Damaged ones make the result incomplete. A baseline that is no
 * report has no images: only a rule about changes cannot be applied then.
 */
export async function inspectImageChanges(
  inspection: Inspection,
  baseline: Pick<Baseline, 'name' | 'images'>,
  host: Pick<Host, 'progress'>,
): Promise<Inspection> {
  const { snapshots = [] } = inspection;
  const { images: before } = baseline;
  const unknown = unknownImages(inspection);
  if (!before) return withoutEarlier(inspection, `${baseline.name} has no images to compare with`);
  if (snapshots.length + unknown.length === 0) return EMPTY_INSPECTION;
  const imageChanges: ImageDifference[] = [];
  const findings: Finding[] = [];
  const damaged = new Map<string, string>();
  const uncompared: Uncompared[] = [...unknown];
  const renamed = renamedImage(imagesOf(before), imagesOf(inspection));
  for (const now of snapshots) {
    const sides = { before: before.snapshots ?? [], after: snapshots };
    const old = earlierOf(now, sides, renamed && imageName(renamed.from));
    if (!old) {
      uncompared.push({ ...now, why: whyUncompared(now, sides.before) });
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
  const notes = [
    ...(renamed ? [noteOf(renamed, baseline.name)] : []),
    ...notesOf(uncompared, baseline.name),
  ];
  return {
    ...EMPTY_INSPECTION,
    missingFacts: missingFacts(uncompared, baseline.name),
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

function noteOf({ from, to }: RenamedImage, baseline: string): string {
  return `${imageName(to)} is compared with ${imageName(from)}, the only image of ${baseline}`;
}

/** The images whose contents are kept. */
function imagesOf({ snapshots = [], targets = [] }: Partial<Inspection>): BuiltImage[] {
  return snapshots.map(({ image }) => {
    const target = targets.find(({ name }) => imageName(name) === imageName(image));
    return { name: image, dockerfile: target?.dockerfile };
  });
}

/** What a rule about changes needs and cannot have, for each image. */
export function withoutEarlier(
  { targets, snapshots = [] }: Inspection,
  reason: string,
): Inspection {
  const built = targets.filter(({ kind, layers }) => kind === 'image' && layers !== undefined);
  const names = new Set([...namesOf(snapshots), ...built.map(({ name }) => imageName(name))]);
  const missing = [...names].map(
    (target): MissingFact => ({ fact: 'earlier-images', target, reason }),
  );
  return { ...EMPTY_INSPECTION, missingFacts: missing };
}

/** An image of this run that is not compared. */
interface Uncompared extends Pick<ImageSnapshot, 'image' | 'platform'> {
  readonly why: keyof typeof REASONS;
}

/** Why one image is not compared, and why several are not. */
const REASONS = {
  unkept: () => ['the list of its files is too long', 'the lists of their files are too long'],
  bare: (name: string) => {
    const one = `${name} does not keep what it contained. Reports of this version do.`;
    return [one, one.replace('it contained', 'they contained')];
  },
  image: (name: string) => [
    `${name} does not have this image`,
    `${name} does not have these images`,
  ],
  platform: (name: string) => [
    `${name} does not have this platform`,
    `${name} does not have these platforms`,
  ],
} as const satisfies Readonly<Record<string, (baseline: string) => readonly [string, string]>>;

/** The images with layers whose contents are not kept, because they have too many files. A folder is no built image. */
function unknownImages({ targets, snapshots = [] }: Inspection): Uncompared[] {
  const kept = new Set(snapshots.map(({ image, platform }) => `${image}\n${platform}`));
  return targets
    .filter(({ kind, layers }) => kind === 'image' && layers !== undefined)
    .flatMap(({ name: image, platform, platforms = [{ platform }] }) =>
      platforms.map((one) => ({ image, platform: one.platform, why: 'unkept' as const })),
    )
    .filter(({ image, platform }) => !kept.has(`${image}\n${platform}`));
}

function whyUncompared({ image }: ImageSnapshot, before: readonly ImageSnapshot[]) {
  const isThere = before.some((one) => imageName(one.image) === imageName(image));
  return isThere ? 'platform' : before.length > 0 ? 'image' : 'bare';
}

/** One for each reason, with all images. */
function notesOf(images: readonly Uncompared[], baseline: string): string[] {
  return [...groupBy(images, ({ why }) => why)].map(([why, group]) => {
    const names = new Set(
      group.map(({ image, platform }) => (why === 'platform' ? `${platform} of ${image}` : image)),
    );
    const shown = [...names].slice(0, MOST_NAMED);
    const more = names.size - shown.length;
    const [one, several] = REASONS[why](baseline);
    const list = `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    return names.size === 1
      ? `${list} is not compared: ${one}`
      : `${list} are not compared: ${several}`;
  });
}

/** Images that a note names; the others are counted. */
const MOST_NAMED = 20;

function missingFacts(images: readonly Uncompared[], baseline: string): MissingFact[] {
  return images.map((one) => {
    const [reason = ''] = notesOf([one], baseline);
    const target = imageName(one.image);
    const isWhole = one.why !== 'platform' || one.platform === undefined;
    return { fact: 'image-changes', target, ...(!isWhole && { platform: one.platform }), reason };
  });
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
