import { type Finding, originOf } from '../../core/finding.js';
import { isProjectFile, isWorkflow } from '../images/project-files.js';
import { type BothVersions, textOf } from './versions.js';

/** Files that fix the versions which a descriptor leaves open. */
const LOCK_FILE =
  /(?:^|\/)(?:go\.(?:sum|work)|package-lock\.json|npm-shrinkwrap\.json|[^/]{1,100}\.lock|[^/]{1,100}\.lockfile|pnpm-lock\.yaml|pyproject\.toml|Pipfile|\.ko\.ya?ml|gradle\.properties)$/;

/** Commands and Actions that build an image without a Dockerfile. */
const BUILD_COMMAND =
  /\b(?:pack build|ko (?:build|apply|publish|resolve)|setup-ko|jib|buildpacks?|bazel|nix|apko)\b|build-image/i;

/** What of an image that is built without a Dockerfile the pull request cannot have caused. */
export interface UntouchedProject {
  readonly finding: (finding: Finding) => boolean;
  /** Whether the packages of the image are the same. */
  readonly packages: boolean;
}

/**
 * Packages and the base image change with descriptors, lock files, build files, and workflows that build an image. Other
 * files of the image, such as those with secrets, change with any file of the repository.
 */
export function untouchedProject({ root, base, changed }: BothVersions): UntouchedProject {
  const paths = [...changed];
  const runsBuild = (path: string) =>
    [base, root].some((folder) => BUILD_COMMAND.test(textOf(folder, path) ?? ''));
  const packages = !paths.some((path) =>
    isWorkflow(path) ? runsBuild(path) : isProjectFile(path) || LOCK_FILE.test(path),
  );
  const everything = packages && paths.every(isWorkflow);
  return {
    packages,
    finding: (finding) => {
      const { check, subject } = finding;
      const origin = originOf(finding);
      const onlyBase = origin?.kind === 'base-image' && !origin.also;
      const isConfiguration = subject?.layer === undefined && subject?.path === undefined;
      return onlyBase || check === 'vulnerability' || (check === 'hardening' && isConfiguration)
        ? packages
        : everything;
    },
  };
}
