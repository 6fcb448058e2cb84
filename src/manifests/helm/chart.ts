/** The folder of the Helm chart whose `templates` hold a file; undefined where it belongs to none. */
export function helmChartOf(
  path: string,
  readFile: (path: string) => string | undefined,
): string | undefined {
  const parts = path.split('/');
  for (
    let at = parts.lastIndexOf('templates');
    at >= 0;
    at = parts.lastIndexOf('templates', at - 1)
  ) {
    const folder = parts.slice(0, at).join('/');
    if (readFile(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`) !== undefined)
      return folder || '.';
    if (at === 0) break;
  }
  return undefined;
}
