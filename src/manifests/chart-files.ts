import { createHash } from 'node:crypto';
import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { reason } from '../lib/errors.js';
import { isInside } from '../lib/paths.js';
import { plainText } from '../lib/text.js';
import { chartFacts } from './helm/chart.js';

/** Values files of one chart that it is rendered with, its own included. */
const MOST_VALUES = 5;
/** A chart with more files, or larger ones, is not given to helm. */
const MOST_FILES = 5_000;
const MAX_BYTES = 50 * 1024 * 1024;
const MAX_DEPTH = 20;

/** What to render of a chart. */
export interface ChartPlan {
  /** Values files below the chart; undefined is its own values.yaml alone. */
  readonly values: readonly (string | undefined)[];
  /** Those below `templates`, below the chart; without those for tests, which are not rendered. */
  readonly templates: readonly string[];
  /** Values files over the limit. */
  readonly left: number;
  /** Of the names and contents of all its files: charts with the same one render to the same text. */
  readonly digest: string;
  /** It has values for tests, as chart-testing names them: it need not render without. */
  readonly hasTestValues: boolean;
}

/** Why a chart is not rendered. */
export interface ChartGap {
  readonly state: 'not-covered' | 'not-applicable';
  readonly reason: string;
}

/** What to render of the chart in a folder of the repository at `root`, or why it is not rendered. */
export function planChart(
  root: string,
  chart: string,
  readFile: (path: string) => string | undefined,
): ChartPlan | ChartGap {
  const at = (name: string) => posix.join(chart, name);
  try {
    const { isLibrary, dependencies } = chartFacts(
      readFile(at('Chart.yaml')) ?? '',
      readFile(at('requirements.yaml')),
    );
    if (isLibrary)
      return { state: 'not-applicable', reason: 'It is a library chart, which renders nothing' };
    const files = filesOf(root, chart);
    const missing = dependencies.find((name) => !hasDependency(files, name));
    if (missing !== undefined)
      return notCovered(
        `It was not rendered: its dependency ${plainText(missing, 100)} is not in its folder charts/. Run helm dependency build before Portside, or commit the folder`,
      );
    const test = files.filter((path) => /^ci\/[^/]*values[^/]*\.ya?ml$/.test(path));
    const others = files.filter((path) => /^values[-._][^/]+\.ya?ml$/.test(path));
    const templates = files.filter((path) =>
      /^templates\/(?!tests\/)(?:[^/]+\/)*[^_/][^/]*\.ya?ml$/.test(path),
    );
    const values = [undefined, ...test, ...others];
    return {
      values: values.slice(0, MOST_VALUES),
      templates,
      left: Math.max(values.length - MOST_VALUES, 0),
      digest: digestOf(join(root, chart), files),
      hasTestValues: test.length > 0,
    };
  } catch (error) {
    return notCovered(`It was not rendered: ${reason(error)}`);
  }
}

function notCovered(why: string): ChartGap {
  return { state: 'not-covered', reason: why };
}

/**
 * The files of a chart, sorted. Throws for one that helm should not get: helm follows symbolic links, and a link out of the
 * repository would show files of the machine.
 */
function filesOf(root: string, chart: string): string[] {
  const files: string[] = [];
  const top = realpathSync(root);
  let bytes = 0;
  const visit = (folder: string, depth: number): void => {
    const entries: Dirent[] = readdirSync(join(root, chart, folder), { withFileTypes: true });
    for (const entry of entries) {
      const path = posix.join(folder, entry.name);
      const file = join(root, chart, path);
      if (entry.isSymbolicLink()) requireInside(top, file, path);
      if (entry.isDirectory() && depth < MAX_DEPTH) visit(path, depth + 1);
      if (!entry.isFile() && !entry.isSymbolicLink()) continue;
      files.push(path);
      bytes += lstatSync(file).size;
      if (files.length > MOST_FILES) throw new Error(`it has more than ${MOST_FILES} files`);
      if (bytes > MAX_BYTES) throw new Error(`it has more than ${MAX_BYTES >> 20} MiB`);
    }
  };
  visit('', 0);
  return files.sort();
}

function digestOf(folder: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of files) {
    const content = readFileSync(join(folder, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function requireInside(top: string, file: string, path: string): void {
  const name = plainText(path, 200);
  if (!isInside(top, realpathSync(file)))
    throw new Error(`${name} is a symbolic link out of the repository`);
  if (!statSync(file).isFile()) throw new Error(`${name} is a symbolic link to a folder or device`);
}

/** Whether `charts` has the dependency: as a folder, or as an archive with its version. */
function hasDependency(files: readonly string[], name: string): boolean {
  return files.some(
    (path) =>
      path.startsWith(`charts/${name}/`) ||
      (path.startsWith(`charts/${name}-`) && path.endsWith('.tgz')),
  );
}
