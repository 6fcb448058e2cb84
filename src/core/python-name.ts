/** A name of a Python package as PyPI compares it: `Ruamel.YAML` is `ruamel-yaml`. Source: PEP 503. */
export function pythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
