import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import { PortsideError } from '../lib/errors.js';
import {
  optionsForBases,
  optionsForFiles,
  optionsForImages,
  optionsForRegistries,
} from '../options/option-rules.js';
import type { Options } from '../options/options.js';

/** What a run of `check` checks besides files. */
interface ImagesOfRun {
  readonly images: number;
  /** External base images, which are measured with the advisories. */
  readonly bases: number;
  /** Actions of workflows, which are compared with the advisories. */
  readonly actions?: number;
}

/**
 * A note about the options that have no effect because there is no image. It is no error: one command line or workflow can
 * serve many repositories.
 */
export function unusedWithoutImage(
  options: Options,
  { images, bases, actions = 0 }: ImagesOfRun,
): Inspection {
  if (images > 0) return EMPTY_INSPECTION;
  const unused = [
    ...optionsForImages(options).filter((name) => name !== 'epss' || actions === 0),
    ...(bases + actions > 0 ? [] : optionsForBases(options)),
    // Without network, base images are not looked up.
    ...(bases > 0 && !options.offline ? [] : optionsForRegistries(options)),
  ];
  if (unused.length === 0) return EMPTY_INSPECTION;
  const [what, dashes] = options.requireTargets ? ['options', '--'] : ['inputs', ''];
  const names = unused.map((name) => `${dashes}${name}`).join(', ');
  const message = `No image was checked, so these ${what} had no effect: ${names}.`;
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
