import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { PortsideError, reason } from '../findings/errors.js';
import { type Inspection, join, NOTHING } from '../findings/report.js';
import type { Host } from '../host.js';
import { matchesGlob } from '../policy/glob.js';
import type { Policy } from '../policy/policy.js';
import { insideRepository } from '../policy-file.js';
import type { Settings } from '../settings/settings.js';
import type { DockerfilePlan } from './dockerfiles.js';
import { IMAGE_CHECKS, inspectImage, type NamedImage, unreadable } from './image.js';
import { notChecked, verifyRequired } from './trust.js';

/** Inspects the images that the user or the policy names; one that cannot be read is incomplete and stops no other. */
export async function inspectImages(
  root: string,
  plans: readonly DockerfilePlan[],
  policy: Policy,
  settings: Settings,
  host: Host,
): Promise<Inspection> {
  const named = settings.images.map((name) => ({ name, reference: name }));
  const own = policy.images.map((name) => ({ name, reference: repositoryImage(root, name) }));
  const images: NamedImage[] = named.length > 0 ? named : own;
  if (images.length === 0) return { ...NOTHING, notes: [NO_IMAGE] };
  const withAdvisories = { ...settings, ...advisoriesOf(root, policy, settings) };
  const inspections: Inspection[] = [];
  for (const image of images) {
    inspections.push(
      await inspectImage(image, plans, IMAGE_CHECKS, withAdvisories, host).catch((error: unknown) =>
        unreadable(image.name, IMAGE_CHECKS, reason(error)),
      ),
      await inspectTrust(root, image, policy, settings, host),
    );
  }
  return join(inspections);
}

const NO_IMAGE = {
  message: 'No image was named (--image, or image: in the policy): only files were checked.',
};

/** The user's advisories before the policy's. */
function advisoriesOf(
  root: string,
  policy: Policy,
  settings: Settings,
): Pick<Settings, 'advisories'> {
  if (settings.advisories !== undefined || policy.advisories === undefined) return {};
  return { advisories: insideRepository(root, policy.advisories, 'advisories') };
}

/** Every requirement of the policy that speaks of this image must hold; an archive has no signatures to ask. */
async function inspectTrust(
  root: string,
  { name, reference }: NamedImage,
  policy: Policy,
  settings: Settings,
  host: Host,
): Promise<Inspection> {
  const required = policy.trust.filter(({ images }) => matchesGlob(images, name));
  if (required.length === 0) return NOTHING;
  if (existsSync(reference) || /^(docker|docker-archive|oci|oci-archive|dir):/.test(reference))
    return notChecked(
      name,
      'it is not in a registry, and signatures are; push it and check the pushed image',
    );
  try {
    return await verifyRequired(root, reference, required, settings, host);
  } catch (error) {
    if (error instanceof PortsideError && error.kind === 'usage') throw error;
    return notChecked(name, reason(error));
  }
}

/** A file of the repository where there is one by that name, else a reference as it is. */
function repositoryImage(root: string, name: string): string {
  const scheme = /^(docker-archive|oci|oci-archive|dir):(.*)$/.exec(name);
  if (scheme) return `${scheme[1]}:${insideRepository(root, scheme[2] ?? '', 'an image')}`;
  return existsSync(resolve(root, name)) ? insideRepository(root, name, 'an image') : name;
}
