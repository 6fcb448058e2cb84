import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, decodeUtf8 } from '../file-content.js';

/**
 * Plugins and themes of WordPress by the headers that WordPress itself reads: in a PHP file at the top of the plugin's
 * folder, in the style sheet of a theme. The folder is the name by which they are known (wordpress.org/plugins/NAME).
 * Source: developer.wordpress.org, "Header requirements" and the function get_file_data.
 */
export const wordpress: Cataloger = {
  id: 'wordpress',
  wants: (path) =>
    path.includes('wp-content/') && (PLUGIN.test(path) || THEME.test(path)) ? HEADER_BYTES : 0,
  read,
};

const PLUGIN =
  /(?:^|\/)wp-content\/(?:mu-)?plugins\/(?:([^/]{1,200})\/[^/]+\.php|([^/]{1,200})\.php)$/;
const THEME = /(?:^|\/)wp-content\/themes\/([^/]{1,200})\/style\.css$/;
/** WordPress reads no more. */
const HEADER_BYTES = 8192;

/** A file without the header is not the main file of a plugin; without a version there is nothing to compare. */
function read({ path, bytes }: CatalogedFile): FoundPackage[] {
  const text = decodeUtf8(bytes.subarray(0, HEADER_BYTES));
  const theme = THEME.exec(path)?.[1];
  const plugin = PLUGIN.exec(path);
  const name = cleanString(theme ?? plugin?.[1] ?? plugin?.[2], 200);
  const version = headerIn(text, 'Version');
  if (!name || !version || !headerIn(text, theme ? 'Theme Name' : 'Plugin Name')) return [];
  const kind = theme ? 'theme' : 'plugin';
  return [
    {
      type: 'generic',
      name: `wordpress/${kind}/${name}`,
      version,
      license: headerIn(text, 'License'),
    },
  ];
}

/** A field at the start of a line of a comment, without the end of the comment. */
function headerIn(text: string, field: string): string | undefined {
  const match = new RegExp(`^(?:[ \\t]*<\\?php)?[ \\t/*#@]*${field}:([^\\r\\n]{0,300})`, 'im');
  return cleanString(match.exec(text)?.[1]?.replace(/(?:\*\/|\?>).*/, ''), 200);
}
