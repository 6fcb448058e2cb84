import { readRepositoryFile } from './read-file.js';

/** The files that configure a run: policy, ignore files, keys. Paths are relative to the root, with forward slashes. */
export interface BaseBranchFiles {
  /** The name of the branch or commit that they are read from, such as `main`; absent for the checkout. */
  readonly origin?: string;
  /** The text of a file; undefined if there is none. Throws PortsideError (incomplete) if that is not known. */
  read(path: string): Promise<string | undefined>;
  /**
   * The path of the base version of a file or folder that an input or the policy names, relative to the working folder;
   * undefined if only the pull request has it. Throws PortsideError (incomplete) if that is not known.
   */
  locate(path: string): Promise<string | undefined>;
  /** The same of the whole repository, with its top folder; absent if it is not known, or has none. */
  ofRepository?(): Promise<{ readonly root: string; readonly files: BaseBranchFiles } | undefined>;
  /** The files that were read or located and that the pull request changes. */
  changed(): readonly string[];
}

/** The largest file that configures a run. */
export const MAX_CONFIGURATION_BYTES = 1024 * 1024;

/** The files of the checkout itself. */
export function checkoutFiles(root: string): BaseBranchFiles {
  return {
    read: (path) => readRepositoryFile(root, path, MAX_CONFIGURATION_BYTES),
    locate: async (path) => path,
    changed: () => [],
  };
}
