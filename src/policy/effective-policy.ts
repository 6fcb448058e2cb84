import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve, sep } from 'node:path';
import type { Finding } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import { EMPTY_INSPECTION, type Incomplete, type Inspection } from '../core/report.js';
import { ruleFinding } from '../core/rule-finding.js';
import { PortsideError, reason } from '../lib/errors.js';
import { isInside } from '../lib/paths.js';
import { fileType, whyNoFile } from '../lib/regular-file.js';
import type { Options } from '../options/options.js';
import { type BaseBranchFiles, checkoutFiles } from '../repository/base-branch-files.js';
import type { ReadPolicyFile } from './extended-policies.js';
import { findAncestorPolicy } from './find-ancestor-policy.js';
import { type LoadRules, loadPolicy, validatePolicy } from './load.js';
import type { Policy, RequiredSigner } from './policy.js';
import { brokenPolicy } from './policy-rules.js';
import { DEFAULT_POLICY } from './presets.js';
import { type IgnoreFile, readTrivyIgnore, TRIVY_IGNORE_FILES } from './trivy-ignore.js';
import type { PolicyProblem } from './yaml.js';

/** The paths of a repository's policy; the first that exists is used. */
export const POLICY_FILES = ['.github/portside.yml', '.github/portside.yaml'] as const;

/** Where other tools have their configuration, so that a policy may be there by mistake. */
const MISPLACED = [
  ...['portside.yml', 'portside.yaml', '.portside.yml', '.portside.yaml'],
  ...['.github/.portside.yml', '.github/portside.json'],
];

/** What the user says of the policy, and how the rules are found that its expressions may name. */
export interface PolicyRequest extends Partial<Pick<Options, 'policy'>> {
  readonly loadRules: LoadRules;
}

/** The policy in force. */
export interface EffectivePolicy {
  readonly policy: Policy;
  /** The policy that the pull request proposes, if it changes the policy and the new text is valid. */
  readonly proposed?: Policy;
  /** Problems of both policies. */
  readonly inspection: Inspection;
}

/**
 * The policy in force, with the exceptions of Trivy's ignore files; both are read from the base branch. Throws
 * PortsideError (usage) as `governingFile` does.
 */
export async function effectivePolicy(
  root: string,
  configuration: BaseBranchFiles,
  options: PolicyRequest,
): Promise<EffectivePolicy> {
  const { policy, proposed, inspection } = await governingFile(root, configuration, options);
  const own = await trivyIgnored(configuration);
  const others = unusedPolicies(root, policy, options);
  const problems = [...own.problems, ...others.notes];
  const notes = problems.map((message) => ({ check: 'policy', message }) as const);
  const governing = {
    policy: withExceptions(policy, own),
    inspection: {
      ...inspection,
      incomplete: [...inspection.incomplete, ...others.incomplete],
      notes: [...inspection.notes, ...notes],
    },
  };
  const changed = configuration.changed().some((path) => TRIVY_FILES.has(path));
  if (!proposed && !changed) return governing;
  const theirs = await trivyIgnored(checkoutFiles(root));
  return { ...governing, proposed: withExceptions(proposed ?? policy, theirs) };
}

/**
 * Policies that are not used: in a folder above, under another name, or a second one. Without a policy in force, one
 * with another name in these folders is a gap: what it asks for was not checked.
 */
function unusedPolicies(
  root: string,
  { path: used }: Policy,
  { policy: named }: PolicyRequest,
): { readonly notes: readonly string[]; readonly incomplete: readonly Incomplete[] } {
  if (named !== undefined) return { notes: [], incomplete: [] };
  const spelled = policiesInAnyCase(root).filter((path) => path !== used);
  const isProposed = (path: string) =>
    isPolicyFile(path) && !existsSync(join(root, used ?? POLICY_FILES[0]));
  if (used !== undefined)
    return {
      notes: spelled
        .filter((path) => !isProposed(path))
        .map((path) => `${path} was not used: the policy is ${used}. Remove it.`),
      incomplete: [],
    };
  const above = findAncestorPolicy(root, POLICY_FILES);
  const gap = (target: string, advice: string): Incomplete => ({
    check: 'policy',
    target,
    reason: `It was not used: the policy is ${POLICY_FILES[0]}. ${advice}`,
  });
  return {
    notes: above === undefined ? [] : [notUsed(above)],
    incomplete: [
      ...spelled.filter((path) => !isPolicyFile(path)).map((path) => gap(path, 'Rename the file')),
      ...MISPLACED.filter((path) => existsSync(join(root, path))).map((path) =>
        gap(path, 'Move the file, or use --policy'),
      ),
    ],
  };
}

