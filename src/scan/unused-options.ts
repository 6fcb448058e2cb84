import type { Coverage } from '../core/coverage.js';
import type { Check } from '../core/finding.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import { PortsideError } from '../lib/errors.js';
import type { Options } from '../options/options.js';

/** The options that are about images. */
type AboutImages =
  | 'vex'
  | 'vexOut'
  | 'externalReports'
  | 'malware'
  | 'epss'
  | 'verifyDigests'
  | 'verifyFiles';
type AboutBases = 'advisories' | 'kev';
type AboutRegistries = 'platforms' | 'allowHttpRegistry';
export type AskedWithoutImage =
  | AboutImages
  | AboutBases
  | AboutRegistries
  | 'offline'
  | 'requireTargets';

/** What a run of `check` checks besides files. */
interface ImagesOfRun {
  readonly images: number;
  /** External base images, which are measured with the advisories. */
  readonly bases: number;
  /** Actions of workflows, which are compared with the advisories. */
  readonly actions?: number;
  /** Whether manifests name images that are checked when a change names another one. */
  readonly isWaiting?: boolean;
}

/**
 * What of the options was not done because there is no image. To ask for a check of images without one is an error on the
 * command line (throws PortsideError, usage), and a gap in a workflow, which may serve many repositories. Options that only
 * say how images are evaluated, such as VEX documents, are in a note.
 */
export function unusedWithoutImage(
  options: Pick<Options, AskedWithoutImage>,
  { images, bases, actions = 0, isWaiting = false }: ImagesOfRun,
): Inspection {
  if (images > 0) return EMPTY_INSPECTION;
  const hasReports = options.externalReports.length > 0;
  // Without network, base images are not looked up.
  const lookedUp = options.offline ? 0 : bases;
  const unused = [
    ...optionsForImages(options).filter(
      (name) =>
        !(name === 'vex' && hasReports) && !(name === 'epss' && (hasReports || actions > 0)),
    ),
    ...(lookedUp + actions > 0 ? [] : optionsForBases(options)).filter(
      (name) => !(name === 'kev' && hasReports),
    ),
    ...(lookedUp > 0 ? [] : optionsForRegistries(options)),
  ];
  const asked = isWaiting ? [] : unused.filter((name) => CHECK_OF.has(name));
  const noted = unused.filter((name) => !asked.includes(name));
  const [first] = asked;
  if (first !== undefined && options.requireTargets)
    throw new PortsideError(
      'PSE1004',
      `--${first} has no effect: no image was checked`,
      'Name an image with --image or in the policy, or remove the option',
    );
  const [what, dashes] = options.requireTargets ? ['options', '--'] : ['inputs', ''];
  const names = noted.map((name) => `${dashes}${name}`).join(', ');
  const message = `No image was checked, so these ${what} had no effect: ${names}.`;
  return {
    ...EMPTY_INSPECTION,
    notes: noted.length === 0 ? [] : [{ message }],
    coverage: asked.map(notDone),
  };
}

/** The options that ask for something, with the check that does it. */
const CHECK_OF: ReadonlyMap<string, Check> = new Map([
  ['malware', 'malware'],
  ['platform', 'vulnerability'],
  ['verify-digests', 'hardening'],
  ['verify-files', 'hardening'],
]);

/** The row for an input that asks for a check of images. Its target is the name of the input. */
function notDone(name: string): Coverage {
  const reason = `No image was checked, so the input ${name} had no effect. Name an image, or remove it`;
  return {
    check: CHECK_OF.get(name) ?? 'vulnerability',
    target: name,
    state: 'not-covered',
    reason,
  };
}

/** Of the options that only images use, those that are given. */
function optionsForImages(options: Pick<Options, AboutImages>): string[] {
  return given({
    vex: options.vex.length > 0,
    'vex-out': options.vexOut !== undefined,
    malware: options.malware !== undefined,
    epss: options.epss !== undefined,
    'verify-digests': options.verifyDigests,
    'verify-files': options.verifyFiles,
  });
}

/** Of the options that need an image, a base image or an action of a workflow, those that are given. */
function optionsForBases({ advisories, kev }: Pick<Options, AboutBases>): string[] {
  return given({ advisories: advisories !== undefined, kev: kev !== undefined });
}

/** Of the options that need an image, or a registry with a base image, those that are given. */
function optionsForRegistries({
  platforms,
  allowHttpRegistry,
}: Pick<Options, AboutRegistries>): string[] {
  return given({ platform: platforms.length > 0, 'allow-http-registry': allowHttpRegistry });
}

/** The options that need the files of an image. */
export type AskedWithSbom =
  | AboutRegistries
  | 'only'
  | 'malware'
  | 'verifyDigests'
  | 'verifyFiles'
  | 'attestedSbom'
  | 'vexOut';

/** Throws PortsideError (usage) for an option that has no effect on an SBOM, which has no files, layers and platforms. */
export function refuseUnusedWithSbom(name: string, options: Pick<Options, AskedWithSbom>): void {
  const [first] = optionsForFiles(options);
  if (first === undefined) return;
  throw new PortsideError(
    'PSE1004',
    `--${first} has no effect on ${name}: an SBOM only lists packages`,
    'Scan the image itself, or remove the option',
  );
}

/** Of the options that need the files of an image, which an SBOM does not have, those that are given. */
function optionsForFiles(options: Pick<Options, AskedWithSbom>): string[] {
  const { only, malware, platforms, verifyDigests, verifyFiles, attestedSbom } = options;
  const fromPackages: readonly Check[] = ['vulnerability', 'malware', 'policy'];
  return given({
    malware: malware !== undefined,
    platform: platforms.length > 0,
    'verify-digests': verifyDigests,
    'verify-files': verifyFiles,
    'attested-sbom': attestedSbom,
    'vex-out': options.vexOut !== undefined,
    'allow-http-registry': options.allowHttpRegistry,
    [`only ${only}`]: only?.some((check) => fromPackages.includes(check)) === false,
  });
}

function given(options: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(options).filter((name) => options[name]);
}
