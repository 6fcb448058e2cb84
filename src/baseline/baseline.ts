import { affectedPurls } from '../core/affected-packages.js';
import { uncovered } from '../core/coverage.js';
import { CHECKS, type Check, type Finding } from '../core/finding.js';
import { disambiguateFingerprints, imageName } from '../core/fingerprint.js';
import type { Host } from '../core/host.js';
import type { Package } from '../core/package.js';
import { isDistributionPackage } from '../core/package-url.js';
import { type RenamedImage, renamedImage } from '../core/renamed-image.js';
import type { Inspection, Report } from '../core/report.js';
import { isImageTarget } from '../core/report.js';
import { suppressionsOf } from '../core/suppression.js';
import { isDifferenceRule } from '../image-diff/rule.js';
import { distributionOfPurls } from '../inventory/sbom/distribution.js';
import { readSbom } from '../inventory/sbom/sbom.js';
import { PortsideError } from '../lib/errors.js';
import {
  actionFindingsBefore,
  actionsInText,
  isAboutAction,
} from '../manifests/workflow-actions.js';
import type { Baseline } from '../policy/baseline.js';
import type { CheckContext } from '../policy/check-context.js';
import { type Tree, textAt } from '../repository/tree.js';
import { type AskedByImage, IMAGE_CHECKS, inspectImage } from '../scan/image.js';
import { isComponentList } from '../scan/image-vulnerabilities.js';
import { type AskedByAdvisories, advisoryOptions } from '../vulnerabilities/advisory-options.js';
import { inspectVulnerabilities } from '../vulnerabilities/inspect.js';
import { withPolicyAdvisories } from '../vulnerabilities/policy-advisories.js';
import type { BaseReading } from './base-reading.js';
import type { NamedBaseline } from './named-baseline.js';
import { existingWithoutRun } from './not-run.js';
import { followPackages, renamedFingerprints } from './renamed-fingerprints.js';
import { findRenames, followRenames, type NewNames, pathsOf } from './renames.js';

/** What a baseline holds before its packages are matched with today's advisories. */
interface LoadedBaseline {
  /** By the current name of the image, whose tag may differ. */
  readonly packages: ReadonlyMap<string, readonly Package[]>;
  readonly findings: readonly Finding[];
  readonly suppressed?: readonly Finding[];
  readonly checks: ReadonlySet<Check>;
  /** What it keeps of the images. */
  readonly images?: Baseline['images'];
  readonly plan?: Baseline['plan'];
  /** What it says of the packages, which are matched again; absent if it is not a report. */
  readonly onPackages?: readonly Finding[];
  readonly buildInputs?: Baseline['buildInputs'];
  readonly holders?: Baseline['holders'];
  readonly notRun?: Baseline['notRun'];
  readonly notShown?: Baseline['notShown'];
  /** Its only image has another name than that of this run. */
  readonly renamed?: RenamedImage | undefined;
}

/** What a comparison with a baseline asks of the options. */
export type AskedByBaseline = AskedByAdvisories | AskedByImage;

/**
 * The baseline that the options name, as this run would evaluate it. Its packages are
 * matched with the advisories of this run, so that a CVE published since is not blamed on the pull request. Throws
 * PortsideError (usage) when the baseline cannot be read. In a pull request (`base`), renamed files are followed.
 */
export async function inspectBaseline(
  inspection: Inspection,
  context: CheckContext<AskedByBaseline>,
  given: NamedBaseline,
  baseCommit?: BaseReading,
): Promise<Baseline> {
  const { root, policy, host } = context;
  const { name } = given;
  host.progress(`comparing with ${name}`);
  const scanned = inspection.targets.filter(isImageTarget);
  const images = [...new Set(scanned.map((target) => target.name))];
  const options = { ...context.options, ...withPolicyAdvisories(root, policy, context.options) };
  const loaded = await loadBaseline(given, images, { options, host, targets: scanned });
  const { packages, findings, suppressed, checks } = loaded;
  const matched: Finding[] = [];
  for (const [image, before] of packages)
    matched.push(...(await matchToday({ image, before, inspection }, { options, host })));
  const actions = baseCommit
    ? await actionsOf(baseCommit.trees.baseCommit, inspection, context)
    : [];
  const stored = new Set(findings.map(({ fingerprint }) => fingerprint));
  matched.push(...actions.filter(({ fingerprint }) => !stored.has(fingerprint)));
  const today = disambiguateFingerprints(matched);
  const { holders } = loaded;
  const all = { findings: [...findings, ...today], suppressed: suppressed ?? [], holders };
  const newNames = await renamesIn(inspection, [...all.findings, ...all.suppressed], {
    root,
    baseCommit: baseCommit?.trees.baseCommit,
    host,
  });
  const followed = followRenames(all, inspection, newNames, loaded.renamed);
  const { notRun } = loaded;
  const existing = baseCommit
    ? await existingWithoutRun(
        inspection,
        { findings: followed.findings, ...(notRun && { notRun }) },
        { baseCommit, newNames },
        context,
      ).catch((error: unknown) => {
        if (!(error instanceof PortsideError)) throw error;
        host.info(`What ${name} did not check is not compared: ${error.message}`);
        return [];
      })
    : [];
  return {
    name,
    checks,
    findings: [...followed.findings, ...existing],
    packages: [...packages].flatMap(([image, before]) => before.map((p) => ({ ...p, image }))),
    suppressed: suppressionsOf(followed.suppressed),
    ...keptIn(loaded),
    ...earlierPlan(
      loaded,
      today,
      all.findings.map((one, i) => [one, followed.findings[i] ?? one]),
    ),
    ...(notRun && { notRun }),
  };
}

