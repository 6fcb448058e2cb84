import { open, readFile } from 'node:fs/promises';
import { CHECKS, type Check, type Finding } from '../../core/finding.js';
import { disambiguateFingerprints, imageName } from '../../core/fingerprint.js';
import type { Host } from '../../core/host.js';
import type { Package } from '../../core/package.js';
import type { Inspection, Report } from '../../core/report.js';
import { distributionOfPurls } from '../../inventory/sbom/distribution.js';
import { isSbom, readSbom } from '../../inventory/sbom.js';
import { PortsideError } from '../../lib/errors.js';
import type { Options } from '../../options/options.js';
import type { Baseline } from '../../policy/baseline.js';
import type { Policy } from '../../policy/policy.js';
import { readReport } from '../../reports/stored/read-report.js';
import { inspectVulnerabilities } from '../../vulnerabilities/inspect.js';
import { advisoryOptions, IMAGE_CHECKS, inspectImage } from '../images/image.js';
import { advisoriesOf } from '../images/images.js';

/** Larger files are no baseline. */
const MAX_BYTES = 256 * 1024 * 1024;

/** What a baseline holds before today's advisories are asked. */
interface LoadedBaseline {
  /** By the name of the image now, which may have had another tag. */
  readonly packages: ReadonlyMap<string, readonly Package[]>;
  readonly findings: readonly Finding[];
  readonly suppressed?: readonly Finding[];
  readonly checks: ReadonlySet<Check>;
}

/**
 * What the settings compare with, as it would be judged today; undefined when nothing was named. Its inventory is
 * matched with the advisories of this run, so that a CVE of yesterday is not blamed on the change. Throws
 * PortsideError (usage) when what was named cannot be read.
 */
export async function inspectBaseline(
  root: string,
  head: Inspection,
  policy: Policy,
  settings: Options,
  host: Host,
): Promise<Baseline | undefined> {
  if (settings.baseline === undefined) return undefined;
  const { from, name = from } = settings.baseline;
  host.progress(`comparing with ${name}`);
  const images = [
    ...new Set(
      head.targets.filter(({ kind }) => kind === 'image' || kind === 'sbom').map((t) => t.name),
    ),
  ];
  const options = { ...settings, ...advisoriesOf(root, policy, settings) };
  const {
    packages,
    findings,
    suppressed = [],
    checks,
  } = await loadBaseline(from, images, options, host);
  const matched: Finding[] = [];
  for (const [image, before] of packages)
    matched.push(...(await matchToday(image, before, head, options, host)));
  return {
    name,
    checks,
    findings: [...findings, ...disambiguateFingerprints(matched)],
    suppressed: new Set(suppressed.map((f) => f.fingerprint)),
  };
}

async function loadBaseline(
  from: string,
  images: readonly string[],
  settings: Options,
  host: Host,
): Promise<LoadedBaseline> {
  const bytes = await jsonBytes(from);
  if (bytes && !isSbom(bytes)) return stockOf(readReport(bytes, from), images);
  const [image, ...more] = images;
  if (image === undefined || more.length > 0)
    throw new PortsideError(
      'PSE2000',
      `Cannot compare ${images.length} images with ${from}, which is one`,
      'Give a JSON report of Portside as the baseline',
    );
  if (bytes) {
    const { packages } = readSbom(bytes, from);
    return { packages: new Map([[image, packages]]), findings: [], checks: ADVISED };
  }
  const { packages, findings, incomplete } = await inspectImage(
    { name: image, reference: from },
    [],
    IMAGE_CHECKS.filter((check) => check !== 'vulnerability'),
    settings,
    host,
  );
  const damage = incomplete[0];
  if (damage) throw new PortsideError('PSE2000', `Cannot compare with ${from}: ${damage.reason}`);
  return {
    packages: new Map([[image, packages]]),
    findings: disambiguateFingerprints(findings),
    checks: new Set([...IMAGE_CHECKS, ...ADVISED]),
  };
}

/** The checks that stand on the inventory. */
const ADVISED: ReadonlySet<Check> = new Set(['vulnerability', 'malware']);

/** The bytes of a file that looks like JSON; undefined for anything else, which is an image. */
async function jsonBytes(from: string): Promise<Buffer | undefined> {
  const file = await open(from).catch(() => undefined);
  if (!file) return undefined;
  try {
    const found = await file.stat();
    if (!found.isFile() || found.size > MAX_BYTES) return undefined;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    const start = buffer.toString('latin1', 0, bytesRead);
    return /^(?:\xef\xbb\xbf)?\s*\{/.test(start) ? await readFile(from) : undefined;
  } finally {
    await file.close();
  }
}

/** A report's packages by the image of now that they were in, and its other findings as they stand. */
function stockOf(report: Report, images: readonly string[]): LoadedBaseline {
  const only = report.targets.filter((t) => t.kind === 'image' || t.kind === 'sbom');
  const before = new Map<string, Package[]>();
  for (const found of report.packages) {
    const name = found.image ?? (only.length === 1 ? only[0]?.name : undefined);
    const now = images.find((image) => name !== undefined && imageName(image) === imageName(name));
    if (now === undefined) continue;
    const list = before.get(now);
    if (list) list.push(found);
    else before.set(now, [found]);
  }
  return {
    packages: before,
    findings: report.findings.filter((f) => !ADVISED.has(f.check) && f.status !== 'fixed'),
    ...(report.suppressed && { suppressed: report.suppressed }),
    checks: new Set(CHECKS),
  };
}

/** Packages that are still the same have what was just found on them; only the others are asked about. */
async function matchToday(
  image: string,
  before: readonly Package[],
  head: Inspection,
  settings: Options,
  host: Host,
): Promise<Finding[]> {
  const purls = new Set(before.map((p) => p.purl));
  const now = new Set(head.packages.filter((p) => p.image === image).map((p) => p.purl));
  const kept = head.findings.filter(
    ({ check, subject }) =>
      ADVISED.has(check) &&
      subject?.image === image &&
      subject.purl !== undefined &&
      purls.has(subject.purl),
  );
  const others = before.filter((p) => !now.has(p.purl));
  const options = { ...advisoryOptions(image, settings, host), externalReports: [] };
  const { findings, incomplete } = await inspectVulnerabilities(
    others,
    distributionOfPurls(before),
    options,
    host,
  );
  for (const { reason: why } of incomplete)
    host.info(`The packages that ${image} no longer has were not all checked: ${why}`);
  return [...kept, ...findings];
}
