import type { OwnStart } from '../core/runtime-needs.js';
import type { FileReader, FileSystem, Image } from '../image/image.js';
import { normalize } from '../image/paths.js';
import { PATH_FOLDERS } from '../start/find-program.js';

/** Larger files are neither account files nor start scripts. */
const MAX_BYTES = 256 * 1024;
/** Files that are kept for one image. Account files and the programs of the configuration are always kept. */
const MAX_FILES = 500;

const ACCOUNT_FILES = ['etc/passwd', 'etc/shadow', 'etc/group', 'etc/master.passwd'];

/** Configuration files of supervisord, which list the programs that it runs. */
export const SUPERVISOR_CONFIG =
  /^etc\/(?:supervisor\/)?(?:supervisord\.conf|conf\.d\/[^/]+\.(?:conf|ini))$|^etc\/supervisord\.d\/[^/]+\.(?:conf|ini)$/;

/** Configuration files of servers, and scripts that start scripts run. */
const START_FILES =
  /^(?:usr\/local\/)?etc\/(?:[^/]+\/){0,3}(?:[^/]+\.(?:conf|cfg|cnf|ini|vcl|sh)|envvars)$|^etc\/default\/[^/]+$|^(?:usr\/local\/bin\/)?(?:docker-)?entrypoint[^/]*(?:\.d\/[^/]+)?$|^usr\/local\/s?bin\/[^/]+$/;
/** Larger ones are programs. */
const MAX_START_BYTES = 64 * 1024;
const MAX_START_FILES = 1_000;

/** The small files whose text rules need. */
export interface TextFiles {
  readonly reader: FileReader;
  /** The paths of the files that were read. */
  paths(): readonly string[];
  /** The text that the container sees at a path; links are followed. */
  textOf(files: FileSystem, path: string): string | undefined;
}

/** Collects account files, configurations of supervisors, and the programs of the image configuration, which can be scripts. */
export function collectTextFiles(
  { config }: Pick<Image, 'config'>,
  starts: readonly OwnStart[] = [],
): TextFiles {
  const others = starts.flatMap(({ others: commands = [] }) => commands.map(({ words }) => words));
  const commands = [config.healthcheck ?? [], ...others].map((words) => ({
    entrypoint: words,
    cmd: [],
  }));
  const programs = [{}, ...starts, ...commands].flatMap((start) =>
    programPaths({ ...config, ...start }),
  );
  const wanted = new Set([...ACCOUNT_FILES, ...programs]);
  const texts = new Map<string, { readonly layer: number; readonly text: string }>();
  let startFiles = 0;
  const isStartFile = (path: string, size: number) =>
    size <= MAX_START_BYTES && START_FILES.test(path) && ++startFiles <= MAX_START_FILES;
  const isWanted = (path: string, size: number) =>
    wanted.has(path) ||
    (texts.size < MAX_FILES && SUPERVISOR_CONFIG.test(path)) ||
    isStartFile(path, size);
  return {
    reader: {
      wants: ({ path, size }) => (size > 0 && size <= MAX_BYTES && isWanted(path, size) ? size : 0),
      read: ({ path, layer, bytes }) => {
        if (!bytes.subarray(0, 1024).includes(0))
          texts.set(path, { layer, text: new TextDecoder().decode(bytes) });
      },
      wellKnown: [...wanted],
    },
    paths: () => [...texts.keys()],
    textOf(files, path) {
      const normalPath = normalize(path);
      const resolvedPath = files.resolve(normalPath);
      const entry = resolvedPath === undefined ? undefined : files.get(resolvedPath);
      if (!entry) return undefined;
      const found = texts.get(normalPath) ?? texts.get(entry.path);
      // The name of a hard link is that of its own layer.
      const isName = found?.layer === entry.layer || found?.layer === files.get(normalPath)?.layer;
      return isName ? found?.text : undefined;
    },
  };
}

/** The possible paths of the programs in ENTRYPOINT and CMD: as written, in the working directory, and in PATH. */
function programPaths(config: Image['config']): string[] {
  const words = [...(config.entrypoint ?? []), ...(config.cmd ?? [])]
    .flatMap((argument) => argument.split(/[\s;&|()'"]+/))
    .filter((word) => /^[\w./+-]{1,256}$/.test(word))
    .slice(0, 50);
  const folders = [config.workingDir ?? '/', ...PATH_FOLDERS];
  return words.flatMap((word) =>
    word.startsWith('/')
      ? [normalize(word)]
      : folders.map((folder) => normalize(`${folder}/${word}`)),
  );
}
