import type { ManifestNode } from '../manifest-yaml.js';
import { textOf, valueAt } from '../yaml-values.js';
import type { EngineType } from './engine-file.js';

/** The password of a registry in the settings of an engine. */
export interface RegistryPassword {
  readonly at: ManifestNode;
  readonly host: string;
}

/** The passwords for registries in the settings of an engine: those of logins, and those in addresses, such as of mirrors. */
export function registryPasswords(type: EngineType, root: ManifestNode): RegistryPassword[] {
  return [...loginPasswords(type, root), ...addressPasswords(root)];
}

/** `https://user:password@host/path`, also without a scheme. */
const ADDRESS = /^(?:[a-z][a-z\d+.-]*:\/\/)?[^\s:/@$]*:(?!\$)[^\s/@]+@([^\s/@]+)/i;

function addressPasswords(node: ManifestNode): RegistryPassword[] {
  const inKeys = [...node.entries].flatMap(([key, value]) =>
    hostWithPassword({ ...value, scalar: key, range: value.key }),
  );
  const inside = [...node.entries.values(), ...node.items].flatMap(addressPasswords);
  return [...hostWithPassword(node), ...inKeys, ...inside];
}

function hostWithPassword(at: ManifestNode): RegistryPassword[] {
  const host = ADDRESS.exec(textOf(at))?.[1];
  return host === undefined ? [] : [{ at, host }];
}

/** The values of `configs` that log in to registries, as containerd, k3s and RKE2 have them. */
function loginPasswords(type: EngineType, root: ManifestNode): RegistryPassword[] {
  const plugins = [...(valueAt(root, 'plugins')?.entries.values() ?? [])];
  const roots = type === 'k3s' ? [root] : plugins.map((plugin) => valueAt(plugin, 'registry'));
  return roots.flatMap((one) =>
    [...(valueAt(one, 'configs')?.entries ?? [])].flatMap(([host, config]) =>
      ['password', 'auth', 'identity_token', 'identitytoken'].flatMap((key) => {
        const at = valueAt(config, 'auth', key);
        return at ? [{ at, host }] : [];
      }),
    ),
  );
}
