import type { Host } from '../host.js';
import { inspectBaseline } from '../inspect/baseline.js';
import { IMAGE_CHECKS } from '../inspect/image.js';
import { advisoriesOf } from '../inspect/images.js';
import { inspectTarget } from '../inspect/target.js';
import { namedPolicy } from '../policy-file.js';
import { conclude } from '../result.js';
import type { Settings } from '../settings/settings.js';
import { checkFormats, deliver } from './deliver.js';
import { oneOperand } from './operands.js';

/** `portside scan TARGET`: an image or an SBOM: vulnerabilities, secrets, hardening. Returns the exit status. */
export async function run(settings: Settings, host: Host): Promise<number> {
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
    conclude('.', inspection, policy, settings, settings.now, baseline && { baseline }),
    settings,
    host,
  );
}
