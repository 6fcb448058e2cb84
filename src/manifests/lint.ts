import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint } from '../core/fingerprint.js';
import type { Edit, Fix } from '../core/fix.js';
import type { Reach } from '../core/holder.js';
import { joinFindings } from '../core/join-findings.js';
import { compareRanges, type Location } from '../core/location.js';
import type { RuleDescription } from '../core/rule.js';
import { ruleFinding } from '../core/rule-finding.js';
import { withVariants } from '../core/variants.js';
import { groupBy } from '../lib/group-by.js';
import { applyIgnoreComments } from './apply-ignore-comments.js';
import { holdersIn, type NamedHolder } from './holders.js';
import type { LocatedIgnore } from './ignore-comments.js';
import type { KustomizeRendering, Manifest } from './manifest.js';
import { reachKey, reachOf, reachOfProject, searchAnywhere, uniqueReach } from './reach.js';
import type { ManifestObservation, ManifestRule, ManifestRuleContext } from './rule.js';
import { manifestRules } from './rules/index.js';

/** The findings of all rules for one manifest, in the order of the file, without those that comments suppress. */
export function lintManifest(
  manifest: Manifest,
  context: ManifestRuleContext,
  rules: readonly ManifestRule[] = manifestRules,
): Finding[] {
  return lintManifests([manifest], context, rules);
}

/**
 * The findings of all rules for the manifests, in the order of the files. If two manifests are merged with the same
 * file, a finding in that file is reported once. `onSuppressed` receives the findings that comments suppress.
 */
export function lintManifests(
  manifests: readonly Manifest[],
  context: ManifestRuleContext,
  rules: readonly ManifestRule[] = manifestRules,
  onSuppressed: (finding: Finding) => void = () => {},
): Finding[] {
  const findings = new Map<string, LocatedFinding>();
  const ignores = new Map<string, LocatedIgnore>();
  const allManifests = context.allManifests ?? manifests;
  const holders = context.holders ?? holdersIn(allManifests);
  const findAnywhere = searchAnywhere(allManifests, holders);
  for (const manifest of manifests) {
    const subject = { ...manifest, ...context, allManifests };
    const { find } = holders(manifest);
    for (const rule of rules.filter((one) => isAbout(one, manifest)))
      rule.check(subject, (observation) => {
        const written = asWritten(observation, manifest.rendering);
        const { path } = manifest;
        const holder = find({ path, ...observation.at }, written.about ?? '');
        const finding = createFinding(rule, path, written, holder);
        const key = `${rule.id}\n${placeOf(finding.location)}\n${written.about}`;
        const { problem } = written;
        const known = findings.get(key) ?? { finding, folders: new Map(), problem };
        findings.set(key, known);
        const folder = manifest.rendering?.folder;
        const there = known.folders.get(folder) ?? { messages: new Set() };
        known.folders.set(folder, there);
        there.messages.add(finding.message);
        if (manifest.kind === 'compose')
          there.reach = [...(there.reach ?? []), ...reachOfProject(manifest, finding, holder)];
        if (written.reach)
          there.reach = [
            ...(there.reach ?? []),
            ...written.reach.map((one) => reachOf(one, findAnywhere(manifest, one))),
          ];
      });
    for (const ignore of manifest.ignores) ignores.set(placeOf(ignore.at), ignore);
  }
  const kept = applyIgnoreComments(joinProblems([...findings.values()]), [...ignores.values()], {
    now: context.now,
    knownRules: knownRules(),
    createFinding,
    onSuppressed,
  });
  const order = new Map(manifests.map(({ path }, index) => [path, index]));
  return disambiguateFingerprints(
    kept.sort((a, b) => compareLocations(order, a.location, b.location)),
  );
}

function isAbout({ ofAnyWorkflow = false }: ManifestRule, { workflow }: Manifest): boolean {
  return ofAnyWorkflow || workflow?.concernsImages !== false;
}

/**
 * The findings, with one for those of one problem in a file and in the same variants. Its parts may have other holders: a pod
 * has the volume, and its container writes to it.
 */
function joinProblems(findings: readonly LocatedFinding[]): Finding[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  const all = findings
    .flatMap(partsByReach)
    .map((located) => [namingFolders(located), located.problem] as const);
  for (const [index, [finding, problem]] of all.entries()) {
    const { location, variants } = finding;
    const key =
      problem === undefined ? String(index) : JSON.stringify([location?.path, variants, problem]);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].map(joinFindings);
}

interface LocatedFinding {
  readonly finding: Finding;
  /** What it has in common with findings of other rules about the same problem. */
  readonly problem?: string | undefined;
  /**
   * The folders of the kustomizations that it is in, with what is found in each; undefined for a file that is checked as it
   * is written.
   */
  readonly folders: Map<string | undefined, FoundInFolder>;
}

interface FoundInFolder {
  /** One for each object. */
  readonly messages: Set<string>;
  /** What it reaches there. */
  reach?: readonly Reach[];
}

