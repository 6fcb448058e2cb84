import { hasUnknownPart } from '../../dockerfile/materials/shell-values.js';
import { type Dockerfile, instructionsOf } from '../../dockerfile/parser/model.js';
import { targetArgs } from '../../dockerfile/predefined-args.js';
import { targetStage } from '../../dockerfile/stages.js';
import { groupBy } from '../../lib/group-by.js';
import { variableNames } from '../../lib/shell-variables.js';
import type { DeclaredBuild } from '../../manifests/declared-build.js';

/** What a build sets, so that its Dockerfile is another one than with its default values. */
export interface BuildSettings {
  /** The arguments that the Dockerfile declares and that have another value than its default. */
  readonly args: ReadonlyMap<string, string>;
  /** The stage that is built, if that is not the last one. */
  readonly target?: string;
  /** What replaces images and stages of these names, which are in lower case. */
  readonly contexts: ReadonlyMap<string, string>;
  /** The image that replaces that of the first FROM. */
  readonly firstImage?: string;
  /** The platforms that it is built for: one, if what the Dockerfile does depends on it; none, if they are not known. */
  readonly platforms: readonly string[];
  /** The arguments whose value is not known. The others are checked as if these had their default values. */
  readonly unknown: readonly string[];
}

/** Builds of a Dockerfile that set the same. */
export interface EqualBuilds {
  readonly settings: BuildSettings;
  readonly builds: readonly DeclaredBuild[];
}

/** The builds of a Dockerfile by what they set. Those that set nothing that is known are plain. */
export function groupBuilds(
  dockerfile: Dockerfile,
  builds: readonly DeclaredBuild[],
): { readonly plain: readonly EqualBuilds[]; readonly others: readonly EqualBuilds[] } {
  const settingsOf = settingsReader(dockerfile);
  const groups = new Map<string, { settings: BuildSettings; builds: DeclaredBuild[] }>();
  const isDivided = usesPlatform(dockerfile);
  for (const build of builds.flatMap((one) => (isDivided ? onEachPlatform(one) : one))) {
    const settings = settingsOf(build);
    const { args, target, unknown, contexts, firstImage, platforms } = settings;
    const known = [[...args], target, [...contexts], firstImage, platforms];
    const key = JSON.stringify([known, unknown.toSorted()]);
    const group = groups.get(key) ?? { settings, builds: [] };
    groups.set(key, group);
    group.builds.push(build);
  }
  const isPlain = ({ settings: { args, target, contexts, firstImage, platforms } }: EqualBuilds) =>
    [args.size, contexts.size, platforms.length].every((count) => count === 0) &&
    target === undefined &&
    firstImage === undefined;
  const all = [...groups.values()];
  return { plain: all.filter(isPlain), others: all.filter((group) => !isPlain(group)) };
}

function settingsReader(dockerfile: Dockerfile): (build: DeclaredBuild) => BuildSettings {
  const last = dockerfile.stages.at(-1);
  const defaults = defaultTexts(dockerfile);
  return ({ args, definition, contexts, firstImage, mayHaveMore, onlyPlatform }) => {
    const given = [...defaults].flatMap(([name, texts]): [string, string][] => {
      const value = args.get(name);
      const isDefault = texts.size === 1 && value !== undefined && texts.has(value);
      return value === undefined || isDefault ? [] : [[name, value]];
    });
    const isOpen = ([, value]: [string, string]) => hasUnknownPart(value);
    const open = mayHaveMore?.args ? [...defaults.keys()].filter((name) => !args.has(name)) : [];
    const unknown = [...open, ...given.filter(isOpen).map(([name]) => name)];
    const stage = targetStage(dockerfile, definition.target);
    return {
      args: new Map(given.filter((one) => !isOpen(one))),
      unknown,
      platforms: onlyPlatform === undefined ? platformsOf(definition) : [onlyPlatform],
      contexts: new Map([...contexts].map(([name, { text }]) => [name.toLowerCase(), text])),
      ...(firstImage !== undefined && { firstImage }),
      ...(stage && stage !== last && { target: definition.target }),
    };
  };
}

/** Platforms of one build; the others are not looked at, and are as many as there can be. */
const MAX_PLATFORMS = 50;

/** The platforms that are known, each once, sorted. */
function platformsOf({ platforms = [] }: DeclaredBuild['definition']): readonly string[] {
  const known = platforms.map((one) => one.trim().toLowerCase()).filter((one) => targetArgs(one));
  return [...new Set(known)].sort().slice(0, MAX_PLATFORMS);
}

/** The build once for each of its platforms, if these are known. */
function onEachPlatform(build: DeclaredBuild): DeclaredBuild[] {
  const platforms = platformsOf(build.definition);
  if (platforms.length === 0) return [build];
  return platforms.map((onlyPlatform) => ({ ...build, onlyPlatform }));
}

/** Whether an instruction depends on the target platform. A script in RUN reads it when it runs. */
function usesPlatform({ instructions }: Dockerfile): boolean {
  return instructions.some(
    ({ keyword, text }) =>
      keyword !== 'RUN' && [...variableNames(text)].some((name) => TARGETS.has(name)),
  );
}

const TARGETS: ReadonlySet<string> = new Set(targetArgs('linux/amd64')?.keys());

/** The default values of each argument, as they are written; undefined stands for none. */
function defaultTexts(
  dockerfile: Dockerfile,
): ReadonlyMap<string, ReadonlySet<string | undefined>> {
  const texts = new Map<string, Set<string | undefined>>();
  for (const { pairs } of instructionsOf(dockerfile, 'ARG'))
    for (const { key, value } of pairs)
      texts.set(key.value, (texts.get(key.value) ?? new Set()).add(value?.value));
  return texts;
}

/** Reads on which lines there is a variable whose value depends on an argument that is not known. */
export function openLinesReader(
  dockerfile: Dockerfile,
): (settings: BuildSettings) => ReadonlySet<number> {
  let maps: { readonly lines: LinesByName; readonly uses: UsesByName } | undefined;
  return ({ unknown }) => {
    if (unknown.length === 0) return NO_LINES;
    maps ??= { lines: linesByName(dockerfile), uses: usesByName(dockerfile) };
    const { lines, uses } = maps;
    const names = new Set(unknown);
    // A set also visits what is added to it meanwhile.
    for (const name of names) for (const { user } of uses.get(name) ?? []) names.add(user);
    return new Set([...names].flatMap((name) => (lines.get(name) ?? []).map(({ line }) => line)));
  };
}

const NO_LINES: ReadonlySet<number> = new Set();

type LinesByName = ReadonlyMap<string, readonly { readonly line: number }[]>;

/** The first lines of the instructions that use each variable. */
function linesByName({ instructions }: Dockerfile): LinesByName {
  const found = instructions.flatMap(({ text, startLine }) =>
    [...variableNames(text)].map((name) => ({
      name,
      line: startLine,
    })),
  );
  return groupBy(found, ({ name }) => name);
}

type UsesByName = ReadonlyMap<string, readonly { readonly user: string }[]>;

/** The variables whose value is made of each variable. */
function usesByName(dockerfile: Dockerfile): UsesByName {
  const pairs = instructionsOf(dockerfile, ['ARG', 'ENV']).flatMap((one) => one.pairs);
  const found = pairs.flatMap(({ key, value }) =>
    (value?.variables ?? []).map(({ name }) => ({ name, user: key.value })),
  );
  return groupBy(found, ({ name }) => name);
}
