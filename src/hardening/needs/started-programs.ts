import { posix } from 'node:path';
import { normalize } from '../../image/paths.js';
import { environmentOf } from '../../start/configuration.js';
import { PATH_FOLDERS } from '../../start/find-program.js';
import { entryAt, type ImageView } from './image-view.js';
import type { PrivilegedCall } from './program-facts.js';
import { folderNamesOf, type Named } from './server-config.js';

/** Files of one program that are read. */
const MAX_FILES = 100;

/** Programs that can make every call, whatever they run. */
const INTERPRETERS =
  /^(?:python|pypy|perl|ruby|php|node|nodejs|java|lua|tclsh|erl|beam|mono|dotnet|bash|dash|sh|busybox)[\d.]*$/;

/** The facts of the started programs and of the files of their folders in /usr/lib, with the names of the files. */
export function startedFacts(view: ImageView): {
  /** By call, the first file that names it. */
  readonly calls: ReadonlyMap<PrivilegedCall, string>;
  /** The folders of the image that paths with the name of the program lead to: whether these are folders is not known. */
  readonly paths: readonly Named[];
} {
  const calls = new Map<PrivilegedCall, string>();
  const paths: Named[] = [];
  for (const { program } of view.started) {
    if (INTERPRETERS.test(program)) continue;
    const names = folderNamesOf(program);
    for (const path of programFiles(view, program).slice(0, MAX_FILES)) {
      const place = posix.basename(path);
      const facts = view.factsOf(path);
      for (const call of facts.calls) if (!calls.has(call)) calls.set(call, place);
      for (const value of facts.paths)
        if (names.some((name) => value.includes(name)))
          paths.push({ value: folderAt(view, value), place });
    }
  }
  return { calls, paths };
}

/** The path itself, or the first folder above it that the image has. */
function folderAt({ files }: Pick<ImageView, 'files'>, path: string): string {
  const isThere = path === '/' || entryAt(files, path)?.type === 'directory';
  return isThere ? path : folderAt({ files }, posix.dirname(path));
}

function programFiles({ files, config }: ImageView, program: string): string[] {
  const path = environmentOf(config).get('PATH')?.split(':') ?? [];
  const found = new Set<string>();
  for (const folder of [...PATH_FOLDERS, ...path]) {
    const entry = entryAt(files, posix.join('/', folder, program));
    if (entry?.type === 'file') found.add(entry.path);
  }
  for (const name of folderNamesOf(program))
    for (const folder of ['usr/lib', 'usr/libexec'])
      for (const below of files.below?.(normalize(`${folder}/${name}`)) ?? [])
        if (files.get(below)?.type === 'file') found.add(below);
  return [...found];
}
