/** What a Python file imports. */
export interface PythonImports {
  /** The modules as they are written, and the names that are imported from each: these may be modules, too. */
  readonly imports: readonly { readonly module: string; readonly names: readonly string[] }[];
  /** It imports modules whose names are not constants. */
  readonly isDynamic: boolean;
  /** Constant texts that may be names of modules. */
  readonly texts: readonly string[];
}

const IMPORT =
  /(?:^|[;:])[ \t]{0,200}(?:from[ \t]{1,20}(\.{0,20}[\w.]{0,300})[ \t]{1,20}import(?:[ \t]{0,20}\(([^)]{0,4000})\)|(?:[ \t]{1,20}|(?=\*))([^\r\n#;]{1,1000}))|import[ \t]{1,20}([^\r\n#;]{1,1000}))/gm;
const CALL =
  /\b(?:__import__|import_module|load_module|import_string|find_spec|locate)[ \t]{0,20}\(\s*(?:f?["']([\w.]{1,200})["']\s{0,20}(?=[,)])|([^)\s]))/g;
/** Another name for a function that imports. */
const RENAMED =
  /\b(?:import_module|__import__)(?:[ \t]+as\b|[ \t]*$)(?<!import[ \t]{1,20}(?:import_module|__import__)[ \t]*)/m;
const TEXT = /["']([A-Za-z_][\w]{1,80}(?:\.[A-Za-z_]\w{0,80}){0,8})(?::[\w.]{1,80})?["']/g;
const MAX_IMPORTS = 2000;
const MAX_TEXTS = 5000;

/**
 * The import statements of a Python file, wherever they are: in functions and on conditions, too. Statements inside of texts
 * of several lines count as well. Source: The Python Language Reference, 7.11.
 */
export function readPythonImports(text: string, withTexts: boolean): PythonImports {
  const imports: { module: string; names: string[] }[] = [];
  for (const [, module, group, line, plain] of joined(text).matchAll(IMPORT)) {
    if (imports.length >= MAX_IMPORTS) break;
    if (module !== undefined) imports.push({ module, names: namesOf(group ?? line ?? '') });
    else for (const name of namesOf(plain ?? '')) imports.push({ module: name, names: [] });
  }
  let isDynamic = RENAMED.test(text);
  for (const [, module] of text.matchAll(CALL))
    if (module === undefined) isDynamic = true;
    else imports.push({ module, names: [] });
  const texts = withTexts
    ? [...new Set([...text.matchAll(TEXT)].map(([, name = '']) => name))].slice(0, MAX_TEXTS)
    : [];
  return { imports, isDynamic, texts };
}

/** Lines that end with a backslash are joined with the next one. */
function joined(text: string): string {
  return text.includes('\\\n') ? text.replace(/[ \t]{0,20}\\\n[ \t]{0,40}/g, ' ') : text;
}

/** `a as b, c` */
function namesOf(list: string): string[] {
  return list
    .replace(/#[^\n]*/g, '')
    .split(',')
    .map((item) => item.trim().split(/\s/)[0] ?? '')
    .filter((name) => /^[\w.]+$/.test(name));
}
