import { NotRaised } from './manager.js';

/** Where an entry of npm's lockfile is fetched from. */
interface Fetched {
  readonly name: string;
  readonly version: string;
  readonly resolved: string;
  readonly integrity: string;
}

/**
 * The new lockfile with the registries of the old one: behind a mirror, npm writes the addresses of the mirror, which others
 * may not reach. The hash of the contents shows that it is the same package. Throws NotRaised for an address that cannot be
 * had from an old one.
 */
export function withOldRegistries(
  lock: string,
  before: readonly Fetched[],
  after: readonly Fetched[],
): string {
  const old = new Set(before.map(({ resolved }) => resolved));
  let text = lock;
  for (const entry of after) {
    if (!/^https?:/.test(entry.resolved) || old.has(entry.resolved)) continue;
    const known = registriesOf(before.filter(({ name }) => name === entry.name));
    const similar = registriesOf(
      before.filter(({ name }) => scopeOf(name) === scopeOf(entry.name)),
    );
    const registry = registryOf(entry);
    if (registry === undefined ? hasHost(before, entry) : [...known, ...similar].includes(registry))
      continue;
    const [own, ...others] = known.length > 0 ? known : similar;
    if (registry === undefined || own === undefined || others.length > 0 || entry.integrity === '')
      throw new NotRaised(
        `npm would write that ${entry.name} comes from ${hostOf(entry.resolved)}, which is not in the lockfile`,
      );
    const address = own + entry.resolved.slice(registry.length);
    text = text.replaceAll(JSON.stringify(entry.resolved), JSON.stringify(address));
  }
  return text;
}

function registriesOf(entries: readonly Fetched[]): readonly string[] {
  return [...new Set(entries.flatMap((entry) => registryOf(entry) ?? []))];
}

/** `https://registry.npmjs.org/` of `https://registry.npmjs.org/@a/b/-/b-1.0.0.tgz` */
function registryOf({ name, version, resolved }: Fetched): string | undefined {
  const file = `${name}/-/${name.slice(name.indexOf('/') + 1)}-${version}.tgz`;
  return resolved.endsWith(`/${file}`) ? resolved.slice(0, -file.length) : undefined;
}

function hasHost(entries: readonly Fetched[], { resolved }: Fetched): boolean {
  return entries.some((entry) => hostOf(entry.resolved) === hostOf(resolved));
}

function hostOf(address: string): string {
  return /^https?:\/\/(?:[^/@]*@)?([^/?#]*)/.exec(address)?.[1]?.slice(0, 100) ?? '';
}

function scopeOf(name: string): string {
  return name.startsWith('@') ? name.slice(0, name.indexOf('/')) : '';
}
