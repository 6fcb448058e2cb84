import { createApkRecords } from './apk-records.js';
import { createDpkgRecords } from './dpkg-records.js';
import { createPipRecords } from './pip-records.js';
import type { RecordSystem } from './record-system.js';
import { createRpmRecords } from './rpm-records.js';

/** New collectors for one image. */
export function createRecordSystems(): readonly RecordSystem[] {
  return [createDpkgRecords(), createApkRecords(), createRpmRecords(), createPipRecords()];
}
