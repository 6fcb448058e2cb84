// node scripts/package.mjs FOLDER: what is published as the npm package: the command line's bundle, which needs no other
// package, so none is named. `npm publish FOLDER` does the rest.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
if (!folder) throw new Error('usage: node scripts/package.mjs FOLDER');
const FILES = [
  'dist/cli',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'NOTICE',
  'docs/report.schema.json',
];

const {
  name,
  version,
  description,
  license,
  keywords,
  repository,
  homepage,
  bugs,
  type,
  engines,
  bin,
} = JSON.parse(readFileSync('package.json', 'utf8'));
mkdirSync(folder, { recursive: true });
for (const file of FILES) cpSync(file, join(folder, file), { recursive: true });
const manifest = {
  name,
  version,
  description,
  license,
  keywords,
  repository,
  homepage,
  bugs,
  type,
  engines,
  bin,
  files: FILES,
};
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
