import { type FeedContent, InvalidFeed, type OsvRecord } from '../feed.js';
import { type ResolvedDefinition, readOval } from './document.js';

/**
 * The records of an OVAL document. A definition that cannot be read is a problem, and the others are read. Throws
 * InvalidFeed for anything but an OVAL document.
 */
export async function* ovalRecords(
  content: FeedContent,
  recordOf: (resolved: ResolvedDefinition) => OsvRecord,
): AsyncGenerator<OsvRecord> {
  for await (const resolved of readOval(content.chunks)) {
    let record: OsvRecord;
    try {
      record = recordOf(resolved);
    } catch (error) {
      if (!(error instanceof InvalidFeed)) throw error;
      content.problem(`definition ${resolved.definition.id.slice(0, 100)}: ${error.message}`);
      continue;
    }
    if (record.affected.length > 0) yield record;
  }
}
