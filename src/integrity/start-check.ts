import { createHash } from 'node:crypto';
import type { FileSystem, LayerEntry, LayerFile } from '../image/image.js';
import { imagePath } from '../image/paths.js';
import { START_FILES, START_MODULE } from '../image/start-files.js';
import { addTo } from '../lib/group-by.js';
import { baseName, folderOf } from '../lib/paths.js';
import type { Change } from './change.js';
import { folderLinks } from './folder-links.js';
import {
  importLines,
  isKnownStartFile,
  isVirtualenvImport,
  isVirtualenvModule,
  pathLines,
} from './known-start-files.js';
import type { DigestAlgorithm, RecordedFile, RecordedPackage } from './record-system.js';
import { readableFiles } from './remaining-files.js';

/** Finds files that an interpreter runs whenever it starts, and that are not what a package brought. */
export interface StartCheck {
  /** The files that were left out, because there are too many. Known after the plan. */
  readonly left: number;
  /** The files to read. `installed` are all packages with a record, also those whose files are not compared. */
  plan(installed: readonly RecordedPackage[], files: FileSystem): readonly LayerEntry[];
  wants(entry: Pick<LayerEntry, 'path' | 'layer' | 'size'>): number;
  read(file: LayerFile): void;
  /** Must be called once the files were read. */
  changes(files: FileSystem): Change[];
}

const MAX_FILES = 2_000;
/** Of a larger file nothing is known but its digests: it counts as one that runs. */
const MAX_TEXT_BYTES = 1 << 20;

interface StartFile {
  readonly entry: LayerEntry;
  /** The file to which links lead. */
  readonly content: LayerEntry;
  readonly interpreter: string;
  /** The folder of a module that Python imports only if the folder is on its path. */
  readonly folder?: string;
}

interface Claim {
  readonly owner: RecordedPackage;
  readonly recorded: RecordedFile;
}

interface Content {
  readonly text: string | undefined;
  readonly digests: ReadonlyMap<DigestAlgorithm, string>;
}

/** `environment` is that of the image. */
export function createStartCheck(environment: readonly string[]): StartCheck {
  let planned: readonly StartFile[] = [];
  let left = 0;
  let claims: ReadonlyMap<string, readonly Claim[]> = new Map();
  const wanted = new Map<string, Set<DigestAlgorithm>>();
  const contents = new Map<string, Content>();
  const contentOf = (entry: LayerEntry | undefined) => entry && contents.get(keyOf(entry));
  return {
    get left() {
      return left;
    },
    plan: (installed, files) => {
      const all = [...startFilesIn(files)];
      planned = all.slice(0, MAX_FILES);
      left = all.length - planned.length;
      claims = planned.length === 0 ? new Map() : claimsOf(planned, installed, files);
      const later: LayerEntry[] = [];
      for (const { content } of planned) {
        const algorithms = (claims.get(content.path) ?? []).flatMap(
          ({ recorded: { algorithm } }) => algorithm ?? [],
        );
        const module = virtualenvModule(content, files);
        for (const entry of module ? [content, module] : [content])
          if (!wanted.has(keyOf(entry))) later.push(entry);
        wanted.set(keyOf(content), new Set([...algorithms, 'sha256']));
        if (module) wanted.set(keyOf(module), new Set(['sha256']));
      }
      return later;
    },
    wants: (entry) => (wanted.has(keyOf(entry)) ? Infinity : 0),
    read: (file) => {
      const algorithms = wanted.get(keyOf(file));
      if (algorithms && file.bytes.length >= file.size)
        contents.set(keyOf(file), contentOfFile(file, algorithms));
    },
    changes: (files) => {
      const folders = pythonFolders(planned, environment, contentOf);
      return planned.flatMap((one) => {
        const content = contentOf(one.content);
        // Its failure to be read is reported by the scan.
        if (!content || (one.folder !== undefined && !folders.has(one.folder))) return [];
        const { text, digests } = content;
        const module = contentOf(virtualenvModule(one.content, files));
        if (isPathFile(one.content) && text !== undefined && importLines(text).length === 0)
          return [];
        const owners = claims.get(one.content.path) ?? [];
        const isAsBrought = owners.some(
          ({ recorded: { algorithm, digest } }) =>
            digest !== undefined && algorithm && digests.get(algorithm)?.startsWith(digest),
        );
        if (isAsBrought || isKnownStartFile(one.content.path, { text, digests }, module?.digests))
          return [];
        const isOfVirtualenv = module !== undefined && isVirtualenvImport(importLines(text ?? ''));
        return [startChange(one, owners[0]?.owner, isOfVirtualenv)];
      });
    },
  };
}

