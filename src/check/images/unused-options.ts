import { EMPTY_INSPECTION, type Inspection } from '../../core/report.js';
import { PortsideError } from '../../lib/errors.js';
import {
  optionsForBases,
  optionsForFiles,
  optionsForImages,
  optionsForRegistries,
} from '../../options/option-rules.js';
import type { Options } from '../../options/options.js';

/** What a run of `check` checks besides files. */
interface ImagesOfRun {
  readonly images: number;
  /** External base images, which are measured with the advisories. */
  readonly bases: number;
}

/**
 * Options that have no effect because there is no image. On the command line they are an error: throws PortsideError
 * (usage). One workflow can serve many repositories, so there they are noted.
 */
export function unusedWithoutImage(options: Options, { images, bases }: ImagesOfRun): Inspection {
  if (images > 0) return EMPTY_INSPECTION;
  const unused = [
    ...optionsForImages(options),
    ...(bases > 0 ? [] : optionsForBases(options)),
    // Without network, base images are not looked up.
    ...(bases > 0 && !options.offline ? [] : optionsForRegistries(options)),
  ];
  const [first] = unused;
  if (first === undefined) return EMPTY_INSPECTION;
  if (options.requireTargets)
    throw new PortsideError(
      'PSE1004',
      `--${first} has no effect here: there is no image to check`,
      'Name an image with --image or in the policy, or remove the option',
    );
  const message = `No image was checked, so these inputs had no effect: ${unused.join(', ')}.`;
  return { ...EMPTY_INSPECTION, notes: [{ message }] };
}

/** Throws PortsideError (usage) for an option that has no effect on an SBOM, which has no files, layers and platforms. */
export function refuseUnusedWithSbom(name: string, options: Options): void {
  const [first] = optionsForFiles(options);
  if (first === undefined) return;
  throw new PortsideError(
    'PSE1004',
    `--${first} has no effect on ${name}: an SBOM only lists packages`,
    'Scan the image itself, or remove the option',
  );
}
