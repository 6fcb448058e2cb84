import { fingerprint } from '../core/fingerprint.js';
import { type Exposure, type Holder, isForProduction, nameIdOf } from '../core/holder.js';
import { splitReference } from '../core/reference.js';
import { sketch } from '../core/sketch.js';
import { variantId } from '../core/variants.js';
import { baseName, folderOf } from '../lib/paths.js';
import type { YamlRange } from '../lib/yaml-node.js';
import { publishedPods } from './cluster/published-pods.js';
import { includersIn } from './compose/included-files.js';
import type { Service } from './compose/project.js';
import { publishedPorts } from './compose/service-values.js';
import type { Container, Pod } from './kubernetes/pods.js';
import type { Resource } from './kubernetes/resources.js';
import type { Manifest } from './manifest.js';
import { isKustomization } from './manifest-kind.js';
import type { ManifestNode } from './manifest-yaml.js';
import { textOf, valueAt, writtenText } from './yaml-values.js';

/** A holder with its names, which the texts of findings contain. */
export interface NamedHolder extends Holder {
  readonly names: readonly string[];
}

/** Finds the holder of what is at a place; undefined if there is none, or several share the place. */
export type HolderSearch = (at: YamlRange, about: string) => NamedHolder | undefined;

/** The holders of a manifest, and a search for them. */
export interface Holders {
  readonly holders: readonly NamedHolder[];
  readonly find: HolderSearch;
}

/** The holders of each manifest of a repository. */
export function holdersIn(manifests: readonly Manifest[]): (manifest: Manifest) => Holders {
  let published: ReadonlySet<Pod> | undefined;
  let includersOf: ReturnType<typeof includersIn> | undefined;
  const known = new Map<Manifest, Holders>();
  return (manifest) => {
    published ??= publishedPods(manifests);
    includersOf ??= includersIn(manifests);
    const parts = known.has(manifest)
      ? []
      : partsOf(manifest, published, includersOf(manifest.path));
    const found = known.get(manifest) ?? {
      holders: parts.map(({ holder }) => holder),
      find: searchIn(parts),
    };
    known.set(manifest, found);
    return found;
  };
}

/** The rendered kustomizations, in which findings hold: see Finding.variants. */
export function kustomizationsAmong(manifests: readonly Manifest[]): Holder[] {
  const renderings = new Map(manifests.map(({ path, rendering }) => [path, rendering]));
  return manifests.flatMap(({ path, documents: [document] }) => {
    const rendering = renderings.get(path);
    if (!rendering || !document) return [];
    const { folder, files } = rendering;
    const included = [...files].filter((file) => file !== path && isKustomization(baseName(file)));
    return [
      {
        id: variantId(folder),
        nameId: nameIdOf(baseName(folder)),
        kind: 'kustomization',
        sketch: sketch(settingsOf(document).flatMap(withoutPlace)),
        exposure: exposureOf([folder], false),
        includes: included.map((file) => variantId(folderOf(file) || '.')),
      },
    ];
  });
}

/** Settings of a kustomization that name other files of the repository. */
const INCLUDES =
  /^(\.(?:resources|bases|components|transformers|generators|patchesStrategicMerge|(?:patches|replacements)\.path))=(\.\.?(?:\/[\w.-]+)*\/?|[\w-]+(?:\/[\w.-]+)+\/?)$/;

/** A setting of a kustomization without where the included files lie: they may move with it. */
function withoutPlace(setting: string): string[] {
  const [, key, path = ''] = INCLUDES.exec(setting) ?? [];
  if (key === undefined) return [setting];
  return /\.(?:ya?ml|json)$/.test(path) ? [`${key}=${baseName(path)}`] : [];
}

/** Each holder once and without its names: what several kustomizations render is exposed as in the most exposed of them. */
export function uniqueHolders(holders: readonly Holder[]): Holder[] {
  const byId = new Map<string, Holder>();
  for (const { names: _, ...holder } of holders as readonly NamedHolder[]) {
    const { id, exposure } = holder;
    const known = byId.get(id);
    const all = [...new Set([...(known?.exposure ?? []), ...exposure])];
    byId.set(id, { ...holder, ...known, exposure: all });
  }
  return [...byId.values()];
}

