import { dirname, join, relative, resolve, sep } from 'node:path';
import { reason } from '../lib/errors.js';
import { type BaseBranchFiles, checkoutFiles } from '../repository/base-branch-files.js';
import { STANDARD_INPUT } from '../repository/input-text.js';
import { contextContents } from './context-contents.js';
import { HADOLINT_FILES, parseHadolintConfig } from './hadolint-config.js';
import { readIgnoreFile } from './ignore-file.js';
import type { LintConfig, LintFacts } from './lint-config.js';

/** The settings for linting a Dockerfile, and why some of them could not be read. */
export interface LintSettings {
  readonly config: LintFacts;
  readonly problems: readonly string[];
}

/**
 * Looks up the lint settings of a Dockerfile: the nearest `.hadolint.yaml` from its folder up to `root`, and the ignore
 * file of its build context. Each file is read once. A malformed file is a problem, and counts as empty.
 */
export function lintSettings(
  root: string,
  now: Date,
  configuration: BaseBranchFiles = checkoutFiles(root),
): (path: string, context?: string) => Promise<LintSettings> {
  const known = new Map<string, Promise<Partial<LintConfig>>>();
  const top = resolve(root);
  const contextOf = contextContents(root);
  const inFolder = (folder: string): Promise<Partial<LintConfig>> => {
    const found = known.get(folder) ?? lookUp(folder);
    known.set(folder, found);
    return found;
  };
  const lookUp = async (folder: string): Promise<Partial<LintConfig>> => {
    for (const name of HADOLINT_FILES) {
      const path = relative(top, join(folder, name)).split(sep).join('/');
      const text = await configuration.read(path);
      if (text !== undefined) return parseHadolintConfig(text, path);
    }
    const above = dirname(folder);
    return folder === top || above === folder ? {} : inFolder(above);
  };
  return async (path, context) => {
    const problems: string[] = [];
    const fail = (error: unknown) => {
      problems.push(reason(error));
      return undefined;
    };
    const config = (await inFolder(resolve(top, dirname(path))).catch(fail)) ?? {};
    const ignoreFile = await readIgnoreFile(root, path, context).catch(fail);
    return {
      config: {
        ...config,
        now,
        ...(ignoreFile === undefined ? {} : { ignoreFile }),
        ...(path === STANDARD_INPUT ? {} : contextOf(path, context)),
      },
      problems,
    };
  };
}
