import type { Host } from '../../core/host.js';
import { endOf } from '../../lib/clock.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { readRegularFile } from '../../lib/regular-file.js';
import type { Options } from '../../options/options.js';
import { baselineContext } from '../../reports/format.js';
import { json, jsonDocument } from '../../reports/formats/json.js';
import { mergeReports } from '../../reports/stored/merge-reports.js';
import { MAX_REPORT_BYTES, readSerializedReport } from '../../reports/stored/read-report.js';
import {
  deserializeReport,
  type SerializedReport,
} from '../../reports/stored/serialized-report.js';
import { checkFormats, checkFormatsOfChanges, deliverDocuments } from './deliver.js';

/** `portside merge REPORT…`: merges reports, for example of the jobs of a matrix. Returns the worst exit status. */
export async function run(options: Options, host: Host): Promise<number> {
  await checkFormats(options.outputs);
  const merged = mergeReports(readAll(options.positionals));
  if (!merged)
    throw new PortsideError(
      'PSE1005',
      'portside merge needs at least one report',
      'Name JSON reports that Portside wrote',
    );
  if (merged.scope === 'changes') checkFormatsOfChanges(options.outputs);
  const onlyJson = options.outputs.every(({ format }) => format === json.id);
  // Source lines are not shown, because the paths in stored reports are not trusted.
  const context = {
    rules: onlyJson ? new Map() : (await import('../../check/rule-book.js')).ruleBook,
    started: options.now,
    ended: endOf(options.now),
    ...baselineContext(merged),
  };
  return deliverDocuments(
    {
      coverage: merged.coverage.map(({ text }) => JSON.parse(text)),
      incomplete: merged.incomplete.map(({ text }) => JSON.parse(text)),
      verdict: merged.verdict,
      // Parsing fifty large reports takes half a gigabyte of memory; JSON output does not need it.
      document: (format, terminal) =>
        format.id === json.id
          ? jsonDocument(merged)
          : format.render(deserializeReport(merged), { ...context, ...terminal }),
    },
    options,
    host,
    json.id,
  );
}

function* readAll(files: readonly string[]): Generator<SerializedReport> {
  for (const file of files) yield read(file);
}

function read(file: string): SerializedReport {
  let bytes: Buffer;
  try {
    bytes = readRegularFile(file, MAX_REPORT_BYTES);
  } catch (error) {
    throw new PortsideError(
      'PSE1008',
      `Cannot read the report ${file}: ${reason(error)}`,
      undefined,
      error,
    );
  }
  return readSerializedReport(bytes, file);
}
