import type { ManifestNode } from '../manifest-yaml.js';
import { isTrue, textOf, valueAt } from '../yaml-values.js';
import type { EngineType } from './engine-file.js';
import { isRemoteRegistry, registryHost } from './registry-host.js';

/** A registry that an engine uses without TLS, or whose certificate it does not verify. */
export interface InsecureRegistry {
  readonly at: ManifestNode;
  readonly host: string;
  readonly problem: 'unencrypted' | 'unverified';
}

/** The registries of other machines that the settings of an engine do not protect; the host `*` is all others. */
export function insecureRegistries(type: EngineType, root: ManifestNode): InsecureRegistry[] {
  return READERS[type](root).filter(
    ({ host }) => isRemoteRegistry(host) || (type === 'k3s' && host === ALL),
  );
}

/** The settings of k3s for the registries that have none of their own. */
const ALL = '*';

type Reader = (root: ManifestNode) => InsecureRegistry[];

const READERS: Readonly<Record<EngineType, Reader>> = {
  'k3s-server': () => [],
  docker: (root) => [
    ...listed(valueAt(root, 'insecure-registries')),
    ...unencrypted(valueAt(root, 'registry-mirrors')?.items),
  ],
  buildkit: (root) =>
    tablesOf(root, 'registry').flatMap(([name, table]) => [
      ...flagged(name, valueAt(table, 'http'), 'unencrypted'),
      ...flagged(name, valueAt(table, 'insecure'), 'unverified'),
    ]),
  containerd: (root) =>
    tablesOf(root, 'plugins').flatMap(([, plugin]) => {
      const registry = valueAt(plugin, 'registry');
      return registry ? mirrorsAndConfigs(registry) : [];
    }),
  'containerd-hosts': (root) => {
    const server = valueAt(root, 'server');
    return [
      ...unencrypted(server ? [server] : []),
      ...flagged(textOf(server), valueAt(root, 'skip_verify'), 'unverified'),
      ...tablesOf(root, 'host').flatMap(([address, table]) => [
        ...(isUnencrypted(address) ? [insecure(table, address, 'unencrypted')] : []),
        ...flagged(address, valueAt(table, 'skip_verify'), 'unverified'),
      ]),
    ];
  },
  k3s: (root) => mirrorsAndConfigs(root),
  podman: (root) => [
    ...listed(valueAt(root, 'registries', 'insecure', 'registries')),
    ...(valueAt(root, 'registry')?.items ?? []).flatMap((registry) => [
      // Nothing is pulled from a blocked registry.
      ...(isTrue(valueAt(registry, 'blocked'))
        ? []
        : [registry, ...(valueAt(registry, 'mirror')?.items ?? [])].flatMap(flaggedTable)),
    ]),
  ],
};

/** `mirrors` with addresses, and `configs` with settings of TLS, as containerd and k3s have them. */
function mirrorsAndConfigs(root: ManifestNode): InsecureRegistry[] {
  return [
    ...tablesOf(root, 'mirrors').flatMap(([, table]) =>
      unencrypted(valueAt(table, 'endpoint')?.items),
    ),
    ...tablesOf(root, 'configs').flatMap(([host, table]) =>
      flagged(host, valueAt(table, 'tls', 'insecure_skip_verify'), 'unverified'),
    ),
  ];
}

function flaggedTable(registry: ManifestNode): InsecureRegistry[] {
  const name = valueAt(registry, 'location') ?? valueAt(registry, 'prefix');
  return flagged(textOf(name).replace(/^\*\./, ''), valueAt(registry, 'insecure'), 'unverified');
}

function flagged(
  address: string,
  flag: ManifestNode | undefined,
  problem: InsecureRegistry['problem'],
): InsecureRegistry[] {
  return flag && isTrue(flag) ? [insecure(flag, address, problem)] : [];
}

function listed(registries: ManifestNode | undefined): InsecureRegistry[] {
  return (registries?.items ?? []).map((at) => insecure(at, textOf(at), 'unverified'));
}

/** Those of the addresses that begin with `http://`. */
function unencrypted(addresses: readonly ManifestNode[] = []): InsecureRegistry[] {
  return addresses.flatMap((at) =>
    isUnencrypted(textOf(at)) ? [insecure(at, textOf(at), 'unencrypted')] : [],
  );
}

function isUnencrypted(address: string): boolean {
  return /^http:\/\//i.test(address);
}

function insecure(
  at: ManifestNode,
  address: string,
  problem: InsecureRegistry['problem'],
): InsecureRegistry {
  return { at, host: registryHost(address), problem };
}

function tablesOf(root: ManifestNode, key: string): [string, ManifestNode][] {
  return [...(valueAt(root, key)?.entries ?? [])];
}
