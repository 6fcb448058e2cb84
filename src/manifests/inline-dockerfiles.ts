import type { BuildPlan, BuildStep } from '../core/build-step.js';
import type { Coverage } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints } from '../core/fingerprint.js';
import type { Location } from '../core/location.js';
import { EMPTY_INSPECTION, type Incomplete, type Inspection } from '../core/report.js';
import type { DockerfilePlan } from '../dockerfile/build-plan.js';
import { buildPlan } from '../dockerfile/build-plan.js';
import { type ExternalImage, externalImages } from '../dockerfile/external-images.js';
import { lintDockerfile } from '../dockerfile/lint.js';
import type { LintSettings } from '../dockerfile/lint-settings.js';
import { parseDockerfile } from '../dockerfile/parser/parse.js';
import { templateReason } from '../dockerfile/template.js';
import { fileSecrets } from '../secrets/file.js';
import { MAX_WORK } from '../secrets/search.js';
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
  for (const { node, targets } of inlineNodes(manifests)) {
    const { path } = node.range;
    const text = textOf(node);
    work.charactersLeft -= text.length;
    if (work.charactersLeft < 0) {
      coverage.push({ check: 'lint', target: path, state: 'partial', reason: TOO_LONG });
      continue;
    }
    const { config, problems } = settings.get(path) ?? (await settingsOf(path));
    settings.set(path, { config, problems });
    for (const reason of problems)
      incomplete.set(`${path} ${reason}`, { check: 'lint', target: path, reason });
    const locate = inlineLocator(node.range, linesOf(path));
    const dockerfile = parseDockerfile(path, text);
    const linted = lintDockerfile(dockerfile, config, {
      onSuppressed: (finding) => suppressed.push(moved(finding, locate)),
    });
    const secrets = fileSecrets(path, text, work.secrets);
    const isKnown = ({ location }: Finding) =>
      linted.some((one) => one.tags.includes('practice:secrets') && isAround(one, location));
    for (const finding of [...linted, ...secrets.findings.filter((one) => !isKnown(one))])
      findings.push({ ...moved(finding, locate), ...fixOf(finding, node, linesOf(path)) });
    for (const finding of secrets.suppressed) suppressed.push(moved(finding, locate));
    for (const image of externalImages(dockerfile))
      images.push({ ...image, location: locate(image.location), literal: false });
    for (const target of targets) {
      const plan = planOf(path, text, target);
      if (plan) plans.push({ dockerfile: path, plan: movedPlan(plan, locate) });
    }
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

/** A value of `dockerfile_inline`, and the stages that services build of it; undefined for the last one. */
interface InlineNode {
  readonly node: ManifestNode;
  readonly targets: ReadonlySet<string | undefined>;
}

/** The values of `dockerfile_inline`, each once: services can be in several projects. */
function inlineNodes(manifests: readonly Manifest[]): readonly InlineNode[] {
  const nodes = new Map<string, { node: ManifestNode; targets: Set<string | undefined> }>();
  for (const { services } of manifests)
    for (const service of services) {
      const node = valueAt(service.node, 'build', 'dockerfile_inline');
      if (!isSet(node) || node.kind !== 'scalar') continue;
      const { path, startLine, startColumn } = node.range;
      const key = `${path}:${startLine}:${startColumn}`;
      const known = nodes.get(key) ?? { node, targets: new Set() };
      known.targets.add(textOf(valueAt(service.node, 'build', 'target')) || undefined);
      nodes.set(key, known);
    }
  return [...nodes.values()];
}

/** How a Dockerfile builds. Compose writes one dollar sign for two. Source: docs.docker.com, "Interpolation". */
function planOf(path: string, text: string, target: string | undefined): BuildPlan | undefined {
  const dockerfile = parseDockerfile(
    path,
    text.replaceAll('$$', () => '$'),
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

function isAround({ location }: Finding, inner: Location | undefined): boolean {
  if (!location || !inner) return false;
  return location.startLine <= inner.startLine && inner.startLine <= location.endLine;
}
