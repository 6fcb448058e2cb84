// npm run build [-- FOLDER]: writes the bundles FOLDER/action and FOLDER/cli (default: dist) with @vercel/ncc. esbuild
// minifies every file, because ncc does not minify chunks that are loaded on demand.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { leaveOut, leaveOutOfAction } from './leave-out.mjs';
import { shareLicenseTexts } from './share-license-texts.mjs';

// What no run of the bundle needs is left out of it.
const REDUCE = { action: (code) => leaveOutOfAction(leaveOut(code)), cli: leaveOut };

const folder = process.argv[2] ?? 'dist';
if (lstatSync('node_modules').isSymbolicLink()) {
  // Webpack derives the names of chunks from the real paths of the modules.
  console.error(
    'node_modules is a symbolic link, so the bundles would differ from those of a clean checkout. Run npm ci.',
  );
  process.exit(1);
}
await Promise.all(['action', 'cli'].map(bundle));
chmodSync(join(folder, 'cli', 'index.js'), 0o755);

async function bundle(name) {
  const out = join(folder, name);
  rmSync(out, { recursive: true, force: true });
  const options = ['-C', '-q', '-o', out, '--license', 'licenses.txt'];
  const ncc = spawn('npx', ['ncc', 'build', `src/${name}/main.ts`, ...options], {
    stdio: 'inherit',
  });
  const [status] = await once(ncc, 'exit');
  if (status !== 0) process.exit(1);
  const licenses = join(out, 'licenses.txt');
  writeFileSync(licenses, shareLicenseTexts(readFileSync(licenses, 'utf8')));
  for (const file of readdirSync(out).filter((f) => f.endsWith('.js')))
    minify(join(out, file), REDUCE[name]);
}

function minify(file, reduce) {
  const { code } = transformSync(reduce(readFileSync(file, 'utf8')), {
    minify: true,
    format: 'esm',
    target: 'node20',
    legalComments: 'none',
  });
  writeFileSync(file, code);
}
