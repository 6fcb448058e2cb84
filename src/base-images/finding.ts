import type { Finding } from '../core/finding.js';
import { fingerprint, imageName } from '../core/fingerprint.js';
import type { Location } from '../core/location.js';
import { BASE_IMAGE } from './base-image-rules.js';
import type { Measurements } from './measurement.js';
import type { BaseImageAdvice, Recommendation } from './recommend.js';

/** A base image as a Dockerfile names it. */
export interface BaseImage {
  readonly reference: string;
  /** Of the word that names it. */
  readonly location: Location;
  /** The word is the reference, so that it may be replaced. */
  readonly literal: boolean;
}

/** Named beside the first. */
const MOST_OTHERS = 4;

/**
 * The advice as a finding on the FROM line, the first option as its fix. What is pinned by digest is not replaced by
 * what is not: there is a fix for it only where the registry gave a digest.
 */
export function baseImageFinding(
  base: BaseImage,
  advice: BaseImageAdvice,
  measured: Measurements | undefined,
): Finding | undefined {
  const [first, ...others] = advice.options;
  if (!first) return undefined;
  const digest = measured?.digests.get(first.reference);
  const text = digest === undefined ? first.reference : `${first.reference}@${digest}`;
  const mayReplace = base.literal && (digest !== undefined || !base.reference.includes('@'));
  const { path, ...range } = base.location;
  return {
    rule: BASE_IMAGE.id,
    aliases: [],
    check: 'hardening',
    severity: BASE_IMAGE.severity,
    confidence: measured ? 'high' : 'medium',
    tags: [`practice:${BASE_IMAGE.practice}`],
    message: sentence(base.reference, advice.ended, first, others, measured),
    location: { path, ...range },
    fingerprint: fingerprint(BASE_IMAGE.id, path, imageName(base.reference)),
    status: 'new',
    ...(mayReplace
      ? { fix: { description: `Build on ${first.reference}`, edits: [{ ...range, text }] } }
      : {}),
    details: {
      base: base.reference,
      ...(advice.ended === undefined ? {} : { ended: advice.ended }),
      options: advice.options.map((option) => ({
        ...option,
        ...measured?.facts(option.reference),
      })),
      ...(measured ? { before: measured.facts(base.reference) } : {}),
    },
  };
}

function sentence(
  reference: string,
  ended: string | undefined,
  first: Recommendation,
  others: readonly Recommendation[],
  measured: Measurements | undefined,
): string {
  const gain = measured?.gain(reference, first.reference);
  const why = ended === undefined ? 'Build' : `${ended}: build`;
  const also = others.slice(0, MOST_OTHERS).map((option) => named(option, measured, undefined));
  return `${why} on ${named(first, measured, first.until)} instead of ${reference}${gain ? `, ${gain}` : ''}.${
    also.length > 0 ? ` Also: ${also.join(', ')}.` : ''
  }`;
}

function named(
  option: Recommendation,
  measured: Measurements | undefined,
  until: string | undefined,
): string {
  const facts = [
    ...(until === undefined ? [] : [`supported until ${until}`]),
    ...(measured?.summary(option.reference) ?? []),
    ...(option.caution === undefined ? [] : [option.caution]),
  ];
  return `${option.reference}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
}
