import { appendFile } from 'node:fs/promises';
import { loadRules } from '../../check/load-rules.js';
import type { Host } from '../../core/host.js';
import type { PlanStep } from '../../core/plan.js';
import { familiarReference, readReference } from '../../core/reference.js';
import type { Report } from '../../core/report.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { pluralize } from '../../lib/text.js';
import type { Options } from '../../options/options.js';
import { effectivePolicy, POLICY_FILES } from '../../policy/effective-policy.js';
import { publishedImages, stepsForImages } from '../../remedy/fix/published-images.js';
import { escapeMarkdown } from '../../reports/escape.js';
import { checkoutFiles } from '../../repository/base-branch-files.js';

/**
 * The names of the published images that the policy asks a pull request for; undefined if it asks for none, which a message
 * says. Throws PortsideError (usage) if no image is named, and for a policy that cannot be read.
 */
export async function rescannedImages(
  root: string,
  options: Pick<Options, 'images' | 'policy'>,
  host: Host,
): Promise<readonly string[] | undefined> {
  const { policy } = await effectivePolicy(root, checkoutFiles(root), {
    ...options,
    loadRules,
  });
  if (policy.fixPullRequest === 'never') {
    const file = policy.path ?? POLICY_FILES[0];
    host.info(
      `No pull request: the policy does not ask for one. Add "fix-pull-request: rescan" to ${file}`,
    );
    return undefined;
  }
  const names = options.images.length > 0 ? options.images : policy.images;
  if (names.length > 0) return names;
  throw new PortsideError(
    'PSE1005',
    'portside fix --rescan needs the published images',
    'Name them with --image, or under "images" in the policy',
  );
}

/** The steps that clear findings of the images that are built here. A warning names each other image, and why it is one. */
export function rescanSteps(
  steps: readonly PlanStep[],
  report: Report,
  host: Pick<Host, 'warning'>,
): readonly PlanStep[] {
  const { built } = publishedImages(report);
  for (const sentence of leftOut(report)) host.warning(sentence);
  return stepsForImages(steps, built, report);
}

/** A sentence about each image for which nothing can be proposed. */
function leftOut(report: Report): readonly string[] {
  const { others, unread } = publishedImages(report);
  return [
    ...unread.map((name) => `${name} could not be read, so nothing is proposed for it`),
    ...others.map(
      (name) =>
        `${name} is not built by a file of this repository, so nothing is proposed for it. Rescan it in the repository that builds it`,
    ),
  ];
}

/** Names the plan of a rescan. Each release has another digest, and its plan continues the one before. */
export function rescanKey(images: readonly string[]): readonly string[] {
  return ['rescan', ...new Set(images.map(withoutDigest).sort())];
}

function withoutDigest(name: string): string {
  const parsed = readReference(name);
  return parsed ? familiarReference({ ...parsed, digest: undefined }) : name;
}

/** What became of the rescan, in the summary of the job. A summary that cannot be written is a warning. */
export async function writeRescanSummary(
  summaryFile: string | undefined,
  { report, outcome, doneSteps }: { report: Report; outcome: string; doneSteps: number },
  host: Host,
): Promise<void> {
  if (summaryFile === undefined) return;
  const sentences = [
    `${outcome}. ${pluralize(doneSteps, 'step')} of the plan can be done by an edit`,
    ...leftOut(report),
  ];
  const lines = sentences.map((one) => `- ${escapeMarkdown(one)}\n`).join('');
  await appendFile(summaryFile, `## Portside: fixes for published images\n\n${lines}`).catch(
    (error: unknown) => host.warning(`Cannot write the job summary: ${reason(error)}`),
  );
}
