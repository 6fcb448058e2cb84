/** The imports between the folders at the top of src, type-only imports included. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Every TypeScript file below a folder, sorted by path. */
export function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .sort();
}

/** By folder: the folders that it imports from. A pair of folders is one arrow, however many imports it stands for. */
export function arrows() {
  const found = new Map(topFolders().map((folder) => [folder, new Set()]));
  for (const file of sourceFiles('src')) {
    const from = found.get(file.split('/')[1]);
    for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles) {
      if (!fileName.startsWith('.')) continue;
      const [top, to] = join(dirname(file), fileName).split('/');
      if (top === 'src' && from && found.has(to) && found.get(to) !== from) from.add(to);
    }
  }
  return found;
}

export function topFolders() {
  return (
    readdirSync('src', { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      // A move leaves empty folders in an old work tree, which Git does not know.
      .filter((name) => sourceFiles(join('src', name)).length > 0)
      .sort()
  );
}
