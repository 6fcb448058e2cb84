import type { Finding } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import {
  familiarReference,
  type Reference,
  readReference,
  repositoryName,
  repositoryOf,
  withoutSource,
} from '../core/reference.js';
import type { RuleDescription } from '../core/rule.js';
import { ruleFinding } from '../core/rule-finding.js';
import { plainText } from '../lib/text.js';
import type { DeployedImage } from '../manifests/select.js';
import { otherDigestDeployed, pinnedTagMoved } from '../signatures/signature-rules.js';
import type { RegistryImage } from './resolve.js';

/**
 * Findings about manifests that pin another digest of an image than the one that this run checked under the same tag. A
 * manifest without a tag is about any tag. `checked` has the digests by reference.
 */
export function otherDigests(
  deployed: readonly DeployedImage[],
  checked: ReadonlyMap<string, string>,
  scanned: readonly string[],
): Finding[] {
  const known = new Set(scanned);
  const all = [...checked].flatMap(([name, digest]) => {
    const reference = readReference(withoutSource(name));
    return reference ? [{ reference, digest }] : [];
  });
  return deployed.flatMap((image) => {
    const { reference: text } = image;
    const named = readReference(withoutSource(text));
    if (named?.digest === undefined || known.has(named.digest)) return [];
    const other = all.find(
      ({ reference, digest }) =>
        digest !== named.digest &&
        repositoryName(reference) === repositoryName(named) &&
        (named.tag === undefined || reference.tag === undefined || named.tag === reference.tag),
    );
    if (!other) return [];
    const message = `The manifest pins ${short(named.digest)} of ${nameOf(named)}, but ${short(other.digest)} was checked`;
    return [
      digestFinding(image, otherDigestDeployed, message, {
        pinned: named.digest,
        checked: other.digest,
      }),
    ];
  });
}

/** A finding for each place with a tag and a digest, if the tag now points to another digest. Throws PortsideError. */
export async function movedTag(
  { reference, source, digest }: RegistryImage,
  places: readonly DeployedImage[],
): Promise<Finding[]> {
  const { tag } = reference;
  if (tag === undefined || reference.digest === undefined) return [];
  const now = await source.manifest(tag);
  if (!now || now.digest === digest) return [];
  // The digest of one platform stays in the index that the tag names.
  if (now.manifests?.some((one) => one.digest === digest)) return [];
  const message = `${nameOf(reference)} now points to ${short(now.digest)}; the manifest pins ${short(digest)}`;
  return places.map((place) =>
    digestFinding(place, pinnedTagMoved, message, { pinned: digest, now: now.digest }),
  );
}

function digestFinding(
  { reference, path, location }: DeployedImage,
  rule: RuleDescription,
  message: string,
  details: Readonly<Record<string, string>>,
): Finding {
  return {
    ...ruleFinding(rule, 'trust'),
    message,
    location,
    subject: { image: reference },
    fingerprint: fingerprint(rule.id, path, repositoryOf(reference)),
    details,
  };
}

/** Both digests are in the details in full. */
function short(digest: string): string {
  return digest.slice(0, digest.indexOf(':') + 13);
}

function nameOf({ digest: _, ...reference }: Reference): string {
  return plainText(familiarReference(reference), 120);
}
