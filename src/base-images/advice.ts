import type { Finding } from '../core/finding.js';
import { EMPTY_INSPECTION, type Inspection, type Note } from '../core/report.js';
import { inSomeBuilds } from '../core/variants.js';
import type { ExternalImage } from '../dockerfile/external-images.js';
import { dayOf } from '../lib/dates.js';
import type { Options } from '../options/options.js';
import type { CheckContext } from '../policy/check-context.js';
import type { Policy } from '../policy/policy.js';
import type { BaseSources } from '../registry/base-sources.js';
import { notesOnAge } from '../releases/tables.js';
import { checkRegistry } from '../signatures/registries.js';
import { withPolicyAdvisories } from '../vulnerabilities/policy-advisories.js';
import { baseImageFinding } from './finding.js';
import type { AskedByMeasurement } from './measure-bases.js';
import { type Measurements, toMeasurements } from './measurement.js';
import { recommendBaseImages } from './recommend.js';
import type { BaseImageAdvice } from './recommendation.js';
import { withNewestTag } from './tags.js';

/** Different base images that are measured, candidates of each, pages of tags. */
const BASES = 3;
const CANDIDATES = 3;
const PAGES = 20;
/** Milliseconds for all of it: advice is worth no longer wait. */
const TIMEOUT_MS = 15_000;

/**
 * Recommends better base images for each FROM: from the built-in table of official images and, online, with the newest
 * tags of the registry, the digests to pin, and the vulnerabilities that the change would remove. When a registry does
 * not answer, the advice is given without these figures.
 */
export async function adviseBaseImages(
  images: readonly ExternalImage[],
  sources: BaseSources,
  context: CheckContext<AskedByMeasurement>,
  timeout = TIMEOUT_MS,
): Promise<Inspection> {
  const { root, policy, host } = context;
  const options = { ...context.options, ...withPolicyAdvisories(root, policy, context.options) };
  const found = adviceByTable(images, policy, options.now);
  const notes = notesAbout(images, options);
  if (found.length === 0) return { ...EMPTY_INSPECTION, notes };
  const online = options.offline
    ? undefined
    : await askRegistries(found, sources, { options, host }, timeout);
  const findings = found.flatMap(({ base, advice }) => {
    const current = online?.advice.get(base.reference) ?? advice;
    const finding = baseImageFinding(base, current, online?.measured);
    return finding ? inSomeBuilds(finding, base.builds) : [];
  });
  return { ...EMPTY_INSPECTION, findings, notes };
}

/** The advice of the built-in table, as findings: what `adviseBaseImages` finds without a network. */
export function knownAdvice(
  images: readonly ExternalImage[],
  policy: Policy,
  now: Date,
): readonly Finding[] {
  return adviceByTable(images, policy, now).flatMap(
    ({ base, advice }) => baseImageFinding(base, advice, undefined) ?? [],
  );
}

interface AdviceAbout {
  readonly base: ExternalImage;
  readonly advice: BaseImageAdvice;
}

function adviceByTable(
  images: readonly ExternalImage[],
  policy: Policy,
  now: Date,
): readonly AdviceAbout[] {
  const today = dayOf(now);
  return images.flatMap((base) => {
    const advice = base.isBase ? recommendBaseImages(base.reference, today) : undefined;
    const recommendations =
      advice?.recommendations.filter(({ reference }) => isAllowed(reference, policy)) ?? [];
    return advice && recommendations.length > 0
      ? [{ base, advice: { ...advice, recommendations } }]
      : [];
  });
}

function notesAbout(
  images: readonly ExternalImage[],
  { now, maximumAgeDays }: Pick<Options, 'now' | 'maximumAgeDays'>,
): readonly Note[] {
  if (images.length === 0) return [];
  return notesOnAge(['lifetimes', 'officialTags'], now, maximumAgeDays).map((message) => ({
    check: 'hardening',
    target: 'base images',
    message,
  }));
}

/** An image that the policy would reject is not recommended. */
function isAllowed(reference: string, { registries }: Policy): boolean {
  return registries === undefined || checkRegistry(reference, registries) === undefined;
}

interface Answers {
  /** By base image, with the newest tags. */
  readonly advice: ReadonlyMap<string, BaseImageAdvice>;
  readonly measured: Measurements | undefined;
}

async function askRegistries(
  found: readonly AdviceAbout[],
  sources: BaseSources,
  { options, host }: Pick<CheckContext<AskedByMeasurement>, 'options' | 'host'>,
  timeout: number,
): Promise<Answers> {
  const { withTimeout, measureBases } = await import('./measure-bases.js');
  const bases = new Map(found.map(({ base, advice }) => [base.reference, advice]));
  const asked = [...bases].slice(0, BASES);
  const advice = new Map<string, BaseImageAdvice>();
  const updating = asked.map(async ([reference, known]) => {
    advice.set(reference, await withNewestTags(known, sources));
  });
  await withTimeout(
    Promise.all(updating.map((one) => one.catch((error) => host.debug(String(error))))),
    timeout / 3,
  );
  const newest = new Map(advice);
  const references = asked.flatMap(([reference, known]) => [
    reference,
    ...(newest.get(reference) ?? known).recommendations
      .slice(0, CANDIDATES)
      .map((o) => o.reference),
  ]);
  const measurements = await measureBases(
    references,
    sources,
    { options, host },
    (timeout / 3) * 2,
  );
  return {
    advice: newest,
    measured: measurements.size > 0 ? toMeasurements(measurements) : undefined,
  };
}

/** The options with the tags that came out since the table was written. */
async function withNewestTags(
  advice: BaseImageAdvice,
  sources: BaseSources,
): Promise<BaseImageAdvice> {
  const first = advice.recommendations.find(({ line }) => line !== undefined);
  if (!first) return advice;
  const { source } = await sources(first.reference);
  const tags = await source.tags(PAGES);
  return {
    ...advice,
    recommendations: advice.recommendations.map((option) =>
      option.line === undefined
        ? option
        : { ...option, reference: withNewestTag(option.reference, option.line, tags) },
    ),
  };
}
