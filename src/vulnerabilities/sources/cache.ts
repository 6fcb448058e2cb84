import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../core/host.js';
import { reason } from '../../lib/errors.js';
import { makeFolder } from '../../lib/make-folder.js';
import { type Advisory, parseRecord } from '../record.js';

/** Records on disk by id and time of modification: a changed record is another entry. */
export interface RecordCache {
  get(id: string, modified: string): Promise<Advisory | undefined>;
  put(id: string, modified: string, json: unknown): Promise<void>;
}

/** A cache in a folder, which is created on the first write. A write that fails is only slower next time: one warning. */
export function openCache(folder: string, now: Date, host: Host): RecordCache {
  let warned = false;
  return {
    async get(id, modified) {
      if (modified === '') return undefined;
      try {
        const [digest, json] = splitLine(await readFile(pathOf(folder, id, modified), 'utf8'));
        if (digest !== digestOf(id, modified, json)) return undefined;
        const advisory = parseRecord(json, now);
        return advisory.id === id ? advisory : undefined;
      } catch {
        return undefined;
      }
    },
    async put(id, modified, json) {
      if (modified === '') return;
      const path = pathOf(folder, id, modified);
      try {
        await makeFolder(join(path, '..'));
        const partial = `${path}.${process.pid}.partial`;
        const content = JSON.stringify(json);
        await writeFile(partial, `${digestOf(id, modified, content)}\n${content}`);
        await rename(partial, path);
      } catch (error) {
        if (!warned) host.warning(`Cannot write to the advisory cache ${folder}: ${reason(error)}`);
        warned = true;
      }
    },
  };
}

/** A file is one line with its digest, then the record: a damaged or edited record is fetched again. */
function digestOf(id: string, modified: string, json: string): string {
  return createHash('sha256').update(`${id}@${modified}\n${json}`).digest('hex');
}

function splitLine(content: string): readonly [string, string] {
  const end = content.indexOf('\n');
  return [content.slice(0, end), content.slice(end + 1)];
}

/**
 * Ids and times come from a server, so only their digest becomes a path. Two levels, so that no folder gets too many
 * files.
 */
function pathOf(folder: string, id: string, modified: string): string {
  const name = createHash('sha256').update(`${id}@${modified}`).digest('hex').slice(0, 40);
  return join(folder, name.slice(0, 2), `${name.slice(2)}.json`);
}
