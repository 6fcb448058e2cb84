import { readManifestYaml } from '../manifest-yaml.js';
import { textOf, valueAt } from '../yaml-values.js';

/** The folder of the Helm chart that a template belongs to; undefined if it belongs to none. */
export function helmChartOf(
  path: string,
  readFile: (path: string) => string | undefined,
): string | undefined {
  const parts = path.split('/');
  for (let at = parts.length - 1; at >= 0; at--) {
    if (parts[at] !== 'templates') continue;
    const folder = parts.slice(0, at).join('/');
    if (readFile(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`) !== undefined)
      return folder || '.';
  }
  return undefined;
}

/** What Chart.yaml says. Source: Helm, "The Chart.yaml File". */
export interface ChartFacts {
  readonly isLibrary: boolean;
  /** The names of the charts that must be in the folder `charts`. */
  readonly dependencies: readonly string[];
}

/**
 * The facts in the text of Chart.yaml, and of requirements.yaml, which charts of the first version have. Throws PortsideError
 * (incomplete) for text that is not YAML.
 */
export function chartFacts(chart: string, requirements = ''): ChartFacts {
  const [main] = readManifestYaml(chart, 'Chart.yaml');
  const [more] = readManifestYaml(requirements, 'requirements.yaml');
  const dependencies = [main, more].flatMap((document) =>
    document ? (valueAt(document, 'dependencies')?.items ?? []) : [],
  );
  return {
    isLibrary: main !== undefined && textOf(valueAt(main, 'type')) === 'library',
    dependencies: dependencies.flatMap((one) => textOf(valueAt(one, 'name')) || []),
  };
}
