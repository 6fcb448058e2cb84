import type { Location } from '../../core/location.js';
import { reason } from '../../lib/errors.js';
import { baseName, siblingPath } from '../paths.js';
import { readYamlDocuments, TemplateError, type YamlNode } from '../yaml.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';
import { type EnvVariable, envVariables } from './env-file.js';
import { interpolateDefaults } from './interpolate.js';
import { type MergeBudget, mergeFiles, mergeServices } from './merge.js';

/** The text of a file of the repository by its path from the root; undefined where it is missing, outside or too large. */
export type ReadRepositoryFile = (path: string) => string | undefined;

/** A service of a Compose project: of the file, its override and what they extend, merged. */
export interface Service {
  readonly name: string;
  readonly node: YamlNode;
  /** Built from source here: its image is judged as an image. */
  readonly built: boolean;
  /** How it, or the service that gives its image a name, is built; absent where that is no file of the repository. */
  readonly build?: Build;
  /** Only a part of the service is known: what it lacks, another file may say. */
  readonly partial: boolean;
}

export interface Build {
  /** Path of the Dockerfile from the root. */
  readonly dockerfile: string;
  readonly target?: string;
}

/** A file of variables that services take. */
export interface EnvFile {
  readonly path: string;
  /** Where a service names it. */
  readonly namedAt: Location;
  readonly variables: readonly EnvVariable[];
}

/** Another file that a Compose file is made of and that is no YAML; `reason` is a sentence. */
export interface UnreadableFile {
  readonly path: string;
  readonly reason: string;
}

/** What a Compose file starts, together with the files that it is merged with. */
export interface Project {
  readonly services: readonly Service[];
  readonly envFiles: readonly EnvFile[];
  readonly document: YamlNode | undefined;
  readonly notes: readonly string[];
  readonly unreadable: readonly UnreadableFile[];
  /** The texts of the files that were read for it, by path; the file's own is not among them. */
  readonly files: ReadonlyMap<string, string>;
}

interface Context {
  readonly readFile: ReadRepositoryFile;
  readonly notes: string[];
  readonly unreadable: UnreadableFile[];
  readonly files: Map<string, string>;
  /** Places of services whose bases could not all be read. */
  readonly unknown: Set<YamlNode>;
  /** Files that may still be read for this one. */
  budget: number;
  readonly merges: MergeBudget;
  /** Every other file that was asked for, as it was read. */
  readonly loaded: Map<string, YamlNode | undefined>;
}

const MAX_FILES = 50;
const MAX_MERGED = 1_000_000;
const MAX_DEPTH = 10;

/**
 * The project of a Compose file: the file with its override, or under its base, as Compose does without `-f`, and the
 * services of the files that it includes.
 */
export function readProject(
  documents: readonly YamlNode[],
  path: string,
  readFile: ReadRepositoryFile,
): Project {
  const context: Context = {
    readFile,
    notes: [],
    unreadable: [],
    files: new Map(),
    unknown: new Set(),
    budget: MAX_FILES,
    merges: { left: MAX_MERGED },
    loaded: new Map(),
  };
  const { notes, unreadable, files } = context;
  const [first] = documents;
  if (!first) return { services: [], envFiles: [], notes, unreadable, files, document: undefined };
  const own = extendedFile(interpolateDefaults(first), path, context);
  const partner = partnerOf(path, context);
  const document = !partner
    ? own
    : partner.over
      ? mergeFiles(own, partner.node, context.merges)
      : mergeFiles(partner.node, own, context.merges);
  const alone = isOverride(path) && !partner;
  const services = named([
    ...servicesOf(document, context).map((service) =>
      alone ? { ...service, partial: true } : service,
    ),
    ...included(document, context, 0),
  ]);
  return { services, envFiles: envFilesOf(services, context), document, notes, unreadable, files };
}

/** The file that Compose reads with this one when nobody says which: the override of a base, or the base of an override. */
function partnerOf(path: string, context: Context): { node: YamlNode; over: boolean } | undefined {
  const over = BASES.includes(baseName(path));
  if (!over && !OVERRIDES.includes(baseName(path))) return undefined;
  for (const name of over ? OVERRIDES : BASES) {
    const place = siblingPath(path, name);
    if (context.readFile(place) === undefined) continue;
    const node = load(place, context);
    return node && { node: extendedFile(node, place, context), over };
  }
  return undefined;
}

/** In the order in which Compose looks for them. */
const BASES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const OVERRIDES = BASES.map((name) => name.replace(/(?=\.ya?ml$)/, '.override'));

function isOverride(path: string): boolean {
  return /(^|[./-])override\.ya?ml$/i.test(path);
}

function servicesOf(document: YamlNode, context: Context): readonly Service[] {
  return [...(valueAt(document, 'services')?.entries ?? [])].flatMap(([name, node]) => {
    // What another program provides is no container.
    if (isSet(valueAt(node, 'provider'))) return [];
    const built = isSet(valueAt(node, 'build'));
    const alone = !isSet(valueAt(node, 'image')) && !built;
    const unknown = valueAt(node, 'extends') ?? node;
    const build = built ? buildOf(node) : undefined;
    return {
      name,
      node,
      built,
      ...(build && { build }),
      partial: alone || context.unknown.has(unknown),
    };
  });
}

