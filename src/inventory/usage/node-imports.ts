/** What a file of Node.js loads. */
export interface NodeImports {
  /** `./a.js`, `express`, `@scope/name/part` */
  readonly specifiers: readonly string[];
  /** It loads files of its own package whose names are not constants. */
  readonly ownFiles: boolean;
  /** It loads packages whose names are not constants, or more than are read. */
  readonly isDynamic: boolean;
  /** It uses require under another name, or in another form. */
  readonly isIndirect: boolean;
  /** It compiles texts. */
  readonly isCompiler: boolean;
  /** It starts another file of Node.js. */
  readonly startsOther: boolean;
  /** It contains other modules, which cannot be told apart. */
  readonly isBundle: boolean;
}

const COMMENT = String.raw`(?:\/\*(?:[^*]|\*(?!\/)){0,300}\*\/|\/\/[^\n]{0,300}\n)`;
/** Spaces and comments between words. */
const GAP = String.raw`(?:\s|${COMMENT}){0,40}`;
const STATIC = new RegExp(
  String.raw`(?<![\w$])(?:require(?:\.resolve)?${GAP}(?:\?\.)?\(${GAP}|require\.(?:call|apply)\([^,()]{0,50},[\s[]{0,5}|(?<!\.)import${GAP}\(${GAP}|_load\(\s{0,5}|fork\(\s{0,20}|Worker\)?\(\s{0,20}|new URL\(\s{0,20}|from${GAP}|(?<!\.)import${GAP})(["'\`])([^"'\`\n$]{1,500})\1`,
  'g',
);
/** `(0, require)("a")`, `createRequire(import.meta.url)("a")` */
const CALLED =
  /(?:\(0,\s{0,5}(?:module\.)?require\)|\bcreateRequire\([^()]{0,100}\))\s{0,5}\(\s{0,20}(["'`])([^"'`\n$]{1,500})\1/g;
const COMPUTED = new RegExp(
  String.raw`(?<![\w$])(?:require|(?<!\.)import|fork|(?<!\.)Worker)${GAP}\(\s{0,20}(?!["'\s)])([^)\n]{0,200})`,
  'g',
);
/** Comments before a name that are longer than those that are read, and modules that are written in the name. */
const UNREAD = new RegExp(
  String.raw`(?<![\w$.])(?:require|import|from)${GAP}(?:\(${GAP})?(?:\/\*|\/\/)|["'\`]data:(?:text|application)\/(?:java|ecma)script`,
);
/** A path that is composed with a constant start: `./lib/${name}`, __dirname + name. */
const OWN =
  /^(?:[`"']\.{1,2}\/|__dirname|path\d?\.(?:join|resolve)\(__dirname|\(?0,\s*\w+\.(?:join|resolve)\)?\(__dirname|`\$\{__dirname\}|new URL|import\.meta|require\(["']path["']\)\.(?:join|resolve)\(__dirname)/;
const TEMPLATE =
  /(?<![\w$.])(?:require|import|fork|Worker)\s{0,5}\(\s{0,20}(?:["'`]\.{1,2}\/[^"'`\n]{0,200}(?:["']\s*\+|\$\{))/;
/** require or a function like it as a value. */
const VALUE =
  /\brequire(?=\s{0,5}(?:[;,)\]}\n]|$))(?<=(?:[=(,:?[{&|>]|\breturn)\s{0,5}(?:module\.)?require)|\bcreateRequire\b|\bmainModule\b|\[["'`]require["'`]\]|\brequire\.(?:call|apply|bind)\b|\b_load\b/m;
/** `const load = require;` */
const ALIAS =
  /(?<![\w$])([\w$]{1,60})\s{0,5}=\s{0,5}(?:(?:module\.)?require\s{0,5}[;,\n]|(?:[\w$]{1,60}\.)?createRequire\()/g;
const COMPILER =
  /(?<![\w$.])eval\s{0,5}\(|\bnew Function\b|(?<![\w$.])Function\s{0,5}\(|\brunIn(?:This|New)?Context\b|\bvm\.Script\b|\bcompileFunction\b/;
const STARTS_OTHER = /\bprocess\.execPath\b|\bprocess\.argv0\b|\bargv\[0\]/;
const BUNDLE =
  /__webpack_require__|__commonJS\s*=|__toESM\(|parcelRequire|\bncc\b.{0,20}assetbase|installedModules\s*=/;
const MAX_SPECIFIERS = 3000;
const MAX_ALIASES = 20;

/**
 * The constant arguments of require() and import, wherever they are: inside of functions and on conditions, too; also in
 * comments and texts.
 */
export function readNodeImports(text: string): NodeImports {
  const specifiers = new Set<string>();
  let isEscaped = false;
  let isCut = false;
  const add = (matches: Iterable<RegExpMatchArray>) => {
    for (const [, , specifier = ''] of matches) {
      if (specifiers.size >= MAX_SPECIFIERS) isCut = true;
      if (isCut) break;
      if (specifier.includes('\\')) isEscaped = true;
      else specifiers.add(specifier);
    }
  };
  add(text.matchAll(STATIC));
  const isIndirect = VALUE.test(text);
  if (isIndirect) {
    add(text.matchAll(CALLED));
    const names = new Set([...text.matchAll(ALIAS)].map(([, name = '']) => name));
    isCut ||= names.size > MAX_ALIASES;
    for (const name of [...names].slice(0, MAX_ALIASES)) add(text.matchAll(callsOf(name)));
  }
  let ownFiles = TEMPLATE.test(text);
  let isDynamic = isCut || isEscaped || CONCATENATED.test(text) || UNREAD.test(text);
  for (const [, expression = ''] of text.matchAll(COMPUTED))
    if (OWN.test(expression)) ownFiles = true;
    else if (!CONSTANT.test(expression)) isDynamic = true;
  return {
    specifiers: [...specifiers],
    ownFiles,
    isDynamic,
    isIndirect,
    isCompiler: COMPILER.test(text),
    startsOther: STARTS_OTHER.test(text),
    isBundle: BUNDLE.test(text),
  };
}

/** Comments before a constant. */
const CONSTANT = new RegExp(String.raw`^${COMMENT}${GAP}(?:["'\`][^"'\`$]{0,200}["'\`]\s*$|$)`);
/** `require("a" + b)` */
const CONCATENATED =
  /(?<![\w$.])(?:require|import)\s{0,5}\(\s{0,20}(["'`])(?!\.)[^"'`\n]{0,200}\1\s{0,5}[+.]/;

function callsOf(name: string): RegExp {
  const literal = name.replaceAll('$', '\\$');
  return new RegExp(
    `(?<![\\w$.])${literal}\\s{0,5}\\(\\s{0,20}(["'\`])([^"'\`\\n$]{1,500})\\1`,
    'g',
  );
}

/** Texts of a program that may be names of modules. */
export function nodeTexts(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(TEXT)].map(([, , name = '']) => name));
}

const TEXT = /(["'`])((?:@[\w.-]{1,100}\/|\.{1,2}\/)?[\w-][\w./-]{0,200})\1/g;
