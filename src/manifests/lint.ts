import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint } from '../core/fingerprint.js';
import type { Edit, Fix } from '../core/fix.js';
import { compareRanges, type Location } from '../core/location.js';
import type { Observation, RuleDescription } from '../core/rule.js';
import { applyIgnoreComments, type LocatedIgnore } from './ignore-comments.js';
import type { Manifest } from './manifest.js';
import type { ManifestRule, ManifestRuleContext } from './rule.js';
import { manifestRules } from './rules/index.js';

/** What every rule says about the manifest, in the order of the file; what comments ignore is left out. */
export function lintManifest(
  manifest: Manifest,
  context: ManifestRuleContext = {},
  rules: readonly ManifestRule[] = manifestRules,
): Finding[] {
  return lintManifests([manifest], context, rules);
}

/**
 * What every rule says about the manifests, each among all, in the order of the files. Two that are merged with the same
 * file say what stands there once. `suppress` gets what comments ignore.
 */
export function lintManifests(
  manifests: readonly Manifest[],
  context: ManifestRuleContext = {},
  rules: readonly ManifestRule[] = manifestRules,
  suppress: (finding: Finding) => void = () => {},
): Finding[] {
  const found = new Map<string, Finding>();
  const ignores = new Map<string, LocatedIgnore>();
  for (const manifest of manifests) {
    const subject = { ...manifest, ...context, allManifests: context.allManifests ?? manifests };
    for (const rule of rules)
      rule.check(subject, (seen) => {
        const finding = toFinding(rule, manifest.path, seen);
        const key = `${rule.id}\n${placeOf(finding.location)}\n${finding.message}`;
        if (!found.has(key)) found.set(key, finding);
      });
    for (const ignore of manifest.ignores) ignores.set(placeOf(ignore.at), ignore);
  }
  const kept = applyIgnoreComments([...found.values()], [...ignores.values()], {
    now: context.now ?? new Date(),
    known: knownNames(),
    make: toFinding,
    suppress,
  });
  const order = new Map(manifests.map(({ path }, index) => [path, index]));
  return disambiguateFingerprints(kept.sort((a, b) => inOrder(order, a.location, b.location)));
}

/** The manifests' own findings in their order, then those of other files by their paths; each by position. */
function inOrder(order: ReadonlyMap<string, number>, a = FIRST, b = FIRST): number {
  const rank = ({ path }: Location) => order.get(path) ?? order.size;
  const byPath = a.path === b.path ? 0 : a.path < b.path ? -1 : 1;
  return rank(a) - rank(b) || byPath || compareRanges(a, b);
}

const FIRST: Location = { path: '', startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };

/** The place of an observation names its file where that is another than the manifest. */
function toFinding(rule: RuleDescription, path: string, seen: Observation): Finding {
  const location: Location = { path, ...seen.at };
  const fix = seen.fix && fixIn(location.path, seen.fix);
  return {
    rule: rule.id,
    aliases: seen.aliases ?? rule.aliases ?? [],
    check: 'manifest',
    severity: seen.severity ?? rule.severity,
    confidence: seen.confidence ?? 'high',
    tags: [`practice:${rule.practice}`, ...(rule.tags ?? []), ...(seen.tags ?? [])],
    message: seen.message,
    location,
    ...(seen.related ? { related: seen.related } : {}),
    fingerprint: fingerprint(rule.id, location.path, seen.message),
    status: 'new',
    ...(fix ? { fix } : {}),
    ...(seen.details ? { details: seen.details } : {}),
  };
}

/** The fix, where it edits the file that the finding stands in. */
function fixIn(path: string, { description, edits }: Fix): Fix | undefined {
  const own: Edit[] = [];
  for (const edit of edits as readonly (Edit & { readonly path?: string })[]) {
    const { path: file = path, ...rest } = edit;
    if (file !== path) return undefined;
    own.push(rest);
  }
  return { description, edits: own };
}

function placeOf(at: Location | undefined): string {
  return at ? `${at.path}:${at.startLine}:${at.startColumn}` : '';
}

let names: ReadonlySet<string> | undefined;

function knownNames(): ReadonlySet<string> {
  names ??= new Set(manifestRules.flatMap(({ id, aliases }) => [id, ...(aliases ?? [])]));
  return names;
}
