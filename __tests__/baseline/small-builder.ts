/**
 * Builds Dockerfiles of a few invented commands, to know which files an image really contains: `RUN add PATH CONTENT` and
 * `RUN rm PATH` instead of programs, and otherwise FROM, ARG, ENV, WORKDIR and COPY as BuildKit has them.
 */

/** A file of an image: its content, and the line that wrote it last. */
export interface BuiltFile {
  readonly content: string;
  readonly line: number;
  readonly isOfBase: boolean;
}

export type FileSystem = ReadonlyMap<string, BuiltFile>;

interface StageState {
  readonly files: Map<string, BuiltFile>;
  readonly variables: Map<string, string>;
  readonly args: Map<string, string>;
  folder: string;
}

/** The folders that exist, each with a file of the base image. */
export const FOLDERS = ['/a', '/b', '/a/c'];

/** The files of the last stage; undefined if the build fails. `context` has the files of the build context. */
export function build(
  lines: readonly string[],
  context: Readonly<Record<string, string>>,
): FileSystem | undefined {
  const stages = new Map<string, StageState>();
  const globals = new Map<string, string>();
  let stage: StageState | undefined;
  for (const [index, line] of lines.entries()) {
    const [keyword = '', first = '', second = '', third = ''] = line.split(' ');
    if (keyword === 'FROM') {
      const parent = stages.get(first);
      if (!parent && /^s\d/.test(first)) return undefined;
      stage = startStage(first, parent, index + 1);
      stages.set(third, stage);
    } else if (!stage) {
      if (keyword !== 'ARG') return undefined;
      setVariable(globals, first);
    } else if (keyword === 'ARG') setVariable(stage.args, first, globals);
    else if (keyword === 'ENV') setVariable(stage.variables, first);
    else if (keyword === 'WORKDIR') stage.folder = first;
    else if (keyword === 'RUN') run(stage, [first, second, third], index + 1);
    else if (keyword === 'COPY' && first.startsWith('--from=')) {
      const from = stages.get(first.slice('--from='.length));
      if (!from || from === stage) return undefined;
      copyFrom(from, stage, [second, third], index + 1);
    } else if (keyword === 'COPY')
      put(stage, absolute(stage, second), context[first] ?? '', index + 1);
  }
  return stage?.files;
}

function startStage(image: string, parent: StageState | undefined, line: number): StageState {
  const base = FOLDERS.map(
    (folder) => [`${folder}/x`, { content: image, line, isOfBase: true }] as const,
  );
  return {
    files: new Map(parent?.files ?? base),
    variables: new Map(parent?.variables),
    args: new Map(),
    folder: parent?.folder ?? '/a',
  };
}

function setVariable(
  variables: Map<string, string>,
  word: string,
  defaults: ReadonlyMap<string, string> = new Map(),
): void {
  const [name = '', value] = word.split('=');
  variables.set(name, value ?? defaults.get(name) ?? '');
}

function run(stage: StageState, [command, path = '', content]: readonly string[], line: number) {
  if (command === 'rm') {
    const removed = absolute(stage, path);
    for (const file of [...stage.files.keys()])
      if (file === removed || file.startsWith(`${removed}/`)) stage.files.delete(file);
    return;
  }
  const value = `v${stage.variables.get('V') ?? stage.args.get('V') ?? ''}`;
  put(stage, path, content === '$V' ? value : (content ?? ''), line);
}

function copyFrom(
  from: StageState,
  to: StageState,
  [source = '', target = '']: readonly string[],
  line: number,
): void {
  for (const [path, { content }] of from.files)
    if (path === source) put(to, `${target}/${path.split('/').at(-1)}`, content, line);
    else if (path.startsWith(`${source}/`))
      put(to, `${target}${path.slice(source.length)}`, content, line);
}

function put(stage: StageState, path: string, content: string, line: number): void {
  stage.files.set(path, { content, line, isOfBase: false });
}

function absolute({ folder }: StageState, path: string): string {
  if (path.startsWith('/')) return path;
  return path === '.' ? folder : `${folder}/${path}`;
}