/** A part of a manifest: what is below the node is of the holder, unless it is of a part inside it. */
interface Part {
  readonly holder: NamedHolder;
  readonly node: ManifestNode;
  readonly depth: 0 | 1;
}

function partsOf(
  manifest: Manifest,
  publishedPods: ReadonlySet<Pod>,
  includers: readonly string[],
): Part[] {
  const { path, services, resources, pods, workflow, rendering } = manifest;
  const written = (name: string) => rendering?.writtenNames.get(name) ?? name;
  const published = new Set(
    pods.flatMap((pod) => (publishedPods.has(pod) ? pod.workload.node : [])),
  );
  const isPublished = ({ node }: Resource) => published.has(node);
  // A patch that is read as it is written is part of an object of another file.
  const patched = new Set(pods.flatMap(({ workload, partial }) => (partial ? workload.node : [])));
  return [
    ...services.map((service) => servicePart(service, [path, ...includers])),
    ...resources
      .filter(({ node }) => !patched.has(node))
      .map((resource) => resourcePart(resource, written(resource.name), isPublished(resource))),
    ...pods.flatMap((pod) =>
      (pod.partial ? [] : pod.containers).map((container) =>
        containerPart(container, written(pod.workload.name), isPublished(pod.workload)),
      ),
    ),
    ...(workflow?.jobs ?? []).map(({ id, node }) =>
      part(node, 0, { path, kind: 'job', names: [id], scope: [], exposure: [] }),
    ),
  ];
}

interface HolderParts {
  readonly path: string;
  readonly kind: string;
  /** Those that findings name. */
  readonly names: readonly string[];
  /** Other names that identify it. */
  readonly scope: readonly string[];
  /** It is part of an object without a name: the cluster gives it one. */
  readonly isUnnamed?: boolean;
  readonly exposure: readonly Exposure[];
}

function part(node: ManifestNode, depth: 0 | 1, parts: HolderParts): Part {
  const { path, kind, names, scope, exposure, isUnnamed } = parts;
  const settings = settingsOf(node);
  const references = settings
    .filter((one) => /^[^=]*\.image=/.test(one))
    .map((one) => one.slice(one.indexOf('=')));
  const images = references.length > 0 ? fingerprint(...references.sort()).slice(0, 16) : undefined;
  // What is created with a generated name is known by what it runs.
  const running = names.includes('') || isUnnamed ? [images] : [];
  const id = fingerprint(path, kind, ...scope, ...names, ...running).slice(0, 16);
  const own = kind === 'job' ? settings.filter((one) => !AROUND_JOB.test(one)) : settings;
  return {
    node,
    depth,
    holder: {
      ...{ id, kind, names, exposure, sketch: sketch(own) },
      nameId: nameIdOf(...scope, ...names),
      ...(images && { images }),
    },
  };
}

/** Where and when a job runs: of a job with few steps it is most of the settings, and says nothing of what it does. */
const AROUND_JOB = /^\.(?:runs-on|needs|timeout-minutes)[.=]/;

/** A service of projects: one of an included file is for production if one of them is, wherever the file is. */
function servicePart({ name, node }: Service, projects: readonly string[]): Part {
  const profiles = (valueAt(node, 'profiles')?.items ?? []).map(textOf);
  const { path } = node.key;
  const isPublished =
    publishedPorts(node).some(({ hostIp }) => !LOOPBACK.test(hostIp)) ||
    textOf(valueAt(node, 'network_mode')) === 'host';
  return part(node, 0, {
    path,
    kind: 'service',
    names: [name],
    scope: [],
    exposure: [
      ...new Set(
        projects.flatMap((project) => exposureOf([project, name, ...profiles], isPublished)),
      ),
    ],
  });
}

const LOOPBACK = /^(?:127\.|localhost$|\[::1\]$)/;

/** The namespace as the file has it: that of an overlay must not make one object several. */
function writtenNamespace({ node }: Resource): string {
  return writtenText(valueAt(node, 'metadata', 'namespace'));
}

function resourcePart(resource: Resource, name: string, isPublished: boolean): Part {
  const { kind, node } = resource;
  const { path } = node.range;
  return part(node, 0, {
    path,
    kind,
    names: [name],
    scope: [writtenNamespace(resource)],
    exposure: exposureOf([path, name, writtenNamespace(resource)], isPublished),
  });
}

