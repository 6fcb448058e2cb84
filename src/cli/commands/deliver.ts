import { dirname } from 'node:path';
import type { Result } from '../../check/evaluate.js';
import type { Host } from '../../core/host.js';
import type { Report } from '../../core/report.js';
import { isImageTarget } from '../../core/report.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { makeFolder } from '../../lib/make-folder.js';
import { isFull, replaceFile } from '../../lib/replace-file.js';
import { repositoryOfRun } from '../../options/environment.js';
import type { Options, Output } from '../../options/options.js';
import { coverageLines } from '../../reports/coverage-table.js';
import type { Format, ReportContext } from '../../reports/format.js';
import { json } from '../../reports/formats/json.js';
import { textFormat } from '../../reports/formats/text.js';
import { gapsOf } from '../../reports/gaps.js';
import { missingGitLabFormats } from '../../reports/gitlab-formats.js';
import { verdictSentence } from '../../reports/headline.js';
import { isNarrowed, narrow } from '../../reports/narrow.js';
import { verdictStatus } from './exit-status.js';
import { requireOwnPlace } from './own-place.js';

/** The result of a command: its documents and its verdict. */
export interface CommandResult extends Pick<Report, 'coverage' | 'incomplete' | 'verdict'> {
  /** The document in a format, in one piece or several. `terminal` describes where it is printed. */
  document(format: Format, terminal: Pick<ReportContext, 'color' | 'width' | 'complete'>): Document;
}

type Document = string | Iterable<string>;

/** What the delivery of a result asks of the options. */
export type AskedByDelivery =
  | 'outputs'
  | 'shown'
  | 'vexOut'
  | 'color'
  | 'environment'
  | 'verbose'
  | 'quiet';

/**
 * Writes every requested report (text to standard output by default), then prints the verdict: every report is written,
 * whatever the verdict is. Returns the exit status. Throws PortsideError for an unknown format before anything is written,
 * or if a file cannot be written.
 */
export async function deliver(
  { report: found, context }: Result,
  options: Pick<Options, AskedByDelivery>,
  host: Host,
  fallback = 'text',
): Promise<number> {
  const report = { ...found, ...repositoryOfRun(options.environment) };
  const { coverage, incomplete, verdict } = report;
  const complete = { report, context };
  const shown = options.shown ? narrow(complete, options.shown) : complete;
  if (options.vexOut !== undefined) await writeVex(options.vexOut, complete, host);
  warnOfNoImage(report, options, host);
  const missing = missingGitLabFormats(
    shown.report,
    options.outputs.map(({ format }) => format),
  );
  if (missing !== undefined) host.warning(missing);
  return deliverDocuments(
    {
      coverage,
      incomplete,
      verdict,
      document(format, terminal) {
        const result = isNarrowed(format.id) ? shown : complete;
        return format.render(result.report, { ...result.context, ...terminal });
      },
    },
    options,
    host,
    fallback,
  );
}

/** Writes what is proved as OpenVEX, or warns that nothing is. Throws PortsideError (usage) if it cannot be written. */
async function writeVex(file: string, { report, context }: Result, host: Host): Promise<void> {
  const { renderProvedVex } = await import('../../reports/compliance/proved-vex.js');
  const document = renderProvedVex(report, context);
  if (document !== undefined) return write(file, document, host);
  host.warning(
    `${file} is not written: no vulnerability is proved not to affect an image, and OpenVEX needs a statement`,
  );
}

/** The same for a result whose report is stored as serialized parts. */
export async function deliverDocuments(
  result: CommandResult,
  options: Pick<Options, AskedByDelivery>,
  host: Host,
  fallback: string,
): Promise<number> {
  const outputs = options.outputs.length > 0 ? options.outputs : [{ format: fallback }];
  await checkFormats(outputs);
  for (const { format, file } of outputs) {
    const color =
      options.color ?? (file === undefined && process.stdout.isTTY && !options.environment.noColor);
    const width = file === undefined ? terminalWidth() : undefined;
    const written = result.document(await formatNamed(format), {
      color,
      complete: options.verbose,
      ...(width ? { width } : {}),
    });
    if (typeof written === 'string' && written.trim() === '')
      host.warning(
        `the ${format} report is empty: it describes images with a digest, and the check ran for none`,
      );
    host.progress('');
    await writeDocument({ format, ...(file !== undefined && { file }) }, written, host);
  }
  // The text report ends with the same facts.
  const isShown = outputs.some(({ format, file }) => format === 'text' && file === undefined);
  if (!isShown) announce(result, options, host);
  return verdictStatus(result.verdict.outcome);
}

