import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { decodeText } from '../lib/decode-text.js';
import { folderPrefix } from '../lib/paths.js';
import { readBeginning, readRegularFile } from '../lib/regular-file.js';
import type { FileFormat } from './format.js';
import { FORMATS } from './formats.js';
import { namedImages } from './named-images.js';
import { parseData } from './parse-data.js';

/** A file of a format that no rule reads. */
export interface CensusFile {
  readonly path: string;
  readonly format: FileFormat;
  /** The images that it names, each once. */
  readonly images: readonly string[];
  /** The lines that give a container access to the host. */
  readonly privileges: readonly string[];
}

/** What was found, and the files that were not opened because there are too many. */
export interface Census {
  readonly files: readonly CensusFile[];
  readonly left: readonly string[];
}

/** The files of a repository. */
export interface CensusInput {
  readonly files: readonly string[];
  /** Those that rules read as a manifest. */
  readonly manifests: ReadonlySet<string>;
  /** The others that rules read. */
  readonly read: ReadonlySet<string>;
}

/** What is read of most files. */
const BEGINNING_BYTES = 64 * 1024;
/** A larger file is not parsed. */
const MAX_BYTES = 1024 * 1024;
/** The files that are opened, and the characters of those with the words of a format. */
const MOST_OPENED = 100_000;
const MOST_EXAMINED = 64 * 1024 * 1024;
/** After so many files, other work has its turn. */
const PAUSE_AFTER = 500;

/** Finds the files that build or start containers and that no rule reads, by their content. */
export async function findFiles(root: string, repository: CensusInput): Promise<Census> {
  const formatsOf = formatFinder(repository);
  const budget = { examined: 0 };
  const found: CensusFile[] = [];
  let opened = 0;
  const left: string[] = [];
  for (const path of repository.files) {
    const formats = formatsOf(path);
    if (formats.length === 0) continue;
    if (opened >= MOST_OPENED || budget.examined >= MOST_EXAMINED) left.push(path);
    else {
      if (++opened % PAUSE_AFTER === 0) await setImmediate();
      const one = recognize(root, path, formats, budget);
      if (one) found.push(one);
    }
  }
  return { files: found, left };
}

/** Finds the formats that a file can have, by its name and place. */
function formatFinder({ files, manifests, read }: CensusInput): (path: string) => FileFormat[] {
  const projects = new Map<string, string[]>();
  for (const { project } of FORMATS)
    if (project !== undefined)
      projects.set(
        project,
        files.filter((path) => path === project || path.endsWith(`/${project}`)).map(folderPrefix),
      );
  const isInProject = (path: string, project: string) =>
    projects.get(project)?.some((folder) => path.startsWith(folder)) === true;
  return (path) => {
    if (read.has(path)) return [];
    return FORMATS.filter(
      (format) =>
        format.path.test(path) &&
        (format.inManifests || !manifests.has(path)) &&
        (format.project === undefined || isInProject(path, format.project)),
    );
  };
}

/** The file with its format; undefined if it has none of these, or cannot be read. */
function recognize(
  root: string,
  path: string,
  formats: readonly FileFormat[],
  budget: { examined: number },
): CensusFile | undefined {
  const content = readContent(join(root, path));
  if (!content) return undefined;
  return recognizeContent(content, path, formats, budget);
}

/** What a file of the format was with another content; undefined if it started no container then. */
export function earlierFile({ path, format }: CensusFile, bytes: Buffer): CensusFile | undefined {
  const text = decodeText(bytes.subarray(0, MAX_BYTES));
  const content = { beginning: text.slice(0, BEGINNING_BYTES), whole: () => text };
  return recognizeContent(content, path, [format], { examined: 0 });
}

function recognizeContent(
  content: Content,
  path: string,
  formats: readonly FileFormat[],
  budget: { examined: number },
): CensusFile | undefined {
  const { beginning } = content;
  const possible = formats.filter((format) => hasWords(beginning, format));
  if (possible.length === 0) return undefined;
  const text = content.whole();
  budget.examined += (text ?? beginning).length;
  const isData = possible.some((format) => 'data' in format);
  const documents = isData && text !== undefined ? parseData(path, text) : undefined;
  const format = possible.find((one) => {
    if ('text' in one) return one.text.test(text ?? beginning);
    return documents ? documents.some(one.data) : one.usualName.test(path);
  });
  const all = text ?? beginning;
  return format && { path, format, images: namedImages(all), privileges: privilegesIn(all) };
}

const PRIVILEGE =
  /privileged|docker\.sock|cap[-_]?add|host_?(?:network|pid|ipc)|network_?mode|--(?:net|network|pid|ipc)\b/i;

function privilegesIn(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => (PRIVILEGE.test(line) ? [line.trim()] : []));
}

function hasWords(text: string, { words }: FileFormat): boolean {
  return words.every((word) =>
    typeof word === 'string' ? text.includes(word) : word.some((one) => text.includes(one)),
  );
}

/** The text of a file. */
interface Content {
  readonly beginning: string;
  /** All of it; undefined if it is too large. */
  readonly whole: () => string | undefined;
}

/** Undefined if the file cannot be read: then it is not known what it is. */
function readContent(file: string): Content | undefined {
  try {
    const { bytes, size } = readBeginning(file, BEGINNING_BYTES);
    const beginning = decodeText(bytes);
    return { beginning, whole: () => (size <= bytes.length ? beginning : wholeText(file)) };
  } catch {
    return undefined;
  }
}

function wholeText(file: string): string | undefined {
  try {
    return decodeText(readRegularFile(file, MAX_BYTES));
  } catch {
    return undefined;
  }
}
