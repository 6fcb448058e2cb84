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
/** A function that imports, as a value or under another name. */
const RENAMED =
  /\b(?:import_module|__import__)\b(?![ \t]{0,20}\()(?<!\b(?:import|,)[ \t]{1,20}import_module(?=[ \t]{0,20}(?:$|[,;#)])))|\bgetattr\(\s{0,20}(?:importlib|builtins|__builtins__)\b/m;
const TEXT = /["']([A-Za-z_][\w]{1,80}(?:\.[A-Za-z_]\w{0,80}){0,8})(?::[\w.]{1,80})?["']/g;
const MAX_IMPORTS = 2000;

/**
 * The import statements of a Python file, wherever they are: in functions and on conditions, too. Statements inside of texts
 * of several lines count as well. Source: The Python Language Reference, 7.11.
 */
export function readPythonImports(text: string, withTexts: boolean): PythonImports {
  const imports: { module: string; names: string[] }[] = [];
  let isDynamic = RENAMED.test(text);
  for (const [, module, group, line, plain] of joined(text.replaceAll('\f', ' ')).matchAll(
    IMPORT,
  )) {
    if (imports.length >= MAX_IMPORTS) {
      isDynamic = true;
      break;
    }
    if (module !== undefined) imports.push({ module, names: namesOf(group ?? line ?? '') });
    else for (const name of namesOf(plain ?? '')) imports.push({ module: name, names: [] });
  }
  for (const [, module] of text.matchAll(CALL))
    if (module === undefined) isDynamic = true;
    else imports.push({ module, names: [] });
  const texts = withTexts
    ? [...new Set([...text.matchAll(TEXT)].map(([, name = '']) => name))]
    : [];
  return { imports, isDynamic, texts };
}

/** Whether an application runs texts or files as Python, or imports in other ways than by statements. */
export function composesPython(text: string): boolean {
  return (
    RUNS_TEXT.test(text) || OTHER_LETTERS.test(text) || OTHER_ENCODING.test(text.slice(0, 400))
  );
}

const RUNS_TEXT =
  /(?<![.\w])(?:exec|eval|compile)[ \t]{0,20}\(|\b(?:execfile|run_module|run_path|resolve_name|fileConfig|dictConfig|exec_module|load_source|iter_modules|walk_packages|find_module)[ \t]{0,20}\(|\b(?:spec_from_file_location|SourceFileLoader|zipimporter?|(?:c?[pP]ickle|marshal|dill|cloudpickle|joblib)\.(?:loads?|Unpickler))\b|\b__builtins__\b|\bsys\.executable\b|["']-m["']|\bpython[\d.]{0,8} -m /;
/** Names are normalized: other letters may stand for ASCII letters. Source: PEP 3131. */
const OTHER_LETTERS = /^[ \t]*(?:from|import)[ \t][^\n#]{0,200}[^\0-\x7f]/m;
/** Source: PEP 263. */
const OTHER_ENCODING =
  /^(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*(?!utf-?8|latin|ascii|us-ascii|iso-8859)[-\w.]+/i;

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
