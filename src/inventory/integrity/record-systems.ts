import { createDpkgRecords } from './dpkg-records.js';
import type { RecordSystem } from './record-system.js';

/** New collectors for one image. */
export function createRecordSystems(): readonly RecordSystem[] {
  return [createDpkgRecords()];
}
