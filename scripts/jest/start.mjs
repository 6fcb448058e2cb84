import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Before all tests: gives them a temporary folder of their own, in which end.mjs looks for what they left. */
export default function start() {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'portside-tests-'));
  // Tests also run as another user.
  chmodSync(process.env.TMPDIR, 0o711);
}
