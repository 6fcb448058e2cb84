// node scripts/package.mjs FOLDER: writes the npm package, which `npm publish FOLDER` publishes. It contains the bundle of
// the command line, which has no dependencies. The package.json of the repository is private, because it has dependencies.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
if (!folder) throw new Error('usage: node scripts/package.mjs FOLDER');
const {
  private: _,
  dependencies,
  devDependencies,
  scripts,
  ...manifest
} = JSON.parse(readFileSync('package.json', 'utf8'));
mkdirSync(folder, { recursive: true });
// npm includes README.md and LICENSE always.
for (const file of [...manifest.files, 'README.md', 'LICENSE'])
  cpSync(file, join(folder, file), { recursive: true });
// `portside init` writes it into the workflow.
const gitHead = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
writeFileSync(
  join(folder, 'package.json'),
  `${JSON.stringify({ ...manifest, gitHead }, null, 2)}\n`,
);
