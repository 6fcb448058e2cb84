/** Characters of all commands that are parsed, and of a shell script that is parsed as a whole. */
export const MOST_PARSED = 1024 * 1024;
const MAX_WHOLE = 100_000;

/** The texts of a script or build file that may be commands of builders, for a parser of shells. */
export function shellTexts(path: string, text: string): readonly string[] {
  const isWhole = /\.(?:sh|bash)$/.test(path) && text.length <= MAX_WHOLE;
  return isWhole ? [text] : commandLines(text);
}

/** What begins as a command in a file that is no shell script, or a very long one. */
function commandLines(text: string): string[] {
  const commands = text
    .replace(/\\\r?\n/g, ' ')
    .matchAll(/\b(?:docker|podman|buildah|nerdctl)[ \t][^\n;|&]{0,2500}/g);
  return [...new Set([...commands].map(([command]) => command.replace(/["',\]]+$/, '')))];
}

const SCRIPT =
  /(?:^|\/)(?:(?:GNU)?[Mm]akefile|[Jj]ustfile|Jenkinsfile|Taskfile\.ya?ml|\.gitlab-ci\.ya?ml|package\.json)$|\.(?:mk|sh|bash)$/;

/** Whether a file has the name of a script or build file that can build images. */
export function isScript(path: string): boolean {
  return SCRIPT.test(path);
}
