import { IMAGE_CHECKS } from '../../check/images/image.js';
import { scanTarget } from '../../check/images/scan-target.js';
import type { Host } from '../../core/host.js';
import { startDeadline } from '../../lib/deadline.js';
import type { Options } from '../../options/options.js';
import { maskingHost } from '../../secrets/mask-text.js';
import { singleArgument } from './arguments.js';
import { checkFormats, deliver } from './deliver.js';

/** `portside scan TARGET`: scans an image or an SBOM. Returns the exit status. */
export async function run(options: Options, log: Host): Promise<number> {
  const host = maskingHost(log);
  await checkFormats(options.outputs);
  const target = singleArgument(options, 'scan');
  const checks = options.only ?? IMAGE_CHECKS;
  const deadline = startDeadline(options.timeout);
  const result = await scanTarget({ target, checks, options, host, deadline });
  deadline.stop();
  return deliver(result, options, host);
}
