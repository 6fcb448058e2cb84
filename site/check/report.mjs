import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The HTML report of examples/webapp as dist/ writes it: its address, and a function that removes it. */
export function exampleReport() {
  const folder = mkdtempSync(join(tmpdir(), 'portside-report-'));
  const file = join(folder, 'report.html');
  const args = ['dist/cli/index.js', 'check', 'examples/webapp', '--offline', '--output', file];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  // The example fails its policy.
  if (status !== 1) throw new Error(`portside check examples/webapp: status ${status}\n${stderr}`);
  return {
    address: pathToFileURL(file).href,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
