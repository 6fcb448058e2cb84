import { inspectBaseline } from '../baseline/baseline.js';
import type { Host } from '../core/host.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import { withDeployed, withoutDeployed } from '../deployed-images/baseline.js';
import type { DeployedInspection } from '../deployed-images/deployed-images.js';
import { inspectImageChanges } from '../image-diff/inspect-image-changes.js';
import { PortsideError } from '../lib/errors.js';
import type { Baseline } from '../policy/baseline.js';
import { inspectBaseCommit } from './inspect-base-commit.js';
import type { Setup } from './setup.js';

/** The baseline that the options name; without one, the base commit of a pull request, or the commit before a push. */
export async function baselineOf(
  all: Inspection,
  setup: Setup,
  deployed: DeployedInspection,
): Promise<Baseline | undefined> {
  const baseline = await ownBaseline(withoutDeployed(all, deployed), setup);
  return baseline && withDeployed(baseline, all, deployed.before);
}

async function ownBaseline(
  inspection: Inspection,
  { context, sources, change, baseCommit }: Setup,
): Promise<Baseline | undefined> {
  const named = await inspectBaseline(inspection, context, baseCommit);
  if (named || !change || !baseCommit || change.notChecked) return named;
  const { host, options } = context;
  return inspectBaseCommit(inspection, baseCommit, context, sources).catch((error: unknown) => {
    // Who asks for the comparison gets it, or no result.
    if (!(error instanceof PortsideError) || options.baselineRef !== undefined) throw error;
    host.info(`Not compared with ${change.baseCommit.name}: ${error.message}`);
    return undefined;
  });
}

/** What changed in the images since the baseline. */
export async function changesSince(
  baseline: Baseline | undefined,
  inspection: Inspection,
  host: Host,
): Promise<Inspection> {
  return baseline ? inspectImageChanges(inspection, baseline, host) : EMPTY_INSPECTION;
}
