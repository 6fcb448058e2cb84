import type { Coverage } from '../../core/coverage.js';
import type { Finding } from '../../core/finding.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../../core/report.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { baseName, folderPrefix } from '../../lib/paths.js';
import { pluralize } from '../../lib/text.js';
import type { CheckContext } from '../../policy/check-context.js';
import { repositoryReader } from '../../repository/repository-files.js';
import { blobIdAt, isTouched, type PullRequestTrees, textAt } from '../../repository/tree.js';
import { type AskedByAuthorities, trustedRoot } from '../../signatures/authorities.js';
import type { VerifyOptions } from '../../signatures/options.js';
import {
  type ChangedPackage,
  changedPackages,
  isComparedLock,
  isValidLockfile,
} from './changed-packages.js';
import { findingFor } from './finding.js';

/** What is compared. */
export interface ProvenanceRequest {
  /** The lock files of the repository. */
  readonly lockfiles: readonly string[];
  readonly trees: PullRequestTrees | undefined;
  /** JSON of a trusted root; the current one of the public Sigstore by default. */
  readonly trustedRoot?: VerifyOptions['trustedRoot'];
}

/** Lock files are larger than other text files. */
const MAX_BYTES = 16 << 20;

/**
 * Compares the provenance of the npm and Python packages that a pull request updates with that of their earlier versions: it must not
 * get lost, nor come from another repository or workflow. Without the base commit, nothing is compared.
 */
export async function inspectPackageProvenance(
  { lockfiles, trees, trustedRoot: root }: ProvenanceRequest,
  context: CheckContext<AskedByAuthorities>,
): Promise<Inspection> {
  const { policy, options, host } = context;
  if (!trees || trees.notChecked || policy.packageProvenance === 'ignore') return EMPTY_INSPECTION;
  const verifyOptions =
    root === undefined ? await trustedRoot(undefined, options, host) : { trustedRoot: root };
  const inspections: Inspection[] = [];
  for (const path of lockfiles.filter((one) => isComparedLock(baseName(one)))) {
    if (!(await isTouched(path, trees))) continue;
    inspections.push(await inspectLockfile(path, trees, context, verifyOptions));
  }
  return mergeInspections(inspections);
}

async function inspectLockfile(
  path: string,
  trees: PullRequestTrees,
  { root, policy, options, host }: CheckContext<'offline'>,
  verifyOptions: Pick<VerifyOptions, 'trustedRoot'>,
): Promise<Inspection> {
  const now = withoutMark(repositoryReader(root, MAX_BYTES)(path));
  if (now === undefined) return incomplete(path, [`Cannot read ${path}, or it is too large`]);
  let before: string | undefined;
  let npmrc: string | undefined;
  try {
    const isNew = (await blobIdAt(trees.baseCommit, path)) === undefined;
    const { earlier, unclear } = isNew ? await movedFrom(path, trees) : { earlier: path };
    if (unclear !== undefined) return left(path, unclear);
    before = withoutMark(
      earlier === undefined ? undefined : await textAt(trees.baseCommit, earlier),
    );
    if (earlier !== undefined && NPMRC.has(baseName(path))) npmrc = await npmrcOf(earlier, trees);
  } catch (error) {
    if (!(error instanceof PortsideError)) throw error;
    return incomplete(path, [reason(error)]);
  }
  for (const [text, name] of [
    [before, `${path} of ${trees.baseCommit.name}`] as const,
    [now, path] as const,
  ])
    if (before !== undefined && text !== undefined && !isValidLockfile(baseName(path), text))
      return incomplete(path, [`The packages cannot be compared: ${name} is not JSON`]);
  const changed = before === undefined ? [] : changedPackages(baseName(path), [before, now], npmrc);
  if (changed.length === 0) return EMPTY_INSPECTION;
  if (npmrc !== undefined && /registry\s*=[^\n]*\$\{/.test(npmrc))
    return left(path, 'its .npmrc names the registry by a variable');
  if (options.offline) return left(path, '--offline opens no connection to the registry');
  const isFork = trees.isFork || host.untrusted?.isAnybody;
  if (policy.packageProvenance === 'not-in-forks' && isFork)
    return left(path, 'the policy leaves it out in pull requests from forks');
  host.progress(`comparing the provenance of ${pluralize(changed.length, 'updated package')}`);
  const { compareReleases } = await import('./compare-releases.js');
  const { compared, failures } = await compareReleases(changed, verifyOptions);
  const lines = now.split('\n');
  const findings = compared.flatMap(
    (one) => findingFor(one, locationOf(path, one.changed, lines)) ?? [],
  );
  return {
    ...incomplete(path, failures),
    findings: findings.sort(byLine),
    coverage: [{ check: 'trust', target: path, state: 'checked' }],
    notes: note(path, compared.length, findings.length),
  };
}

/** The lock files whose registries the `.npmrc` may name. */
const NPMRC: ReadonlySet<string> = new Set([
  ...['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml'],
]);

/** npm ignores a byte order mark. */
function withoutMark(text: string | undefined): string | undefined {
  return text?.replace(/^\ufeff/, '');
}

/** The lock file of the same name that the change removes, for one that it adds, or why it is not clear which one it is. */
async function movedFrom(
  path: string,
  { baseCommit, head }: PullRequestTrees,
): Promise<{ readonly earlier?: string; readonly unclear?: string }> {
  const [before, now] = await Promise.all([baseCommit.list(''), head.list('')]);
  const removed = [...before.keys()].filter(
    (one) => isComparedLock(baseName(one)) && !now.has(one),
  );
  const [earlier, ...more] = removed.filter((one) => baseName(one) === baseName(path));
  if (more.length > 0)
    return { unclear: `the change removes ${more.length + 1} lock files of this name` };
  if (earlier !== undefined) return { earlier };
  const [other] = removed;
  return other === undefined
    ? {}
    : { unclear: `it may replace ${other}, which has another format` };
}

/** The `.npmrc` next to a lock file, or in the root, before the change: it names the registries. */
async function npmrcOf(
  path: string,
  { baseCommit }: PullRequestTrees,
): Promise<string | undefined> {
  const folder = folderPrefix(path);
  return (await textAt(baseCommit, `${folder}.npmrc`)) ?? (await textAt(baseCommit, '.npmrc'));
}

function locationOf(path: string, { now: { line } }: ChangedPackage, lines: readonly string[]) {
  const text = lines[line - 1] ?? '';
  const startColumn = text.length - text.trimStart().length + 1;
  const endColumn = Math.max(text.trimEnd().length + 1, startColumn);
  return { path, startLine: line, startColumn, endLine: line, endColumn };
}

function byLine(a: Finding, b: Finding): number {
  return (a.location?.startLine ?? 0) - (b.location?.startLine ?? 0);
}

function note(path: string, compared: number, problems: number): Inspection['notes'] {
  if (compared === 0) return [];
  const same = compared - problems;
  const message = `Of ${pluralize(compared, 'updated package')} with provenance, ${same} ${same === 1 ? 'has' : 'have'} the same publisher as before`;
  return [{ check: 'trust', target: path, message }];
}

function incomplete(target: string, reasons: readonly string[]): Inspection {
  return {
    ...EMPTY_INSPECTION,
    incomplete: reasons.map((why) => ({ check: 'trust', target, reason: why })),
  };
}

/** Nobody asked for it in this run: the row says what was left out. */
function left(target: string, why: string): Inspection {
  const row: Coverage = {
    check: 'trust',
    target,
    state: 'not-covered',
    informational: true,
    reason: `The provenance of its updated packages was not compared: ${why}`,
  };
  return { ...EMPTY_INSPECTION, coverage: [row] };
}
