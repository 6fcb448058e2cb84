/** The registry of an image reference; Docker Hub is `docker.io`. Source: distribution/reference. */
export function registryOf(reference: string): string {
  const slash = reference.indexOf('/');
  const first = slash < 0 ? '' : reference.slice(0, slash);
  if (!/[.:]/.test(first) && first !== 'localhost') return 'docker.io';
  return first === 'index.docker.io' ? 'docker.io' : first.toLowerCase();
}

/** Whether a registry is one of a list with `*` in front or behind: `*`, `*.example.org`, `eu.*`. */
export function isTrusted(registry: string, trusted: readonly string[]): boolean {
  return trusted.some((entry) => {
    const pattern = entry.trim().toLowerCase();
    if (pattern === '*') return true;
    if (pattern.startsWith('*')) return registry.endsWith(pattern.slice(1));
    if (pattern.endsWith('*')) return registry.startsWith(pattern.slice(0, -1));
    return registry === pattern;
  });
}
