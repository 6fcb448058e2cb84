import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, textOf } from '../clean-string.js';

/**
 * Erlang and Elixir applications as releases and plugin folders hold them: the resource file `ebin/NAME.app` of each.
 * Those of Erlang/OTP, which alone name `runtime_dependencies`, and of Elixir itself come from no Hex package.
 * Source: Erlang/OTP, app(4).
 */
export const hex: Cataloger = {
  id: 'hex',
  wants: (path) => (/(?:^|\/)ebin\/[^/]+\.app$/.test(path) ? 1_048_576 : 0),
  read,
};

const APPLICATION = /\{\s*application\s*,\s*'?([a-z][\w@]{0,255})'?\s*,/;
const VERSION = /\{\s*vsn\s*,\s*"([^"\\\n]{1,256})"/;
const OTP = /\{\s*runtime_dependencies\s*,/;
const ELIXIR = new Set(['eex', 'elixir', 'ex_unit', 'iex', 'logger', 'mix']);

function read(file: CatalogedFile): FoundPackage[] {
  const text = textOf(file.bytes);
  const name = APPLICATION.exec(text)?.[1];
  if (!name) throw new CatalogError('is no resource file of an application');
  const version = cleanString(VERSION.exec(text)?.[1]);
  if (!version || ELIXIR.has(name) || OTP.test(text)) return [];
  return [{ type: 'hex', name, version }];
}
