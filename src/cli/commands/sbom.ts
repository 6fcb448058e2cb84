import { inspectTarget } from '../../check/images/target.js';
import { evaluate } from '../../check/redacted-result.js';
import type { Host } from '../../core/host.js';
import type { Options } from '../../options/options.js';
import { DEFAULT_POLICY } from '../../policy/presets.js';
import { oneOperand } from './arguments.js';
import { checkFormats, deliver } from './deliver.js';

/** `portside sbom TARGET`: what is installed in an image: CycloneDX 1.6 or SPDX 2.3. Returns the exit status. */
export async function run(settings: Options, host: Host): Promise<number> {
  await checkFormats(settings.outputs);
  const target = oneOperand(settings, 'sbom');
  const inspection = await inspectTarget(target, [], settings, host);
  const result = evaluate('.', inspection, DEFAULT_POLICY, settings, settings.now);
  return deliver(result, settings, host, 'cyclonedx');
}
