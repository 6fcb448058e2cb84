import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { cleanString, decodeUtf8 } from '../file-content.js';

/**
 * Erlang and Elixir applications in releases and plugin folders: the resource file `ebin/NAME.app` of each. Applications
 * of Erlang/OTP, the only ones with `runtime_dependencies`, and of Elixir itself are no Hex packages (type `otp`).
 * Sources: Erlang/OTP, app(4); ECMA-427, types hex and otp.
 */
export const hex: Cataloger = {
  id: 'hex',
  wants: (path) =>
    path.endsWith('.app') && /(?:^|\/)ebin\/[^/]+\.app$/.test(path) ? 1_048_576 : 0,
  read,
};

const APPLICATION = /\{\s*application\s*,\s*'?([a-z][\w@]{0,255})'?\s*,/;
const VERSION = /\{\s*vsn\s*,\s*"([^"\\\n]{1,256})"/;
const OTP_FIELD = /\{\s*runtime_dependencies\s*,/;
const ELIXIR_APPLICATIONS = new Set(['eex', 'elixir', 'ex_unit', 'iex', 'logger', 'mix']);

function read(file: CatalogedFile): FoundPackage[] {
  const text = decodeUtf8(file.bytes);
  const name = APPLICATION.exec(text)?.[1];
  if (!name) throw new CatalogError('is not an application resource file', 'other-format');
  const version = cleanString(VERSION.exec(text)?.[1]);
  if (!version) return [];
  const isOfRuntime = ELIXIR_APPLICATIONS.has(name) || OTP_FIELD.test(text);
  return [{ type: isOfRuntime ? 'otp' : 'hex', name, version }];
}
