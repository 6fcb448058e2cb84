import type { Location } from '../core/location.js';
import type { BuildDefinition } from '../core/material.js';

/** A text of a build definition. A variable without a value stays as it is written: `${TAG}`, `${{ inputs.tag }}`. */
export interface BuildValue {
  readonly text: string;
  readonly at: Location;
}

/** Something that a build definition adds besides what its Dockerfile names. */
export interface BuildMount extends BuildValue {
  readonly kind: 'cache' | 'secret' | 'ssh';
}

/** A build of an image that a Compose file, a Bake file or a workflow defines. */
export interface DeclaredBuild {
  readonly definition: BuildDefinition;
  /** The text of the Dockerfile, if it is written in the definition. */
  readonly inline?: BuildValue;
  /** The context, if it is not a folder of the repository or not known. */
  readonly remoteContext?: BuildValue;
  /** Arguments. Those with a variable that is not known have it in their text. */
  readonly args: ReadonlyMap<string, string>;
  /** What replaces images and stages of these names. */
  readonly contexts: ReadonlyMap<string, BuildValue>;
  readonly mounts: readonly BuildMount[];
  /** Whether there may be other arguments or contexts than these: an expression that is not evaluated gives them. */
  readonly mayHaveMore?: { readonly args?: boolean; readonly contexts?: boolean };
  /** The image that replaces that of the first FROM: `podman build --from`. */
  readonly firstImage?: string;
  /** What the job that builds uses, as `uses` names it: one list for all builds with the same. */
  readonly actions?: readonly BuildValue[];
  /** The one of its platforms that it is about; absent: all of them. */
  readonly onlyPlatform?: string;
  /** The values of the row of a matrix that it is built in: `3.12, alpine`. */
  readonly row?: string;
}

/** The files of the repository that calls of Bake and Compose name, whether they can be read or not. */
export interface CalledFiles {
  readonly bakeFiles: ReadonlySet<string>;
  readonly composeFiles: ReadonlySet<string>;
}

/** Builds that are read from one file, and sentences about what is not. */
export interface DeclaredBuilds {
  readonly builds: readonly DeclaredBuild[];
  readonly gaps: readonly string[];
  /** Those of the sentences that no check of the files reports, with the file; absent if there are none. */
  readonly unread?: readonly { readonly path: string; readonly reason: string }[];
  /** Absent if there are none. */
  readonly called?: CalledFiles;
  /** Those that commands in scripts start with arguments or a target; absent if there are none. */
  readonly scripted?: readonly DeclaredBuild[];
}

/** All builds, also those of scripts. */
export function allBuilds({ builds, scripted = [] }: DeclaredBuilds): readonly DeclaredBuild[] {
  return [...builds, ...scripted];
}

/** More builds of one file, and more arguments, contexts or mounts of one build, are not read. */
export const MAX_BUILDS = 500;
export const MAX_PARTS = 1000;

/** One more is read than is listed, which shows that there are more. */
export const READ_PARTS = MAX_PARTS + 1;

/** The build with as many parts as are listed, and a sentence about the others. */
export function withinLimits(build: DeclaredBuild): { build: DeclaredBuild; gaps: string[] } {
  const { args, contexts, mounts, definition } = build;
  const sizes = [
    ['arguments', args.size],
    ['contexts', contexts.size],
    ['caches, secrets and SSH agents', mounts.length],
  ] as const;
  const gaps = sizes.flatMap(([what, size]) =>
    size > MAX_PARTS
      ? [`${definition.name} has more than ${MAX_PARTS} ${what}, the others are not read`]
      : [],
  );
  if (gaps.length === 0) return { build, gaps };
  return {
    build: {
      ...build,
      args: new Map([...args].slice(0, MAX_PARTS)),
      contexts: new Map([...contexts].slice(0, MAX_PARTS)),
      mounts: mounts.slice(0, MAX_PARTS),
    },
    gaps,
  };
}

/** Whether a build context is fetched from elsewhere. Source: docs.docker.com/build/concepts/context. */
export function isRemoteContext(context: string): boolean {
  return /^(?:[a-z+]+:\/\/|[^\s/@]+@[\w.-]+:|github\.com\/)/i.test(context);
}

/** The image of a cache: `type=registry,ref=IMAGE`, or an image alone; undefined for caches of other kinds. */
export function cacheImage(text: string): string | undefined {
  if (!text.includes('=')) return text === '' ? undefined : text;
  const fields = new Map(
    text.split(',').map((field) => {
      const at = field.indexOf('=');
      return [field.slice(0, at).trim(), field.slice(at + 1).trim()];
    }),
  );
  return fields.get('type') === 'registry' ? fields.get('ref') : undefined;
}

/** The name of a secret or an SSH agent: the `id` of `id=NAME,src=FILE`, or what is before the first `=`. */
export function mountName(text: string): string {
  return /(?:^|,)\s*id=([^,]+)/.exec(text)?.[1] ?? text.replace(/[=,].*$/s, '');
}
