import { evaluate } from '../../check/evaluate.js';
import type { Host } from '../../core/host.js';
import { NOTHING_CHECKED, type Report } from '../../core/report.js';
import { pluralize } from '../../lib/text.js';
import type { Options } from '../../options/options.js';
import { DEFAULT_POLICY } from '../../policy/presets.js';
import { inspectTarget } from '../../scan/target.js';
import { maskingHost } from '../../secrets/mask-text.js';
import { redact } from '../../secrets/redact.js';
import { singleArgument } from './arguments.js';
import { checkFormats, deliver } from './deliver.js';

/** `portside sbom TARGET`: lists the packages of an image as CycloneDX or SPDX. Returns the exit status. */
export async function run(options: Options, log: Host): Promise<number> {
  const host = maskingHost(log);
  await checkFormats(options.outputs);
  const target = singleArgument(options, 'sbom');
  const inspection = await inspectTarget(target, [], {
    root: '.',
    policy: DEFAULT_POLICY,
    // A list of packages is not compared with, so it keeps no snapshot of the files.
    options: { ...options, outputs: [] },
    host,
  });
  const { report, context } = evaluate({
    // Without checks there are no findings, and loading the rules takes as long as reading a small image.
    rules: new Map(),
    redact,
    root: '.',
    inspection,
    policy: DEFAULT_POLICY,
    options,
    started: options.now,
  });
  announceNotes(report, host);
  if (report.verdict.outcome !== 'pass')
    return deliver({ report, context }, options, host, 'cyclonedx');
  // The list is complete, but stored as a report it must not count as passed.
  const verdict = { outcome: 'incomplete', reasons: [NOTHING_CHECKED] } as const;
  const silent = { ...host, info: () => {} };
  await deliver({ report: { ...report, verdict }, context }, options, silent, 'cyclonedx');
  host.info(`listed ${pluralize(report.packages.length, 'package')} of ${target}`);
  return 0;
}

/** Notes that are printed: an image can have one for each of its files. */
const MAX_NOTES = 20;

/** Says what is not known of the packages: no format of a list of packages has a place for it. */
function announceNotes({ notes }: Pick<Report, 'notes'>, host: Host): void {
  for (const { message } of notes.slice(0, MAX_NOTES)) host.info(`note: ${message}`);
  if (notes.length > MAX_NOTES) host.info(`${pluralize(notes.length - MAX_NOTES, 'more note')}`);
}