/** The finding for the folders in which it reaches the same: another overlay can let it reach more. */
function partsByReach(located: LocatedFinding): LocatedFinding[] {
  const groups = groupBy(located.folders, ([, { reach }]) => reachKey(reach));
  return [...groups.values()].map((folders) => {
    const reach = folders[0]?.[1].reach;
    const finding = reach ? { ...located.finding, reach: uniqueReach(reach) } : located.finding;
    return { ...located, finding, folders: new Map(folders) };
  });
}

/** The observation with the names that the files have: prefixes of overlays must not make one finding several. */
function asWritten(
  observation: ManifestObservation,
  rendering: KustomizeRendering | undefined,
): ManifestObservation {
  const { about, includes, reach } = observation;
  if (!rendering || (about === undefined && !reach)) return observation;
  const { writtenNames } = rendering;
  const written = (text: string) =>
    text.replace(/[\w.-]+/g, (name) => writtenNames.get(name) ?? name);
  return {
    ...observation,
    ...(about !== undefined && { about: written(about) }),
    ...(reach && { reach: reach.map((one) => ({ ...one, value: written(one.value) })) }),
    ...(includes && { includes: includes.map(written) }),
  };
}

/**
 * The finding with the number of other objects that a patch gives the same value, and with the kustomizations that it is in,
 * if its file is not in the folder of the only one.
 */
function namingFolders({ finding: one, folders }: LocatedFinding): Finding {
  const names = [...folders.keys()];
  const variants = names.filter((name) => name !== undefined);
  if (variants.length < names.length) return one;
  const others = Math.max(...[...folders.values()].map(({ messages }) => messages.size)) - 1;
  const also = others === 1 ? ', as does 1 more object' : `, as do ${others} more objects`;
  const finding = others > 0 ? { ...one, message: `${one.message}${also}` } : one;
  return withVariants(finding, variants);
}

/** Manifests in their order, then other files by path; in one file by position. */
function compareLocations(order: ReadonlyMap<string, number>, a = START, b = START): number {
  const rank = ({ path }: Location) => order.get(path) ?? order.size;
  const byPath = a.path === b.path ? 0 : a.path < b.path ? -1 : 1;
  return rank(a) - rank(b) || byPath || compareRanges(a, b);
}

const START: Location = { path: '', startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };

/** The location of an observation names its file if that is not the manifest. */
function createFinding(
  rule: RuleDescription,
  path: string,
  observation: ManifestObservation,
  holder?: NamedHolder,
): Finding {
  const { message, about, includes, related, details, advice } = observation;
  const location: Location = { path, ...observation.at };
  const fix = observation.fix && fixInFile(location.path, observation.fix);
  const of = holder ? [holder.id] : [];
  const own = ruleFinding(rule, 'manifest');
  return {
    ...own,
    tags: [...own.tags, ...(observation.tags ?? [])],
    ...(observation.aliases && { aliases: observation.aliases }),
    severity: observation.severity ?? rule.severity,
    ...(observation.ruleSet && { ruleSet: observation.ruleSet }),
    confidence: observation.confidence ?? 'high',
    message,
    location,
    ...(related && { related }),
    fingerprint: fingerprint(rule.id, location.path, about, ...of),
    subjectId: fingerprint(rule.id, about),
    ...(holder && { identity: { holder: holder.id, value: traitOf(rule, holder, about) } }),
    ...(includes && {
      includes: includes.map((one) => fingerprint(rule.id, location.path, one, ...of)),
    }),
    ...(fix && { fix }),
    ...(advice !== undefined && { advice }),
    ...(details && { details }),
  };
}

/** What makes it a finding, without the names of what has it. */
function traitOf(rule: RuleDescription, { kind, names }: NamedHolder, about = ''): string {
  const left = [...names];
  const words = about.split(' ').map((word) => {
    // Each name once: a service can be called like what it has.
    const index = left.indexOf(word);
    if (index >= 0) left.splice(index, 1);
    return index >= 0 ? '*' : word;
  });
  return fingerprint(rule.id, kind, ...words).slice(0, 16);
}

/** The fix without the paths of its edits; undefined if it edits another file than `path`. */
function fixInFile(path: string, { edits, ...fix }: Fix): Fix | undefined {
  const own: Edit[] = [];
  for (const edit of edits as readonly (Edit & { readonly path?: string })[]) {
    const { path: file = path, ...rest } = edit;
    if (file !== path) return undefined;
    own.push(rest);
  }
  return { ...fix, edits: own };
}

function placeOf(at: Location | undefined): string {
  return at ? `${at.path}:${at.startLine}:${at.startColumn}` : '';
}

let cachedNames: ReadonlySet<string> | undefined;

/** The ids and aliases of all rules. */
function knownRules(): ReadonlySet<string> {
  cachedNames ??= new Set(manifestRules.flatMap(({ id, aliases }) => [id, ...(aliases ?? [])]));
  return cachedNames;
}
