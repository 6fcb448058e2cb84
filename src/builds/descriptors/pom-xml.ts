import { type DescriptorFormat, MAX_PACKAGES, type NamedPackage } from './descriptor.js';

/** Elements that are nested deeper are not read. */
const MAX_DEPTH = 64;

/** The dependencies and the parent in pom.xml. Coordinates with properties are not known. Source: maven.apache.org/pom.html. */
export const pomXml: DescriptorFormat = {
  type: 'maven',
  wants: (name) => name === 'pom.xml',
  read(text) {
    const found: NamedPackage[] = [];
    const path: string[] = [];
    let coordinates: Coordinates = {};
    for (const { name, closes, content, at } of elements(text)) {
      if (closes) {
        if (path.at(-1) !== name) continue;
        path.pop();
        const { group, artifact } = coordinates;
        if (!HOLDERS.has(name) || group === undefined || artifact === undefined) continue;
        const { from, to } = artifact;
        if (found.length < MAX_PACKAGES && !path.includes('exclusions'))
          found.push({ name: `${group}:${artifact.id}`, from, to });
        coordinates = {};
        continue;
      }
      if (path.length < MAX_DEPTH) path.push(name);
      if (HOLDERS.has(name)) coordinates = {};
      if (!HOLDERS.has(path.at(-2) ?? '')) continue;
      const id = content.trim();
      const from = at + content.indexOf(id);
      if (name === 'groupId') coordinates = { ...coordinates, group: id };
      if (name === 'artifactId')
        coordinates = { ...coordinates, artifact: { id, from, to: from + id.length } };
    }
    return found;
  },
};

/** Elements with the coordinates of another artifact. */
const HOLDERS: ReadonlySet<string> = new Set(['dependency', 'parent']);

interface Coordinates {
  readonly group?: string;
  readonly artifact?: { readonly id: string; readonly from: number; readonly to: number };
}

interface XmlTag {
  readonly name: string;
  readonly closes: boolean;
  /** The text after the tag, up to the next one, and its offset. */
  readonly content: string;
  readonly at: number;
}

/** The tags of a document, without comments, declarations and elements without content. */
function* elements(text: string): Generator<XmlTag> {
  for (let open = text.indexOf('<'); open >= 0; ) {
    const skipped = SKIPPED.find(([start]) => text.startsWith(start, open));
    const end = text.indexOf(skipped?.[1] ?? '>', open);
    if (end < 0) return;
    const after = end + (skipped?.[1].length ?? 1);
    const next = text.indexOf('<', after);
    const tag = skipped ? undefined : text.slice(open + 1, Math.min(end, open + 200));
    const [, slash, name = ''] = /^(\/?)([A-Za-z][\w.-]*)/.exec(tag ?? '') ?? [];
    if (tag !== undefined && name !== '' && text[end - 1] !== '/')
      yield {
        name,
        closes: slash === '/',
        content: text.slice(after, next < 0 ? after : Math.min(next, after + 500)),
        at: after,
      };
    open = next;
  }
}

const SKIPPED: readonly (readonly [start: string, end: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
];
