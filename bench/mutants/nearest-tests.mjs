/** Which tests of this repository run a file of src, found by the imports of all files, nearest first. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { sourceFiles } from '../../scripts/imports.mjs';

/** Tests that are not run by `npm test`. */
const NOT_RUN = '__tests__/e2e/';

/** So many run first, besides the file's own: they kill most mutants, in seconds. */
const MOST_NEAR = 3;

/**
 * Three lists of test files for a file of src: the nearest in the mirrored folder, with the file's own; all others of that
 * folder that reach it through imports; and those of other folders that reach it.
 */
export function nearestTests() {
  const importers = importersOf([...sourceFiles('src'), ...sourceFiles('__tests__')]);
  return (file) => {
    const distances = distancesTo(file, importers);
    const tests = [...distances.keys()].filter(
      (path) => path.endsWith('.test.ts') && !path.startsWith(NOT_RUN),
    );
    const mirror = file.replace(/^src\//, '__tests__/').replace(/\.ts$/, '.test.ts');
    const folder = mirror.split('/').slice(0, 2).join('/');
    const isHere = (path) => path.startsWith(`${folder}/`);
    const here = tests.filter((path) => isHere(path) && path !== mirror);
    const nearest = here.filter((path) => distances.get(path) === distances.get(here[0]));
    const own = existsSync(mirror) ? [mirror] : [];
    const near = new Set([...own, ...nearest.slice(0, MOST_NEAR)]);
    return [
      [...near],
      here.filter((path) => !near.has(path)),
      tests.filter((path) => !isHere(path)),
    ];
  };
}

function importersOf(files) {
  const importers = new Map(files.map((file) => [file, []]));
  for (const file of files) {
    const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'));
    for (const { fileName } of importedFiles) {
      const path = join(dirname(file), fileName).replace(/\.js$/, '.ts');
      if (fileName.startsWith('.')) importers.get(path)?.push(file);
    }
  }
  return importers;
}

/** By file that reaches it: the number of imports between them. In the order of these numbers. */
function distancesTo(file, importers) {
  const distances = new Map([[file, 0]]);
  for (const [path, distance] of distances)
    for (const importer of importers.get(path) ?? [])
      if (!distances.has(importer)) distances.set(importer, distance + 1);
  return distances;
}
