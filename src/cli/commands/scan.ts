import { scanTarget } from '../../check/scan-target.js';
import type { Host } from '../../core/host.js';
import { startDeadline } from '../../lib/deadline.js';
import { PortsideError } from '../../lib/errors.js';
import type { Options } from '../../options/options.js';
import { IMAGE_CHECKS } from '../../scan/image.js';
import { maskingHost } from '../../secrets/mask-text.js';
import { singleArgument } from './arguments.js';
import { checkFormats, deliver } from './deliver.js';
import { scanAll } from './scan-all.js';

/**
 * `portside scan TARGET`: scans an image or an SBOM; with --out several, and reports what changed. Returns the exit status.
 */
export async function run(options: Options, log: Host): Promise<number> {
  const host = maskingHost(log);
  await checkFormats(options.outputs);
  if (options.out !== undefined) return scanAll(options, options.out, host);
  if (options.positionals.length > 1)
    throw new PortsideError(
      'PSE1005',
      `portside scan takes one target, not ${options.positionals.length}`,
      'Add --out FOLDER: each target then has a report in this folder',
    );
  const target = singleArgument(options, 'scan');
  const checks = options.only ?? IMAGE_CHECKS;
  const deadline = startDeadline(options.timeout);
  const result = await scanTarget({ target, checks, options, host, deadline });
  deadline.stop();
  return deliver(result, options, host);
}
