#!/usr/bin/env node
/**
 * Prints each import of the bundles that no runner can resolve: of an npm package, or of a file that does not exist.
 *   node scripts/bundle-imports.mjs [FOLDER]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = unresolvedImports(process.argv[2] ?? 'dist');
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) process.exitCode = 1;
}

/** One line for each import in the bundles in `dist` that is neither a module of Node.js nor a file of the bundle. */
export function unresolvedImports(dist) {
  return ['action', 'cli'].flatMap((name) => bundleProblems(join(dist, name)));
}

function bundleProblems(folder) {
  const files = readdirSync(folder);
  return files
    .filter((file) => file.endsWith('.js'))
    .flatMap((chunk) =>
      importsOf(resolve(folder, chunk))
        .filter((name) => !isBuiltin(name) && !files.includes(name.replace(/^\.\//, '')))
        .map((name) => `${join(folder, chunk)}: imports ${name}, which a runner does not have`),
    );
}

/** The modules that a chunk imports or requires by a literal name. */
function importsOf(file) {
  const { metafile } = buildSync({
    entryPoints: [file],
    ...{ bundle: true, write: false, metafile: true, external: ['*'], format: 'esm' },
    ...{ platform: 'node', logLevel: 'error' },
  });
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.map(({ path }) => path),
  );
  // webpack's way to import CommonJS: createRequire(import.meta.url)("fs").
  const required = readFileSync(file, 'utf8').matchAll(
    /\(import\.meta\.url\)\(["']([^"']+)["']\)/g,
  );
  return [...new Set([...imported, ...[...required].map(([, name]) => name)])];
}
