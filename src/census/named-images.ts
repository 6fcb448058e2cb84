import { readReference } from '../core/reference.js';

/** A key such as `image`, `Image`, `image_uri` or `baseImage`, and its value without variables. */
const KEY =
  /(?<![\w$])[\w-]{0,40}image(?:[_-]?(?:uri|url|name))?["']?[ \t]{0,20}[:=(>][ \t]{0,20}["']?([\w.:/@-]{2,300})(?![\w.:/@${(<*-])/gi;

/** `FROM` of an Earthfile, `From:` of an Apptainer definition, `dockerPull:` of CWL. */
const STATEMENT =
  /^[ \t]{0,20}(?:FROM[ \t]|From:|dockerPull:)[ \t]{0,20}["']?([\w.:/@-]{2,300})(?![\w.:/@${(<*-])/gm;

/** Files that keys with such names also mean. */
const PICTURE = /\.(?:avif|gif|ico|img|iso|jpe?g|ova|png|qcow2|raw|svg|vhdx?|vmdk|webp)$/i;

/** More are not looked for. */
const MOST_IMAGES = 1000;

/**
 * The images that a text names where a key or statement says image, each once, in order. A name alone, such as `image: web`,
 * may be of something else, and is left out.
 */
export function namedImages(text: string): string[] {
  const names = new Set<string>();
  for (const pattern of [KEY, STATEMENT])
    for (const [, name = ''] of text.matchAll(pattern)) {
      if (names.size >= MOST_IMAGES) break;
      if (/[:/@]/.test(name) && !PICTURE.test(name) && readReference(name)) names.add(name);
    }
  return [...names];
}
