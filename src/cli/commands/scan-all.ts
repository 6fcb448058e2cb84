import { lstatSync, readdirSync, unlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Result } from '../../check/evaluate.js';
import { ruleBook } from '../../check/rule-book.js';
import { lossSince, scanChanges } from '../../check/scan-changes.js';
import {
  type AskedByScan,
  failedScan,
  type ScanRequest,
  scanTarget,
} from '../../check/scan-target.js';
import type { Host } from '../../core/host.js';
import type { Outcome, Report } from '../../core/report.js';
import { endOf } from '../../lib/clock.js';
import { startDeadline } from '../../lib/deadline.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { sha256 } from '../../lib/hash.js';
import { fileType, readRegularFile } from '../../lib/regular-file.js';
import { pluralize } from '../../lib/text.js';
import { repositoryOfRun } from '../../options/environment.js';
import type { Options } from '../../options/options.js';
import { baselineContext } from '../../reports/format.js';
import { jsonDocument } from '../../reports/formats/json.js';
import { startMerge } from '../../reports/stored/merge-reports.js';
import { MAX_REPORT_BYTES, readReport } from '../../reports/stored/read-report.js';
import {
  deserializeReport,
  type SerializedReport,
  serializeReport,
} from '../../reports/stored/serialized-report.js';
import { IMAGE_CHECKS } from '../../scan/image.js';
import { singleArgument } from './arguments.js';
import { type AskedByDelivery, checkFormatsOfChanges, deliver, writeDocument } from './deliver.js';

/** Changes that are kept in memory. The reports in the folder have all of them. */
const MAX_CHANGES = 100_000;

/** V8 collects when the heap has twice the size of what is in use, not four times: most of it is of targets before. */
const COLLECT_EARLIER = '--heap-growing-percent=100';

/**
 * Scans the targets one after the other, writes the report of each into the folder, and reports what changed since the
 * earlier reports there. Of each target, only its name, its gaps and its changes stay in memory. Returns the exit status.
 */
export async function scanAll(
  options: Pick<Options, AskedByScan | AskedByDelivery | 'positionals' | 'timeout'>,
  folder: string,
  host: Host,
): Promise<number> {
  const targets = options.positionals;
  if (targets.length === 0) singleArgument(options, 'scan');
  checkFormatsOfChanges(options.outputs);
  for (const target of targets) refuseFolderOfSboms(target);
  requireFolder(folder);
  setFlagsFromString(COLLECT_EARLIER);
  const deadline = startDeadline(options.timeout);
  const checks = options.only ?? IMAGE_CHECKS;
  const quiet: Host = { ...host, info: () => {}, step: () => {} };
  const withoutVirusScan = options.malware === undefined;
  const counts = { first: 0, changed: 0, failed: 0, fewer: 0, findings: 0, left: 0 };
  const unread: string[] = [];
  const outcomes: Record<Outcome, string[]> = { fail: [], incomplete: [], pass: [] };
  const changes = startMerge();
  let written = Promise.resolve();
  for (const [i, target] of targets.entries()) {
    host.progress(`scanning ${i + 1} of ${targets.length}: ${target}`);
    const { report: scanned } = await scanOne({ target, checks, options, host: quiet, deadline });
    const report = { ...scanned, ...repositoryOfRun(options.environment) };
    const file = join(folder, reportName(target));
    // The report of the target before this one is written meanwhile.
    await written;
    const earlier = earlierReport(file, unread);
    const loss = earlier && lossSince(report, earlier, { withoutVirusScan });
    if (loss) counts[loss]++;
    else written = writeReport(file, report, host);
    const found = scanChanges(report, earlier, { withoutVirusScan });
    outcomes[report.verdict.outcome].push(target);
    if (!earlier) counts.first++;
    if (found.isChanged) counts.changed++;
    counts.findings += found.report.findings.length;
    const { findings } = found.report;
    const isShown = counts.findings <= MAX_CHANGES;
    if (!isShown) counts.left += findings.length;
    changes.add(serializedChanges(isShown ? found.report : { ...found.report, findings: [] }));
  }
  await written;
  deadline.stop();
  host.progress('');
  const summary = `${pluralize(targets.length, 'target')}: ${counts.changed} changed, ${counts.first} scanned for the first time. The reports are in ${folder}`;
  host.info(summary);
  const warnings = warningsOf({ ...counts, unread });
  for (const warning of warnings) host.warning(warning);
  if (counts.left > 0)
    host.warning(
      `${pluralize(counts.left, 'change')} not listed: more than ${MAX_CHANGES}. The reports in ${folder} have them`,
    );
  return deliver(
    changesResult(changes.end(), { outcomes, summary, warnings }, options),
    options,
    host,
  );
}

/** The changes of a target as they are kept in memory. The reasons of the result count the targets. */
function serializedChanges(report: Report): SerializedReport {
  return serializeReport({ ...report, verdict: { ...report.verdict, reasons: [] } });
}

