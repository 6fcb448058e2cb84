import type { BuildPlan, BuildStep } from '../core/build-step.js';
import type { Coverage } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints } from '../core/fingerprint.js';
import type { Location } from '../core/location.js';
import { EMPTY_INSPECTION, type Incomplete, type Inspection } from '../core/report.js';
import { withVariants } from '../core/variants.js';
import type { DockerfilePlan } from '../dockerfile/build-plan.js';
import { buildPlan } from '../dockerfile/build-plan.js';
import { type ExternalImage, externalImages } from '../dockerfile/external-images.js';
import { secretsOfRules } from '../dockerfile/known-secrets.js';
import { lintDockerfile } from '../dockerfile/lint.js';
import type { LintFacts } from '../dockerfile/lint-config.js';
import type { LintSettings } from '../dockerfile/lint-settings.js';
import { hasUnknownPart } from '../dockerfile/materials/shell-values.js';
import type { Dockerfile } from '../dockerfile/parser/model.js';
import { parseDockerfile } from '../dockerfile/parser/parse.js';
import { dockerfileRules } from '../dockerfile/rules/index.js';
import { templateReason } from '../dockerfile/template.js';
import { fileSecrets } from '../secrets/file.js';
import { toldSecrets } from '../secrets/known-places.js';
import { MAX_WORK } from '../secrets/search.js';
import { declaredBuild } from './compose/declared-builds.js';
import type { DeclaredBuild } from './declared-build.js';
import { fixInCompose } from './inline-dockerfile.js';
import { inlineLocator, type LocateInline } from './inline-location.js';
import type { Manifest } from './manifest.js';
import type { ManifestNode } from './manifest-yaml.js';
import { isSet, textOf, valueAt } from './yaml-values.js';

/** The findings in the Dockerfiles, the images that they are built from, and how they build. */
export interface InlineInspection extends Inspection {
  readonly externalImages: readonly ExternalImage[];
  /** Each with its Compose file, and with the lines of it. */
  readonly plans: readonly DockerfilePlan[];
}

/** What else is needed. */
interface Surroundings {
  readonly readFile: (path: string) => string | undefined;
  readonly settingsOf: (path: string) => Promise<LintSettings>;
}

/** Characters of all `dockerfile_inline` of a repository that are checked: aliases can repeat one. docs/limits.md */
const MAX_CHARACTERS = 1024 * 1024;
/** Characters that the shortest of them counts, in each way to build it. */
const LEAST_COST = 100;

/**
 * Lints the Dockerfiles that Compose files have in `build.dockerfile_inline`, and searches them for secrets. Findings are on
 * lines of the Compose file; a fix is one of the Compose file, where the Dockerfile is a literal block.
 */
export async function inspectInlineDockerfiles(
  manifests: readonly Manifest[],
  { readFile, settingsOf }: Surroundings,
): Promise<InlineInspection> {
  const findings: Finding[] = [];
  const suppressed: Finding[] = [];
  const images: ExternalImage[] = [];
  const plans: DockerfilePlan[] = [];
  const coverage: Coverage[] = [];
  const incomplete = new Map<string, Incomplete>();
  const settings = new Map<string, LintSettings>();
  const linesOf = lineReader(readFile);
  const work = { charactersLeft: MAX_CHARACTERS, secrets: { left: MAX_WORK } };
  for (const { node, builds } of inlineNodes(manifests)) {
    const { path } = node.range;
    const text = textOf(node);
    const ways = waysOf(builds);
    work.charactersLeft -= Math.max(text.length, LEAST_COST) * ways.length;
    if (work.charactersLeft < 0) {
      coverage.push({ check: 'lint', target: path, state: 'partial', reason: TOO_LONG });
      continue;
    }
    const { config, problems } = settings.get(path) ?? (await settingsOf(path));
    settings.set(path, { config, problems });
    for (const reason of problems)
      incomplete.set(`${path} ${reason}`, { check: 'lint', target: path, reason });
    const locate = inlineLocator(node.range, linesOf(path));
    const { dockerfile, ...built } = lintInAllWays(ways, text, { path, config });
    const { findings: linted } = built;
    for (const one of built.suppressed) suppressed.push(moved(one, locate));
    const secrets = fileSecrets(path, text, work.secrets);
    const told = toldSecrets(secrets.findings, secretsOfRules(linted, text));
    for (const finding of [...linted, ...secrets.findings.filter((one) => !told.has(one))])
      findings.push({ ...moved(finding, locate), ...fixOf(finding, node, linesOf(path)) });
    for (const finding of secrets.suppressed) suppressed.push(moved(finding, locate));
    for (const image of built.images)
      images.push({ ...image, location: locate(image.location), literal: false });
    for (const plan of built.plans) plans.push({ dockerfile: path, plan: movedPlan(plan, locate) });
    const reason = templateReason(dockerfile) ?? dockerfile.source.limits.describe();
    coverage.push(
      rowOf('lint', path, reason),
      rowOf('secret', path, secrets.complete ? undefined : TOO_MANY),
    );
  }
  return {
    ...EMPTY_INSPECTION,
    findings: disambiguateFingerprints(findings),
    suppressed,
    coverage: [...new Map(coverage.map((row) => [JSON.stringify(row), row])).values()],
    incomplete: [...incomplete.values()],
    externalImages: images,
    plans,
  };
}

