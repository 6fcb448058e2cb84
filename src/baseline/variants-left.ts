import type { Finding } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import {
  buildOf,
  forVariants,
  PLAIN_BUILD,
  placesWhereItHolds,
  variantId,
} from '../core/variants.js';

/** What decides whether two variants are one. */
export interface VariantContext {
  /** The ids of holders before, by their ids now: see movedHolders. */
  readonly moved: ReadonlyMap<string, string>;
  /** The ids of kustomizations that others include: they are there, although they are no variants of their own. */
  readonly included?: ReadonlySet<string>;
  /** The ids of builds that are new, or had no arguments before: what a build without arguments had is not new in them. */
  readonly newBuilds?: ReadonlySet<string>;
  /** The platforms of images that the baseline looked at; undefined if that is not known. */
  readonly platforms?: ReadonlySet<string> | undefined;
}

/** The findings of a baseline, each with the variants for which no finding of this run is the same yet. */
export class VariantsLeft {
  /** By finding; a finding that holds wherever it is looked for has one entry without an id. */
  private readonly left: Map<Finding, Map<string, string | undefined>>;

  constructor(
    findings: readonly Finding[],
    private readonly context: VariantContext,
  ) {
    this.left = new Map(
      findings.map((one) => {
        const variants = placesWhereItHolds(one);
        return [
          one,
          new Map(variants?.map((name) => [variantId(name), name]) ?? [['', undefined]]),
        ];
      }),
    );
  }

  has(before: Finding): boolean {
    return (this.left.get(before)?.size ?? 0) > 0;
  }

  takeAll(before: Finding): void {
    this.left.get(before)?.clear();
  }

  /** Takes the variants of a finding of now, all of them by default; returns those that are not left. */
  take(before: Finding, now: Finding, variants = placesWhereItHolds(now)): readonly string[] {
    const left = this.left.get(before);
    if (!left) return [];
    if (!variants || !placesWhereItHolds(before)) {
      left.clear();
      return [];
    }
    const { moved, platforms, newBuilds } = this.context;
    const wasPlain = before.variants?.includes(PLAIN_BUILD);
    const builds = new Set(before.variants?.map(buildOf));
    return variants.filter((variant) => {
      // A platform that is built for the first time has what the others have.
      if (!now.variants && platforms?.has(variant) === false) return false;
      const id = variantId(variant);
      if (wasPlain && newBuilds?.has(id)) return false;
      if (left.delete(moved.get(id) ?? id)) return false;
      // So has one of a build that had no platforms of its own, or loses them.
      return !(newBuilds?.has(id) && builds.has(buildOf(variant)));
    });
  }

  /** What is left of a finding: itself, a part of it or nothing. */
  of(before: Finding): readonly Finding[] {
    const all = placesWhereItHolds(before);
    const { included } = this.context;
    const left = [...(this.left.get(before) ?? [])].flatMap(([id, name]) =>
      included?.has(id) ? [] : [name],
    );
    if (left.length === 0) return [];
    if (!all || left.length === all.length) return [before];
    return [partFor(before, left as string[])];
  }
}

/** The part of a finding for some of its variants, as a finding of its own. */
export function partFor(finding: Finding, variants: readonly string[]): Finding {
  const own = fingerprint(finding.fingerprint, ...[...variants].sort());
  return { ...forVariants(finding, variants), fingerprint: own, partOf: finding.fingerprint };
}