/** Throws PortsideError (usage) for a folder with files that may be SBOMs: it would be taken for the name of an image. */
function refuseFolderOfSboms(target: string): void {
  if (!fileType(target).endsWith('folder')) return;
  const names = readdirSync(target).filter((name) => name.endsWith('.json'));
  // An image in the layout of OCI has an index.
  if (names.length === 0 || names.includes('index.json')) return;
  throw new PortsideError(
    'PSE1005',
    `Cannot scan ${target}: it is a folder with ${pluralize(names.length, 'JSON file')}, and each SBOM is a target of its own`,
    `Name the files: portside scan ${join(target, '*.json')} --out FOLDER`,
  );
}

/** An error is thrown where the promise is awaited: the scan of the next target goes on meanwhile. */
function writeReport(file: string, report: Report, host: Host): Promise<void> {
  const document = [...jsonDocument(serializeReport(report))].join('');
  const written = writeDocument({ format: 'json', file }, document, host);
  written.catch(() => undefined);
  return written;
}

/** Never throws: what cannot be scanned is an incomplete result, so that the others are scanned. */
async function scanOne(request: ScanRequest): Promise<Result> {
  try {
    return await scanTarget(request);
  } catch (error) {
    return failedScan(request, reason(error));
  }
}

/**
 * The report of the earlier scan; undefined if there is none, or none that this version can read: `unread` then gets its name
 * and why, and it is replaced. A link is: it would decide where the report is written.
 */
function earlierReport(file: string, unread: string[]): Report | undefined {
  const entry = lstatSync(file, { throwIfNoEntry: false });
  if (!entry) return undefined;
  try {
    if (entry.isSymbolicLink()) {
      unlinkSync(file);
      throw new Error(`Cannot read report ${file}: it is a symbolic link`);
    }
    return readReport(readRegularFile(file, MAX_REPORT_BYTES), file);
  } catch (error) {
    unread.push(reason(error));
    return undefined;
  }
}

/** What the earlier reports were not good for. */
function warningsOf({
  failed,
  fewer,
  unread,
}: {
  readonly failed: number;
  readonly fewer: number;
  readonly unread: readonly string[];
}): string[] {
  const kept = (count: number) => `${pluralize(count, 'earlier report')} kept`;
  const [first = ''] = unread;
  return [
    ...(failed > 0 ? [`${kept(failed)}, because a check could not run today`] : []),
    ...(fewer > 0
      ? [
          `${kept(fewer)}, because not all of the earlier checks ran today. For fewer checks, use another folder`,
        ]
      : []),
    ...(unread.length > 0
      ? [
          `${pluralize(unread.length, 'earlier report')} replaced, and nothing compared with ${unread.length === 1 ? 'it' : 'them'}: ${first}`,
        ]
      : []),
  ];
}

/** Throws PortsideError (usage) for a file: the reports have no folder then. */
function requireFolder(folder: string): void {
  const type = fileType(folder);
  if (type === 'missing' || type.endsWith('folder')) return;
  throw new PortsideError(
    'PSE1010',
    `Cannot write reports into ${folder}: it is ${type}`,
    'Name a folder, or one that does not exist yet',
  );
}

/** `app.cdx-3f2a1c4d5e6f.json`: targets of different folders may have the same name. */
function reportName(target: string): string {
  const name = basename(target)
    .replace(/\.json$/, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(-80);
  return `${name}-${sha256(Buffer.from(target)).slice(0, 12)}.json`;
}

/** The verdict names no finding: it is about all of each target, and the changes are a part. */
function changesResult(
  merged: SerializedReport | undefined,
  {
    outcomes,
    summary,
    warnings,
  }: {
    readonly outcomes: Readonly<Record<Outcome, readonly string[]>>;
    readonly summary: string;
    readonly warnings: readonly string[];
  },
  { now }: Pick<Options, 'now'>,
): Result {
  if (!merged) throw new PortsideError('PSE1005', 'portside scan needs an argument');
  const report = deserializeReport(merged);
  const of = `of ${pluralize(Object.values(outcomes).flat().length, 'target')}`;
  const { fail, incomplete } = outcomes;
  const verb = incomplete.length === 1 ? 'is' : 'are';
  const reasons = [
    ...(fail.length > 0
      ? [`${fail.length} ${of} ${fail.length === 1 ? 'fails' : 'fail'} (${namesOf(fail)})`]
      : []),
    ...(incomplete.length > 0
      ? [`${incomplete.length} ${of} ${verb} incomplete (${namesOf(incomplete)})`]
      : []),
  ];
  const message = `Only what changed since the earlier scan is listed. ${summary}.`;
  return {
    report: {
      ...report,
      notes: [message, ...warnings].map((one) => ({ message: one })).concat(report.notes),
      verdict: { ...report.verdict, reasons },
    },
    context: { rules: ruleBook, started: now, ended: endOf(now), ...baselineContext(merged) },
  };
}

/** Targets that one sentence names. */
const MOST_NAMED = 3;

/** `a.json, b.json, c.json and 198 more` */
function namesOf(targets: readonly string[]): string {
  const more = targets.length - MOST_NAMED;
  return `${targets.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
