export type ManifestKind = 'compose' | 'kubernetes';

/**
 * The kind of deployment manifest that a YAML file is, told by its name (Compose Specification: compose.yaml,
 * docker-compose.yml and their overrides; Kustomize: kustomization.yaml), by `apiVersion` and `kind` at the top level of a
 * document (Kubernetes), or by `services` at the top level with an image or a build (Compose files of other names, which
 * `docker compose -f` takes). A chart's own files are none.
 */
export function manifestKind(path: string, text: string): ManifestKind | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^(docker-)?compose([.-][^/]*)?\.ya?ml$/i.test(name)) return 'compose';
  if (isKustomization(name)) return 'kubernetes';
  if (CHART.test(name)) return undefined;
  if (/^apiVersion\s*:/m.test(text) && /^kind\s*:/m.test(text)) return 'kubernetes';
  return hasServices(text) && isComposes(text) ? 'compose' : undefined;
}

/** What a Helm chart has beside its templates: its name, and the values that they are filled with. */
const CHART = /^chart\.ya?ml$|^values([._-].*)?\.ya?ml$|[._-]values\.ya?ml$/i;

/** Compose takes no other key at the top level; what has one is somebody else's, as Woodpecker's pipelines are. */
function isComposes(text: string): boolean {
  return [...text.matchAll(/^([A-Za-z_][\w.-]*)[ \t]*:(?=\s|$)/gm)].every(
    ([, key = '']) => key.startsWith('x-') || COMPOSE_KEYS.has(key),
  );
}

const COMPOSE_KEYS: ReadonlySet<string> = new Set(
  'configs include models name networks secrets services version volumes'.split(' '),
);

/** A service stands one step below `services`, its image or build one step below that. */
function hasServices(text: string): boolean {
  const start = /^\ufeff?services[ \t]*:[ \t]*(?:#.*)?$/m.exec(text);
  if (!start) return false;
  let [outer, inner] = [0, 0];
  for (const line of text.slice(start.index + start[0].length).split('\n', MAX_LINES)) {
    const [, spaces = '', key] = /^( *)([^\s#].*)?/.exec(line) ?? [];
    if (key === undefined) continue;
    const depth = spaces.length;
    if (depth === 0 || (outer === 0 && key.startsWith('- '))) return false;
    if (outer === 0) outer = depth;
    if (depth <= outer) inner = 0;
    else if (inner === 0) inner = depth;
    if (depth === inner && /^(?:image|build)[ \t]*:(?:[ \t]|$)/.test(key.trimEnd())) return true;
  }
  return false;
}

/** Enough to meet the first service. */
const MAX_LINES = 2000;

/** Source: Kustomize, "kustomization.yaml": the three names that it looks for. */
export function isKustomization(name: string): boolean {
  return KUSTOMIZATION_NAMES.includes(name);
}

export const KUSTOMIZATION_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
