import { posix } from 'node:path';
import { compareSeverity } from '../core/severity.js';
import { HADOLINT_FILES, parseHadolintConfig } from '../dockerfile/hadolint-config.js';
import type { LintConfig } from '../dockerfile/lint-config.js';
import { PortsideError } from '../lib/errors.js';
import { ancestorFolders } from '../lib/paths.js';
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
      const folder = posix.dirname(path);
      const [before, after] = await Promise.all(
        [files, checkoutFiles(root)].map((side) => inFolder(folder, side)),
      );
      return addedToLint(before ?? {}, after ?? {}).map((what) => `${what} in ${path}`);
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

/**
 * The settings that apply in a folder: those of the nearest file, which replaces the ones above. A file that is not valid has
 * none: the linter reports what is wrong with it.
 */
async function inFolder(folder: string, files: BaseBranchFiles): Promise<Partial<LintConfig>> {
  for (const at of ancestorFolders(folder))
    for (const name of HADOLINT_FILES) {
      const path = posix.join(at, name);
      try {
        const text = await files.read(path);
        if (text !== undefined) return parseHadolintConfig(text, path);
      } catch (error) {
        if (error instanceof PortsideError) return {};
        throw error;
      }
    }
  return {};
}

function addedToLint(before: Partial<LintConfig>, after: Partial<LintConfig>): string[] {
  const ignored = [...(after.ignored ?? [])].filter((rule) => !before.ignored?.has(rule));
  const severityIn = (config: Partial<LintConfig>, rule: string) =>
    config.severities?.get(rule) ?? ruleBook.get(rule)?.severity;
  const rated = new Set(
    [...(before.severities ?? []), ...(after.severities ?? [])].map(([r]) => r),
  );
  const lowered = [...rated].flatMap((rule) => {
    const [was, is] = [severityIn(before, rule), severityIn(after, rule)];
    return was && is && compareSeverity(is, was) > 0 ? `severity ${is} of ${rule}` : [];
  });
  return [
    ...ignored.map((rule) => `ignored rule ${rule}`),
    ...lowered,
    ...looserRegistries(before.trustedRegistries, after.trustedRegistries),
    ...(before.disableIgnorePragma && !after.disableIgnorePragma ? ['ignore pragmas'] : []),
    ...(before.strictLabels && !after.strictLabels ? ['labels outside the schema'] : []),
    ...[...(before.labelSchema ?? [])]
      .filter(([label, type]) => after.labelSchema?.get(label) !== type)
      .map(([label]) => `no schema of label ${label}`),
  ];
}

/** Without a list, all registries are trusted. */
function looserRegistries(before: readonly string[] = [], after: readonly string[] = []): string[] {
  if (before.length === 0) return [];
  if (after.length === 0) return ['trusted registry *'];
  return after.filter((one) => !before.includes(one)).map((one) => `trusted registry ${one}`);
}
