import { serviceMounts } from './compose/service-values.js';
import type { Manifest } from './manifest.js';
import type { YamlNode } from './yaml.js';
import { textOf, valueAt } from './yaml-values.js';

/** A path of the host that a container gets to see. */
export interface HostPath {
  readonly at: YamlNode;
  /** Without doubled or trailing slashes; `~` is the home of whoever starts it. */
  readonly path: string;
  /** Begins a sentence: `The service "web"`. */
  readonly subject: string;
}

/**
 * Every absolute path of the host that a manifest mounts: bind mounts, bound named volumes, hostPath volumes. One that
 * begins with a variable counts as absolute; a named pipe of Windows begins with `/pipe`.
 */
export function hostPaths(manifest: Manifest): HostPath[] {
  const paths: HostPath[] = [];
  const add = (at: YamlNode, written: string, subject: string) => {
    const text = written.replaceAll('\\', '/');
    if (/^(?:~?\/|\$\{?\w+\}?\/)/.test(text)) paths.push({ at, path: normal(text), subject });
  };
  for (const { name, node } of manifest.services)
    for (const { at, source } of serviceMounts(node)) add(at, source, `The service "${name}"`);
  if (manifest.kind === 'compose')
    for (const document of manifest.documents)
      for (const [name, volume] of valueAt(document, 'volumes')?.entries ?? []) {
        const device = valueAt(volume, 'driver_opts', 'device');
        if (device) add(device, textOf(device), `The volume "${name}"`);
      }
  for (const { spec } of manifest.pods)
    for (const volume of valueAt(spec, 'volumes')?.items ?? []) {
      const path = valueAt(volume, 'hostPath', 'path');
      if (path) add(path, textOf(path), 'The pod');
    }
  return paths;
}

function normal(text: string): string {
  const parts: string[] = [];
  for (const part of text.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return /^[~$]/.test(text) ? parts.join('/') : `/${parts.join('/')}`;
}
