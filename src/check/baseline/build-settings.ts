import { posix } from 'node:path';
import { type BothVersions, textOf } from './versions.js';

/**
 * Whether the pull request changes what a build may be started with: arguments, target, contexts and the file of a
 * Dockerfile, in Compose files, Bake files, workflows and scripts. Which image a file builds is not known, so that each
 * counts for all images. An added default build counts for none.
 */
export function changesBuildSettings({ root, base, changed }: BothVersions): boolean {
  return [...changed].some((path) => {
    const read = readerOf(path);
    if (!read) return false;
    const [before, after] = [textOf(base, path) ?? '', textOf(root, path) ?? ''];
    const [old, now] = [read(before, path), read(after, path)];
    // The values of variables are elsewhere in the file.
    return isOtherBuild(old, now) || (now.some(hasVariable) && before !== after);
  });
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

/** Extracts the settings from the text of a file; undefined for a file that starts no build. */
function readerOf(path: string): ((text: string, path: string) => Settings[]) | undefined {
  const name = posix.basename(path);
  if (/^docker-bake.*\.(?:hcl|json)$/.test(name) || /^\.env(?:\..*)?$/.test(name))
    return (text) => [{ text }];
  if (/compose[^/]*\.ya?ml$/i.test(name)) return composeBuilds;
  return SCRIPT.test(path) ? buildArguments : undefined;
}

const SCRIPT =
  /^\.github\/(?:workflows|actions)\/|(?:^|\/)(?:(?:GNU)?[Mm]akefile|[Jj]ustfile|Jenkinsfile|Taskfile\.ya?ml|\.gitlab-ci\.ya?ml|package\.json)$|\.(?:mk|sh|bash|ya?ml)$/;

/** The `build:` blocks of services. Blocks that YAML or Compose take from elsewhere are the whole file. */
function composeBuilds(text: string, path: string): Settings[] {
  const blocks = blocksOf(text, /^\s*build\s*:/);
  const isElsewhere = blocks.some((block) => /[&*]\w|<</.test(block)) || /^\s*<<\s*:/m.test(text);
  if (isElsewhere || /\{[^}\n]*\bbuild\s*:/.test(text)) return [{ text }];
  // Compose merges an override file into the file that it overrides.
  const isOverride = /override/i.test(posix.basename(path));
  const builds = blocks.map((block) => ({
    text: block,
    isDefault: !isOverride && isDefaultBuild(block, posix.dirname(path)),
  }));
  return [
    ...builds,
    ...blocksOf(text, /^\s*(?:extends|include)\s*:/).map((block) => ({ text: block })),
  ];
}

/** Whether a `build:` block only names the folder of the Dockerfile, or that of the repository. */
function isDefaultBuild(block: string, folder: string): boolean {
  const values = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, key = '', value = ''] = SETTING.exec(line) ?? [];
    const name = values.size === 0 && value !== '' ? 'context' : key;
    if (!/^(?:build|context|dockerfile)$/.test(key) || values.has(name)) return false;
    values.set(name, value);
  }
  const context = posix.join(folder, values.get('context') ?? '');
  const dockerfile = posix.join(context, values.get('dockerfile') ?? 'Dockerfile');
  if (!values.get('context') || values.get('dockerfile') === '') return false;
  if (context.startsWith('..') || dockerfile.startsWith('..')) return false;
  return [posix.dirname(dockerfile), '.'].includes(posix.join(context, '.').replace(/\/$/, ''));
}

/** `context: ./app`, with or without quotes: a relative path without variables. */
const SETTING = /^(\w+)\s*:(?:\s+["']?((?!\w*:)[\w.][\w./-]*)["']?)?\s*(?:#.*)?$/;

/** Options of build commands, and the inputs of docker/build-push-action. */
function buildArguments(text: string): Settings[] {
  const options = text.match(
    /--(?:build-arg|build-context|target)(?:=|\s+)(?:"[^"\n]*"|'[^'\n]*'|\S+)/g,
  );
  const blocks = blocksOf(text, /^[^#\n]*\b(?:build-args|build-contexts|target)["']?\s*:/);
  return [{ text: [...(options ?? []), ...blocks].join('\n') }];
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
