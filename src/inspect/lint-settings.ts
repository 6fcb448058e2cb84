import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { HADOLINT_FILES, readHadolintConfig } from '../dockerfile/hadolint-config.js';
import type { LintConfig } from '../dockerfile/lint-config.js';

/**
 * Looks lint settings up for a Dockerfile: the nearest `.hadolint.yaml` from its folder upward to the repository's root
 * (where `root` is the working folder: to the file system's root, as a person in a subfolder expects). Each file is read
 * once. The promise is rejected with PortsideError (usage) when the file is malformed.
 */
export function lintSettings(root: string): (path: string) => Promise<Partial<LintConfig>> {
  const known = new Map<string, Promise<Partial<LintConfig>>>();
  const top = resolve(root);
  const inFolder = (folder: string): Promise<Partial<LintConfig>> => {
    const found = known.get(folder) ?? lookUp(folder);
    known.set(folder, found);
    return found;
  };
  const lookUp = async (folder: string): Promise<Partial<LintConfig>> => {
    for (const name of HADOLINT_FILES) {
      const path = join(folder, name);
      const text = await readFile(path, 'utf8').catch(() => undefined);
      if (text !== undefined) return readHadolintConfig(text, path);
    }
    const above = dirname(folder);
    return folder === top || above === folder ? {} : inFolder(above);
  };
  return (path) => inFolder(resolve(top, dirname(path)));
}
