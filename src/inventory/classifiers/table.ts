import { type Classifier, fileKeys } from './classifier.js';
import { LIBRARIES } from './libraries.js';
import { INTERPRETERS } from './runtimes.js';
import { SERVERS } from './servers.js';
import { TOOLS } from './tools.js';

/** All classifiers. The versions of Debian's programs are compared in bench/classifiers.mjs. */
export const CLASSIFIERS: readonly Classifier[] = [
  ...INTERPRETERS,
  ...SERVERS,
  ...TOOLS,
  ...LIBRARIES,
];

/** What a file of this name may be. */
export function classifiersFor(file: string): readonly Classifier[] {
  for (const key of fileKeys(file)) {
    const listed = BY_FILE.get(key);
    if (listed) return listed;
  }
  return [];
}

/** The libraries that may be linked into a module of a language package. */
export const EMBEDDED: readonly Classifier[] = CLASSIFIERS.filter(({ embedded }) => embedded);

const BY_FILE: ReadonlyMap<string, readonly Classifier[]> = byFile();

function byFile(): Map<string, Classifier[]> {
  const map = new Map<string, Classifier[]>();
  for (const classifier of CLASSIFIERS)
    for (const file of classifier.files) {
      const listed = map.get(file);
      if (listed) listed.push(classifier);
      else map.set(file, [classifier]);
    }
  return map;
}
