import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inspectVulnerabilities, type VulnerabilityOptions } from '../advisories/inspect.js';
import { PortsideError, reason } from '../findings/errors.js';
import type { Check } from '../findings/finding.js';
import { type Inspection, join as joinInspections, NOTHING } from '../findings/report.js';
import { inspectHardening } from '../hardening/inspect.js';
import type { Host } from '../host.js';
import type { Image } from '../images/image.js';
import { openImage } from '../images/open.js';
import { startInventory } from '../inventory/inventory.js';
import { matchesGlob } from '../policy/glob.js';
import type { Policy } from '../policy/policy.js';
import { insideRepository } from '../policy-file.js';
import { imageSecrets } from '../secrets/image.js';
import type { Settings } from '../settings/settings.js';
import type { DockerfilePlan } from './dockerfiles.js';
import { type ImageLines, imageLines } from './image-lines.js';
import { registryOptions } from './registry.js';
import { notChecked, verifyRequired } from './trust.js';

/** The checks of an image; all that are wanted are incomplete when it cannot be read. */
export const IMAGE_CHECKS: readonly Check[] = ['vulnerability', 'secret', 'hardening'];

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
  const images = named.length > 0 ? named : own;
  if (images.length === 0)
    return {
      ...NOTHING,
      notes: [
        {
          message:
            'No image was named (--image, or image: in the policy): only files were checked.',
        },
      ],
    };
  const advisories =
    settings.advisories ??
    (policy.advisories === undefined
      ? undefined
      : insideRepository(root, policy.advisories, 'advisories'));
  const inspections: Inspection[] = [];
  for (const { name, reference } of images) {
    inspections.push(
      await inspectImage(
        reference,
        name,
        plans,
        IMAGE_CHECKS,
        { ...settings, ...(advisories ? { advisories } : {}) },
        host,
      ),
      await inspectTrust(root, name, reference, policy, settings, host),
    );
  }
  return joinInspections(inspections);
}

/** Everything about the inside of one image, in one pass over its layers. */
export async function inspectImage(
  reference: string,
  name: string,
  plans: readonly DockerfilePlan[],
  checks: readonly Check[],
  settings: Settings,
  host: Host,
): Promise<Inspection> {
  const notes: { target: string; message: string }[] = [];
  let image: Image | undefined;
  try {
    host.progress(`opening ${name}`);
    image = await openImage(reference, {
      ...(settings.platform ? { platform: settings.platform } : {}),
      ...(settings.environment.dockerHost ? { dockerHost: settings.environment.dockerHost } : {}),
      offline: settings.offline,
      registryOptions: (registry) => registryOptions(settings, host, registry),
      note: (message) => notes.push({ target: name, message: message.replaceAll(reference, name) }),
    });
    const inspection = await inspectOpened({ ...image, name }, plans, checks, settings, host);
    return joinInspections([{ ...NOTHING, notes }, inspection]);
  } catch (error) {
    const why = reason(error);
    // The inventory alone is what `vulnerability` stands on.
    const wanted = checks.length > 0 ? checks : (['vulnerability'] as const);
    return {
      ...NOTHING,
      targets: [{ kind: 'image', name }],
      incomplete: wanted.map((check) => ({ check, target: name, reason: why })),
      notes,
    };
  } finally {
    await image?.close();
  }
}

async function inspectOpened(
  image: Image,
  plans: readonly DockerfilePlan[],
  checks: readonly Check[],
  settings: Settings,
  host: Host,
): Promise<Inspection> {
  const { name } = image;
  const wanted = (check: Check) => checks.includes(check);
  const inventory = startInventory();
  const secrets = imageSecrets();
  const readers = [...inventory.readers, ...(wanted('secret') ? [secrets.reader] : [])];
  const files = await image.scan(readers, {
    verifyDigests: settings.verifyDigests,
    progress: (message) => host.progress(message),
  });
  const stock = inventory.finish(files, image);
  const lines = imageLines(image, plans);
  const packages = stock.packages.map((found) => lines.place(found));
  const vulnerabilities = wanted('vulnerability')
    ? await inspectVulnerabilities(
        packages,
        stock.distribution,
        advisoryOptions(name, settings),
        host,
      )
    : NOTHING;
  return joinInspections([
    {
      targets: [target(image, lines)],
      packages,
      findings: [
        ...(wanted('secret') ? secrets.finish(image, files, lines.layer) : []),
        ...(wanted('hardening') ? inspectHardening({ image, files }, lines) : []),
      ],
      incomplete: stock.incomplete,
      notes: [...stock.notes, ...lines.notes],
    },
    { ...NOTHING, ...vulnerabilities },
  ]);
}

function target(image: Image, lines: ImageLines) {
  return {
    kind: 'image',
    name: image.name,
    ...(image.digest ? { digest: image.digest } : {}),
    ...(image.platform ? { platform: image.platform } : {}),
    ...(lines.dockerfile ? { dockerfile: lines.dockerfile } : {}),
  } as const;
}

/** What the advisory check of an image or SBOM needs of the settings. */
export function advisoryOptions(image: string, settings: Settings): VulnerabilityOptions {
  const { now, offline, advisories, vex, kev, epss, environment } = settings;
  const cache = environment.cacheFolder && join(environment.cacheFolder, 'advisories');
  return { image, now, offline, advisories, vex, kev, epss, cache };
}

/** Every requirement of the policy that speaks of this image must hold; an archive has no signatures to ask. */
async function inspectTrust(
  root: string,
  name: string,
  reference: string,
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
