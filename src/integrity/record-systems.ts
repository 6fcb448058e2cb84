import { createApkRecords } from './apk-records.js';
import { createDpkgRecords } from './dpkg-records.js';
import { createFileLists, type FileLists } from './file-lists.js';
import { createNpmFolders, type NpmFolders } from './npm-folders.js';
import { createPipRecords } from './pip-records.js';
import { createRecordBudget } from './record-budget.js';
import type { RecordSystem } from './record-system.js';
import { createRpmRecords } from './rpm-records.js';

/** The largest images have 20 MB. */
const MAX_TEXT_MEBIBYTES = 64;
/** The headers of rpm have the descriptions and scripts of the packages, too. */
const MAX_HEADER_MEBIBYTES = 256;

/** New collectors for one image. */
export function createRecordSystems(): {
  readonly systems: readonly RecordSystem[];
  readonly npm: NpmFolders;
  readonly lists: FileLists;
} {
  const texts = createRecordBudget(MAX_TEXT_MEBIBYTES);
  const headers = createRecordBudget(MAX_HEADER_MEBIBYTES);
  const systems = [
    createDpkgRecords(texts),
    createApkRecords(texts),
    createRpmRecords(headers),
    createPipRecords(texts),
  ];
  return { systems, npm: createNpmFolders(texts), lists: createFileLists(texts) };
}