/** What a stored report keeps, as it is. */
function keptIn({
  images,
  buildInputs,
  holders,
  notShown,
}: LoadedBaseline): Pick<Baseline, 'images' | 'buildInputs' | 'holders' | 'notShown'> {
  return {
    ...(images && { images }),
    ...(buildInputs && { buildInputs }),
    ...(holders && { holders }),
    ...(notShown && { notShown }),
  };
}

/** The plan of a stored report, and the names that its findings have now. */
function earlierPlan(
  { plan, onPackages = [], renamed }: LoadedBaseline,
  today: readonly Finding[],
  others: readonly (readonly [stored: Finding, now: Finding])[],
): Pick<Baseline, 'plan' | 'renamed'> {
  if (!plan) return {};
  const onImages = followPackages(onPackages, today, renamed);
  return { plan, renamed: renamedFingerprints(onImages, others) };
}

/** The findings of this run about actions that the base commit uses as well; none if its workflows cannot be read. */
async function actionsOf(
  baseCommit: Tree,
  inspection: Inspection,
  context: CheckContext<AskedByAdvisories>,
): Promise<readonly Finding[]> {
  const workflows = new Set(
    inspection.findings.filter(isAboutAction).flatMap(({ location }) => location?.path ?? []),
  );
  const before: Package[] = [];
  for (const path of workflows) {
    const text = await textAt(baseCommit, path).catch(() => undefined);
    if (text !== undefined) before.push(...actionsInText(text, path));
  }
  return actionFindingsBefore({ before, changed: new Set() }, inspection, context);
}

/** The files of the baseline that the pull request renames; none without the files of the base commit. */
async function renamesIn(
  inspection: Inspection,
  before: readonly Finding[],
  {
    root,
    baseCommit,
    host,
  }: { readonly root: string; readonly baseCommit: Tree | undefined; readonly host: Host },
): Promise<NewNames> {
  if (!baseCommit) return new Map();
  const now = pathsOf([...inspection.findings, ...(inspection.suppressed ?? [])]);
  return findRenames(pathsOf(before), now, { root, baseCommit }).catch((error: unknown) => {
    if (!(error instanceof PortsideError)) throw error;
    host.info(`Findings in renamed files count as new: ${error.message}`);
    return new Map();
  });
}

async function loadBaseline(
  { from, content }: NamedBaseline,
  images: readonly string[],
  context: Pick<CheckContext<AskedByImage>, 'options' | 'host'> & Pick<Inspection, 'targets'>,
): Promise<LoadedBaseline> {
  if (content.kind === 'report') return baselineFromReport(content.report, images, context.targets);
  const [image, ...more] = images;
  if (image === undefined || more.length > 0)
    throw new PortsideError(
      'PSE2004',
      `Cannot compare ${images.length} images with ${from}, which is one image`,
      'Give a JSON report of Portside as the baseline',
    );
  if (content.kind === 'sbom') {
    const { packages } = readSbom(content.bytes, from);
    return { packages: new Map([[image, packages]]), findings: [], checks: FROM_PACKAGES };
  }
  const { packages, findings, incomplete, snapshots } = await inspectImage(
    { name: image, reference: from },
    { checks: IMAGE_CHECKS.filter((check) => check !== 'vulnerability') },
    context,
  );
  const damage = incomplete[0];
  if (damage) throw new PortsideError('PSE2004', `Cannot compare with ${from}: ${damage.reason}`);
  return {
    packages: new Map([[image, packages]]),
    findings: disambiguateFingerprints(findings),
    checks: new Set([...IMAGE_CHECKS, ...FROM_PACKAGES]),
    images: { packages, ...(snapshots && { snapshots }) },
  };
}

