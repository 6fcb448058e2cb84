import type { Dockerfile } from '../dockerfile/parser/model.js';
import { parseDockerfile } from '../dockerfile/parser/parse.js';
import { targetArgs } from '../dockerfile/predefined-args.js';
import { upToTarget } from '../dockerfile/stages.js';
import { LIMITS } from '../dockerfile/text/limits.js';
import type { DeclaredBuild } from '../manifests/declared-build.js';
import {
  type BuildSettings,
  type EqualBuilds,
  groupBuilds,
  openLinesReader,
} from './declared/build-settings.js';

/** Sets of arguments and target with which one Dockerfile is checked. docs/limits.md */
const MAX_SETTINGS = 100;
/** Characters of one Dockerfile, and of all, that are checked for builds: each set of arguments counts by itself. */
const MAX_OF_FILE = LIMITS.characters;
const MAX_CHARACTERS = 5_000_000;

/** The characters that may still be checked for the builds of a repository. */
export interface BuildBudget {
  left: number;
}

export function createBuildBudget(): BuildBudget {
  return { left: MAX_CHARACTERS };
}

/** A Dockerfile as the builds build it that files of the repository define. */
export interface BuildViews {
  readonly dockerfile: Dockerfile;
  /** Builds that build it with its default values. */
  readonly plain: readonly EqualBuilds[];
  /** The others. */
  readonly others: readonly EqualBuilds[];
  /** Those of the others that are checked. */
  readonly checked: readonly EqualBuilds[];
  /** The Dockerfile with what builds set, up to the stage that they build. It is parsed each time: views can be many. */
  readonly viewOf: (settings: BuildSettings) => Dockerfile;
  /** The lines on which an instruction depends on an argument that is not known. */
  readonly openLinesOf: (settings: BuildSettings) => ReadonlySet<number>;
}

/** Chooses the builds of a Dockerfile that are checked, within the limits. */
export function buildViews(
  dockerfile: Dockerfile,
  builds: readonly DeclaredBuild[],
  budget: BuildBudget,
): BuildViews {
  const { path, text } = dockerfile;
  const groups = groupBuilds(dockerfile, builds);
  const checked = groups.others.filter((_, index) => {
    const isShort = (index + 1) * text.length <= MAX_OF_FILE && text.length <= budget.left;
    const isChecked = index < MAX_SETTINGS && isShort;
    if (isChecked) budget.left -= text.length;
    return isChecked;
  });
  return {
    ...groups,
    dockerfile,
    checked,
    viewOf: ({ args, target, platforms: [platform, ...others] }) => {
      const platformArgs =
        platform === undefined || others.length > 0 ? undefined : targetArgs(platform);
      if (args.size === 0 && !platformArgs) return upToTarget(dockerfile, target);
      const values = { buildArgs: args, ...(platformArgs && { platformArgs }) };
      return upToTarget(parseDockerfile(path, text, values), target);
    },
    openLinesOf: openLinesReader(dockerfile),
  };
}
