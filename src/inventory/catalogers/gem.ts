import { baseName } from '../../lib/paths.js';
import { CatalogError } from '../catalog-error.js';
import type { CatalogedFile, Cataloger, FoundPackage } from '../cataloger.js';
import { packageFactsOf, requirementNames } from '../clean-facts.js';
import { cleanString, decodeUtf8 } from '../file-content.js';

/**
 * Installed Ruby gems: the specifications that RubyGems writes, including those of Ruby's default gems, and those that
 * Bundler writes into gems of Git repositories. Only literal assignments are read, as RubyGems writes them; Ruby is not
 * executed. When the version is an expression, it is taken from the name of the file: `NAME-VERSION[-PLATFORM].gemspec`.
 */
export const gem: Cataloger = {
  id: 'gem',
  wants: (path) => (path.endsWith('.gemspec') && SPECIFICATION.test(path) ? 1_048_576 : 0),
  read,
};

const SPECIFICATION =
  /(?:^|\/)(?:specifications\/(?:default\/)?|bundler\/gems\/[^/]+\/)[^/]+\.gemspec$/;

function read(file: CatalogedFile): FoundPackage[] {
  const text = decodeUtf8(file.bytes);
  const variable = /Gem::Specification\.new\s*(?:do|\{)\s*\|\s*(\w{1,100})\s*\|/.exec(text)?.[1];
  if (!variable) throw new CatalogError('is not a gem specification');
  const name = literal(text, variable, 'name');
  if (!name) throw new CatalogError('is a gem specification without a name');
  const version = literal(text, variable, 'version') ?? versionFromPath(file.path, name);
  if (!version) throw new CatalogError('is a gem specification without a literal version');
  return [
    {
      type: 'gem',
      name,
      version,
      license: licensesOf(text, variable),
      facts: packageFactsOf({
        maintainer: listOf(text, variable, 'authors?')?.join(', '),
        homepage: literal(text, variable, 'homepage'),
      }),
      requires: requirementNames([...text.matchAll(DEPENDENCY)].map(([, name]) => name)),
    },
  ];
}

/** `s.add_runtime_dependency(%q<rack>.freeze, ["~> 2.0"])`; those for development have another name. */
const DEPENDENCY = /\.add_(?:runtime_)?dependency[ \t]*\(?[ \t]*(?:%q<|["'])([\w.-]{1,200})/g;

/** `s.name = "x".freeze`, `s.version = Gem::Version.new("1.2")`. */
function literal(text: string, variable: string, field: string): string | undefined {
  const assignment = new RegExp(
    `^[ \\t]*${variable}\\.${field}[ \\t]*=[ \\t]*(?:Gem::Version\\.new[ \\t]*\\(?[ \\t]*)?(["'])([^"'\\n#]{1,300})\\1`,
    'm',
  );
  const [, quote, found] = assignment.exec(text) ?? [];
  return cleanString(found && unescaped(quote, found));
}

function versionFromPath(path: string, name: string): string | undefined {
  const file = baseName(path).slice(0, -'.gemspec'.length);
  if (!file.startsWith(`${name}-`)) return undefined;
  return /^\d+(?:\.[0-9A-Za-z]+)*/.exec(file.slice(name.length + 1))?.[0];
}

function licensesOf(text: string, variable: string): string | undefined {
  return listOf(text, variable, 'licenses?')?.join(' OR ');
}

/** The texts of an assignment of one text or a list. */
function listOf(text: string, variable: string, field: string): readonly string[] | undefined {
  const list = new RegExp(
    `^[ \\t]*${variable}\\.${field}[ \\t]*=[ \\t]*\\[?([^\\]\\n]{1,1000})`,
    'm',
  ).exec(text)?.[1];
  const names = [...(list ?? '').matchAll(/(["'])([^"']{1,200})\1/g)].flatMap(([, quote, found]) =>
    found === undefined ? [] : [unescaped(quote, found)],
  );
  return names.length > 0 ? names : undefined;
}

/** RubyGems writes other characters than ASCII as `\u00E9` or `\u{1F600}`, which only double quotes have. */
function unescaped(quote: string | undefined, text: string): string {
  if (quote !== '"') return text;
  return text.replace(/\\u(?:([0-9a-f]{4})|\{([0-9a-f]{1,6})\})/gi, (all, four, braced) => {
    const code = Number.parseInt(four ?? braced, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
