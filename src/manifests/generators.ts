import { baseName } from '../lib/paths.js';
import { envVariables } from './compose/env-file.js';
import type { EnvFile, MissingFile } from './compose/project.js';
import type { ManifestNode } from './manifest-yaml.js';
import { type ReadRepositoryFile, siblingPath } from './paths.js';
import { isSet, textOf, valueAt } from './yaml-values.js';

/** The generators of a kustomization. */
export const GENERATORS = ['configMapGenerator', 'secretGenerator'] as const;

/** A file whose content becomes a value of a ConfigMap or Secret. */
export interface GeneratedValue {
  /** The key of the value. */
  readonly name: string;
  readonly text: string;
  /** The reference to the file in the kustomization. */
  readonly at: ManifestNode;
}

/** The files that the generators of a kustomization read. */
export interface GeneratorFiles {
  readonly values: readonly GeneratedValue[];
  readonly envFiles: readonly EnvFile[];
  readonly missing: readonly MissingFile[];
}

/** Further files are reported as missing. */
const MAX_FILES = 50;

/** Source: Kustomize, "configMapGenerator": `files` are `[KEY=]PATH`, `envs` are files with a variable a line. */
export function generatorFiles(
  documents: readonly ManifestNode[],
  path: string,
  readFile: ReadRepositoryFile,
): GeneratorFiles {
  const values: GeneratedValue[] = [];
  const envFiles: EnvFile[] = [];
  const missing: MissingFile[] = [];
  let left = MAX_FILES;
  const read = (at: ManifestNode, name: string): string | undefined => {
    const file = siblingPath(path, name);
    const text = --left < 0 ? undefined : readFile(file);
    if (text === undefined)
      missing.push({ path: file, what: `the file ${name} (line ${at.range.startLine})` });
    return text;
  };
  for (const generator of generatorsOf(documents)) {
    for (const at of valueAt(generator, 'files')?.items ?? []) {
      const [, key, name = ''] = /^(?:([^=]*)=)?(.*)$/s.exec(textOf(at)) ?? [];
      const text = read(at, name);
      if (text !== undefined) values.push({ name: key ?? baseName(name), text, at });
    }
    for (const at of [...(valueAt(generator, 'envs')?.items ?? []), valueAt(generator, 'env')]) {
      if (!isSet(at)) continue;
      const text = read(at, textOf(at));
      const file = siblingPath(path, textOf(at));
      if (text !== undefined)
        envFiles.push({ path: file, namedAt: at.range, variables: envVariables(text, file) });
    }
  }
  return { values, envFiles, missing };
}

function generatorsOf(documents: readonly ManifestNode[]): ManifestNode[] {
  return documents.flatMap((document) =>
    GENERATORS.flatMap((key) => valueAt(document, key)?.items ?? []),
  );
}
