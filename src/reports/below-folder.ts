import { posix } from 'node:path';
import { incompleteReason } from '../core/check-names.js';
import type { Incomplete } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import { placeName } from '../core/place-name.js';
import type { Report } from '../core/report.js';
import type { ReportContext } from './format.js';

/**
 * A report about a folder of a repository, with paths from the root of the repository: locations, the names of files,
 * the policy. Fingerprints stay as they are. An empty folder changes nothing.
 */
export function belowFolder<R extends { readonly report: Report; readonly context: ReportContext }>(
  result: R,
  folder: string,
): { readonly report: Report; readonly context: ReportContext } {
  if (folder === '') return result;
  const { report, context } = result;
  const files = new Set(report.targets.flatMap(({ kind, name }) => (FILES.has(kind) ? name : [])));
  const name = (target: string) => (files.has(target) ? below(folder, target) : target);
  const row = <T extends { readonly target?: string }>(one: T): T =>
    one.target === undefined ? one : { ...one, target: name(one.target) };
  const moved = (finding: Finding) => movedFinding(finding, folder);
  return {
    report: {
      ...report,
      targets: report.targets.map((target) => ({
        ...withPaths(target, folder),
        name: name(target.name),
        ...(target.dockerfile !== undefined && { dockerfile: below(folder, target.dockerfile) }),
      })),
      packages: report.packages.map((one) => withPaths(one, folder)),
      findings: report.findings.map(moved),
      ...(report.suppressed && { suppressed: report.suppressed.map(moved) }),
      incomplete: report.incomplete.map(row),
      coverage: report.coverage.map(row),
      notes: report.notes.map(row),
      verdict: {
        ...report.verdict,
        reasons: report.verdict.reasons.map((reason) =>
          reasonBelow(reason, report, { row, folder }),
        ),
      },
    },
    context: contextBelow(context, folder),
  };
}

function movedFinding(finding: Finding, folder: string): Finding {
  const copy = withPaths(finding, folder);
  ORIGINALS.set(copy, finding);
  return copy;
}

/** A reason of the verdict, which names findings by their places and checks by their targets. */
function reasonBelow(
  reason: string,
  { findings, incomplete }: Report,
  { row, folder }: { readonly row: (one: Incomplete) => Incomplete; readonly folder: string },
): string {
  const failed = incomplete.find((one) => incompleteReason(one) === reason);
  if (failed) return incompleteReason(row(failed));
  const names = new Map<string, string>();
  for (const { rule, location } of findings) {
    if (!location) continue;
    const name = placeName(rule, location);
    if (reason.includes(name))
      names.set(name, placeName(rule, { ...location, path: below(folder, location.path) }));
  }
  if (names.size === 0) return reason;
  const name = new RegExp(
    `(?<=\\(|, )(?:${[...names.keys()].map(literally).join('|')})(?!\\d)`,
    'g',
  );
  return reason.replace(name, (found) => names.get(found) ?? found);
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The findings before their paths changed, which the policy knows. */
const ORIGINALS = new WeakMap<Finding, Finding>();

const FILES: ReadonlySet<string> = new Set(['dockerfile', 'manifest']);

function contextBelow(context: ReportContext, folder: string): ReportContext {
  const { source, fails, policy, dockerfiles, hidden } = context;
  return {
    ...context,
    // The working folder is the checked folder.
    ...(source && { source: (path: string) => source(posix.relative(folder, path)) }),
    ...(fails && { fails: (finding: Finding) => fails(ORIGINALS.get(finding) ?? finding) }),
    ...(hidden && {
      hidden: { ...hidden, findings: hidden.findings.map((f) => movedFinding(f, folder)) },
    }),
    ...(policy !== undefined && { policy: below(folder, policy) }),
    ...(dockerfiles && { dockerfiles: dockerfiles.map((path) => below(folder, path)) }),
  };
}

function below(folder: string, path: string): string {
  if (posix.isAbsolute(path)) return path;
  const [, excludes = '', rest = path] = /^(!?)(.*)$/s.exec(path) ?? [];
  return `${excludes}${posix.join(folder, rest)}`;
}

/** A copy in which every path of a file of the repository is below the folder: an object with a path and a line has one. */
function withPaths<T>(value: T, folder: string): T {
  if (Array.isArray(value)) return value.map((one) => withPaths(one, folder)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, withPaths(member, folder)]);
  const copy: Record<string, unknown> = Object.fromEntries(members);
  const isPlace = 'startLine' in copy || 'line' in copy;
  for (const key of ['path', 'policy']) {
    const path = copy[key];
    if (isPlace && typeof path === 'string') copy[key] = below(folder, path);
  }
  return copy as T;
}