function containerPart(
  { name, node, pod }: Container,
  workload: string,
  isPublished: boolean,
): Part {
  const { kind } = pod.workload;
  const { path } = pod.workload.node.range;
  const hasPort = (valueAt(node, 'ports')?.items ?? []).some((port) => valueAt(port, 'hostPort'));
  return part(node, 1, {
    path,
    kind: `container of ${kind}`,
    names: [name],
    scope: [writtenNamespace(pod.workload), workload],
    isUnnamed: workload === '',
    exposure: exposureOf(
      [path, workload, writtenNamespace(pod.workload), name],
      isPublished || hasPort,
    ),
  });
}

function exposureOf(names: readonly string[], isPublished: boolean): Exposure[] {
  return [
    ...(isForProduction(...names) ? (['production'] as const) : []),
    ...(isPublished ? (['published'] as const) : []),
  ];
}

/** Settings of one holder that are looked at. */
const MOST_SETTINGS = 2_000;

/** The settings below a node as `path=value`, without the order of lists, names of the thing itself, and values that may be secret. */
function settingsOf(node: ManifestNode): string[] {
  const settings: string[] = [];
  const walk = (at: ManifestNode, path: string) => {
    if (settings.length >= MOST_SETTINGS) return;
    for (const item of at.items) walk(item, path);
    for (const [key, value] of at.entries) walk(value, `${path}.${key}`);
    if (at.kind === 'scalar' && !OWN_NAMES.has(path)) settings.push(...settingAt(path, textOf(at)));
  };
  walk(node, '');
  return settings;
}

const OWN_NAMES: ReadonlySet<string> = new Set([
  '.name',
  '.metadata.name',
  '.container_name',
  '.hostname',
]);

function settingAt(path: string, value: string): string[] {
  if (/^\.(?:environment|data|stringData|binaryData)\b|\.env\.value$/.test(path))
    return [path === '.environment' ? `${path}.${value.split('=', 1)[0]}` : path];
  if (!/\.image$/.test(path)) return [`${path}=${value}`];
  const { name, tag = '', digest = '' } = splitReference(value);
  const isMutable = (tag === '' || tag === 'latest') && digest === '';
  return [`${path}=${name}`, ...(isMutable ? [] : [`${path} version=${tag}${digest}`])];
}

/** Searches by place: the last value that starts at or before it. */
function searchIn(parts: readonly Part[]): HolderSearch {
  let places: ReadonlyMap<string, readonly Place[]> | undefined;
  return (at, about) => {
    places ??= placesOf(parts);
    const holders = nearest(places.get(at.path) ?? [], positionOf(at))?.holders ?? [];
    const [first] = holders;
    if (holders.length < 2) return first;
    const words = new Set(about.split(' '));
    const named = holders.filter(({ names }) => names.every((name) => words.has(name)));
    return named.length === 1 ? named[0] : undefined;
  };
}

/** A position in a file, and whose value starts there. */
interface Place {
  readonly position: number;
  readonly depth: 0 | 1;
  readonly holders: NamedHolder[];
}

/** Columns of a line: longer lines are of generated files. */
const COLUMNS = 1e6;

function positionOf({ startLine, startColumn }: YamlRange): number {
  return startLine * COLUMNS + Math.min(startColumn, COLUMNS - 1);
}

function placesOf(parts: readonly Part[]): Map<string, readonly Place[]> {
  const byPath = new Map<string, Map<number, Place>>();
  const add = (range: YamlRange, { holder, depth }: Part) => {
    const position = positionOf(range);
    const places = byPath.get(range.path) ?? new Map<number, Place>();
    byPath.set(range.path, places);
    const known = places.get(position);
    if (!known || known.depth < depth) places.set(position, { position, depth, holders: [holder] });
    else if (known.depth === depth && !known.holders.some(({ id }) => id === holder.id))
      known.holders.push(holder);
  };
  for (const one of parts) {
    const walk = (node: ManifestNode) => {
      add(node.key, one);
      add(node.range, one);
      for (const item of node.items) walk(item);
      for (const value of node.entries.values()) walk(value);
    };
    walk(one.node);
  }
  return new Map(
    [...byPath].map(([path, places]) => [
      path,
      [...places.values()].sort((a, b) => a.position - b.position),
    ]),
  );
}

function nearest(places: readonly Place[], position: number): Place | undefined {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.position ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return places[low - 1];
}
