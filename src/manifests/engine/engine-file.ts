import { PortsideError } from '../../lib/errors.js';
import { baseName } from '../../lib/paths.js';
import { type ManifestNode, readManifestYaml } from '../manifest-yaml.js';
import { misfitNotes, misfitsOf, type Shape } from '../shape.js';
import { readToml } from '../toml.js';
import { textOf } from '../yaml-values.js';

/** The programs whose settings name registries, or start the control plane. */
export type EngineType =
  | 'docker'
  | 'buildkit'
  | 'containerd'
  | 'containerd-hosts'
  | 'k3s'
  | 'k3s-server'
  | 'podman';

/** The program whose settings a file has, by the name of the file; undefined for other files. */
export function engineType(path: string): EngineType | undefined {
  const name = baseName(path);
  if (name === 'daemon.json') return 'docker';
  if (name === 'hosts.toml') return 'containerd-hosts';
  if (/^buildkitd?\b.*\.toml$/.test(name)) return 'buildkit';
  if (/^containerd\b.*\.toml$|(?:^|\/)containerd\/config\.toml$/.test(path)) return 'containerd';
  if (/^registries\.ya?ml$/.test(name)) return 'k3s';
  if (/^config.*\.ya?ml$/.test(name) || /(?:^|\/)config\.yaml\.d\/[^/]+\.ya?ml$/.test(path))
    return 'k3s-server';
  return /(?:^|\/)registries\.conf(?:\.d\/[^/]+\.conf)?$/.test(path) ? 'podman' : undefined;
}

/** Whether a file has settings of a container engine about registries or the control plane, by its name and content. */
export function isEngineFile(path: string, text: string): boolean {
  const type = engineType(path);
  return type !== undefined && CONTENTS[type].test(text);
}

/** What other files of the same name do not have. */
const CONTENTS: Readonly<Record<EngineType, RegExp>> = {
  docker: /"(?:insecure-registries|registry-mirrors)"\s*:/,
  buildkit: /^[ \t]*\[?registry\b/m,
  containerd: /\bregistry\b/,
  'containerd-hosts': /^[ \t]*(?:\[host\b|server[ \t]*=|skip_verify[ \t]*=)/m,
  // Compose files have `configs`, too.
  k3s: /(?<![\s\S])(?![\s\S]*^(?:services|apiVersion)[ \t]*:)[\s\S]*^(?:mirrors|configs)[ \t]*:/m,
  'k3s-server':
    /^(["']?)(?:kube-(?:apiserver|controller-manager|scheduler)|kubelet|etcd)-arg\+?\1[ \t]*:/m,
  podman: /^[ \t]*(?:\[\[?registr|unqualified-search-registries[ \t]*=)/m,
};

const MIRROR: Shape = { map: { insecure: 'flag', location: 'fixed' } };
const SHAPES: Readonly<Record<EngineType, Shape>> = {
  docker: {
    map: { 'insecure-registries': { list: 'fixed' }, 'registry-mirrors': { list: 'fixed' } },
  },
  buildkit: { map: { registry: { values: { map: { http: 'flag', insecure: 'flag' } } } } },
  containerd: { map: { plugins: { values: { map: { registry: { map: {} } } } } } },
  'containerd-hosts': {
    map: {
      host: { values: { map: { skip_verify: 'flag' } } },
      server: 'fixed',
      skip_verify: 'flag',
    },
  },
  k3s: {
    map: {
      configs: { values: { map: { tls: { map: { insecure_skip_verify: 'flag' } } } } },
      mirrors: { values: { map: { endpoint: { list: 'fixed' } } } },
    },
  },
  'k3s-server': {
    map: Object.fromEntries(
      ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'etcd'].map(
        (name) => [`${name}-arg`, { oneOf: [{ list: 'fixed' }, 'fixed'] }],
      ),
    ),
  },
  podman: {
    map: {
      registry: {
        list: {
          map: { insecure: 'flag', location: 'fixed', mirror: { list: MIRROR }, prefix: 'fixed' },
        },
      },
      registries: { map: { insecure: { map: { registries: { list: 'fixed' } } } } },
    },
  },
};

/**
 * The settings in a file. What rules would skip, because it has another kind than the engine expects, is added to `notes`.
 * Throws PortsideError (incomplete) for a text that is not valid.
 */
export function readEngineFile(text: string, path: string, notes: string[]): ManifestNode[] {
  if (baseName(path) === 'daemon.json') requireJson(text, path);
  const isToml = /\.(?:toml|conf)$/.test(path);
  const documents = isToml ? [readToml(text, path)] : readManifestYaml(text, path, notes);
  const type = engineType(path);
  if (type === undefined) return documents;
  const isPlaceholder = (node: ManifestNode) => /\{\{|\{%|\$\{/.test(textOf(node));
  const misfits = documents.flatMap((one) => misfitsOf(one, SHAPES[type], { isPlaceholder }));
  notes.push(...misfitNotes(misfits, path));
  return documents;
}

/** YAML would take a comment of another kind for a part of the next key. */
function requireJson(text: string, path: string): void {
  try {
    JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new PortsideError(
      'PSE3753',
      `Cannot read the configuration ${path}: it is not valid JSON`,
      'Remove comments and trailing commas: Docker does not start with them',
    );
  }
}
