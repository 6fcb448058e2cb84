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
