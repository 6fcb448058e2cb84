// node scripts/package.mjs FOLDER: what is published as the npm package: the command line's bundle, which needs no other
// package, so none is named. `npm publish FOLDER` does the rest; the repository itself is private to npm, since it names
// them.
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
// npm takes these two along without being told.
for (const file of [...manifest.files, 'README.md', 'LICENSE'])
  cpSync(file, join(folder, file), { recursive: true });
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