function startChange(
  { entry, content, interpreter }: StartFile,
  owner: RecordedPackage | undefined,
  isOfVirtualenv: boolean,
): Change {
  return {
    kind: 'start',
    owner: owner ?? { manager: 'pip', name: '', version: '' },
    path: entry.path,
    layer: Math.max(entry.layer, content.layer),
    isProgram: true,
    interpreter,
    isOfVirtualenv,
  };
}

/** Modules in any folder are found, too: whether Python imports them is known once its path is. */
function* startFilesIn(files: FileSystem): Generator<StartFile> {
  for (const entry of files.entries()) {
    if (entry.type !== 'file' && entry.type !== 'symlink') continue;
    const interpreter = START_FILES.find(({ place }) => place.test(entry.path))?.interpreter;
    const [, folder] = START_MODULE.exec(entry.path) ?? [];
    if (interpreter === undefined && folder === undefined) continue;
    const target = files.resolve(entry.path);
    const content = target === undefined ? undefined : files.get(target);
    if (content?.type !== 'file') continue;
    const name = interpreter ?? 'Python';
    yield {
      ...{ entry, content, interpreter: name },
      ...(interpreter === undefined && { folder: folder?.replace(/\/$/, '') ?? '' }),
    };
  }
}

/** What the packages recorded of these files, by their final path. */
function claimsOf(
  planned: readonly StartFile[],
  installed: readonly RecordedPackage[],
  files: FileSystem,
): ReadonlyMap<string, readonly Claim[]> {
  const paths = new Set(planned.map(({ content }) => content.path));
  const names = new Set([...paths].map(baseName));
  const links = folderLinks(files, []);
  const claims = new Map<string, Claim[]>();
  for (const owner of installed) {
    for (const recorded of readableFiles(allFilesOf(owner))) {
      if (!names.has(baseName(recorded.path))) continue;
      const { path } = links.follow(recorded.divertedTo ?? recorded.path);
      if (paths.has(path)) addTo(claims, path, { owner, recorded });
    }
  }
  return claims;
}

function* allFilesOf({ files, configuration }: RecordedPackage): Generator<RecordedFile> {
  yield* files();
  if (configuration) yield* configuration();
}

/** The folders from which Python imports: those that the environment and the lines of path files name. */
function pythonFolders(
  planned: readonly StartFile[],
  environment: readonly string[],
  contentOf: (entry: LayerEntry) => Content | undefined,
): ReadonlySet<string> {
  const folders = environment
    .filter((one) => one.startsWith('PYTHONPATH='))
    .flatMap((one) => one.slice('PYTHONPATH='.length).split(':'))
    .map((path) => imagePath(path));
  for (const { entry, content } of planned) {
    if (!isPathFile(content)) continue;
    const text = contentOf(content)?.text ?? '';
    const folder = `/${folderOf(entry.path)}`;
    folders.push(...pathLines(text).map((line) => imagePath(line, folder)));
  }
  return new Set(folders);
}

function isPathFile({ path }: Pick<LayerEntry, 'path'>): boolean {
  return path.endsWith('.pth');
}

/** What virtualenv and uv write next to their path file. */
function virtualenvModule(content: LayerEntry, files: FileSystem): LayerEntry | undefined {
  const module = files.get(content.path.replace(/\.pth$/, '.py'));
  return isVirtualenvModule(module?.path) && module?.type === 'file' ? module : undefined;
}

function contentOfFile(file: LayerFile, algorithms: ReadonlySet<DigestAlgorithm>): Content {
  const digests = new Map(
    [...algorithms].map((name) => [name, createHash(name).update(file.bytes).digest('hex')]),
  );
  const text = file.size <= MAX_TEXT_BYTES ? Buffer.from(file.bytes).toString('utf8') : undefined;
  return { text, digests };
}

function keyOf({ layer, path }: Pick<LayerEntry, 'layer' | 'path'>): string {
  return `${layer}/${path}`;
}
