import type { Finding } from '../core/finding.js';
import {
  EXPIRED_IGNORE,
  MALFORMED_IGNORE,
  UNKNOWN_RULE,
  UNUSED_IGNORE,
} from '../core/suppression.js';
import {
  inSomeBuilds,
  MOST_NAMED,
  onPlatform,
  PLAIN_BUILD,
  type SomeBuilds,
  withVariants,
} from '../core/variants.js';
import type { Dockerfile } from '../dockerfile/parser/model.js';
import { dockerfileRules } from '../dockerfile/rules/index.js';
import type { DeclaredBuild } from '../manifests/declared-build.js';
import type { EqualBuilds } from './declared/build-settings.js';

/** The findings in a Dockerfile, and those that its comments suppress. */
export interface LintFindings {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
}

/** What is found in a Dockerfile as some builds build it. */
export interface BuiltFindings extends EqualBuilds {
  /** With the arguments of the builds, up to the stage that they build. */
  readonly dockerfile: Dockerfile;
  /** The lines on which an instruction depends on an argument that is not known. */
  readonly openLines: ReadonlySet<number>;
  readonly found: LintFindings;
}

/** The rules that are checked for each build. */
export const RULES_OF_BUILDS = dockerfileRules.filter(({ isAboutDefaults }) => !isAboutDefaults);

/** Rules whose findings are the same in each build: about default values and comments. */
const SAME_IN_ALL: ReadonlySet<string> = new Set([
  ...dockerfileRules.flatMap(({ isAboutDefaults, id }) => (isAboutDefaults ? id : [])),
  ...[UNKNOWN_RULE, UNUSED_IGNORE, EXPIRED_IGNORE, MALFORMED_IGNORE].map(({ id }) => id),
]);

const ABOUT_IMAGE: ReadonlySet<string> = new Set(
  dockerfileRules.flatMap(({ isAboutImage, id }) => (isAboutImage ? id : [])),
);

/** The findings with the default values, and those of builds: one that does not hold in all of them has variants. */
export function joinBuilds(plain: LintFindings, built: readonly BuiltFindings[]): LintFindings {
  if (built.length === 0) return plain;
  const join = (listOf: (found: LintFindings) => readonly Finding[]) =>
    joined(
      listOf(plain),
      built.map((one) => ({
        ...one,
        byKey: new Map(listOf(one.found).map((each) => [keyOf(each), each])),
        lastLine: one.dockerfile.instructions.at(-1)?.endLine ?? 0,
      })),
    );
  const suppressed = join((found) => found.suppressed);
  const findings = join((found) => found.findings);
  return { findings: findings.filter((one) => !isUsedComment(one, suppressed)), suppressed };
}

/** What is found in a Dockerfile as some builds build it, of one kind. */
interface Group extends Omit<BuiltFindings, 'found' | 'dockerfile'> {
  readonly byKey: ReadonlyMap<string, Finding>;
  /** The last line that is built. */
  readonly lastLine: number;
}

function joined(plain: readonly Finding[], groups: readonly Group[]): Finding[] {
  const known = new Set(plain.map(keyOf));
  const ofAll = plain.map((finding) => {
    const holding = groups.filter((group) => holdsIn(finding, group));
    return holding.length === groups.length
      ? finding
      : withVariants(finding, [...namesOf(holding), PLAIN_BUILD]);
  });
  const added = new Map<string, Finding>();
  for (const { byKey, openLines } of groups)
    for (const [key, finding] of byKey)
      if (!known.has(key) && !SAME_IN_ALL.has(finding.rule) && !openLines.has(lineOf(finding)))
        added.set(key, added.get(key) ?? finding);
  const ofSome = [...added].map(([key, finding]) =>
    inSomeBuilds(finding, placesOf(groups.filter(({ byKey }) => byKey.has(key)))),
  );
  return [...ofAll, ...ofSome].sort((a, b) => lineOf(a) - lineOf(b));
}

/** Whether a finding with the default values also holds in builds. What these do not look at stays as it is. */
function holdsIn(finding: Finding, { byKey, openLines, lastLine }: Group): boolean {
  const line = lineOf(finding);
  const isNotBuilt = line > lastLine && !isAboutImage(finding);
  const isFound = byKey.has(keyOf(finding)) || byKey.has(imageKey(finding));
  return isFound || isNotBuilt || SAME_IN_ALL.has(finding.rule) || openLines.has(line);
}

/** A finding about a stage is another one if the stage is the image. */
function keyOf(finding: Finding): string {
  return isAboutImage(finding) ? imageKey(finding) : finding.fingerprint;
}

function imageKey({ fingerprint }: Finding): string {
  return `${fingerprint} of the image`;
}

function isAboutImage({ rule, aliases }: Finding): boolean {
  return [rule, ...aliases].some((name) => ABOUT_IMAGE.has(name));
}

function lineOf({ location }: Finding): number {
  return location?.startLine ?? 0;
}

/** The builds, and where they are defined: what does not hold with the default values is because of them. */
export function placesOf(groups: readonly EqualBuilds[]): SomeBuilds {
  const builds = groups.flatMap((group) => group.builds);
  const related = builds.slice(0, MOST_NAMED).map((build) => ({
    location: build.definition.location,
    message: `${nameOfBuild(build)} sets what the Dockerfile is built with`,
  }));
  return { names: namesOf(groups), related };
}

export function namesOf(groups: readonly EqualBuilds[]): string[] {
  return [...new Set(groups.flatMap(({ builds }) => builds.map(nameOfBuild)))];
}

/** More of a name is not shown. */
const MAX_NAME = 200;

const KINDS = { compose: 'service', bake: 'target', workflow: 'job' } as const;

/** The name of a build as a variant: the file, and what it is called there. */
export function nameOfBuild({ definition, onlyPlatform }: DeclaredBuild): string {
  const { name, source, location } = definition;
  const start = `${location.path} `;
  const own = name.startsWith(start) ? name.slice(start.length) : '';
  const full = own === '' ? name : `${location.path}: ${KINDS[source]} ${own}`;
  const short = full.slice(0, MAX_NAME);
  return onlyPlatform === undefined ? short : onPlatform(short, onlyPlatform);
}

/** Whether a finding is about a comment that no finding needs, and a build has one that needs it. */
function isUsedComment({ rule, location, message }: Finding, suppressed: readonly Finding[]) {
  if (rule !== UNUSED_IGNORE.id) return false;
  return suppressed.some(
    ({ suppression }) =>
      suppression?.line === location?.startLine && message.includes(suppression?.rule ?? ''),
  );
}