const TOO_LONG = `The dockerfile_inline of the repository have more than ${MAX_CHARACTERS.toLocaleString('en-US')} characters, and only the first of them were checked. Write them to Dockerfiles`;
const TOO_MANY =
  'Only a part of its dockerfile_inline was searched, because it has too many candidates for secrets. Write it to a Dockerfile';

function rowOf(check: 'lint' | 'secret', target: string, reason: string | undefined): Coverage {
  return reason === undefined
    ? { check, target, state: 'checked' }
    : { check, target, state: 'partial', reason };
}

/** A value of `dockerfile_inline`, and the builds of it by services. */
interface InlineNode {
  readonly node: ManifestNode;
  readonly builds: readonly DeclaredBuild[];
}

/** The values of `dockerfile_inline`, each once: services can be in several projects. */
function inlineNodes(manifests: readonly Manifest[]): readonly InlineNode[] {
  const nodes = new Map<string, { node: ManifestNode; builds: DeclaredBuild[] }>();
  for (const { services } of manifests)
    for (const service of services) {
      const build = valueAt(service.node, 'build');
      const node = build && valueAt(build, 'dockerfile_inline');
      if (!build || !isSet(node) || node.kind !== 'scalar') continue;
      const { path, startLine, startColumn } = node.range;
      const key = `${path}:${startLine}:${startColumn}`;
      const known = nodes.get(key) ?? { node, builds: [] };
      known.builds.push(declaredBuild(service.name, build));
      nodes.set(key, known);
    }
  return [...nodes.values()];
}

/** Arguments and a target with which services build one Dockerfile. */
interface Way {
  /** The arguments whose value is known. */
  readonly args: ReadonlyMap<string, string>;
  readonly target: string | undefined;
  /** The services, as variants. */
  readonly names: readonly string[];
}

function waysOf(builds: readonly DeclaredBuild[]): Way[] {
  const ways = new Map<string, Way>();
  for (const { args: given, definition } of builds) {
    const args = new Map([...given].filter(([, value]) => !hasUnknownPart(value)));
    const { target, name, location } = definition;
    const key = JSON.stringify([[...args].sort(), target]);
    const own = `${location.path}: service ${name.slice(location.path.length + 1)}`;
    const names = new Set([...(ways.get(key)?.names ?? []), own]);
    ways.set(key, { args, target, names: [...names] });
  }
  return [...ways.values()];
}

/** What is found in a Dockerfile in all ways to build it, and what these pull and do. */
function lintInAllWays(
  ways: readonly Way[],
  text: string,
  at: { readonly path: string; readonly config: LintFacts },
) {
  const found = ways.map((way) => lintWay(way, text, at));
  const images = found.flatMap(({ dockerfile }) => externalImages(dockerfile));
  const join = (listOf: (one: (typeof found)[number]) => readonly Finding[]) =>
    inAllWays(found.map(listOf), ways);
  return {
    dockerfile: parseDockerfile(at.path, text),
    findings: join(({ findings }) => findings),
    suppressed: join(({ suppressed }) => suppressed),
    images: [...new Map(images.map((one) => [JSON.stringify(one), one])).values()],
    plans: ways.flatMap((way) => planOf(at.path, text, way) ?? []),
  };
}

