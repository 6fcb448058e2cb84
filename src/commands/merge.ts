import { readFile } from 'node:fs/promises';
import { PortsideError, reason } from '../findings/errors.js';
import type { Report } from '../findings/report.js';
import type { Host } from '../host.js';
import { comparison } from '../reports/format.js';
import { mergeReports } from '../reports/merge.js';
import { readReport } from '../reports/read-report.js';
import { ruleBook } from '../rule-book.js';
import type { Settings } from '../settings/settings.js';
import { checkFormats, deliver } from './deliver.js';

/** `portside merge REPORT…`: the legs of a matrix as one report. Returns the exit status of the worst. */
export async function run(settings: Settings, host: Host): Promise<number> {
  await checkFormats(settings.outputs);
  const [first, ...others] = await Promise.all(settings.operands.map(read));
  if (!first)
    throw new PortsideError(
      'usage',
      'portside merge needs reports',
      'Name JSON reports of Portside',
    );
  const report = mergeReports(first, ...others);
  // No source lines: the paths in foreign reports are not to be followed.
  const context = {
    rules: ruleBook,
    started: settings.now,
    ended: new Date(),
    ...comparison(report),
  };
  return deliver({ report, context }, settings, host, 'json');
}

async function read(file: string): Promise<Report> {
  try {
    return readReport((await readFile(file)).toString('utf8'), file);
  } catch (error) {
    if (error instanceof PortsideError) throw error;
    throw new PortsideError(
      'usage',
      `Cannot read the report ${file}: ${reason(error)}`,
      undefined,
      error,
    );
  }
}
