import type { Finding } from '../core/finding.js';
import { fingerprint, imageName } from '../core/fingerprint.js';
import type { Location } from '../core/location.js';
import { splitReference, withoutDigest } from '../core/reference.js';
import { ruleFinding } from '../core/rule-finding.js';
import { BASE_IMAGE } from './base-image-rules.js';
import type { Measurements } from './measurement.js';
import type { BaseImageAdvice, Recommendation } from './recommendation.js';
import { isAsExact } from './tags.js';

/** A base image in a Dockerfile. */
export interface BaseImage {
  readonly reference: string;
  /** Where the reference is written. */
  readonly location: Location;
  /** The Dockerfile has the reference itself, without variables: an edit may replace it. */
  readonly literal: boolean;
}

/** How many alternatives the message names. */
const MAX_ALTERNATIVES = 4;

/**
 * The recommendations as a finding on the FROM line, with the first one as its fix. A fix never makes a reference less
 * exact: it needs as many numbers in the tag, and for a reference that is pinned by digest the digest from the registry.
 */
export function baseImageFinding(
  base: BaseImage,
  advice: BaseImageAdvice,
  measurements: Measurements | undefined,
): Finding | undefined {
  const [first] = advice.recommendations;
  if (!first) return undefined;
  const digest = measurements?.digests.get(first.reference);
  const text = digest === undefined ? first.reference : `${first.reference}@${digest}`;
  const isExact = digest !== undefined || !isPinned(base.reference);
  const mayReplace = base.literal && isExact && !isLessExact(first, base.reference);
  const { path, ...range } = base.location;
  const subject = hasVersion(base.reference) ? subjectOf(advice) : (endOf(advice) ?? 'version');
  const printOf = (about: string) =>
    fingerprint(BASE_IMAGE.id, path, imageName(base.reference), about);
  return {
    ...ruleFinding(BASE_IMAGE, 'hardening'),
    confidence: measurements ? 'high' : 'medium',
    message: messageOf(base.reference, advice, measurements),
    location: { path, ...range },
    fingerprint: printOf(subject),
    ...(subject !== 'version' && { includes: [printOf('version')] }),
    fix: mayReplace ? { description: insteadOf(first), edits: [{ ...range, text }] } : undefined,
    advice: insteadOf(first),
    details: {
      base: base.reference,
      ended: advice.ended,
      options: advice.recommendations.map((recommendation) => ({
        ...recommendation,
        ...measurements?.facts(recommendation.reference),
      })),
      before: measurements?.facts(base.reference),
    },
  };
}

/** `Use base image debian:13-slim (without compilers and many packages)`: another variant is never used without a word. */
function insteadOf({ reference, caution }: Recommendation): string {
  return `Use base image ${reference}${caution === undefined ? '' : ` (${caution})`}`;
}

/**
 * What the advice is about. Who follows it gets the next advice, if there is one: that is another finding, since a plan
 * promised that this one is cleared.
 */
function subjectOf(advice: BaseImageAdvice): string {
  const [first] = advice.recommendations;
  const end = endOf(advice);
  if (end !== undefined) return end;
  switch (first?.kind) {
    case 'patch':
      return 'patch';
    case 'line':
    case 'successor':
      return 'line';
    default:
      return 'variant';
  }
}

function endOf({ ended }: BaseImageAdvice): string | undefined {
  return ended === undefined ? undefined : 'ended';
}

/**
 * Without one, the advice is to choose a version. Who loses it has that as a finding of the linter, and had advice about the
 * image before.
 */
function hasVersion(reference: string): boolean {
  return isPinned(reference) || tagOf(reference) !== 'latest';
}

/** Whether a finding is the same for all tags of an image: the advice to choose a version, or the end of the whole product. */
export function isAboutAllTags({ rule, details }: Finding): boolean {
  if (rule !== BASE_IMAGE.id || !details || !('base' in details)) return false;
  const { base, ended } = details;
  if (typeof ended === 'string') return /^\S+ reached/.test(ended);
  return typeof base === 'string' && !hasVersion(base);
}

function isPinned(reference: string): boolean {
  return splitReference(reference).digest !== undefined;
}

function tagOf(reference: string): string {
  return splitReference(reference).tag ?? 'latest';
}

function isLessExact({ reference }: Recommendation, than: string): boolean {
  return !isAsExact(tagOf(reference), tagOf(than));
}

function messageOf(
  reference: string,
  { ended, recommendations }: BaseImageAdvice,
  measurements: Measurements | undefined,
): string {
  const [first, ...others] = recommendations;
  if (!first) return '';
  const comparison = measurements?.comparison(reference, first.reference);
  const digest = measurements?.digests.get(first.reference);
  const isUnpinned = isPinned(reference) && digest === undefined;
  const advice = isUnpinned
    ? ' Replace its digest too'
    : isLessExact(first, reference)
      ? ' Choose its most exact tag'
      : '';

  const alternatives = others
    .slice(0, MAX_ALTERNATIVES)
    .map((other) => describe(other, measurements, undefined));
  return [
    ended === undefined ? 'Use' : `${ended}: use`,
    ` ${describe(first, comparison ? undefined : measurements, first.until)} instead of ${withoutDigest(reference)}`,
    ...(comparison ? [`, ${comparison}`] : []),
    ...(advice ? [`.${advice}`] : []),
    ...(alternatives.length > 0 ? [`. Alternatives: ${alternatives.join(', ')}`] : []),
  ].join('');
}

/** `node:24 (supported until 2028-04-30, 40 known vulnerabilities, 402 MB)` */
function describe(
  { reference, caution }: Recommendation,
  measurements: Measurements | undefined,
  until: string | undefined,
): string {
  const notes = [
    ...(until === undefined ? [] : [`supported until ${until}`]),
    ...(measurements?.summary(reference) ?? []),
    ...(caution === undefined ? [] : [caution]),
  ];
  return `${reference}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}