/** Source: Compose Build Specification: a context, and a Dockerfile in it, or outside by a path that leads there. */
function buildOf(node: YamlNode): Build | undefined {
  const build = valueAt(node, 'build');
  const context = build?.kind === 'map' ? valueAt(build, 'context') : build;
  const [dockerfile, target] = [valueAt(build, 'dockerfile'), valueAt(build, 'target')];
  const unknown = [context, dockerfile, target].some((part) => part?.variable);
  if (!build || unknown || isSet(valueAt(build, 'dockerfile_inline'))) return undefined;
  const folder = textOf(context) || '.';
  if (/^[a-z+]+:\/\/|^git@|^github\.com\//.test(folder)) return undefined;
  const file = `${folder}/${textOf(dockerfile) || 'Dockerfile'}`;
  return {
    dockerfile: siblingPath((context ?? build).range.path, file),
    ...(isSet(target) ? { target: textOf(target) } : {}),
  };
}

/** Services that run an image which another service of the project builds under this name. */
function named(services: readonly Service[]): Service[] {
  const builds = new Map<string, Service>();
  for (const service of services)
    if (service.built) builds.set(textOf(valueAt(service.node, 'image')), service);
  builds.delete('');
  return services.map((service) => {
    const maker = service.built ? undefined : builds.get(textOf(valueAt(service.node, 'image')));
    if (!maker) return service;
    return { ...service, built: true, ...(maker.build && { build: maker.build }) };
  });
}

/** A file whose services have below their own keys what they extend. */
function extendedFile(document: YamlNode, path: string, context: Context): YamlNode {
  const services = valueAt(document, 'services');
  if (!services) return document;
  const whole = [...services.entries].map(
    ([name, own]) => [name, extended(own, document, path, context, 0)] as const,
  );
  return {
    ...document,
    entries: new Map(document.entries).set('services', { ...services, entries: new Map(whole) }),
  };
}

/** A service with what `extends` names below its own keys. */
function extended(
  node: YamlNode,
  document: YamlNode,
  path: string,
  context: Context,
  depth: number,
): YamlNode {
  const link = node.entries.get('extends');
  if (!isSet(link)) return node;
  const name = link.kind === 'map' ? textOf(valueAt(link, 'service')) : textOf(link);
  const file = textOf(valueAt(link, 'file'));
  const from = file === '' ? path : siblingPath(path, file);
  const other = from === path ? document : load(from, context);
  const base = other && valueAt(other, 'services', name);
  if (!base || depth >= MAX_DEPTH) {
    context.notes.push(
      `The service "${name}" of ${file || path}, which another extends, could not be read; what it says is not known`,
    );
    context.unknown.add(link);
    return node;
  }
  const whole = extended(base, other, from, context, depth + 1);
  const inner = whole.entries.get('extends');
  if (inner && context.unknown.has(inner)) context.unknown.add(link);
  const merged = mergeServices(whole, node, 'over', context.merges);
  return { ...merged, entries: new Map(merged.entries).set('extends', link) };
}

/**
 * Services of included files: of lists, whose files are merged, and of files that are not named as Compose files are,
 * and so are not judged by themselves.
 */
function included(document: YamlNode, context: Context, depth: number): Service[] {
  return (valueAt(document, 'include')?.items ?? []).flatMap((entry) => {
    const listed = entry.kind === 'scalar' ? entry : valueAt(entry, 'path');
    const places = listed?.kind === 'list' ? listed.items : listed ? [listed] : [];
    if (places.length === 1 && places.every((place) => COMPOSE_NAME.test(textOf(place)))) return [];
    const files = places.flatMap((place) => {
      const target = siblingPath(place.range.path, textOf(place));
      const other = depth < MAX_DEPTH ? load(target, context) : undefined;
      if (other) return [extendedFile(other, target, context)];
      context.notes.push(`The included file ${textOf(place)} could not be read`);
      return [];
    });
    const [first, ...others] = files;
    if (!first) return [];
    const whole = others.reduce((below, above) => mergeFiles(below, above, context.merges), first);
    return [...servicesOf(whole, context), ...included(whole, context, depth + 1)];
  });
}

const COMPOSE_NAME = /(^|\/)(docker-)?compose([.-][^/]*)?\.ya?ml$/i;

/** The files that services take variables from, each once. One that is not in the repository is as it should be. */
function envFilesOf(services: readonly Service[], context: Context): EnvFile[] {
  const files = new Map<string, EnvFile>();
  for (const { node } of services) {
    const listed = valueAt(node, 'env_file');
    for (const item of listed?.kind === 'list' ? listed.items : listed ? [listed] : []) {
      const at = item.kind === 'map' ? valueAt(item, 'path') : item;
      if (!isSet(at) || at.variable) continue;
      const path = siblingPath(at.range.path, textOf(at));
      if (files.has(path) || --context.budget < 0) continue;
      const text = context.readFile(path);
      if (text === undefined) continue;
      context.files.set(path, text);
      files.set(path, { path, namedAt: at.range, variables: envVariables(text, path) });
    }
  }
  return [...files.values()];
}

/** The document of another file, read once. */
function load(path: string, context: Context): YamlNode | undefined {
  if (!context.loaded.has(path)) context.loaded.set(path, read(path, context));
  return context.loaded.get(path);
}

function read(path: string, context: Context): YamlNode | undefined {
  if (--context.budget < 0) return undefined;
  const text = context.readFile(path);
  if (text === undefined) return undefined;
  context.files.set(path, text);
  try {
    const [document] = readYamlDocuments(text, path);
    return document && interpolateDefaults(document);
  } catch (error) {
    if (error instanceof TemplateError)
      context.notes.push(`${path} is a template that is not rendered`);
    else context.unreadable.push({ path, reason: reason(error) });
    return undefined;
  }
}
