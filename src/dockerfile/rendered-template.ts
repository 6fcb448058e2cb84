import { folderPrefix } from '../lib/paths.js';

/** A file with its text. */
interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Shorter lines are in most Dockerfiles. */
const SHORTEST = 12;
/** A template with fewer lines says nothing about its output. */
const FEWEST = 3;

/**
 * The path of a Dockerfile that a template was rendered to: it has at least half of the lines of the template that have
 * nothing to fill in, and is in the folder of the template or below. Undefined if there is none.
 */
export function renderedTemplate(
  template: TextFile,
  dockerfiles: readonly TextFile[],
): string | undefined {
  const lines = linesOf(template.text).filter((line) => !/\{\{|\{%|<%|%%\w+%%|@\w+@/.test(line));
  if (lines.length < FEWEST) return undefined;
  const folder = folderPrefix(template.path);
  return dockerfiles.find(({ path, text }) => {
    if (!path.startsWith(folder)) return false;
    const own = new Set(linesOf(text));
    return lines.filter((line) => own.has(line)).length * 2 >= lines.length;
  })?.path;
}

/** The lines that tell something, without comments and indentation. */
function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= SHORTEST && !line.startsWith('#'));
}
