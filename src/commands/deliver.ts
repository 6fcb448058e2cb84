import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PortsideError, reason } from '../findings/errors.js';
import { makeFolder } from '../findings/folder.js';
import type { Incomplete, Outcome } from '../findings/report.js';
import type { Host } from '../host.js';
import type { Result } from '../judged.js';
import type { Format } from '../reports/format.js';
import { text } from '../reports/text.js';
import type { Output, Settings } from '../settings/settings.js';

const STATUS: Readonly<Record<Outcome, number>> = { pass: 0, fail: 1, incomplete: 3 };

/**
 * Writes every report that was asked for (text to standard output when none was), then says how it ended: a gate never
 * keeps a report from being written. Returns the exit status. Throws PortsideError for an unknown format before
 * anything is written, or when a file cannot be written.
 */
export async function deliver(
  { report, context }: Result,
  settings: Settings,
  host: Host,
  fallback = 'text',
): Promise<number> {
  const outputs = settings.outputs.length > 0 ? settings.outputs : [{ format: fallback }];
  for (const output of outputs) {
    const colour =
      output.file === undefined && process.stdout.isTTY && !settings.environment.noColor;
    const width = process.stdout.columns;
    const document = (await formatNamed(output.format)).render(report, {
      ...context,
      colour,
      ...(width ? { width } : {}),
    });
    if (output.file === undefined) await print(document);
    else await write(output.file, document);
  }
  for (const line of incompleteLines(report.incomplete)) host.warning(line);
  const { outcome, reasons } = report.verdict;
  if (!outputs.some(({ format, file }) => format === 'text' && file === undefined))
    host.info(`verdict: ${outcome}${reasons[0] ? ` (${reasons[0]})` : ''}`);
  return STATUS[report.verdict.outcome];
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

/** The format of that name. Whoever reads the terminal's text does not wait for all the others to load. */
async function formatNamed(id: string): Promise<Format> {
  if (id === text.id) return text;
  const { FORMATS } = await import('../reports/reports.js');
  const format = FORMATS.get(id);
  if (format) return format;
  throw new PortsideError(
    'usage',
    `There is no report format "${id}"`,
    `Formats are ${[...FORMATS.keys()].join(', ')}`,
  );
}

/** Waits for a slow reader, so that nothing is lost at exit. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) =>
    process.stdout.write(text, (error) => (error ? reject(error) : resolve())),
  );
}

async function write(file: string, text: string): Promise<void> {
  try {
    await makeFolder(dirname(file));
    await writeFile(file, text);
  } catch (error) {
    throw new PortsideError(
      'usage',
      `Cannot write the report ${file}: ${reason(error)}`,
      'Name a file in a folder that may be written',
      error,
    );
  }
}
