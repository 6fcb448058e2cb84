import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Result } from '../../check/evaluate.js';
import type { Host } from '../../core/host.js';
import type { Incomplete, Outcome, Report } from '../../core/report.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { makeFolder } from '../../lib/make-folder.js';
import type { Options, Output } from '../../options/options.js';
import type { Format, ReportContext } from '../../reports/format.js';
import { json } from '../../reports/formats/json.js';
import { text } from '../../reports/formats/text.js';

const STATUS: Readonly<Record<Outcome, number>> = { pass: 0, fail: 1, incomplete: 3 };

/** What there is to deliver: the report in any format, and how it ended. */
export interface CommandResult extends Pick<Report, 'incomplete' | 'verdict'> {
  /** The document, whole or in pieces. `terminal` is what the format has to know of where it goes. */
  document(format: Format, terminal: Pick<ReportContext, 'color' | 'width'>): Document;
}

type Document = string | Iterable<string>;

/**
 * Writes every report that was asked for (text to standard output when none was), then says how it ended: a gate never
 * keeps a report from being written. Returns the exit status. Throws PortsideError for an unknown format before
 * anything is written, or when a file cannot be written.
 */
export function deliver(
  { report, context }: Result,
  options: Options,
  host: Host,
  fallback = 'text',
): Promise<number> {
  const { incomplete, verdict } = report;
  return deliverDocuments(
    {
      incomplete,
      verdict,
      document: (format, terminal) => format.render(report, { ...context, ...terminal }),
    },
    options,
    host,
    fallback,
  );
}

/** The same for what is not at hand as a Report. */
export async function deliverDocuments(
  { incomplete, verdict, document }: CommandResult,
  options: Options,
  host: Host,
  fallback: string,
): Promise<number> {
  const outputs = options.outputs.length > 0 ? options.outputs : [{ format: fallback }];
  for (const { format, file } of outputs) {
    const color = file === undefined && process.stdout.isTTY && !options.environment.noColor;
    const width = process.stdout.columns;
    const written = document(await formatNamed(format), { color, ...(width ? { width } : {}) });
    if (typeof written === 'string' && written.trim() === '')
      host.warning(
        `the ${format} report is empty: it is about images, and none with a digest was checked`,
      );
    if (file === undefined) await print(written);
    else await write(file, written);
  }
  for (const line of incompleteLines(incomplete)) host.warning(line);
  const { outcome, reasons } = verdict;
  if (!outputs.some(({ format, file }) => format === 'text' && file === undefined))
    host.info(`verdict: ${outcome}${reasons[0] ? ` (${reasons[0]})` : ''}`);
  return STATUS[outcome];
}

/** A line for each reason: one image that cannot be read fails several checks. */
function incompleteLines(incomplete: readonly Incomplete[]): string[] {
  const checks = new Map<string, string[]>();
  for (const { check, target, reason: why } of incomplete) {
    const rest = `of ${target} could not run: ${why}`;
    checks.set(rest, [...(checks.get(rest) ?? []), check]);
  }
  return [...checks].map(
    ([rest, names]) => `the ${names.join(', ')} ${names.length === 1 ? 'check' : 'checks'} ${rest}`,
  );
}

/** Fails before any work is done when a format is unknown. */
export async function checkFormats(outputs: readonly Output[]): Promise<void> {
  for (const { format } of outputs) await formatNamed(format);
}

/** The format of that name. Who wants one of the common ones does not wait for all others to load. */
async function formatNamed(id: string): Promise<Format> {
  for (const common of [text, json]) if (id === common.id) return common;
  const { FORMATS } = await import('../../reports/all-formats.js');
  const format = FORMATS.get(id);
  if (format) return format;
  throw new PortsideError(
    'PSE1003',
    `There is no report format "${id}"`,
    `Formats are ${[...FORMATS.keys()].join(', ')}`,
  );
}

/** Waits for a slow reader, so that nothing is lost at exit. */
async function print(document: Document): Promise<void> {
  for (const piece of typeof document === 'string' ? [document] : document)
    await new Promise<void>((resolve, reject) =>
      process.stdout.write(piece, (error) => (error ? reject(error) : resolve())),
    );
}

async function write(file: string, document: Document): Promise<void> {
  try {
    await makeFolder(dirname(file));
    await writeFile(file, document);
  } catch (error) {
    throw new PortsideError(
      'PSE1010',
      `Cannot write the report ${file}: ${reason(error)}`,
      'Name a file in a folder that may be written',
      error,
    );
  }
}