/** The checks whose findings come from the packages. */
const FROM_PACKAGES: ReadonlySet<Check> = new Set(['vulnerability', 'malware']);

/** The packages of a report by the current image that they belong to, and its other findings unchanged. */
function baselineFromReport(
  report: Report,
  images: readonly string[],
  targets: Inspection['targets'],
): LoadedBaseline {
  // Images that manifests name are compared with their own earlier versions.
  const own = report.targets.filter(({ deployedBy }) => deployedBy === undefined);
  const only = own.filter(isImageTarget);
  const renamed = renamedImage(only, targets.filter(isImageTarget));
  const before = new Map<string, Package[]>();
  for (const found of report.packages) {
    const name = found.image ?? (only.length === 1 ? only[0]?.name : undefined);
    const now =
      renamed?.to ??
      images.find((image) => name !== undefined && imageName(image) === imageName(name));
    if (now === undefined) continue;
    const list = before.get(now);
    if (list) list.push(found);
    else before.set(now, [found]);
  }
  const isOnPackage = (f: Finding) => FROM_PACKAGES.has(f.check) && !isAboutAction(f);
  const there = report.findings.filter((f) => f.status !== 'fixed' && !isDifferenceRule(f.rule));
  return {
    packages: before,
    findings: there.filter((f) => !isOnPackage(f)),
    onPackages: there.filter(isOnPackage),
    ...(report.suppressed && { suppressed: report.suppressed }),
    ...(report.notShown && { notShown: new Set(report.notShown.map(({ rule }) => rule)) }),
    checks: new Set(CHECKS),
    images: report,
    notRun: report.coverage.filter(({ state }) => state === 'not-covered' || state === 'failed'),
    renamed,
    ...(report.plan && { plan: report.plan }),
    ...(report.buildInputs && { buildInputs: report.buildInputs }),
    ...(report.holders && { holders: report.holders }),
  };
}

/** The packages of one image before the pull request, and what was found now. */
interface ImageBefore {
  readonly image: string;
  readonly before: readonly Package[];
  readonly inspection: Inspection;
}

/** Findings on packages that did not change are taken over; only the other packages are matched again. */
async function matchToday(
  { image, before, inspection }: ImageBefore,
  { options, host }: Pick<CheckContext<AskedByAdvisories>, 'options' | 'host'>,
): Promise<Finding[]> {
  const installed = inspection.packages.filter((p) => p.image === image);
  const now = new Set(installed.map((p) => p.purl));
  const isUnchanged = unchangedFindings(before, installed);
  const unchanged = inspection.findings.filter(
    (finding) =>
      FROM_PACKAGES.has(finding.check) && finding.subject?.image === image && isUnchanged(finding),
  );
  const { findings, incomplete, coverage } = await inspectVulnerabilities(
    before.filter((p) => !now.has(p.purl)),
    distributionOfPurls(before),
    {
      ...advisoryOptions(image, options, host),
      externalReports: [],
      isComponentList: inspection.targets.some((t) => t.name === image && isComponentList(t)),
    },
    host,
  );
  for (const { reason: why } of [...incomplete, ...uncovered(coverage)])
    host.info(`Not all packages that ${image} no longer has were checked: ${why}`);
  // A finding is there as long as one of its packages is.
  const remaining = new Set(unchanged.map(({ fingerprint }) => fingerprint));
  return [...unchanged, ...findings.filter(({ fingerprint }) => !remaining.has(fingerprint))];
}

/**
 * Whether the image had a finding before: one of its packages, if they are those of a distribution. Another package may
 * be installed once more, in the same version but at another path: that is a new finding, unless it was moved.
 */
function unchangedFindings(
  before: readonly Package[],
  now: readonly Package[],
): (finding: Finding) => boolean {
  const purls = new Set(before.map((p) => p.purl));
  const places = new Set(before.flatMap((p) => placesOf(p)));
  const placesNow = new Set(now.flatMap(placesOf));
  const moved = new Set(
    before.filter((p) => !placesOf(p).some((place) => placesNow.has(place))).map((p) => p.purl),
  );
  return (finding) => {
    const { purl, path } = finding.subject ?? {};
    if (purl === undefined) return false;
    if (isDistributionPackage(purl)) return affectedPurls(finding).some((one) => purls.has(one));
    return purls.has(purl) && (moved.has(purl) || places.has(`${purl}\n${path}`));
  };
}

/** The places of a package; none for a package of an SBOM without paths. */
function placesOf({ purl, paths }: Package): string[] {
  return paths.map((path) => `${purl}\n${path}`);
}
