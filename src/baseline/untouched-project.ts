import { posix } from 'node:path';
import { isProjectFile, isWorkflow } from '../builds/project-files.js';
import { type Finding, originOf } from '../core/finding.js';
import { isIrrelevant } from './indirect-inputs.js';
import { type BothVersions, fileTextOf } from './versions.js';

/** Files that fix the versions which a descriptor leaves open, and those of languages. */
const LOCK_FILE =
  /(?:^|\/)(?:go\.(?:sum|work)|vendor\/modules\.txt|\.(?:go|node|nvm|java|python|ruby|php|rust)-version|\.nvmrc|\.sdkmanrc|\.tool-versions|(?:\.?mise|rust-toolchain)(?:\.toml)?|runtime\.txt|maven-wrapper\.properties|gradle-wrapper\.properties|[^/]{1,100}\.versions\.toml|package-lock\.json|npm-shrinkwrap\.json|[^/]{1,100}\.lock|[^/]{1,100}\.lockfile|pnpm-lock\.yaml|pyproject\.toml|Pipfile|\.ko\.ya?ml|gradle\.properties)$/;

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
 * Packages and the base image change with descriptors, lock files, build files, and workflows and scripts that build an image;
 * functions that a Go program has, with its sources. Other files of the image, such as those with secrets, change with any
 * file of the repository that may be in it.
 */
export function untouchedProject({ root, baseFolder, changed }: BothVersions): UntouchedProject {
  const paths = [...changed].filter((path) => !isIrrelevant(path));
  const runsBuild = (path: string) =>
    [baseFolder, root].some((folder) => BUILD_COMMAND.test(fileTextOf(folder, path) ?? ''));
  const packages = !paths.some((path) =>
    isWorkflow(path)
      ? runsBuild(path)
      : isProjectFile(path) || LOCK_FILE.test(path) || (!SOURCE.test(path) && runsBuild(path)),
  );
  const everything = packages && paths.every(isWorkflow);
  const functions = packages && !paths.some((path) => SOURCE.test(path));
  return {
    packages,
    finding: (finding) => {
      const { check, subject } = finding;
      const origin = originOf(finding);
      const onlyBase = origin?.kind === 'base-image' && !origin.also;
      const isConfiguration = subject?.layer === undefined && subject?.path === undefined;
      if (isLinked(finding) && !onlyBase) return functions;
      if (onlyBase || check === 'vulnerability' || (check === 'hardening' && isConfiguration))
        return packages;
      // Builders may copy text for readers as well.
      return (
        everything && ![...changed].some((path) => subject?.path?.endsWith(posix.basename(path)))
      );
    },
  };
}

/** Program code that a Go program is compiled from. */
const SOURCE = /\.(?:go|s|c|h|cc|cpp)$/;

/** Whether a finding is there since a program has functions of a package, which the standard library alone does not cause. */
function isLinked({ check, details, subject }: Finding): boolean {
  if (check !== 'vulnerability' || !details || !('evidence' in details)) return false;
  const programs = details.evidence?.programs ?? [];
  const isOfModule = !subject?.purl?.startsWith('pkg:golang/stdlib@');
  return programs.some(
    ({ result, functions }) => result === 'linked' && (functions.length > 0 || isOfModule),
  );
}
