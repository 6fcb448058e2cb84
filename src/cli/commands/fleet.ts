import { join } from 'node:path';
import type { Host } from '../../core/host.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { fileType, readRegularFile } from '../../lib/regular-file.js';
import { pluralize } from '../../lib/text.js';
import type { Options } from '../../options/options.js';
import { VERSION } from '../../options/version.js';
import { createFleetCollector, type FleetCollector } from '../../reports/fleet/collect-fleet.js';
import {
  HISTORY_FILE,
  historyDocument,
  isHistory,
  MAX_HISTORY_BYTES,
  readHistory,
} from '../../reports/fleet/history.js';
import { fleetPage } from '../../reports/fleet/page.js';
import { MAX_REPORT_BYTES, readReport } from '../../reports/stored/read-report.js';
import { writeDocument } from './deliver.js';
import { gapStatus } from './exit-status.js';
import { type ReportFile, reportFiles } from './report-files.js';

/**
 * `portside fleet REPORT… --out FOLDER`: writes a page about the stored reports of many images and repositories, and the
 * history for the next page. Returns the exit status: the verdicts of the reports do not fail it.
 */
export async function run(options: Options, host: Host): Promise<number> {
  const folder = options.out;
  if (folder === undefined || options.positionals.length === 0)
    throw new PortsideError(
      'PSE1005',
      'portside fleet needs reports, and a folder for the page',
      'portside fleet REPORT… --out FOLDER',
    );
  const collector = createFleetCollector(options.now);
  const history = join(folder, HISTORY_FILE);
  if (fileType(history) !== 'missing') add({ path: history, name: history }, collector);
  const { files, problems } = reportFiles(options.positionals);
  for (const problem of problems) collector.addUnread(problem);
  for (const [i, file] of files.entries()) {
    if (i % 100 === 0) host.progress(`reading report ${i + 1} of ${files.length}`);
    add(file, collector);
  }
  const fleet = collector.fleet();
  host.progress('');
  const page = join(folder, 'index.html');
  await writeDocument({ format: 'html', file: page }, fleetPage(fleet, options.now, VERSION), host);
  await writeDocument({ format: 'json', file: history }, historyDocument(fleet), host);
  const { members, unread } = fleet;
  for (const one of unread.slice(0, 20)) host.warning(`not read: ${one.name}: ${one.reason}`);
  const left = unread.length > 0 ? `, without ${pluralize(unread.length, 'report')}` : '';
  host.info(
    `wrote ${page}: ${pluralize(members.length, 'image or repository', 'images and repositories')}${left}`,
  );
  return gapStatus(unread);
}

/** A file that cannot be read is named on the page. */
function add({ path, name }: ReportFile, collector: FleetCollector): void {
  try {
    const bytes = readRegularFile(path, Math.max(MAX_REPORT_BYTES, MAX_HISTORY_BYTES));
    if (isHistory(bytes)) collector.addHistory(readHistory(bytes));
    else collector.add(readReport(bytes, path), name);
  } catch (error) {
    collector.addUnread({ name: path, reason: whyUnread(error, path) });
  }
}

/** The reason alone: the path is next to it. */
function whyUnread(error: unknown, path: string): string {
  const text = error instanceof PortsideError ? error.message : reason(error);
  return text.replace(`Cannot read report ${path}: `, '');
}