export function isPolicyFile(path: string): boolean {
  return POLICY_FILES.some((file) => file === path);
}

/** The files that have the name of a policy, in any case. */
function policiesInAnyCase(root: string): readonly string[] {
  const inFolder = (folder: string, name: RegExp) => {
    try {
      return readdirSync(join(root, folder)).filter((entry) => name.test(entry));
    } catch {
      return [];
    }
  };
  return inFolder('', /^\.github$/i).flatMap((folder) =>
    inFolder(folder, /^portside\.ya?ml$/i)
      .map((name) => `${folder}/${name}`)
      .sort(),
  );
}

function notUsed(path: string): string {
  return `The policy ${path} belongs to a folder above and was not used. Check that folder, or use --policy.`;
}

const TRIVY_FILES: ReadonlySet<string> = new Set(TRIVY_IGNORE_FILES);

function withExceptions(policy: Policy, { exceptions }: IgnoreFile): Policy {
  return { ...policy, exceptions: [...policy.exceptions, ...exceptions] };
}

/** The exceptions of Trivy's ignore files; a file that cannot be read has none. */
async function trivyIgnored(configuration: BaseBranchFiles): Promise<IgnoreFile> {
  const read = await Promise.all(
    TRIVY_IGNORE_FILES.map(async (path): Promise<IgnoreFile> => {
      try {
        const text = await configuration.read(path);
        return text === undefined ? { exceptions: [], problems: [] } : readTrivyIgnore(text, path);
      } catch (error) {
        return { exceptions: [], problems: [reason(error)] };
      }
    }),
  );
  return {
    exceptions: read.flatMap(({ exceptions }) => exceptions),
    problems: read.flatMap(({ problems }) => problems),
  };
}

/**
 * The policy in force: the file that the user names, else the one of the repository, else the built-in one. If the policy
 * of the base branch cannot be read, the built-in policy applies and the result is incomplete: a pull request cannot bring
 * its own. Throws PortsideError (usage) if the policy of the checkout, or a named file, is not valid,
 * and for a named file that neither commit has.
 */
async function governingFile(
  root: string,
  configuration: BaseBranchFiles,
  options: PolicyRequest,
): Promise<EffectivePolicy> {
  const { policy: named, loadRules } = options;
  const isOutside = named !== undefined && !isInside(resolve(root), resolve(named));
  const whole = isOutside ? await configuration.ofRepository?.() : undefined;
  // The change can have it as well as a file of the checked folder.
  if (named !== undefined && whole && isInside(whole.root, realPlace(named)))
    return governingFile(whole.root, whole.files, { policy: realPlace(named), loadRules });
  if (configuration.origin === undefined || isOutside)
    return { policy: await ownPolicy(root, options), inspection: EMPTY_INSPECTION };
  const candidates =
    named === undefined ? POLICY_FILES : [relative(root, named).split(sep).join('/')];
  const head = await firstOf(checkoutFiles(root), candidates).catch(() => undefined);
  try {
    const base = await firstOf(configuration, candidates);
    // A misspelled name is an error as on a push: the built-in policy would pass without the rules of the named one.
    if (named !== undefined && !base && !existsSync(named)) throw noSuchPolicy(named);
    const policy = base
      ? await withFiles(
          await loadPolicy(base.text, base.path, loadRules, (path) => configuration.read(path)),
          configuration,
        )
      : DEFAULT_POLICY;
    if (base?.text === head?.text && !changesExtended(policy, configuration))
      return { policy, inspection: EMPTY_INSPECTION };
    if (!head) return { policy, proposed: DEFAULT_POLICY, inspection: EMPTY_INSPECTION };
    return { policy, ...(await proposedPolicy(root, head, loadRules)) };
  } catch (error) {
    if (!(error instanceof PortsideError) || error.code === 'PSE2002') throw error;
    const why = `${reason(error).replace(/\.?$/, '.')} The built-in policy was applied instead`;
    const target = candidates[0] ?? POLICY_FILES[0];
    const incomplete = [{ check: 'policy', target, reason: why }] as const;
    return { policy: DEFAULT_POLICY, inspection: { ...EMPTY_INSPECTION, incomplete } };
  }
}

function changesExtended({ extendedFiles = [] }: Policy, configuration: BaseBranchFiles): boolean {
  const changed = new Set(configuration.changed());
  return extendedFiles.some((path) => changed.has(path));
}

