import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { EMPTY_INSPECTION, type Incomplete, type Inspection, type Note } from '../core/report.js';
import { PortsideError } from '../lib/errors.js';
import { didYouMean } from '../lib/nearest-file.js';
import { isExistingFolder } from '../lib/paths.js';
import type { Options } from '../options/options.js';
import type { Policy } from '../policy/policy.js';
import type { BaseBranchFiles } from '../repository/base-branch-files.js';
import { isPattern } from '../repository/select-dockerfiles.js';
import { withPolicyAdvisories } from '../vulnerabilities/policy-advisories.js';
import { isRemoteSource } from '../vulnerabilities/remote/open.js';
import { readVexText } from '../vulnerabilities/vex/read.js';

/** What names files in the options. */
export type AskedByInputs =
  | 'vex'
  | 'externalReports'
  | 'kev'
  | 'epss'
  | 'malware'
  | 'advisories'
  | 'baseline'
  | 'dockerfiles'
  | 'requireTargets';

/** The options with the files of the base branch, and notes about files that were left out. */
export interface InputFiles<Given> {
  readonly options: Given;
  /** Without the path of the advisories, which is in the options now. */
  readonly policy: Policy;
  readonly inspection: Inspection;
}

/**
 * Replaces each file that an input names and that could weaken the verdict by its version of the base commit: VEX
 * documents, advisories (also those of the policy), the baseline, external reports, KEV, EPSS and malware signatures.
 * When the version of the base cannot be found out, files that can only suppress findings are left out, the others are
 * read as they are, and the result is incomplete.
 */
export async function inputFiles<Given extends Pick<Options, AskedByInputs>>(
  root: string,
  policy: Policy,
  options: Given,
  files: BaseBranchFiles,
): Promise<InputFiles<Given>> {
  const { origin } = files;
  await requireInputs(root, options, files);
  if (origin === undefined) return { options, policy, inspection: EMPTY_INSPECTION };
  const locator = createLocator(files, origin);
  const vex: (typeof options.vex)[number][] = [];
  for (const document of options.vex) {
    const found = typeof document === 'string' ? await locator.locate(document) : undefined;
    if (typeof document !== 'string' || found === document) vex.push(document);
    else if (found === undefined) locator.leaveOut('The VEX document', document);
    else vex.push({ name: document, text: readVexText(found) });
  }
  const { advisories = withPolicyAdvisories(root, policy, options).advisories } = options;
  const isHere = advisories !== undefined && !isRemoteSource(advisories);
  const records = isHere ? await locator.locate(advisories, advisories) : advisories;
  if (isHere && records === undefined) locator.leaveOut('The advisory folder or file', advisories);
  const baseline = options.baseline && (await located(options.baseline, locator.locate));
  if (options.baseline && !baseline) locator.leaveOut('The baseline', options.baseline.from);
  const { kev, epss, malware } = options;
  const database = malware?.database && (await locator.locateOrKeep(malware.database));
  const { path: _, ...advisoryPolicy } = policy.advisories;
  return {
    options: {
      ...options,
      vex,
      externalReports: await Promise.all(options.externalReports.map(locator.locateOrKeep)),
      advisories: records,
      baseline,
      kev: kev && (await locator.locateOrKeep(kev)),
      epss: epss && (await locator.locateOrKeep(epss)),
      malware: malware && { ...malware, database },
    },
    policy: { ...policy, advisories: advisoryPolicy },
    inspection: { ...EMPTY_INSPECTION, incomplete: locator.incomplete, notes: locator.notes },
  };
}

/**
 * Throws PortsideError (usage) for a file that an option or input names and that neither the checkout nor the base commit
 * has, and for a folder in place of a file: a misspelled name would silently change the result. In a workflow, a pull request may remove a
 * Dockerfile that an input names, and the others are checked.
 */
