import { lstatSync, readlinkSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { type BuildCommand, buildCommands, inFolder } from '../builds/declared/build-commands.js';
import { isScript, MOST_PARSED, shellTexts } from '../builds/declared/script-texts.js';
import { isWorkflow } from '../builds/project-files.js';
import { isDockerfile } from '../dockerfile/dockerfile-name.js';
import { folderOf } from '../lib/paths.js';
import { declaredBuild } from '../manifests/compose/declared-builds.js';
import { type ManifestNode, readManifestYaml } from '../manifests/manifest-yaml.js';
import { siblingPath } from '../manifests/paths.js';
import { readManifest } from '../manifests/read-manifest.js';
import { isActionFile } from '../manifests/unused-actions.js';
import { isSet, plainValue, textOf, valueAt } from '../manifests/yaml-values.js';
import { repositoryReader } from '../repository/repository-files.js';
import { type BothVersions, fileTextOf as readText } from './versions.js';
import { buildInputsOf, buildStepsOf, scriptsOf } from './workflow-steps.js';

/**
 * Whether the pull request changes what a build may be started with: arguments, target, contexts and the file of a
 * Dockerfile, in Compose files, Bake files, workflows and scripts. Which image a file builds is not known, so that each
 * counts for all images. An added default build counts for none.
 */
export function changesBuildSettings({ root, baseFolder, changed }: BothVersions): boolean {
  return [...changed].some((path) => {
    if (isLinkOfDockerfile(root, path) || isLinkOfDockerfile(baseFolder, path)) return true;
    const read = readerOf(path);
    if (!read) return false;
    const [before, after] = [readText(baseFolder, path) ?? '', readText(root, path) ?? ''];
    const [old, now] = [read(before, path, baseFolder), read(after, path, root)];
    // The values of variables are elsewhere in the file.
    const rest = isWorkflow(path) ? buildStepsOf : (text: string) => text;
    return isOtherBuild(old, now) || (now.some(hasVariable) && rest(before) !== rest(after));
  });
}

/** Whether a file says how images are built, in a way that `changesBuildSettings` compares. */
export function isUnderstood(path: string, { root, baseFolder }: BothVersions): boolean {
  const read = readerOf(path);
  return (
    read !== undefined &&
    [baseFolder, root].some((folder) =>
      read(readText(folder, path) ?? '', path, folder).some(({ text }) => text),
    )
  );
}

/** Whether a file with this path may say how images are built. */
export function namesBuilds(path: string): boolean {
  return readerOf(path) !== undefined;
}

/** Whether a build of this path builds the Dockerfile that a link leads to. */
function isLinkOfDockerfile(folder: string, path: string): boolean {
  const place = resolve(folder, path);
  if (!lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) return false;
  return isDockerfile(path) || isDockerfile(readlinkSync(place));
}

/** What a file says of one or more builds. */
interface Settings {
  readonly text: string;
  /** Whether `docker build` in the folder of the Dockerfile, or in that of the repository, does the same. */
  readonly isDefault?: boolean;
}

function hasVariable({ text }: Settings): boolean {
  return text.includes('$');
}

/** Whether settings are gone, or added that are not the default. */
function isOtherBuild(old: readonly Settings[], now: readonly Settings[]): boolean {
  const lines = (settings: readonly Settings[]) => settings.map(({ text }) => text).join('\n');
  if (lines(old) === lines(now)) return false;
  const gone = new Map<string, number>();
  for (const { text } of old) gone.set(text, (gone.get(text) ?? 0) + 1);
  const added = now.filter(({ text }) => {
    const count = gone.get(text) ?? 0;
    if (count > 1) gone.set(text, count - 1);
    else gone.delete(text);
    return count === 0;
  });
  return gone.size > 0 || added.some(({ isDefault }) => !isDefault);
}

/** Extracts the settings from the text of a file below `folder`. */
type Reader = (text: string, path: string, folder: string) => Settings[];

/** Undefined for a file that starts no build. */
function readerOf(path: string): Reader | undefined {
  const name = posix.basename(path);
  if (/^docker-bake.*\.(?:hcl|json)$/.test(name) || /^\.env(?:\..*)?$/.test(name))
    return (text) => [{ text }];
  if (/compose[^/]*\.ya?ml$/i.test(name)) return composeSettings;
  const isYaml = /\.ya?ml$/.test(path);
  if (isYaml && (isActionFile(path) || OF_GITHUB.test(path))) return workflowSettings;
  return isYaml || isScript(path) || OF_GITHUB.test(path) ? scriptSettings : undefined;
}

const OF_GITHUB = /^\.github\/(?:workflows|actions)\//;

/** The builds of services as Compose reads them, and what it cannot read. A file that is not valid is compared as a whole. */
function composeSettings(text: string, path: string, folder: string): Settings[] {
  try {
    const read = readManifest(text, path, 'compose', repositoryReader(folder));
    // Compose merges an override file into the file that it overrides.
    const isOverride = /override/i.test(posix.basename(path));
    const builds = read.services.flatMap(({ node }) => valueAt(node, 'build') ?? []).filter(isSet);
    return [
      ...builds.map((build) => ({
        text: JSON.stringify(plainValue(build)),
        isDefault: !isOverride && isDefaultBuild(build),
      })),
      ...read.notes.map((note) => ({ text: note })),
    ];
  } catch {
    return [{ text }];
  }
}

/** Whether a `build:` only names the folder of the Dockerfile, or that of the repository. */
function isDefaultBuild(build: ManifestNode): boolean {
  const keys = [...build.entries.keys()];
  if (!keys.every((key) => key === 'context' || key === 'dockerfile')) return false;
  const { dockerfile } = declaredBuild('', build).definition;
  const context = textOf(valueAt(build, 'context') ?? build) || '.';
  if (dockerfile === undefined || dockerfile.startsWith('..') || context.startsWith('/'))
    return false;
  return [posix.dirname(dockerfile), '.'].includes(siblingPath(build.range.path, context) || '.');
}

/** The scripts of a workflow or an action, and what its steps give to builders. One that is not valid is compared as a whole. */
function workflowSettings(text: string, path: string): Settings[] {
  try {
    const [node] = readManifestYaml(text, path);
    if (!node) return [];
    return [
      ...scriptsOf(node).flatMap(({ run, folder }) => commandSettings([run], inFolder('', folder))),
      ...buildInputsOf(node),
    ];
  } catch {
    return [{ text }];
  }
}

/** The build commands of a script or build file, and the arguments that YAML has elsewhere. */
function scriptSettings(text: string, path: string): Settings[] {
  if (text.length > MOST_PARSED) return [{ text }];
  const folder = OF_GITHUB.test(path) ? '' : folderOf(path);
  return [...commandSettings(shellTexts(path, text), folder, text), ...argumentsIn(text, path)];
}

/** The values of keys that name arguments, contexts or a target. What is no YAML, such as a template, has none. */
function argumentsIn(text: string, path: string): Settings[] {
  if (!/\.(?:ya?ml|json)$/.test(path)) return [];
  try {
    const inNode = ({ entries, items }: ManifestNode): Settings[] => [
      ...items.flatMap(inNode),
      ...[...entries].flatMap(([key, value]) =>
        /^(?:build-args|build-contexts|target)$/.test(key)
          ? [{ text: JSON.stringify([key, plainValue(value)]) }]
          : inNode(value),
      ),
    ];
    return readManifestYaml(text, path).flatMap(inNode);
  } catch {
    return [];
  }
}

/** What builds commands start in a folder, and options of builders that no command has: `ARGS="--build-arg A=1"`. */
function commandSettings(
  scripts: readonly string[],
  folder: string,
  text = scripts.join('\n'),
): Settings[] {
  const read = scripts.map((script) => buildCommands(script, folder, new Map(), new Map()));
  const commands = read.flatMap((one) => one.commands);
  const options = text.match(
    /--(?:build-arg|build-context|target)(?:=|\s+)(?:"[^"\n]*"|'[^'\n]*'|\S+)/g,
  );
  return [
    ...commands.map((command) => ({
      text: textOfCommand(command),
      isDefault: isDefaultCommand(command),
    })),
    ...(options ? [{ text: options.join('\n') }] : []),
    // What is not parsed may start any build.
    ...(read.some(({ gaps }) => gaps.length > 0) ? [{ text }] : []),
  ];
}

/** A command without what says where its image goes. */
function textOfCommand({ written: _, variables: __, ...command }: BuildCommand): string {
  if (command.kind !== 'build') return JSON.stringify(command);
  const { caches: ___, ...request } = command.request;
  return JSON.stringify({ ...command, request });
}

/** Whether a command builds in the folder of the Dockerfile, or in that of the repository, without arguments. */
function isDefaultCommand(command: BuildCommand): boolean {
  if (command.kind !== 'build') return false;
  const { context, file, hasUnknownOptions, caches: _, ...settings } = command.request;
  if (context === undefined || hasUnknownOptions) return false;
  if (Object.values(settings).some((value) => value !== undefined && value.length > 0))
    return false;
  if (/[$:]|^-|^\//.test(`${context}${file ?? ''}`)) return false;
  const place = inFolder(command.folder, context);
  if (place.startsWith('..')) return false;
  if (file === undefined || place === '') return true;
  return folderOf(inFolder(command.folder, file)) === place;
}