/** The policy of the checkout, or the finding that it cannot be used. */
async function proposedPolicy(
  root: string,
  { text, path }: PolicyFile,
  loadRules: LoadRules,
): Promise<Omit<EffectivePolicy, 'policy'>> {
  const { read } = checkoutFiles(root);
  const { policy: proposed, problems } = await validatePolicy(text, path, loadRules, read);
  if (proposed) return { proposed, inspection: EMPTY_INSPECTION };
  const findings = problems.slice(0, 1).map((problem) => broken(path, problem));
  return { inspection: { ...EMPTY_INSPECTION, findings } };
}

/** The path without links in its folder. */
function realPlace(file: string): string {
  try {
    return join(realpathSync(dirname(resolve(file))), basename(file));
  } catch {
    return resolve(file);
  }
}

/** The policy with the texts of its keys, trusted roots and VEX documents, read from the same branch. */
async function withFiles(policy: Policy, configuration: BaseBranchFiles): Promise<Policy> {
  const read = async (path: string) => {
    const text = await configuration.read(posix.normalize(path));
    if (text !== undefined) return text;
    throw new PortsideError('PSE2503', `There is no ${path} in ${configuration.origin}`);
  };
  const withKeys = (signedBy: readonly RequiredSigner[]) =>
    Promise.all(
      signedBy.map(async (signer) =>
        'key' in signer ? { ...signer, pem: await read(signer.key) } : signer,
      ),
    );
  const trust = policy.trust.map(async ({ attestations, ...requirement }) => ({
    ...requirement,
    signedBy: await withKeys(requirement.signedBy),
    ...(attestations && {
      attestations: await Promise.all(
        attestations.map(async (one) => ({ ...one, signedBy: await withKeys(one.signedBy) })),
      ),
    }),
    ...(requirement.trustedRoot && { trustedRootText: await read(requirement.trustedRoot) }),
  }));
  const vex = policy.advisories.vex?.map(async (path) => [path, await read(path)] as const);
  return {
    ...policy,
    trust: await Promise.all(trust),
    advisories: {
      ...policy.advisories,
      ...(vex && { vexTexts: new Map(await Promise.all(vex)) }),
    },
  };
}

async function ownPolicy(root: string, options: PolicyRequest): Promise<Policy> {
  if (options.policy !== undefined) return namedPolicy(options);
  const files = checkoutFiles(root);
  const found = await firstOf(files, POLICY_FILES).catch(unusable);
  if (found) return loadPolicy(found.text, found.path, options.loadRules, files.read);
  for (const path of POLICY_FILES) {
    const type = fileType(join(root, path));
    if (type !== 'missing') unusable(new Error(`${path} is ${type}`));
  }
  return DEFAULT_POLICY;
}

/** The policy that the user names, else the built-in one. Throws PortsideError (usage) if it cannot be read. */
export async function namedPolicy({ policy: named, loadRules }: PolicyRequest): Promise<Policy> {
  if (named === undefined) return DEFAULT_POLICY;
  const { read } = checkoutFiles('.');
  const found = await read(named).catch(unusable);
  if (found !== undefined) return loadPolicy(found, named, loadRules, readerFor(named, read));
  throw noSuchPolicy(named);
}

/**
 * Reads what a policy below the working folder extends. One from elsewhere extends no files: those that it would name in the
 * working folder may come from the pull request.
 */
export function readerFor(named: string, read: ReadPolicyFile): ReadPolicyFile | undefined {
  const isBelow = (path: string) => isInside(resolve('.'), resolve(path));
  if (!isBelow(named)) return undefined;
  return async (path) => (isBelow(path) ? read(relative('.', path)) : undefined);
}

function noSuchPolicy(path: string): PortsideError {
  return new PortsideError(
    'PSE2002',
    `Cannot read the policy ${path}: ${whyNoFile(path)}`,
    'Check the path',
  );
}

/** A policy of the checkout that cannot be read is a usage error: its author can fix it. */
function unusable(error: unknown): never {
  throw new PortsideError('PSE2002', `Cannot use the policy: ${reason(error)}`, undefined, error);
}

async function firstOf(
  configuration: BaseBranchFiles,
  paths: readonly string[],
): Promise<PolicyFile | undefined> {
  for (const path of paths) {
    const text = await configuration.read(path);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}

interface PolicyFile {
  readonly path: string;
  readonly text: string;
}

function broken(policy: string, { line, message, path = policy }: PolicyProblem): Finding {
  return {
    ...ruleFinding(brokenPolicy, 'policy'),
    message: `Policy is not valid: ${message}`,
    location: { path, startLine: line, startColumn: 1, endLine: line, endColumn: 1 },
    fingerprint: fingerprint(brokenPolicy.id, path),
  };
}
