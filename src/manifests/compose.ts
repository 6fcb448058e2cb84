import { reason } from '../findings/errors.js';
import type { Range } from '../findings/location.js';
import { interpolate } from './interpolate.js';
import { find, isSet, textOf } from './values.js';
import { readYaml, TemplateError, type YamlNode } from './yaml.js';

/** The text of a file of the repository by its path from the root; undefined where it is missing, outside or too large. */
export type ReadFile = (path: string) => string | undefined;

/** A service of a Compose file, with what it takes over from others by `extends`. */
export interface Service {
  readonly name: string;
  readonly node: YamlNode;
  /** Built from source here: its image is judged as an image. */
  readonly built: boolean;
  /** Only a part of the service is known: what it lacks, another file may say. */
  readonly partial: boolean;
}

interface Context {
  readonly readFile: ReadFile;
  readonly notes: string[];
  /** Files that may still be read for this one. */
  budget: number;
}

const MAX_FILES = 50;
const MAX_DEPTH = 10;

/** The services of a Compose file, its own and those of the files that it includes. */
export function servicesOf(
  documents: readonly YamlNode[],
  path: string,
  readFile: ReadFile,
): { services: Service[]; notes: string[]; document: YamlNode | undefined } {
  const [first] = documents;
  if (!first) return { services: [], notes: [], document: undefined };
  const document = interpolate(first);
  const context: Context = { readFile, notes: [], budget: MAX_FILES };
  const override = /(^|[./-])override\.ya?ml$/i.test(path);
  const services = [...(find(document, 'services')?.entries ?? [])].map(([name, own]) => {
    const { node, known } = extended(own, document, path, context, 0);
    const built = isSet(find(node, 'build'));
    const alone = !isSet(find(node, 'image')) && !built && !isSet(find(node, 'provider'));
    return { name, node, built, partial: override || !known || alone };
  });
  services.push(...included(document, path, context, 0));
  return { services, notes: context.notes, document };
}

/** A service with what `extends` names below its own keys (Compose Specification, extends: maps merge, lists join). */
function extended(
  node: YamlNode,
  document: YamlNode,
  path: string,
  context: Context,
  depth: number,
): { node: YamlNode; known: boolean } {
  const link = node.entries.get('extends');
  if (!isSet(link)) return { node, known: true };
  const name = link.kind === 'map' ? textOf(find(link, 'service')) : textOf(link);
  const file = textOf(find(link, 'file'));
  const from = file === '' ? path : below(path, file);
  const other = from === path ? document : load(from, context);
  const base = other && find(other, 'services', name);
  if (!base || depth >= MAX_DEPTH) {
    context.notes.push(
      `The service "${name}" of ${file || path}, which another extends, could not be read; what it says is not known`,
    );
    return { node, known: false };
  }
  const { node: whole, known } = extended(base, other, from, context, depth + 1);
  const inherited = from === path ? whole : transplant(whole, link.range, 0);
  return { node: merged(inherited, node, 0), known };
}

/** Services of included files that are not named as Compose files are, and so are not judged by themselves. */
function included(document: YamlNode, path: string, context: Context, depth: number): Service[] {
  return (find(document, 'include')?.items ?? []).flatMap((entry) => {
    const listed = entry.kind === 'scalar' ? entry : find(entry, 'path');
    const paths = listed?.kind === 'list' ? listed.items : listed ? [listed] : [];
    return paths.flatMap((place) => {
      const target = below(path, textOf(place));
      if (/(^|\/)(docker-)?compose([.-][^/]*)?\.ya?ml$/i.test(target)) return [];
      const other = depth < MAX_DEPTH ? load(target, context) : undefined;
      if (!other) {
        context.notes.push(`The included file ${textOf(place)} could not be read`);
        return [];
      }
      const own = [...(find(other, 'services')?.entries ?? [])].map(([name, service]) => {
        const { node, known } = extended(service, other, target, context, 0);
        const built = isSet(find(node, 'build'));
        return { name, node: transplant(node, place.range, 0), built, partial: !known };
      });
      return [...own, ...included(other, target, context, depth + 1)].map((service) => ({
        ...service,
        node: transplant(service.node, place.range, 0),
      }));
    });
  });
}

function load(path: string, context: Context): YamlNode | undefined {
  if (--context.budget < 0) return undefined;
  const text = context.readFile(path);
  if (text === undefined) return undefined;
  try {
    const [document] = readYaml(text, path);
    return document && interpolate(document);
  } catch (error) {
    context.notes.push(
      error instanceof TemplateError ? `${path} is a template that is not rendered` : reason(error),
    );
    return undefined;
  }
}

/** A path beside the file at `path`; it may lead out of the repository, which the reader then refuses. */
function below(path: string, relative: string): string {
  const parts = path.split('/').slice(0, -1);
  for (const part of relative.split('/'))
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  return relative.startsWith('/') ? relative : parts.join('/');
}

/** The same values, all standing at `range`. */
function transplant(node: YamlNode, range: Range, depth: number): YamlNode {
  const { end: _, ...rest } = node;
  const put = (child: YamlNode) => transplant(child, range, depth + 1);
  return {
    ...rest,
    range,
    key: range,
    foreign: true,
    entries: new Map([...node.entries].map(([key, value]) => [key, put(value)])),
    items: node.items.map(put),
  };
}

/** `over` on top of `base`; a map's or list's place stays that of `over`. */
function merged(base: YamlNode, over: YamlNode, depth: number): YamlNode {
  if (base.kind !== over.kind || over.kind === 'scalar' || depth > MAX_DEPTH) return over;
  if (over.kind === 'list') return { ...over, items: [...base.items, ...over.items] };
  const entries = new Map(over.entries);
  for (const [key, value] of base.entries) {
    if (key === 'extends' && depth === 0) continue;
    const own = entries.get(key);
    const replaces = depth === 0 && (key === 'command' || key === 'entrypoint');
    entries.set(key, own ? (replaces ? own : merged(value, own, depth + 1)) : value);
  }
  return { ...over, entries };
}
