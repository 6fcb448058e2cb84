import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../core/host.js';
import { reason } from '../../lib/errors.js';
import { temporaryFolder } from '../../lib/run-resources.js';
import { type Advisory, InvalidRecord, readRecord } from '../record.js';
import { eachPart, type FeedPart } from './content.js';
import { downloadFeed } from './download-large.js';
import { type FeedFile, InvalidFeed, type OsvRecord } from './feed.js';
import type { FeedRequest } from './requests.js';

/** Gets what is read of a feed. */
export interface FeedSink {
  readonly now: Date;
  advisory(advisory: Advisory): void;
  /** Of a part of the feed that was read. */
  dated(date: Date): void;
  problem(message: string): void;
}

/**
 * Reads a feed from the path of the request, else downloads it into a temporary folder. What cannot be read is a problem.
 * Returns whether all files were read to their end: an archive that was cut short has nothing of the rest. Throws PortsideError
 * when the download fails.
 */
export async function readLargeFeed(
  { feed, path }: FeedRequest,
  sink: FeedSink,
  host: Host,
): Promise<boolean> {
  let isComplete = true;
  const shown = path === undefined ? feed.name : `${feed.name} (${path})`;
  const folder = join(temporaryFolder(), `feed-${feed.id}`);
  const files = feed.files(undefined);
  const problem = (message: string) => sink.problem(`${shown}: ${message}`);
  try {
    const paths = path === undefined ? await downloadFeed(files, folder, host) : [path];
    for (const one of paths)
      try {
        await eachPart(one, (part) => readPart(part), problem);
      } catch (error) {
        isComplete = false;
        problem(reason(error));
      }
    return isComplete;
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }

  async function readPart({ name, dated, chunks }: FeedPart): Promise<void> {
    host.progress(`reading ${name} of ${feed.name}`);
    const partProblem = (message: string) => problem(`${name}: ${message}`);
    const file = fileOf(name, files);
    if (!file) {
      partProblem(`the feed has no such file, but ${files.map((one) => one.name).join(', ')}`);
      return;
    }
    try {
      for await (const record of feed.read({ file, chunks, problem: partProblem }))
        addRecord({ modified: dated.toISOString(), ...record }, partProblem);
      sink.dated(dated);
    } catch (error) {
      if (!(error instanceof InvalidFeed)) throw error;
      partProblem(error.message);
    }
  }

  function addRecord(record: OsvRecord, partProblem: (message: string) => void): void {
    try {
      sink.advisory(readRecord(record, sink.now));
    } catch (error) {
      if (!(error instanceof InvalidRecord)) throw error;
      partProblem(`${record.id.slice(0, 100)}: ${error.message}`);
    }
  }
}

/** The file of the feed that has the name. A feed with one file may have it under any name. */
function fileOf(name: string, files: readonly FeedFile[]): FeedFile | undefined {
  const isDifferent = new Set(files.map(({ release }) => release)).size > 1;
  return isDifferent ? files.find((file) => name.startsWith(file.name)) : files[0];
}
