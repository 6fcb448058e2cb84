import { inspectBaseline } from '../../check/baseline/baseline.js';
import { IMAGE_CHECKS } from '../../check/images/image.js';
import { advisoriesOf } from '../../check/images/images.js';
import { inspectTarget } from '../../check/images/target.js';
import { namedPolicy } from '../../check/policy/effective-policy.js';
import { evaluate } from '../../check/redacted-result.js';
import type { Host } from '../../core/host.js';
import type { Options } from '../../options/options.js';
import { oneOperand } from './arguments.js';
import { checkFormats, deliver } from './deliver.js';

/** `portside scan TARGET`: an image or an SBOM: vulnerabilities, secrets, hardening. Returns the exit status. */
export async function run(settings: Options, host: Host): Promise<number> {
  await checkFormats(settings.outputs);
  const target = oneOperand(settings, 'scan');
  const policy = await namedPolicy(settings);
  const inspection = await inspectTarget(
    target,
    settings.only ?? IMAGE_CHECKS,
    { ...settings, ...advisoriesOf('.', policy, settings) },
    host,
    policy,
  );
  const baseline = await inspectBaseline('.', inspection, policy, settings, host);
  return deliver(
    evaluate('.', inspection, policy, settings, settings.now, baseline && { baseline }),
    settings,
    host,
  );
}
