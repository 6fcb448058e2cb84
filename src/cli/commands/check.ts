import { check } from '../../check/check.js';
import type { Host } from '../../core/host.js';
import type { Options } from '../../options/options.js';
import { singleArgument } from './arguments.js';
import { checkFormats, deliver } from './deliver.js';

/** `portside check [PATH]`: checks a repository: Dockerfiles, manifests, images, policy. Returns the exit status. */
export async function run(options: Options, host: Host): Promise<number> {
  await checkFormats(options.outputs);
  const root = singleArgument(options, 'check', '.');
  return deliver(await check(root, options, host), options, host);
}
