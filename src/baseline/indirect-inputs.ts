import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { isWorkflow } from '../builds/project-files.js';
import { isDockerfile } from '../dockerfile/dockerfile-name.js';
import type { Dockerfile } from '../dockerfile/parser/model.js';
import { ancestorFolders } from '../lib/paths.js';
import { isUnderstood } from './build-settings.js';
import { type BothVersions, fileTextOf } from './versions.js';
import { buildStepsOf } from './workflow-steps.js';

/**
 * Files that a build does not copy, but that may decide what it does: scripts and sources of what CI builds before it, and
 * files that build arguments come from.
 */

/** Larger files are not read: they may set arguments. */
const MAX_BYTES = 1024 * 1024;

/** Text for readers. */
const PROSE =
  /\.(?:md|mdx|markdown|rst|adoc|png|jpe?g|gif|svg|ico|webp|pdf)$|(?:^|\/)(?:LICEN[CS]E|COPYING|NOTICE|AUTHORS|CONTRIBUTORS|MAINTAINERS|CHANGELOG|CODEOWNERS)(?:[.-][^/]*)?$/i;
const FOLDERS =
  /(?:^|\/)(?:docs?|documentation|(?:[\w.]{0,50}[-_])?tests?|specs?|__tests__|testdata|e2e|cypress|playwright)\/|(?:_test\.go|\.(?:test|spec)\.[cm]?[jt]sx?|(?:^|\/)(?:conftest|test_[^/]*)\.py)$/i;
/** Settings of tools that build nothing. */
const TOOLS =
  /^\.github\/(?:[A-Z_]+_TEMPLATE\/|[^/]+\.ya?ml$)|(?:^|\/)(?:\.git(?:ignore|attributes|keep)|\.editorconfig|\.(?:prettier|eslint|markdownlint)[^/]*|\.pre-commit-config\.yaml|renovate\.json5?|\.?cspell\.[^/]*)$/;

/** Whether a file surely has no part in what the build of a Dockerfile, or of another image, makes. */
export function isIrrelevant(path: string, folder = '.'): boolean {
  const inside = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
  return PROSE.test(path) || TOOLS.test(path) || FOLDERS.test(inside);
}

/** A test of whether a changed file may decide what CI makes before the build. */
export function mayGenerateTest(
  { path }: Dockerfile,
  versions: BothVersions,
): (file: string) => boolean {
  const folder = posix.dirname(path);
  return (file) =>
    mayMatter(file, folder, versions) &&
    !isOfOtherService(file, folder, versions) &&
    !/compose[^/]*\.ya?ml$/i.test(file);
}

function mayMatter(file: string, folder: string, versions: BothVersions): boolean {
  return !isIrrelevant(file, folder) && (!isWorkflow(file) || changesSteps(file, versions));
}

/** A test of whether a changed file may set build arguments in a way that `changesBuildSettings` does not see. */
export function maySetArgumentsTest(
  dockerfile: Dockerfile,
  versions: BothVersions,
  isCopied: (file: string) => boolean,
): (file: string) => boolean {
  const names = declaredArguments(dockerfile);
  const folder = posix.dirname(dockerfile.path);
  const named = new RegExp(`\\b(?:${[...names].join('|') || '\\0'})\\b`);
  const mentions = (text: string) =>
    /docker|podman|buildah|buildx|kaniko|build.?arg/i.test(text) || named.test(text);
  return (file) => {
    if (!mayMatter(file, folder, versions) || isUnderstood(file, versions)) return false;
    if (LOCK.test(file)) return false;
    if ([versions.baseFolder, versions.root].some((folder) => isLarge(resolve(folder, file))))
      return true;
    const [before, after] = [
      fileTextOf(versions.baseFolder, file) ?? '',
      fileTextOf(versions.root, file) ?? '',
    ];
    const rest = WITHOUT_DEPENDENCIES.get(posix.basename(file));
    if (rest) return rest(before) !== rest(after);
    const isApart =
      isOfOtherService(file, folder, versions) || (SOURCE.test(file) && isCopied(file));
    return !isApart || mentions(`${before}\n${after}`);
  };
}

function isLarge(file: string): boolean {
  return (lstatSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES;
}

/** The names of the build arguments that a Dockerfile declares, without those that BuildKit sets. */
export function declaredArguments({ globalArgs, instructions }: Dockerfile): Set<string> {
  const names = [...globalArgs, ...instructions].flatMap((one) =>
    one.keyword === 'ARG' ? one.pairs.map(({ key }) => key.value) : [],
  );
  return new Set(
    names.filter(
      (name) => /^\w+$/.test(name) && !/^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$/.test(name),
    ),
  );
}

const LOCK =
  /(?:^|\/)(?:go\.sum|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|requirements[^/]*\.txt|[^/]+\.lock)$/;

/** Program code: it sets arguments only if it starts builds, or names them. */
const SOURCE =
  /\.(?:[cm]?[jt]sx?|go|java|kt|scala|groovy|py|rb|php|cs|fs|rs|c|cc|cpp|h|hpp|swift|ex|exs|erl|hs|clj|dart|vue|svelte|css|scss|html?|sql|graphql|proto)$/;

/** What of a file is there for more than dependencies: versions of languages are often build arguments. */
const WITHOUT_DEPENDENCIES: ReadonlyMap<string, (text: string) => string> = new Map([
  ['go.mod', (text) => (text.match(/^(?:go|toolchain)\s.*$/gm) ?? []).join('\n')],
  [
    'package.json',
    (text) => {
      try {
        return JSON.stringify(JSON.parse(text), (key, value) =>
          /dependencies$|^(?:overrides|resolutions)$/i.test(key) ? undefined : value,
        );
      } catch {
        return text;
      }
    },
  ],
]);

/** Whether a file is in the folder of another Dockerfile. */
function isOfOtherService(
  file: string,
  folder: string,
  { root, baseFolder }: BothVersions,
): boolean {
  if (folder === '.') return false;
  const own = new Set(ancestorFolders(folder));
  return ancestorFolders(posix.dirname(file)).some(
    (one) =>
      !own.has(one) &&
      !one.startsWith(`${folder}/`) &&
      [root, baseFolder].some((top) => hasDockerfile(top, one)),
  );
}

/** Whether a Dockerfile is directly in a folder. */
export function hasDockerfile(root: string, folder: string): boolean {
  const place = resolve(root, folder);
  return existsSync(place) && readdirSync(place).some(isDockerfile);
}

/** Whether a workflow that was there does other things: more than another version of an Action, a permission or a check. */
function changesSteps(path: string, { root, baseFolder }: BothVersions): boolean {
  const before = fileTextOf(baseFolder, path);
  return (
    before !== undefined && buildStepsOf(before) !== buildStepsOf(fileTextOf(root, path) ?? '')
  );
}
