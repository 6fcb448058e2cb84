import { resolve } from 'node:path';
import { type DigestOf, lookUpDigests } from '../../builds/digests.js';
import type { LintTargets } from '../../builds/dockerfiles.js';
import { unpinnedMaterials } from '../../builds/unpinned.js';
import { applyAllFixes, type FixResult } from '../../core/apply-fixes.js';
import type { Finding } from '../../core/finding.js';
import { fixMayBreak } from '../../core/fixable.js';
import type { Host } from '../../core/host.js';
import type { RuleBook } from '../../core/report.js';
import { allDockerfileRules, lintDockerfile } from '../../dockerfile/lint.js';
import { lintSettings } from '../../dockerfile/lint-settings.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { replaceFile } from '../../lib/replace-file.js';
import { unifiedDiff } from '../../lib/unified-diff.js';
import type { Options } from '../../options/options.js';
import { baseSources } from '../../registry/base-sources.js';
import type { AskedByRegistry } from '../../registry/registry-options.js';
import { readInputText, STANDARD_INPUT } from '../../repository/input-text.js';
import { redact } from '../../secrets/redact.js';

/** What was fixed, or with `dryRun` would be fixed. */
export interface FixedFiles {
  readonly files: number;
  readonly applied: number;
  /** A unified diff of all files, in which secrets are masked. */
  readonly diff: string;
}

/** What fixing Dockerfiles asks of the options. */
export type AskedByFixes = AskedByRegistry | 'now' | 'pin' | 'dryRun';

/**
 * Applies every fix to the Dockerfiles; with `dryRun`, nothing is written, and with `pin`, images and downloads get the digest
 * that they have now. Fixes of manifests are suggestions only: they
 * change how containers run, so a person has to decide. A file that cannot be read or parsed stays as it is, and the report
 * says why. Throws PortsideError (usage) for a file that cannot be written.
 */
export async function fixFiles(
  root: string,
  files: Pick<LintTargets, 'dockerfiles'>,
  options: Pick<Options, AskedByFixes>,
  host: Host,
): Promise<FixedFiles> {
  const configOf = lintSettings(root, options.now);
  const sources = baseSources(options, host);
  const digests = new Map<string, string | undefined>();
  let total: FixedFiles = { files: 0, applied: 0, diff: '' };
  const fix = async (path: string, before: Promise<string>, lint: Lint) => {
    const result = await fixText(before, lint);
    if (options.pin && result) {
      const { config } = await configOf(path);
      const isUnknown = (name: string) => digests.has(name) && digests.get(name) === undefined;
      for (const left of unpinnedMaterials(path, result.text, { config, isUnknown }))
        host.warning(`Not pinned: ${left}`);
    }
    if (!result || result.text === result.before) return;
    const { before: old, text, applied } = result;
    if (!options.dryRun && path !== STANDARD_INPUT) {
      await write(root, path, text);
      host.info(`${path}: ${[...new Set(applied)].join('; ')}`);
    }
    const show = (version: string) =>
      redact(lint(version), () => version, RULES).source(path) ?? '';
    const diff = total.diff + unifiedDiff(path, show(old), show(text));
    total = { files: total.files + 1, applied: total.applied + applied.length, diff };
  };
  for (const path of files.dockerfiles) {
    const { config } = await configOf(path);
    const lint = (text: string, digestOf?: DigestOf) =>
      lintDockerfile(parseDockerfile(path, text), { ...config, ...(digestOf && { digestOf }) });
    const before = readInputText(root, path);
    if (options.pin) {
      const text = await before.catch(() => '');
      await lookUpDigests((digestOf) => lint(text, digestOf), digests, { sources, host });
    }
    await fix(path, before, (text) =>
      lint(text, options.pin ? (name) => digests.get(name) : undefined).map(withoutRiskyFix),
    );
  }
  return total;
}

const RULES: RuleBook = new Map(
  allDockerfileRules.map((rule) => [rule.id, { ...rule, check: 'lint' }]),
);

type Lint = (text: string) => readonly Finding[];

/** A fix with which a build or a program may break is for a person to choose: `portside fix --step`. */
function withoutRiskyFix(finding: Finding): Finding {
  if (!fixMayBreak(finding, RULES)) return finding;
  const { fix: _, ...rest } = finding;
  return rest;
}

/** The text of a file before and after its fixes; undefined if it cannot be read or parsed. */
async function fixText(
  input: Promise<string>,
  lint: Lint,
): Promise<(FixResult & { readonly before: string }) | undefined> {
  try {
    const before = await input;
    return { before, ...applyAllFixes(before, lint) };
  } catch {
    // The inspection of the file fails too, and reports why.
    return undefined;
  }
}

async function write(root: string, path: string, text: string): Promise<void> {
  try {
    await replaceFile(resolve(root, path), text);
  } catch (error) {
    throw new PortsideError(
      'PSE1010',
      `Cannot write the fixes of ${path}: ${reason(error)}`,
      'Check its permissions, or add --dry-run to see the edits as a diff',
      error,
    );
  }
}
