import { check } from '../../check/check.js';
import type { Host } from '../../core/host.js';
import type { Options } from '../../options/options.js';
import { oneOperand } from './arguments.js';
import { checkFormats, deliver } from './deliver.js';

/** `portside check [PATH]`: the whole job on a repository: Dockerfiles, manifests, images, policy. Returns the exit status. */
export async function run(settings: Options, host: Host): Promise<number> {
  await checkFormats(settings.outputs);
  const root = oneOperand(settings, 'check', '.');
  return deliver(await check(root, settings, host), settings, host);
}
