import { decodeXmlEntities } from '../lib/text.js';
import { CatalogError } from './catalog-error.js';

/** A value of a property list. Numbers, dates and data are left out. */
export type PlistValue = string | boolean | readonly PlistValue[] | PlistDictionary;
export type PlistDictionary = ReadonlyMap<string, PlistValue>;

/** No package manager nests deeper. */
const MAX_DEPTH = 16;

/**
 * The dictionary of a property list in XML. Only the entities of XML itself are resolved, and the document type is not
 * read. Throws CatalogError when it is something else, was cut, or is nested too deep. Source: plist(5); PropertyList-1.0.dtd.
 */
export function readPlist(text: string): PlistDictionary {
  const open: Container[] = [];
  let root: PlistDictionary | undefined;
  let start = 0;
  for (const match of text.matchAll(/<(\/?)([a-z]{1,10})((?:\s[^<>]*)?\/?)>/g)) {
    const [tag, slash, name = '', rest = ''] = match;
    const body = text.slice(start, match.index);
    start = match.index + tag.length;
    const parent = open.at(-1);
    if (name === 'dict' || name === 'array') {
      const isClosing = slash === '/';
      const isEmpty = rest.endsWith('/');
      if (isClosing) {
        if (open.pop()?.name !== name) throw new CatalogError('is a damaged property list');
        continue;
      }
      const container = newContainer(name);
      if (parent) add(parent, container.value);
      else if (name === 'dict') root ??= container.dictionary;
      if (!isEmpty) open.push(container);
      if (open.length > MAX_DEPTH) throw new CatalogError('is nested too deep');
    } else if (parent && slash === '/' && name === 'key') parent.key = decodeXmlEntities(body);
    else if (parent && slash === '/' && name === 'string') add(parent, decodeXmlEntities(body));
    else if (parent && (name === 'true' || name === 'false')) add(parent, name === 'true');
  }
  if (!root) throw new CatalogError('is not a property list');
  if (open.length > 0) throw new CatalogError('is a property list that was cut');
  return root;
}

interface Container {
  readonly name: 'dict' | 'array';
  readonly dictionary: Map<string, PlistValue>;
  readonly array: PlistValue[];
  readonly value: PlistValue;
  key?: string | undefined;
}

function newContainer(name: 'dict' | 'array'): Container {
  const dictionary = new Map<string, PlistValue>();
  const array: PlistValue[] = [];
  return { name, dictionary, array, value: name === 'dict' ? dictionary : array };
}

function add(parent: Container, value: PlistValue): void {
  if (parent.name === 'array') parent.array.push(value);
  else if (parent.key !== undefined && !parent.dictionary.has(parent.key))
    parent.dictionary.set(parent.key, value);
  parent.key = undefined;
}
