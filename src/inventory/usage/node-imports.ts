/** What a file of Node.js loads. */
export interface NodeImports {
  /** `./a.js`, `express`, `@scope/name/part` */
  readonly specifiers: readonly string[];
  /** It loads files of its own package whose names are not constants. */
  readonly ownFiles: boolean;
  /** It loads packages whose names are not constants. */
  readonly isDynamic: boolean;
  /** It contains other modules, which cannot be told apart. */
  readonly isBundle: boolean;
}

const STATIC =
  /(?<![\w$.])(?:require(?:\.resolve)?\s{0,5}\(\s{0,20}|import\s{0,5}\(\s{0,20}|fork\(\s{0,20}|new Worker\(\s{0,20}|new URL\(\s{0,20}|from\s{0,5}|import\s{0,5})(["'`])([^"'`\n$]{1,500})\1/g;
const COMPUTED = /(?<![\w$.])(?:require|import)\s{0,5}\(\s{0,20}(?!["'\s)])([^)\n]{0,200})/g;
/** A path that is composed with a constant start: `./lib/${name}`, __dirname + name. */
const OWN =
  /^(?:[`"']\.{1,2}\/|__dirname|path\d?\.(?:join|resolve)\(__dirname|\(?0,\s*\w+\.(?:join|resolve)\)?\(__dirname|`\$\{__dirname\}|new URL|import\.meta)/;
const TEMPLATE =
  /(?<![\w$.])(?:require|import)\s{0,5}\(\s{0,20}(?:["'`]\.{1,2}\/[^"'`\n]{0,200}(?:["']\s*\+|\$\{))/;
const BUNDLE =
  /__webpack_require__|__commonJS\s*=|__toESM\(|parcelRequire|\bncc\b.{0,20}assetbase|installedModules\s*=/;
const MAX_SPECIFIERS = 3000;

/**
 * The constant arguments of require() and import, wherever they are: inside of functions and on conditions, too; also in
 * comments and texts.
 */
export function readNodeImports(text: string): NodeImports {
  const specifiers = new Set<string>();
  for (const [, , specifier = ''] of text.matchAll(STATIC)) {
    if (specifiers.size >= MAX_SPECIFIERS) break;
    specifiers.add(specifier);
  }
  let ownFiles = TEMPLATE.test(text);
  let isDynamic = false;
  for (const [, expression = ''] of text.matchAll(COMPUTED))
    if (OWN.test(expression)) ownFiles = true;
    else isDynamic = true;
  return { specifiers: [...specifiers], ownFiles, isDynamic, isBundle: BUNDLE.test(text) };
}
