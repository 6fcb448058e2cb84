import { discover } from './discover.js';
import { join } from './findings/report.js';
import type { Host } from './host.js';
import { inspectDockerfiles } from './inspect/dockerfiles.js';
import { inspectImages } from './inspect/images.js';
import { inspectManifests } from './inspect/manifests.js';
import { inspectRegistries } from './inspect/registries.js';
import { loadPolicy } from './policy-file.js';
import { conclude, type Result } from './result.js';
import type { Settings } from './settings/settings.js';

/** The whole job on the repository at `root`: discover → inspect → judge; whoever called reports. */
export async function check(root: string, settings: Settings, host: Host): Promise<Result> {
  const started = settings.now;
  const found = await discover(root);
  const policy = await loadPolicy(root, found.policy, settings);

  const files = settings.dockerfiles.length > 0 ? settings.dockerfiles : found.dockerfiles;
  const dockerfiles = await inspectDockerfiles(root, files, settings, host);
  const manifests = await inspectManifests(root, found.manifests, policy.registries);
  const registries = inspectRegistries(dockerfiles.externalImages, policy);
  const images = await inspectImages(root, dockerfiles.plans, policy, settings, host);

  return conclude(
    root,
    join([dockerfiles, manifests, registries, images]),
    policy,
    settings,
    started,
  );
}
