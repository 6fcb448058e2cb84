import type { FileReader, FileSystem, Image } from '../image/image.js';
import { normalize } from '../image/paths.js';

/** Larger files are neither accounts nor start scripts. */
const MAX_BYTES = 256 * 1024;
/** Files kept for one image; accounts and the programs that it names always are. */
const MOST_FILES = 500;

const ACCOUNTS = ['etc/passwd', 'etc/shadow', 'etc/group', 'etc/master.passwd'];
/** Where supervisord is told what to run. */
export const SUPERVISOR_CONFIG =
  /^etc\/(?:supervisor\/)?(?:supervisord\.conf|conf\.d\/[^/]+\.(?:conf|ini))$|^etc\/supervisord\.d\/[^/]+\.(?:conf|ini)$/;

/**
 * The small files whose text rules judge, read during the one pass: accounts, what supervisors start, and the programs
 * that the configuration names, which may be scripts.
 */
export function collectTextFiles(image: Image): {
  readonly reader: FileReader;
  /** The text that the container sees at a path, links followed. */
  text(files: FileSystem, path: string): string | undefined;
} {
  const programs = programPaths(image);
  const wanted = new Set([...ACCOUNTS, ...programs]);
  const read = new Map<string, { readonly layer: number; readonly text: string }>();
  return {
    reader: {
      wants: ({ path, size }) =>
        size > 0 &&
        size <= MAX_BYTES &&
        (wanted.has(path) || (read.size < MOST_FILES && SUPERVISOR_CONFIG.test(path)))
          ? size
          : 0,
      read: ({ path, layer, bytes }) => {
        if (!bytes.subarray(0, 1024).includes(0))
          read.set(path, { layer, text: new TextDecoder().decode(bytes) });
      },
      wellKnown: [...wanted],
    },
    text: (files, asked) => {
      const path = normalize(asked);
      const place = files.resolve(path);
      const entry = place === undefined ? undefined : files.get(place);
      if (!entry) return undefined;
      const found = read.get(path) ?? read.get(entry.path);
      return found?.layer === entry.layer ? found.text : undefined;
    },
  };
}

/** Where the programs of ENTRYPOINT and CMD lie: as written, below the working directory, or in a folder of PATH. */
function programPaths({ config }: Image): string[] {
  const words = [...(config.entrypoint ?? []), ...(config.cmd ?? [])]
    .flatMap((word) => word.split(/[\s;&|()'"]+/))
    .filter((word) => /^[\w./+-]{1,256}$/.test(word))
    .slice(0, 50);
  const folders = [config.workingDir ?? '/', ...PATH_FOLDERS];
  return words.flatMap((word) =>
    word.startsWith('/')
      ? [normalize(word)]
      : folders.map((folder) => normalize(`${folder}/${word}`)),
  );
}

/** Folders that programs are looked for in, as images set PATH. */
export const PATH_FOLDERS: readonly string[] = [
  'usr/local/sbin',
  'usr/local/bin',
  'usr/sbin',
  'usr/bin',
  'sbin',
  'bin',
];
