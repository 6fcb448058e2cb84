import type { Host } from '../host.js';
import { check } from '../run.js';
import type { Settings } from '../settings/settings.js';
import { checkFormats, deliver } from './deliver.js';
import { oneOperand } from './operands.js';

/** `portside check [PATH]`: the whole job on a repository: Dockerfiles, manifests, images, policy. Returns the exit status. */
export async function run(settings: Settings, host: Host): Promise<number> {
  await checkFormats(settings.outputs);
  const root = oneOperand(settings, 'check', '.');
  return deliver(await check(root, settings, host), settings, host);
}
