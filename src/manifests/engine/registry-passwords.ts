import type { ManifestNode } from '../manifest-yaml.js';
import { valueAt } from '../yaml-values.js';
import type { EngineType } from './engine-file.js';

/** The password of a registry in the settings of an engine. */
export interface RegistryPassword {
  readonly at: ManifestNode;
  readonly host: string;
}

/** The values of `configs` that log in to registries, as containerd, k3s and RKE2 have them. */
export function registryPasswords(type: EngineType, root: ManifestNode): RegistryPassword[] {
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
