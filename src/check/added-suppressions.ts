import { posix } from 'node:path';
import { compareSeverity } from '../core/severity.js';
import { HADOLINT_FILES, parseHadolintConfig } from '../dockerfile/hadolint-config.js';
import type { LintConfig } from '../dockerfile/lint-config.js';
import { PortsideError } from '../lib/errors.js';
import type { Options } from '../options/options.js';
import type { EffectivePolicy } from '../policy/effective-policy.js';
import type { Policy } from '../policy/policy.js';
import { addedToPolicy } from '../policy/policy-diff.js';
import { type BaseBranchFiles, checkoutFiles } from '../repository/base-branch-files.js';
import { ruleBook } from './rule-book.js';

/** What decides about suppressions. */
interface Governing extends Pick<EffectivePolicy, 'policy' | 'proposed'> {
  readonly root: string;
  readonly files: BaseBranchFiles;
  readonly options: Pick<Options, 'vex'>;
}

/**
 * The suppressions that a pull request adds or widens in the files that configure a run, one phrase each: exceptions and
 * weaker gates of the policy, entries of Trivy's and hadolint's files, VEX documents. None of them applies to this run:
 * they apply after the merge. Comments in files are not among them.
 */
export async function addedSuppressions({
  root,
  files,
  options,
  policy,
  proposed,
}: Governing): Promise<string[]> {
  const changed = new Set(files.changed());
  const added = proposed ? addedToPolicy(policy, proposed) : [];
  const documents = vexPaths(proposed ?? policy, options).filter((path) => changed.has(path));
  const configurations = [...changed].filter((path) => isHadolintFile(posix.basename(path)));
  const ofHadolint = await Promise.all(
    configurations.map(async (path) => {
      const after = await parsed(path, checkoutFiles(root));
      return addedToLint(await parsed(path, files), after).map((what) => `${what} in ${path}`);
    }),
  );
  return [...added, ...documents.map((path) => `VEX document ${path}`), ...ofHadolint.flat()];
}

function isHadolintFile(name: string): boolean {
  return HADOLINT_FILES.some((file) => file === name);
}

function vexPaths({ advisories }: Policy, { vex }: Pick<Options, 'vex'>): string[] {
  const named = vex.flatMap((document) => (typeof document === 'string' ? [document] : []));
  return [...new Set([...(advisories.vex ?? []), ...named].map((path) => posix.normalize(path)))];
}

/** A file that is missing or not valid has no settings: the linter reports what is wrong with it. */
async function parsed(path: string, files: BaseBranchFiles): Promise<Partial<LintConfig>> {
  try {
    const text = await files.read(path);
    return text === undefined ? {} : parseHadolintConfig(text, path);
  } catch (error) {
    if (error instanceof PortsideError) return {};
    throw error;
  }
}

function addedToLint(before: Partial<LintConfig>, after: Partial<LintConfig>): string[] {
  const ignored = [...(after.ignored ?? [])].filter((rule) => !before.ignored?.has(rule));
  const lowered = [...(after.severities ?? [])].filter(([rule, severity]) => {
    const was = before.severities?.get(rule) ?? ruleBook.get(rule)?.severity;
    return was !== undefined && compareSeverity(severity, was) > 0;
  });
  return [
    ...ignored.map((rule) => `ignored rule ${rule}`),
    ...lowered.map(([rule, severity]) => `severity ${severity} of ${rule}`),
  ];
}
