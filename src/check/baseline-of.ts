import { inspectBaseline } from '../baseline/baseline.js';
import { type NamedBaseline, otherCommit, readNamedBaseline } from '../baseline/named-baseline.js';
import type { Host } from '../core/host.js';
import { EMPTY_INSPECTION, type Inspection, isImageTarget } from '../core/report.js';
import { withDeployed, withoutDeployed } from '../deployed-images/baseline.js';
import { inspectImageChanges } from '../image-diff/inspect-image-changes.js';
import { PortsideError } from '../lib/errors.js';
import type { Baseline } from '../policy/baseline.js';
import { inspectBaseCommit } from './inspect-base-commit.js';
import type { Known } from './inspectors.js';
import { entriesUnmatchedBefore } from './policy-entries-before.js';
import type { Setup } from './setup.js';

/** The baseline that the options name; without one, the base commit of a pull request, or the commit before a push. */
export async function baselineOf(
  all: Inspection,
  setup: Setup,
  facts: Known,
): Promise<Baseline | undefined> {
  const { deployed } = facts;
  const own = await ownBaseline(withoutDeployed(all, deployed), setup);
  if (!own) return undefined;
  const baseline = withDeployed(own, all, deployed.before);
  const known = new Set(baseline.findings.map(({ fingerprint }) => fingerprint));
  const entries = await entriesUnmatchedBefore(all, facts, setup);
  const added = entries.filter(({ fingerprint }) => !known.has(fingerprint));
  return { ...baseline, findings: [...baseline.findings, ...added] };
}

async function ownBaseline(inspection: Inspection, setup: Setup): Promise<Baseline | undefined> {
  const { context, sources, change, baseCommit } = setup;
  const { host, options } = context;
  const named = options.baseline && (await readNamedBaseline(options.baseline));
  if (named && options.baselineRef !== undefined) requireReport(named, options.baselineRef);
  const hasImages = options.images.length > 0 || inspection.targets.some(isImageTarget);
  if (named && !hasImages) requireNoImage(named);
  const other = named && change && otherCommit(named, change.baseCommit);
  if (named && other === undefined) return inspectBaseline(inspection, context, named, baseCommit);
  if (!change || !baseCommit || change.notChecked) return undefined;
  const checked = await inspectBaseCommit(inspection, baseCommit, context, sources).catch(
    (error: unknown) => {
      // Who asks for the comparison gets it, or no result.
      if (!(error instanceof PortsideError) || options.baselineRef !== undefined) throw error;
      host.info(`Not compared with ${change.baseCommit.name}: ${error.message}`);
      return undefined;
    },
  );
  return checked && other !== undefined ? { ...checked, note: other } : checked;
}

/** Throws PortsideError (usage) for anything but a report next to `--baseline-ref`. */
function requireReport({ from, content }: NamedBaseline, revision: string): void {
  if (content.kind === 'report') return;
  throw new PortsideError(
    'PSE2004',
    `Cannot compare with ${from} and with ${revision}: it is not a report of that revision`,
    'Remove one of them, or give a JSON report of Portside as the baseline',
  );
}

/** Throws PortsideError (usage) for an image as the baseline of a check without images. */
function requireNoImage({ from, content }: NamedBaseline): void {
  if (content.kind !== 'image') return;
  throw new PortsideError(
    'PSE2004',
    `Cannot compare with ${from}: no image was checked, and it is not a report`,
    `To compare with a branch or commit, use --baseline-ref ${from}`,
  );
}

/** What changed in the images since the baseline. */
export async function changesSince(
  baseline: Baseline | undefined,
  inspection: Inspection,
  host: Host,
): Promise<Inspection> {
  return baseline ? inspectImageChanges(inspection, baseline, host) : EMPTY_INSPECTION;
}
