import { buildPlan } from '../dockerfile/build-steps.js';
import { lintDockerfile } from '../dockerfile/lint.js';
import { parseDockerfile } from '../dockerfile/parse.js';
import { reason } from '../findings/errors.js';
import type { Finding } from '../findings/finding.js';
import type { Incomplete, Inspection, Note, Target } from '../findings/report.js';
import type { Host } from '../host.js';
import type { BuildPlan } from '../images/build-step.js';
import type { Settings } from '../settings/settings.js';
import { readText } from './files.js';
import { lintSettings } from './lint-settings.js';

/** How one Dockerfile builds its image. */
export interface DockerfilePlan {
  readonly dockerfile: string;
  readonly plan: BuildPlan;
}

/**
 * Lints every Dockerfile and says how each builds; one that cannot be read is incomplete and stops no other,
 * one whose `.hadolint.yaml` cannot be read is linted without it, and incomplete.
 */
export async function inspectDockerfiles(
  root: string,
  paths: readonly string[],
  settings: Settings,
  host: Host,
): Promise<Inspection & { readonly plans: readonly DockerfilePlan[] }> {
  const targets: Target[] = [];
  const findings: Finding[] = [];
  const incomplete: Incomplete[] = [];
  const notes: Note[] = [];
  const plans: DockerfilePlan[] = [];
  const settingsOf = lintSettings(root);
  for (const path of paths) {
    targets.push({ kind: 'dockerfile', name: path });
    host.progress(`linting ${path}`);
    try {
      const dockerfile = parseDockerfile(path, await readText(root, path));
      const config = await settingsOf(path).catch((error: unknown) => {
        incomplete.push({ check: 'lint', target: path, reason: reason(error) });
        return {};
      });
      findings.push(...lintDockerfile(dockerfile, { ...config, now: settings.now }));
      const plan = buildPlan(dockerfile);
      if (plan) plans.push({ dockerfile: path, plan });
    } catch (error) {
      incomplete.push({ check: 'lint', target: path, reason: reason(error) });
    }
  }
  return { targets, packages: [], findings, incomplete, notes, plans };
}