/** Prints what was not checked, and the verdict, to standard error. Returns the exit status. */
export function announce(
  result: Pick<Report, 'coverage' | 'incomplete' | 'verdict'>,
  options: Pick<Options, 'quiet'>,
  host: Host,
): number {
  announceGaps(result, options, host);
  const { outcome } = result.verdict;
  host.info(`verdict: ${verdictSentence(result, outcome, [' (', ')'])}`);
  return verdictStatus(outcome);
}

/** Lines about what was not checked: a scan of many targets has thousands. */
const MAX_GAPS = 50;

/** Prints what was not checked to standard error. */
export function announceGaps(
  result: Pick<Report, 'coverage' | 'incomplete' | 'verdict'>,
  { quiet }: Pick<Options, 'quiet'>,
  host: Host,
): void {
  if (quiet) return;
  const lines = coverageLines(gapsOf(result).open);
  for (const { target, checks, state } of lines.slice(0, MAX_GAPS))
    host.warning(`not checked: ${target}: ${checks}: ${state}`);
  if (lines.length > MAX_GAPS)
    host.warning(`not checked: ${lines.length - MAX_GAPS} more, which the reports name`);
}

/** The columns of the terminal that shows standard output, also through a pager; undefined in a pipe without a terminal. */
function terminalWidth(): number | undefined {
  return process.stdout.columns ?? process.stderr.columns;
}

/** Throws PortsideError (usage) for an unknown format, before any work is done. */
export async function checkFormats(outputs: readonly Output[]): Promise<void> {
  for (const { format } of outputs) await formatNamed(format);
}

/** Lists of packages. The formats of attestations are empty without an image, which deliverDocuments says. */
const PACKAGE_LISTS: readonly string[] = ['cyclonedx', 'cyclonedx-1.7', 'spdx'];

/** A list of packages without an image lists none, and must not look like one of an image without packages. */
function warnOfNoImage(
  { targets, packages }: Report,
  options: Pick<Options, 'outputs'>,
  host: Host,
): void {
  const isListed = targets.some(isImageTarget);
  if (isListed || packages.length > 0) return;
  for (const { format } of options.outputs)
    if (PACKAGE_LISTS.includes(format))
      host.warning(`the ${format} report lists no packages: no image was checked`);
}

/** The formats for readers, and the one that says that it has only changes. */
const FORMATS_OF_CHANGES: readonly string[] = [textFormat.id, 'markdown', 'html', json.id];

/**
 * Throws PortsideError (usage) for a format whose readers take what a report does not list for fixed: code scanning closes
 * the alerts, an attestation says that there are no more vulnerabilities.
 */
export function checkFormatsOfChanges(outputs: readonly Output[]): void {
  const refused = outputs.find(({ format }) => !FORMATS_OF_CHANGES.includes(format));
  if (refused)
    throw new PortsideError(
      'PSE9008',
      `Cannot write changes as ${refused.format}: its readers would take all other findings for fixed`,
      `Use ${FORMATS_OF_CHANGES.join(', ')}; or merge the reports in the folder of --out: portside merge FOLDER/*.json --format ${refused.format}`,
    );
}

/** The format of that name. The common ones do not load all others. */
async function formatNamed(id: string): Promise<Format> {
  for (const common of [textFormat, json]) if (id === common.id) return common;
  const { REPORT_FORMATS } = await import('../../reports/all-formats.js');
  const format = REPORT_FORMATS.get(id);
  if (format) return format;
  throw new PortsideError(
    'PSE1003',
    `Unknown report format "${id}"`,
    `Use one of ${[...REPORT_FORMATS.keys()].join(', ')}`,
  );
}

/** Writes a document to its file, or to standard output. Throws PortsideError (usage) if the file cannot be written. */
export async function writeDocument(
  { file }: Output,
  document: Document,
  host: Host,
): Promise<void> {
  if (file === undefined) await print(document);
  else await write(file, document, host);
}

/**
 * Waits until standard output took everything, so that nothing is lost at exit. Ends early if it cannot be written: main.ts
 * handles the error, and the other reports are still written.
 */
async function print(document: Document): Promise<void> {
  for (const piece of typeof document === 'string' ? [document] : document) {
    const failed = await new Promise((resolve) => process.stdout.write(piece, resolve));
    if (failed) return;
  }
}

async function write(file: string, document: Document, host: Host): Promise<void> {
  await requireOwnPlace(file, host);
  try {
    await makeFolder(dirname(file));
    await replaceFile(file, document);
  } catch (error) {
    if (isFull(error))
      throw new PortsideError(
        'PSE1011',
        `Cannot write the report ${file}: ${reason(error)}`,
        'Free some space, or write to another place',
        error,
      );
    throw new PortsideError(
      'PSE1010',
      `Cannot write the report ${file}: ${reason(error)}`,
      'Name a file in a folder that can be written to',
      error,
    );
  }
}
