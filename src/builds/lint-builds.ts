import type { Coverage } from '../core/coverage.js';
import { type Holder, isForProduction } from '../core/holder.js';
import { sketch } from '../core/sketch.js';
import { type BuildVariant, variantId } from '../core/variants.js';
import type { Dockerfile } from '../dockerfile/parser/model.js';
import { parseDockerfile } from '../dockerfile/parser/parse.js';
import { upToTarget } from '../dockerfile/stages.js';
import { LIMITS } from '../dockerfile/text/limits.js';
import type { DeclaredBuild } from '../manifests/declared-build.js';
import { type EqualBuilds, groupBuilds, openLinesReader } from './declared/build-settings.js';
import { type BuiltFindings, joinBuilds, type LintFindings, nameOfBuild } from './join-builds.js';

/** What is found in a Dockerfile in all its builds. */
export interface LintedBuilds extends LintFindings {
  readonly holders: readonly Holder[];
  readonly builds: readonly BuildVariant[];
  readonly coverage: readonly Coverage[];
}

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

/** A Dockerfile, what is found in it with its default values, and the builds that files of the repository define. */
interface BuiltDockerfile {
  readonly dockerfile: Dockerfile;
  readonly plain: LintFindings;
  readonly builds: readonly DeclaredBuild[];
}

/**
 * Lints a Dockerfile once for each set of arguments and target of its builds. A finding that does not hold in all of them
 * has those in which it holds as variants.
 */
export function lintBuilds(
  { dockerfile, plain, builds }: BuiltDockerfile,
  lint: (built: Dockerfile) => LintFindings,
  budget: BuildBudget,
): LintedBuilds {
  const { path, text } = dockerfile;
  const groups = groupBuilds(dockerfile, builds);
  const openLinesOf = openLinesReader(dockerfile);
  const checked = groups.others.filter((_, index) => {
    const isShort = (index + 1) * text.length <= MAX_OF_FILE && text.length <= budget.left;
    const isChecked = index < MAX_SETTINGS && isShort;
    if (isChecked) budget.left -= text.length;
    return isChecked;
  });
  const built = checked.map((group): BuiltFindings => {
    const { args, target } = group.settings;
    const parsed = args.size > 0 ? parseDockerfile(path, text, args) : dockerfile;
    const view = upToTarget(parsed, target);
    return {
      ...group,
      dockerfile: view,
      openLines: openLinesOf(group.settings),
      found: lint(view),
    };
  });
  const variantsOf = ({ builds: same, settings }: EqualBuilds, isPlain: boolean) => {
    const facts = { path, isPlain, openLines: openLinesOf(settings) };
    return same.map((build): BuildVariant => ({ ...facts, name: nameOfBuild(build) }));
  };
  return {
    ...joinBuilds(plain, built),
    holders: built.flatMap(holdersOf),
    builds: [
      ...groups.plain.flatMap((group) => variantsOf(group, true)),
      ...groups.others.flatMap((group) => variantsOf(group, false)),
    ],
    coverage: gapsOf(path, groups.others, checked),
  };
}

/** Builds by which they are found again under other names: of values only the images, which are no secrets. */
function holdersOf({ builds, settings, dockerfile }: BuiltFindings): Holder[] {
  const { args, target = '' } = settings;
  const images = dockerfile.stages.flatMap(({ image }) => image ?? []);
  const own = sketch([
    `target=${target}`,
    ...[...args.keys()].map((name) => `argument=${name}`),
    ...images.map((image) => `image=${image}`),
  ]);
  return builds.map((build) => {
    const name = nameOfBuild(build);
    return {
      id: variantId(name),
      kind: `build of ${dockerfile.path}`,
      sketch: own,
      exposure: isForProduction(name) ? ['production'] : [],
    };
  });
}

/** A row for the Dockerfile and for each file whose builds are not checked: a change of either counts. */
function gapsOf(
  path: string,
  groups: readonly EqualBuilds[],
  checked: readonly EqualBuilds[],
): Coverage[] {
  const left = groups.filter((group) => !checked.includes(group));
  if (left.length === 0) return [];
  const files = left.flatMap(({ builds }) => builds.map((build) => build.definition.location.path));
  const reason = `Of ${groups.length} sets of arguments that builds give ${path}, ${checked.length} were checked. Use fewer`;
  return [...new Set([path, ...files])].map((target) => ({
    check: 'lint',
    target,
    state: 'partial',
    reason,
  }));
}
