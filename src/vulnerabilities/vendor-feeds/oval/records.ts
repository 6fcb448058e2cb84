import { type FeedContent, InvalidFeed, type OsvRecord } from '../feed.js';
import { type Definition, type OvalDocument, readOval } from './document.js';

/**
 * The records of an OVAL document. A definition that cannot be read is a problem, and the others are read. Throws
 * InvalidFeed for anything but an OVAL document.
 */
export async function* ovalRecords(
  content: FeedContent,
  recordOf: (definition: Definition, document: OvalDocument) => OsvRecord,
): AsyncGenerator<OsvRecord> {
  const document = await readOval(content.chunks);
  for (const definition of document.definitions) {
    let record: OsvRecord;
    try {
      record = recordOf(definition, document);
    } catch (error) {
      if (!(error instanceof InvalidFeed)) throw error;
      content.problem(`definition ${definition.id.slice(0, 100)}: ${error.message}`);
      continue;
    }
    if (record.affected.length > 0) yield record;
  }
}
