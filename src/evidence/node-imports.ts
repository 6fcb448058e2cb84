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
  'y',
);
/** `(0, require)("a")`, `createRequire(import.meta.url)("a")` */
const CALLED =
  /(?:\(0,\s{0,5}(?:module\.)?require\)|\bcreateRequire\([^()]{0,100}\))\s{0,5}\(\s{0,20}(["'`])([^"'`\n$]{1,500})\1/g;
const COMPUTED = new RegExp(
  String.raw`(?<![\w$])(?:require|(?<!\.)import|fork|(?<!\.)Worker)${GAP}\(\s{0,20}(?!["'\s)])([^)\n]{0,200})`,
  'y',
);
/** Comments before a name that are longer than those that are read. */
const UNREAD = new RegExp(
  String.raw`(?<![\w$.])(?:require|import|from)${GAP}(?:\(${GAP})?(?:\/\*|\/\/)`,
  'y',
);
/** Modules that are written in the name. */
const DATA = /["'`]data:(?:text|application)\/(?:java|ecma)script/;
/** A path that is composed with a constant start: `./lib/${name}`, __dirname + name. */
const OWN =
  /^(?:[`"']\.{1,2}\/|__dirname|path\d?\.(?:join|resolve)\(__dirname|\(?0,\s*\w+\.(?:join|resolve)\)?\(__dirname|`\$\{__dirname\}|new URL|import\.meta|require\(["']path["']\)\.(?:join|resolve)\(__dirname)/;
const TEMPLATE =
  /(?<![\w$.])(?:require|import|fork|Worker)\s{0,5}\(\s{0,20}(?:["'`]\.{1,2}\/[^"'`\n]{0,200}(?:["']\s*\+|\$\{))/y;
/** require as a value. */
const VALUE =
  /\brequire(?:(?=\s{0,5}(?:[;,)\]}\n]|$))(?<=(?:[=(,:?[{&|>]|\breturn)\s{0,5}(?:module\.)?require)|(?<=\[["'`]require)["'`]\]|\.(?:call|apply|bind)\b)/my;
/** Other functions that load modules. */
const LOADER = /\b(?:createRequire|mainModule|_load)\b/;
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
 * A word, and a part of it that is searched first. V8 finds a text of less than seven letters that starts with a rare one about
 * ten times faster than others.
 */
type Word = readonly [word: string, part: string];

/** What the patterns for `require`, `import` and so on start with: a search for words is much faster than one for patterns. */
const WORDS: readonly Word[] = [
  ['require', 'quire'],
  ['import', 'mport'],
  ['from', 'from'],
  ['_load', '_load'],
  ['fork', 'fork'],
  ['Worker', 'Worker'],
  ['new URL(', 'URL('],
];
const LOADER_WORDS: readonly Word[] = [
  ['createRequire', 'Requir'],
  ['mainModule', 'Module'],
  ['_load', '_load'],
];
const COMPILER_WORDS: readonly Word[] = [
  ['Function', 'Functi'],
  ['runIn', 'Contex'],
  ['vm.Script', 'Script'],
  ['eval', 'eval'],
];

/**
 * The constant arguments of require() and import, wherever they are: inside of functions and on conditions, too; also in
 * comments and texts. What takes more time to find is searched when it is asked for.
 */
export function readNodeImports(text: string): NodeImports {
  const starts = startsIn(text);
  const isIndirect =
    starts.some((start) => isAt(VALUE, text, start)) ||
    (hasOne(text, LOADER_WORDS) && LOADER.test(text));
  const { specifiers, isCut, isEscaped } = specifiersOf(text, starts, isIndirect);
  let computed: ReturnType<typeof computedOf> | undefined;
  const readComputed = () => {
    computed ??= computedOf(text, starts);
    return computed;
  };
  return {
    specifiers,
    isIndirect,
    get ownFiles() {
      return readComputed().ownFiles;
    },
    get isDynamic() {
      return isCut || isEscaped || readComputed().isDynamic;
    },
    get isCompiler() {
      return hasOne(text, COMPILER_WORDS) && COMPILER.test(text);
    },
    get startsOther() {
      return STARTS_OTHER.test(text);
    },
    get isBundle() {
      return BUNDLE.test(text);
    },
  };
}

/** Where words are that patterns start with, in their order. */
function startsIn(text: string): readonly number[] {
  const starts: number[] = [];
  for (const [word, part] of WORDS) {
    const before = word.indexOf(part);
    for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) {
      const start = at - before;
      if (start < 0 || isWordCharacter(text.charCodeAt(start - 1))) continue;
      if (before === 0 || text.startsWith(word, start)) starts.push(start);
    }
  }
  return starts.sort((a, b) => a - b);
}

/** As `\w` in a pattern. */
function isWordCharacter(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f
  );
}

function isAt(pattern: RegExp, text: string, start: number): boolean {
  pattern.lastIndex = start;
  return pattern.test(text);
}

function hasOne(text: string, words: readonly Word[]): boolean {
  return words.some(([word, part]) => text.includes(part) && text.includes(word));
}

/** The matches of a sticky pattern, none of which starts inside of another one. */
function* matchesAt(
  pattern: RegExp,
  text: string,
  starts: readonly number[],
): Generator<RegExpExecArray> {
  let end = 0;
  for (const start of starts) {
    if (start < end) continue;
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (!match) continue;
    end = start + match[0].length;
    yield match;
  }
}

function specifiersOf(text: string, starts: readonly number[], isIndirect: boolean) {
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
  add(matchesAt(STATIC, text, starts));
  if (isIndirect) {
    add(text.matchAll(CALLED));
    const names = new Set([...text.matchAll(ALIAS)].map(([, name = '']) => name));
    isCut ||= names.size > MAX_ALIASES;
    for (const name of [...names].slice(0, MAX_ALIASES)) add(text.matchAll(callsOf(name)));
  }
  return { specifiers: [...specifiers], isEscaped, isCut };
}

/** What a file loads by computed names. */
function computedOf(text: string, starts: readonly number[]) {
  let ownFiles = starts.some((start) => isAt(TEMPLATE, text, start));
  let isDynamic =
    starts.some((start) => isAt(CONCATENATED, text, start) || isAt(UNREAD, text, start)) ||
    (text.includes('data:') && DATA.test(text));
  for (const [, expression = ''] of matchesAt(COMPUTED, text, starts))
    if (OWN.test(expression)) ownFiles = true;
    else if (!CONSTANT.test(expression)) isDynamic = true;
  return { ownFiles, isDynamic };
}

/** Comments before a constant. */
const CONSTANT = new RegExp(String.raw`^${COMMENT}${GAP}(?:["'\`][^"'\`$]{0,200}["'\`]\s*$|$)`);
/** `require("a" + b)` */
const CONCATENATED =
  /(?<![\w$.])(?:require|import)\s{0,5}\(\s{0,20}(["'`])(?!\.)[^"'`\n]{0,200}\1\s{0,5}[+.]/y;

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
