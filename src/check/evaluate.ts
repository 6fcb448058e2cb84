import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Check } from '../core/finding.js';
import { disambiguateFingerprints } from '../core/fingerprint.js';
import type { Inspection, Report, RuleBook } from '../core/report.js';
import { escapesViaSymlink } from '../lib/paths.js';
import type { Options } from '../options/options.js';
import { VERSION } from '../options/version.js';
import { applyPolicy } from '../policy/apply.js';
import { type Baseline, compareWithBaseline } from '../policy/baseline.js';
import type { Policy } from '../policy/policy.js';
import { diffPolicyOutcomes } from '../policy/policy-diff.js';
import { applySuppressions } from '../policy/suppressions.js';
import { withSeverity } from '../policy/verdict.js';
import type { ReportContext } from '../reports/format.js';
import type { BaseBranchFiles } from '../repository/base-branch-files.js';

/** A judged report, and what the formats need beside it. */
export interface Result {
  readonly report: Report;
  readonly context: ReportContext;
}

/** What a run knows beside what it found. */
export interface EvaluateOptions {
  /** What there was before the change. */
  readonly baseline?: Baseline;
  /** The policy that the change brings, where it alters it. */
  readonly proposed?: Policy;
  /** The files that steer a run, as the base branch has them. */
  readonly configuration?: BaseBranchFiles;
  /** Every check ran that the policy may speak of. */
  readonly complete?: boolean;
}

/**
 * Judges what was found, after comparing it with what was before. `rules` are those that findings may name; source lines
 * come from the files below `root`.
 */
export function evaluateWith(
  rules: RuleBook,
  root: string,
  inspection: Inspection,
  policy: Policy,
  settings: Options,
  started: Date,
  { baseline, proposed, configuration, complete = false }: EvaluateOptions = {},
): Result {
  const { only, now } = settings;
  // Malicious packages are found by the same advisories, and are the last thing to hide.
  const wanted = (check: Check) =>
    only === undefined ||
    only.includes(check === 'malware' ? 'vulnerability' : check) ||
    only.includes(check);
  const incomplete = inspection.incomplete.filter((item) => wanted(item.check));
  const change = baseline !== undefined || configuration?.origin !== undefined;
  const { suppressed, denied } = applySuppressions(
    (inspection.suppressed ?? []).filter((finding) => wanted(finding.check)),
    policy.ignoreComments,
    { before: baseline?.suppressed, change },
  );
  const found = disambiguateFingerprints(
    inspection.findings.filter((finding) => wanted(finding.check)).concat(denied),
  );
  const compared = baseline
    ? compareWithBaseline(found, baseline, {
        targets: inspection.targets,
        incomplete,
        wholeRepository: settings.dockerfiles.length === 0,
      })
    : { findings: found, notes: [] };
  const apply = (policy: Policy) =>
    applyPolicy(
      { ...inspection, findings: compared.findings, incomplete },
      settings.failOn ? withSeverity(policy, settings.failOn) : policy,
      { now, complete },
    );
  const judged = apply(policy);
  const policyNews = policyChange(configuration, [
    ...(proposed
      ? diffPolicyOutcomes({ policy, judged }, { policy: proposed, judged: apply(proposed) })
      : []),
  ]);
  const { origin } = configuration ?? {};
  return {
    report: {
      schema: 'portside-report/1',
      tool: { name: 'portside', version: VERSION },
      targets: inspection.targets,
      packages: inspection.packages,
      findings: judged.findings,
      incomplete: judged.incomplete,
      notes: [...inspection.notes, ...compared.notes, ...judged.notes],
      ...(baseline && { baseline: { with: [baseline.name], missing: [] } }),
      ...(suppressed.length > 0 && { suppressed }),
      ...(policyNews && { policyChange: policyNews }),
      verdict: judged.verdict,
    },
    context: {
      rules,
      started,
      ended: new Date(),
      source: sourceReader(root),
      ...(settings.dockerfiles.length > 0 && { dockerfiles: settings.dockerfiles }),
      ...(baseline === undefined ? {} : { baseline: baseline.name }),
      ...(policy.path === undefined
        ? {}
        : { policy: origin === undefined ? policy.path : `${policy.path}@${origin}` }),
    },
  };
}

/** Files that one sentence names. */
const MOST_NAMED = 10;

/** Said of a change that alters files which steer the run. */
function policyChange(
  configuration: BaseBranchFiles | undefined,
  consequences: readonly string[],
): readonly string[] | undefined {
  const changed = configuration?.changed() ?? [];
  if (!configuration || changed.length === 0) return undefined;
  const more = changed.length > MOST_NAMED ? ` and ${changed.length - MOST_NAMED} more` : '';
  return [
    `This change alters ${changed.slice(0, MOST_NAMED).join(', ')}${more}: those of ${configuration.origin} judged this run, the new ones count once merged.`,
    ...consequences,
  ];
}

/** Each file is read once; one that cannot be read has no lines to show. */
function sourceReader(root: string): (path: string) => string | undefined {
  const texts = new Map<string, string | undefined>();
  return (path) => {
    if (!texts.has(path)) texts.set(path, read(root, path));
    return texts.get(path);
  };
}

function read(root: string, path: string): string | undefined {
  if (escapesViaSymlink(root, path)) return undefined;
  try {
    return readFileSync(resolve(root, path), 'utf8');
  } catch {
    // It is only shown: whoever could not check the file has said so.
    return undefined;
  }
}