/** What is found in a Dockerfile in one way to build it. */
function lintWay(
  { args }: Way,
  text: string,
  { path, config }: { readonly path: string; readonly config: LintFacts },
) {
  const suppressed: Finding[] = [];
  const lint = (dockerfile: Dockerfile, onSuppressed?: (finding: Finding) => void) =>
    lintDockerfile(dockerfile, config, onSuppressed ? { onSuppressed } : {});
  const plain = parseDockerfile(path, text);
  const dockerfile = args.size === 0 ? plain : parseDockerfile(path, text, { buildArgs: args });
  const own = lint(dockerfile, (one) => suppressed.push(one));
  if (dockerfile === plain) return { dockerfile, findings: own, suppressed };
  const aboutDefaults = lint(plain).filter(({ rule }) => ABOUT_DEFAULTS.has(rule));
  const others = own.filter(({ rule }) => !ABOUT_DEFAULTS.has(rule));
  return { dockerfile, findings: [...others, ...aboutDefaults], suppressed };
}

const ABOUT_DEFAULTS: ReadonlySet<string> = new Set(
  dockerfileRules.flatMap(({ isAboutDefaults, id }) => (isAboutDefaults ? id : [])),
);

/** The findings of all ways to build a Dockerfile. One that is not in all of them names the services that have it. */
function inAllWays(lists: readonly (readonly Finding[])[], ways: readonly Way[]): Finding[] {
  const joined = new Map<string, { finding: Finding; names: string[]; count: number }>();
  lists.forEach((list, index) => {
    for (const finding of list) {
      const key = `${finding.fingerprint} ${finding.location?.startLine}`;
      const known = joined.get(key) ?? { finding, names: [], count: 0 };
      known.names.push(...(ways[index]?.names ?? []));
      known.count++;
      joined.set(key, known);
    }
  });
  return [...joined.values()].map(({ finding, names, count }) =>
    count < lists.length ? withVariants(finding, names) : finding,
  );
}

/** How a Dockerfile builds. Compose writes one dollar sign for two. Source: docs.docker.com, "Interpolation". */
function planOf(path: string, text: string, { args, target }: Way): BuildPlan | undefined {
  const dockerfile = parseDockerfile(
    path,
    text.replaceAll('$$', () => '$'),
    { buildArgs: args },
  );
  return buildPlan(dockerfile, target === undefined ? {} : { target });
}

function movedPlan({ base, steps }: BuildPlan, locate: LocateInline): BuildPlan {
  const movedStep = ({ from, location, ...step }: BuildStep): BuildStep => ({
    ...step,
    location: locate(location),
    ...(from && { from: { ...from, location: locate(from.location) } }),
  });
  return { base: { ...base, location: locate(base.location) }, steps: steps.map(movedStep) };
}

/** Reads each file once; a file that cannot be read has no lines. */
function lineReader(readFile: Surroundings['readFile']): (path: string) => readonly string[] {
  const files = new Map<string, readonly string[]>();
  return (path) => {
    const lines = files.get(path) ?? readFile(path)?.split('\n') ?? [];
    files.set(path, lines);
    return lines;
  };
}

function moved(
  { fix: _, related, ...finding }: Finding,
  locate: (location: Location) => Location,
): Finding {
  return {
    ...finding,
    ...(finding.location && { location: locate(finding.location) }),
    ...(related && {
      related: related.map((one) => ({ ...one, location: locate(one.location) })),
    }),
  } as Finding;
}

/** The fix of a finding as an edit of the Compose file, if there is one. */
function fixOf({ fix }: Finding, node: ManifestNode, lines: readonly string[]) {
  const own = fix && fixInCompose(fix, node, lines);
  return own ? { fix: own } : {};
}
