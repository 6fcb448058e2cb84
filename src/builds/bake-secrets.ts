import type { Coverage } from '../core/coverage.js';
import { disambiguateFingerprints } from '../core/fingerprint.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import { reason } from '../lib/errors.js';
import { readInputManifest } from '../repository/input-text.js';
import { type FileSecrets, fileSecrets, PARTLY_SEARCHED } from '../secrets/file.js';
import { MAX_WORK, type SearchBudget } from '../secrets/search.js';
import { valueSecrets } from '../secrets/value-secrets.js';
import { type BakeFile, readBakeFile } from './bake/bake-file.js';
import { targetValues, variableDefaults } from './bake/named-values.js';

/** The files of Docker Buildx Bake: those with its names, and those that a call of it names. */
export interface BakeFiles {
  readonly bakeFiles?: readonly string[];
}

/** A Bake file, and what is found in its text. */
interface SearchedFile {
  readonly path: string;
  readonly text: string;
  readonly written: FileSecrets;
  /** Undefined for a file that Bake cannot read. */
  readonly file: BakeFile | undefined;
  /** Why its values are not searched. */
  readonly unread?: string;
}

/** Finds secrets in Bake files: arguments of builds are stored in the history of the image. */
export async function bakeSecrets(
  root: string,
  { bakeFiles = [] }: BakeFiles,
): Promise<Inspection> {
  const searched: SearchedFile[] = [];
  const coverage: Coverage[] = [];
  const budget = { left: MAX_WORK };
  for (const path of bakeFiles) {
    try {
      const text = await readInputManifest(root, path);
      const written = fileSecrets(path, text, budget);
      searched.push({ path, text, written, ...parsed(text, path) });
    } catch (error) {
      coverage.push({ check: 'secret', target: path, state: 'not-covered', reason: reason(error) });
    }
  }
  const found = withValues(searched, budget);
  return {
    ...EMPTY_INSPECTION,
    findings: found.flatMap(({ parts }) =>
      disambiguateFingerprints(parts.flatMap(({ findings }) => findings)),
    ),
    suppressed: found.flatMap(({ parts }) => parts.flatMap((part) => part.suppressed)),
    coverage: [
      ...coverage,
      ...found.map(({ path, unread, parts }): Coverage => {
        const row = { check: 'secret', target: path } as const;
        const isComplete = parts.every(({ complete }) => complete);
        const why = isComplete ? unread : PARTLY_SEARCHED;
        return why === undefined
          ? { ...row, state: 'checked' }
          : { ...row, state: 'partial', reason: why };
      }),
    ],
  };
}

function parsed(text: string, path: string): Pick<SearchedFile, 'file' | 'unread'> {
  try {
    return { file: readBakeFile(text, path) };
  } catch (error) {
    return { file: undefined, unread: `Only its text was searched. ${reason(error)}` };
  }
}

/**
 * What is found in the texts of the files, in the defaults of their variables, and in the arguments that use these, in this
 * order: a secret is reported where it is written.
 */
function withValues(searched: readonly SearchedFile[], budget: SearchBudget) {
  const shared: BakeFile['variables'] = new Map(
    searched.flatMap(({ file }) => [...(file?.variables ?? [])]),
  );
  const defaults = searched.map((one) => {
    const known = new Set(one.written.digests);
    const values = one.file ? variableDefaults(one.file, shared) : [];
    return { ...one, given: valueSecrets({ ...one, found: one.written, known }, values, budget) };
  });
  const known = new Set(
    defaults.flatMap(({ written, given }) => [...written.digests, ...given.digests]),
  );
  return defaults.map(({ written, given, ...one }) => {
    const values = one.file ? targetValues(one.file, shared) : [];
    const used = valueSecrets({ ...one, found: written, known }, values, budget);
    return { path: one.path, unread: one.unread, parts: [written, given, used] };
  });
}
