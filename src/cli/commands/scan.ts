import { inspectBaseline } from '../../check/baseline/baseline.js';
import { dedupeAcrossChecks } from '../../check/dedupe-across-checks.js';
import { requireInputs } from '../../check/discover/input-files.js';
import { evaluate } from '../../check/evaluate.js';
import { IMAGE_CHECKS } from '../../check/images/image.js';
import { withPolicyAdvisories } from '../../check/images/images.js';
import { unreadable } from '../../check/images/inspect-layers.js';
import { inspectTarget } from '../../check/images/target.js';
import { namedPolicy } from '../../check/policy/effective-policy.js';
import { ALL_FAMILIES } from '../../check/rule-book.js';
import { stepLine } from '../../check/step-line.js';
import type { Host } from '../../core/host.js';
import { startDeadline } from '../../lib/deadline.js';
import type { Options } from '../../options/options.js';
import { checkoutFiles } from '../../repository/base-branch-files.js';
import { maskingHost } from '../../secrets/mask-text.js';
import { singleArgument } from './arguments.js';
import { checkFormats, deliver } from './deliver.js';

const ROOT = '.';

/** `portside scan TARGET`: scans an image or an SBOM. Returns the exit status. */
export async function run(given: Options, log: Host): Promise<number> {
  const host = maskingHost(log);
  await checkFormats(given.outputs);
  const target = singleArgument(given, 'scan');
  await requireInputs(ROOT, given, checkoutFiles(ROOT));
  const policy = await namedPolicy(given);
  const options = { ...given, ...withPolicyAdvisories(ROOT, policy, given) };
  const checks = given.only ?? IMAGE_CHECKS;
  const deadline = startDeadline(given.timeout);
  const inspection = dedupeAcrossChecks(
    await deadline.orElse(
      () => inspectTarget(target, checks, { root: ROOT, policy, options, host }),
      (reason) => unreadable(target, checks, reason),
    ),
  );
  host.step(stepLine(target, inspection));
  const baseline = await deadline.orElse(
    () => inspectBaseline(inspection, { root: ROOT, policy, options: given, host }),
    () => undefined,
  );
  deadline.stop();
  const started = given.now;
  return deliver(
    evaluate({
      ...ALL_FAMILIES,
      root: ROOT,
      inspection,
      policy,
      options: given,
      started,
      baseline,
    }),
    given,
    host,
  );
}
