import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtCliOf } from './end.mjs';

/** Before all tests: gives them a temporary folder of their own, in which end.mjs looks for what they left. */
export default function start() {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'portside-tests-'));
  // Tests also run as another user.
  chmodSync(process.env.TMPDIR, 0o711);
  // An interrupted run does not come to its end.
  const folder = process.env.TMPDIR;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => {
      for (const left of [folder, builtCliOf(folder)])
        rmSync(left, { recursive: true, force: true });
      process.kill(process.pid, signal);
    });
}
