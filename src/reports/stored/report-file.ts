import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Report } from '../../core/report.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { readReport } from './read-report.js';

/** The report in a regular file of bounded size. Throws PortsideError (usage). */
export async function readReportFile(file: string, maxBytes: number): Promise<Report> {
  return readReport(await readRegularFile(file, maxBytes), file);
}

async function readRegularFile(file: string, maxBytes: number): Promise<Buffer> {
  try {
    const handle = await open(
      file,
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw new Error('it is not a regular file');
      if (stats.size > maxBytes) throw new Error(`it has more than ${maxBytes} bytes`);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new PortsideError(
      'PSE9002',
      `Cannot read report ${file}: ${reason(error)}`,
      'Pass the path of a report',
      error,
    );
  }
}
