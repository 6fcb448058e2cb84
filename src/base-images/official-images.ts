import { currentTables } from '../releases/tables.js';
import { UNOFFICIAL_TAGS } from '../releases/unofficial-tags.js';
import { type Flavor, readFlavor } from './tags.js';

/** The current tags of an image: a Docker official image, or one of another publisher that the table has. */
export interface OfficialImage {
  /** The version to recommend: the long-term or stable one where the maintainers have such. */
  readonly recommended: string;
  readonly variants: readonly Variant[];
}

/** One image of one version, with the suffixes of its tags: `-bookworm-slim`, `-slim`. */
export interface Variant {
  /** The most exact version that is a tag: `20.20.2`. */
  readonly version: string;
  readonly names: readonly { readonly suffix: string; readonly flavor: Flavor }[];
}

/** By the text of the entry. */
const parsed = new Map<string, OfficialImage>();

/** Undefined for an image that the table does not have. */
export function officialImage(name: string): OfficialImage | undefined {
  const entry = currentTables().officialTags.rows.get(name) ?? UNOFFICIAL_TAGS.get(name);
  if (entry === undefined) return undefined;
  const image = parsed.get(entry) ?? parse(entry);
  parsed.set(entry, image);
  return image;
}

/** Parses an entry of the table; data/official-tags.ts describes the format. */
function parse(entry: string): OfficialImage {
  const [recommended = '', ...groups] = entry.split('|');
  const variants = groups.flatMap((group) => {
    const [versions = '', ...images] = group.split(' ');
    const named = images.map((names) =>
      names.split('=').map((name) => {
        const suffix = name === '.' ? '' : name;
        return { suffix, flavor: readFlavor(suffix) };
      }),
    );
    return versions.split(',').flatMap((version) => named.map((names) => ({ version, names })));
  });
  return { recommended, variants };
}