export async function requireInputs(
  root: string,
  options: Pick<Options, AskedByInputs>,
  files: BaseBranchFiles,
): Promise<void> {
  const { vex, externalReports, kev, epss, malware, advisories, dockerfiles } = options;
  const isHere = advisories !== undefined && !isRemoteSource(advisories);
  const plain = dockerfiles.filter((name) => !isPattern(root, name));
  const named: readonly (readonly [string, readonly unknown[]])[] = [
    ['VEX document', vex],
    ['report', externalReports],
    ['KEV catalog', [kev]],
    ['EPSS scores', [epss]],
    ['malware signatures', [malware?.database]],
    ['advisories', isHere ? [advisories] : []],
    ['baseline', [options.baseline?.from].filter(isFileName)],
    ['Dockerfile', options.requireTargets ? plain.map((path) => resolve(root, path)) : []],
  ];
  for (const [what, paths] of named)
    for (const path of paths) {
      if (typeof path !== 'string') continue;
      if (!(await exists(path, files)))
        throw new PortsideError(
          'PSE1008',
          `Cannot read the ${what} ${path}: there is no such file`,
          didYouMean(path) ?? 'Check the path',
        );
      if (!MAY_BE_FOLDERS.has(what) && isExistingFolder(path))
        throw new PortsideError(
          'PSE1008',
          `Cannot read the ${what} ${path}: it is a folder`,
          'Name a file in it',
        );
    }
}

/** Inputs that read folders; a Dockerfile that is none is reported with its file. */
const MAY_BE_FOLDERS: ReadonlySet<string> = new Set([
  'advisories',
  'malware signatures',
  'baseline',
  'Dockerfile',
]);

/** Whether a baseline is a file, and not an image with a name. */
function isFileName(from: string | undefined): boolean {
  return (
    from !== undefined && /^[./~]|\.(?:tar|tgz|gz|zst|json)$/.test(from) && !from.includes(':')
  );
}

async function exists(path: string, files: BaseBranchFiles): Promise<boolean> {
  if (existsSync(path)) return true;
  // A base version that is not known is reported where it is used.
  const found = await files.locate(path).catch(() => path);
  return found !== undefined && found !== path;
}

/** Finds the base version of a path, and remembers what could not be found or was left out. */
interface Locator {
  /** The path of the base version; undefined when only the pull request has the file; `unknown` after a failure. */
  readonly locate: (path: string, unknown?: string) => Promise<string | undefined>;
  /** For files that add findings: the version of the pull request is better than none. */
  readonly locateOrKeep: (path: string) => Promise<string>;
  readonly leaveOut: (what: string, path: string) => void;
  readonly incomplete: readonly Incomplete[];
  readonly notes: readonly Note[];
}

function createLocator(files: BaseBranchFiles, origin: string): Locator {
  const incomplete: Incomplete[] = [];
  const notes: Note[] = [];
  const locate: Locator['locate'] = async (path, unknown) => {
    try {
      return await files.locate(path);
    } catch (error) {
      if (!(error instanceof PortsideError)) throw error;
      incomplete.push({ check: 'policy', target: path, reason: error.message });
      return unknown;
    }
  };
  return {
    locate,
    locateOrKeep: async (path) => (await locate(path, path)) ?? path,
    leaveOut: (what, path) => {
      if (incomplete.some(({ target }) => target === path)) return;
      const name = relative('', path);
      notes.push({
        message: `${what} ${name} was left out: only the pull request has it, not ${origin}.`,
      });
    },
    incomplete,
    notes,
  };
}

/** The base version of a baseline that is a file or folder, with its scheme; other images stay as they are. */
async function located(
  baseline: NonNullable<Options['baseline']>,
  locate: (path: string) => Promise<string | undefined>,
): Promise<Options['baseline']> {
  const { from, name = from } = baseline;
  const { scheme, file, tag } = baselinePlace(from);
  if (scheme === '' && !existsSync(file)) return baseline;
  const found = await locate(file);
  return found === undefined ? undefined : { ...baseline, from: `${scheme}${found}${tag}`, name };
}

/** The file or folder that a baseline may be, and what stands before and after it: `oci:` FOLDER `:1.2`. */
export function baselinePlace(from: string): Record<'scheme' | 'file' | 'tag', string> {
  const [, scheme = '', file = from, tag = ''] = /^oci:/.test(from)
    ? (/^(oci:)(.*?)((?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?)$/s.exec(from) ?? [])
    : (/^((?:docker-archive|oci-archive|dir|sbom):)?(.*)$/s.exec(from) ?? []);
  return { scheme, file, tag };
}
