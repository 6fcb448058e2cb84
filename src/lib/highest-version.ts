/**
 * The highest of several versions. Undefined when they differ and one is not purely numeric: ecosystems order such
 * versions differently.
 */
export function highestVersion(versions: readonly string[]): string | undefined {
  if (versions.length <= 1) return versions[0];
  if (!versions.every((v) => /^\d{1,9}(\.\d{1,9})*$/.test(v))) return undefined;
  return versions.reduce((a, b) => (compareNumeric(a, b) < 0 ? b : a));
}

function compareNumeric(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  const at = left.findIndex((n, i) => n !== right[i]);
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
}
