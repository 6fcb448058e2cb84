import { posix } from 'node:path';
import { type BothVersions, textOf } from './versions.js';

/**
 * Whether the pull request changes what a build may be started with: arguments, target, contexts and the file of a
 * Dockerfile, in Compose files, Bake files, workflows and scripts. Which image a file builds is not known, so that each
 * counts for all images.
 */
export function changesBuildSettings({ root, base, changed }: BothVersions): boolean {
  return [...changed].some((path) => {
    const read = readerOf(path);
    if (!read) return false;
    const [before, after] = [textOf(base, path) ?? '', textOf(root, path) ?? ''];
    const [old, now] = [read(before), read(after)];
    // The values of variables are elsewhere in the file.
    return old !== now || (now.includes('$') && before !== after);
  });
}

/** Extracts the settings from the text of a file; undefined for a file that starts no build. */
function readerOf(path: string): ((text: string) => string) | undefined {
  const name = posix.basename(path);
  if (/^docker-bake.*\.(?:hcl|json)$/.test(name) || /^\.env(?:\..*)?$/.test(name))
    return (text) => text;
  if (/compose[^/]*\.ya?ml$/i.test(name)) return composeBuilds;
  return SCRIPT.test(path) ? buildArguments : undefined;
}

const SCRIPT =
  /^\.github\/(?:workflows|actions)\/|(?:^|\/)(?:(?:GNU)?[Mm]akefile|[Jj]ustfile|Jenkinsfile|Taskfile\.ya?ml|\.gitlab-ci\.ya?ml|package\.json)$|\.(?:mk|sh|bash|ya?ml)$/;

/** The `build:` blocks of services. Blocks that YAML or Compose take from elsewhere are the whole file. */
function composeBuilds(text: string): string {
  const blocks = blocksOf(text, /^\s*build\s*:/);
  const isElsewhere = /[&*]\w|<<|\bextends\b|\binclude\b/.test(blocks) || /^\s*<<\s*:/m.test(text);
  return isElsewhere || /\{[^}\n]*\bbuild\s*:/.test(text) ? text : blocks;
}

/** Options of build commands, and the inputs of docker/build-push-action. */
function buildArguments(text: string): string {
  const options = text.match(
    /--(?:build-arg|build-context|target)(?:=|\s+)(?:"[^"\n]*"|'[^'\n]*'|\S+)/g,
  );
  const blocks = blocksOf(text, /^[^#\n]*\b(?:build-args|build-contexts|target)["']?\s*:/);
  return [...(options ?? []), blocks].join('\n');
}

/** The lines that match, each with the lines below it that are indented further. */
function blocksOf(text: string, start: RegExp): string {
  const found: string[] = [];
  let indent = -1;
  for (const line of text.split('\n')) {
    const at = line.search(/\S/);
    if (at < 0) continue;
    if (indent >= 0 && at <= indent) indent = -1;
    if (indent < 0 && start.test(line)) indent = at;
    if (indent >= 0) found.push(line.trim());
  }
  return found.join('\n');
}
