import type { Finding } from '../core/finding.js';
import type { Holder } from '../core/holder.js';
import { type BuildVariant, PLAIN_BUILD, variantId } from '../core/variants.js';
import { groupBy } from '../lib/group-by.js';

/** Findings with all builds in which they hold, and the way back. */
export interface UnfoldedBuilds {
  readonly findings: readonly Finding[];
  /** The finding as it was given. */
  readonly fold: (finding: Finding) => Finding;
}

/** What is known of the builds before. */
interface BuildsBefore {
  readonly findings: readonly Finding[];
  /** Whether a build of now was there before, with arguments of its own. */
  readonly wasThere: (variant: string) => boolean;
}

/**
 * The findings that held in some builds only, with each build in which they hold now: of those that hold in all, none is
 * named, and of builds without arguments of their own only one. A build that loses its argument must not take over unseen
 * what other builds have.
 */
export function unfoldBuilds(
  findings: readonly Finding[],
  builds: readonly BuildVariant[],
  { findings: before, wasThere }: BuildsBefore,
): UnfoldedBuilds {
  const byFile = groupBy(builds, ({ path }) => path);
  const divided = new Set(
    before.flatMap(({ variants, fingerprint, partOf }) =>
      variants ? [partOf ?? fingerprint] : [],
    ),
  );
  const given = new Map<Finding, Finding>();
  const unfolded = findings.map((finding) => {
    const own = byFile.get(finding.location?.path ?? '');
    if (!own || !divided.has(finding.fingerprint)) return finding;
    const whole = { ...finding, variants: placesNow(finding, own, wasThere) };
    given.set(whole, finding);
    return whole;
  });
  return { findings: unfolded, fold: (finding) => given.get(finding) ?? finding };
}

function placesNow(
  { variants, location }: Finding,
  builds: readonly BuildVariant[],
  wasThere: BuildsBefore['wasThere'],
): string[] {
  const isInPlain = variants?.includes(PLAIN_BUILD) ?? true;
  const others = builds.filter(
    ({ name, isPlain, openLines }) =>
      (isPlain ? isInPlain : !variants) &&
      wasThere(name) &&
      !openLines.has(location?.startLine ?? 0),
  );
  const first = variants ?? [PLAIN_BUILD];
  return [...new Set([...first, ...others.map(({ name }) => name)])];
}

/** The moved holders, with the builds of services and jobs that moved: without arguments a build is no holder of its own. */
export function withMovedBuilds(
  moved: ReadonlyMap<string, string>,
  builds: readonly BuildVariant[],
  before: readonly Holder[],
): ReadonlyMap<string, string> {
  const known = new Set([...moved.values(), ...builds.map(({ name }) => variantId(name))]);
  const left = before.filter(({ id, kind }) => kind.startsWith('build of ') && !known.has(id));
  const found = new Map(moved);
  for (const { path, name, owner } of builds) {
    const ownerBefore = owner && moved.get(owner);
    const id = variantId(name);
    if (ownerBefore === undefined || found.has(id)) continue;
    const at = left.findIndex(
      ({ kind, includes }) => kind === `build of ${path}` && includes?.includes(ownerBefore),
    );
    const [old] = at < 0 ? [] : left.splice(at, 1);
    if (old) found.set(id, old.id);
  }
  return found;
}

/**
 * The ids of the builds that were not there before with arguments of their own: what holds without arguments is not new in
 * them.
 */
export function newBuilds(
  builds: readonly BuildVariant[],
  wasThere: BuildsBefore['wasThere'],
): ReadonlySet<string> {
  return new Set(builds.flatMap(({ name }) => (wasThere(name) ? [] : variantId(name))));
}

/** Tests whether it is not known if a finding still holds in any of its builds: they have arguments that are not known. */
export function unknownTest(builds: readonly BuildVariant[]): (gone: Finding) => boolean {
  const open = new Set(builds.flatMap(({ name, openLines }) => (openLines.size > 0 ? name : [])));
  return ({ variants }) => variants?.every((name) => open.has(name)) === true;
}
