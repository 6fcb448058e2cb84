import type { Finding } from '../../core/finding.js';
import type { Fix } from '../../core/fix.js';
import type { Host } from '../../core/host.js';
import type { PlanStep } from '../../core/plan.js';
import type { Report, RuleBook } from '../../core/report.js';
import { lintDockerfile } from '../../dockerfile/lint.js';
import { lintSettings } from '../../dockerfile/lint-settings.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import { addTo } from '../../lib/group-by.js';
import type { Options } from '../../options/options.js';
import { trackedFiles } from '../../repository/tracked.js';
import { type AppliedSteps, applySteps } from '../apply/apply-steps.js';

import { withLaterFixes } from './later-fixes.js';

export type { AppliedSteps, StepOutcome } from '../apply/apply-steps.js';
export { selectSteps, withoutSteps } from '../apply/select-steps.js';
export { type EditedFile, writeFiles } from '../apply/write-files.js';

/** Milliseconds for one run of a package manager. */
const MANAGER_TIMEOUT = 180_000;

/** Who runs the steps, and where. */
export interface PlanApplication {
  readonly root: string;
  readonly report: Report;
  readonly options: Pick<Options, 'now' | 'environment' | 'offline'>;
  readonly host: Host;
  readonly rules: RuleBook;
  /** Whether the other steps are done if one does not apply. */
  readonly whatCanBeDone: boolean;
  /** Why this run may not start a package manager, as a sentence; undefined if it may. */
  readonly untrusted: string | undefined;
  /** Whether a package manager gets the variables that the settings of the project name as logins. */
  readonly passesCredentials?: boolean;
  /** Steps that a person does not want: no other edit makes them possible either. */
  readonly declined?: ReadonlySet<PlanStep>;
}

/**
 * What the steps make of the files of the repository; nothing is written. In a Git repository, only files that Git tracks
 * or that the check read are changed: others may be copies, or of another project.
 */
export async function applyPlan(
  steps: readonly PlanStep[],
  application: PlanApplication,
): Promise<AppliedSteps> {
  const { root, report, options, host, rules, whatCanBeDone, untrusted, declined } = application;
  const tracked = await trackedFiles(root, host);
  const read = new Set(
    report.targets.flatMap(({ kind, name }) =>
      kind === 'dockerfile' || kind === 'manifest' ? name : [],
    ),
  );
  const manifests = new Set(
    report.targets.flatMap(({ kind, name }) => (kind === 'manifest' ? name : [])),
  );
  // The linter does not read the Dockerfiles in a Compose file: their fixes are those of the check.
  const isOfDockerfile = ({ check, location }: Finding) =>
    check === 'lint' && !manifests.has(location?.path ?? '');
  const inDockerfiles = steps.filter(({ path = '' }) => !manifests.has(path));
  const linters = await dockerfileLinters(inDockerfiles, root, options.now);
  const { environment, offline } = options;
  const fixes = new Map<string, Fix[]>();
  for (const finding of report.findings) {
    const { fingerprint, fix } = finding;
    if (fix && !isOfDockerfile(finding)) addTo(fixes, fingerprint, fix);
  }
  const applied = await applySteps(steps, {
    root,
    isOwn: (path) => tracked === undefined || tracked.isTracked(path) || read.has(path),
    files: tracked?.files ?? [],
    ruleFixes: (step) => step.findings.flatMap((fingerprint) => fixes.get(fingerprint) ?? []),
    whatCanBeDone,
    lintOf: (path) => linters.get(path),
    noManagers: offline ? 'No package manager runs with --offline' : untrusted,
    host,
    variable: (name) => environment.variable?.(name),
    passesCredentials: application.passesCredentials,
    timeout: MANAGER_TIMEOUT,
  });
  if (!whatCanBeDone) return applied;
  const { findings } = report;
  return withLaterFixes(applied, {
    findings,
    rules,
    declined,
    lintOf: (path) => linters.get(path),
  });
}

type Lint = (text: string) => readonly Finding[];

/** The linter for each Dockerfile that a step fixes. */
async function dockerfileLinters(
  steps: readonly PlanStep[],
  root: string,
  now: Date,
): Promise<ReadonlyMap<string, Lint>> {
  const configOf = lintSettings(root, now);
  const linters = new Map<string, Lint>();
  for (const { change } of steps) {
    if (change?.kind !== 'rule-fix' || linters.has(change.path)) continue;
    const { path } = change;
    const { config } = await configOf(path);
    linters.set(path, (text) => lintDockerfile(parseDockerfile(path, text), config));
  }
  return linters;
}
