import { lstatSync, readlinkSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { isWorkflow } from '../builds/project-files.js';
import { isDockerfile } from '../dockerfile/dockerfile-name.js';
import { declaredBuild } from '../manifests/compose/declared-builds.js';
import type { ManifestNode } from '../manifests/manifest-yaml.js';
import { siblingPath } from '../manifests/paths.js';
import { readManifest } from '../manifests/read-manifest.js';
import { isSet, plainValue, textOf, valueAt } from '../manifests/yaml-values.js';
import { repositoryReader } from '../repository/repository-files.js';
import { type BothVersions, fileTextOf as readText } from './versions.js';
import { buildStepsOf } from './workflow-steps.js';

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
  return SCRIPT.test(path) ? buildArguments : undefined;
}

const SCRIPT =
  /^\.github\/(?:workflows|actions)\/|(?:^|\/)(?:(?:GNU)?[Mm]akefile|[Jj]ustfile|Jenkinsfile|Taskfile\.ya?ml|\.gitlab-ci\.ya?ml|package\.json)$|\.(?:mk|sh|bash|ya?ml)$/;

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

/** Build commands, the inputs of Actions that build, and arguments elsewhere. */
function buildArguments(text: string, path: string): Settings[] {
  const folder = path.startsWith('.github/') ? '.' : posix.dirname(path);
  const commands = buildCommands(text).map((command) => ({
    text: command,
    isDefault: isDefaultCommand(command, folder),
  }));
  const options = text.match(
    /--(?:build-arg|build-context|target)(?:=|\s+)(?:"[^"\n]*"|'[^'\n]*'|\S+)/g,
  );
  const blocks = blocksOf(text, /^[^#\n]*\b(?:build-args|build-contexts|target)["']?\s*:/);
  const rest = [...(options ?? []), ...blocks].join('\n');
  return [...commands, ...actionInputs(text), ...(rest === '' ? [] : [{ text: rest }])];
}

/** The words of each build command, without those that do not change what is built. */
function buildCommands(text: string): string[] {
  const commands = text
    .replace(/\\\r?\n/g, ' ')
    .matchAll(
      /\b(?:docker|podman|buildah|nerdctl|compose)\s[^\n;|&#]{0,500}?\b(build|bud|bake)\b([^\n;|&]{0,2000})/g,
    );
  return [...commands].map(([, name, words = '']) =>
    [
      name,
      ...words
        .replace(/(?:^|\s)#.*$/, '')
        .replace(OUTPUT, ' ')
        .trim()
        .split(/\s+/),
    ]
      .map((word = '') => word.replace(/["']/g, ''))
      .filter(Boolean)
      .join(' '),
  );
}

/** Options that say where an image goes, how it is named, and what is shown. */
const OUTPUT =
  /(?:^|(?<=\s))(?:(?:-t|--tag|--label|--annotation|--progress|--cache-from|--cache-to|--iidfile|--metadata-file|-o|--output|--builder)(?:=|\s+)(?:"[^"\n]*"|'[^'\n]*'|\S+)|--(?:push|load|quiet|pull|no-cache|rm|force-rm)(?:=\S+)?|-q|--(?:provenance|sbom)(?:=\S+)?)(?=\s|$)/g;

/** Whether a command builds in the folder of the Dockerfile, or in that of the repository, without arguments. */
function isDefaultCommand(command: string, folder: string): boolean {
  const [, file, context] = /^(?:build|bud)(?: (?:-f|--file)[= ](\S+))? (\S+)$/.exec(command) ?? [];
  if (context === undefined || /[$:]|^-|^\//.test(`${context}${file ?? ''}`)) return false;
  const place = posix.join(folder, context);
  if (place.startsWith('..')) return false;
  if (file === undefined) return true;
  return [posix.dirname(posix.join(folder, file)), '.'].includes(
    posix.join(place, '.').replace(/\/$/, ''),
  );
}

/** The inputs `file` and `context` of steps that build. */
function actionInputs(text: string): Settings[] {
  const steps = text.split(/^(?=[ \t]*- )/m);
  return steps
    .filter((step) => /\buses:\s*\S{0,300}(?:build|docker|bake|kaniko)/i.test(step))
    .flatMap((step): Settings[] => {
      const inputs = blocksOf(step, /^\s*["']?(?:file|files|context|dockerfile|workdir)["']?\s*:/i);
      const flow = step.match(/[{,]\s*(?:file|files|context|dockerfile)\s*:\s*[^,}\n]*/gi) ?? [];
      const found = [...inputs, ...flow].join('\n');
      const isDefault = inputs.every((line) => /^context:\s*["']?\.?\/?["']?$/.test(line));
      return found === '' ? [] : [{ text: found, isDefault: isDefault && flow.length === 0 }];
    });
}

/** The lines that match, each as a block with the lines below it that are indented further. */
function blocksOf(text: string, start: RegExp): string[] {
  const found: string[][] = [];
  let indent = -1;
  for (const line of text.split('\n')) {
    const at = line.search(/\S/);
    if (at < 0) continue;
    if (indent >= 0 && at <= indent) indent = -1;
    if (indent < 0 && start.test(line)) {
      indent = at;
      found.push([]);
    }
    if (indent >= 0) found.at(-1)?.push(line.trim());
  }
  return found.map((lines) => lines.join('\n'));
}
