import { affectedPurls } from '../core/affected-packages.js';
import type { Finding } from '../core/finding.js';
import { imageName } from '../core/fingerprint.js';
import { isDistributionPackage } from '../core/package-url.js';
import type { RenamedImage } from '../core/renamed-image.js';

/** A finding of a stored report, and the same finding as this run would name it. */
type NamedAgain = readonly [stored: Finding, today: Finding];

/**
 * The findings of a stored report about packages, each with that of today about the same packages of the same image, which
 * may have another name. Packages of a distribution have no place; others may be in several.
 */
export function followPackages(
  stored: readonly Finding[],
  today: readonly Finding[],
  image?: RenamedImage,
): readonly NamedAgain[] {
  const byThing = new Map<string, Finding>();
  for (const finding of today)
    for (const key of keysOf(finding)) if (!byThing.has(key)) byThing.set(key, finding);
  return stored.flatMap((finding) => {
    const found = keysOf(finding, image).find((key) => byThing.has(key));
    const same = found === undefined ? undefined : byThing.get(found);
    return same ? [[finding, same] as const] : [];
  });
}

/** The fingerprints of today by those of the stored report, where they differ. */
export function renamedFingerprints(
  ...lists: readonly (readonly NamedAgain[])[]
): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>();
  for (const [{ fingerprint }, today] of lists.flat())
    if (fingerprint !== today.fingerprint) renamed.set(fingerprint, today.fingerprint);
  return renamed;
}

/** The rule, image and package, for each package. */
function keysOf(finding: Finding, image?: RenamedImage): readonly string[] {
  const { rule, subject } = finding;
  const own = imageName(subject?.image ?? '');
  const name = image && own === imageName(image.from) ? imageName(image.to) : own;
  return affectedPurls(finding).map((purl) =>
    JSON.stringify([rule, name, purl, isDistributionPackage(purl) ? undefined : subject?.path]),
  );
}
