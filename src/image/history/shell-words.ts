/** Splits arguments into words: removes quotes and backslashes, keeps variables. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
      else if (char === '\\' && quote === '"' && /["\\$]/.test(text[i + 1] ?? ''))
        word = (word ?? '') + (text[++i] ?? '');
      else word = (word ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === '\\' && i + 1 < text.length) word = (word ?? '') + (text[++i] ?? '');
    else word = (word ?? '') + char;
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** The `KEY=value` pairs of ENV and LABEL, in both of their forms. */
export function splitPairs(text: string): string[] {
  const words = splitWords(text);
  const [first] = words;
  if (first === undefined || first.includes('=') || /^\s*["'][^"']*["']\s*=/.test(text))
    return words;
  const rest = text.trim().replace(/^\S+\s*/, '');
  return [`${first}=${splitWords(rest).join(' ')}`];
}

/** The strings of a list in Go's %q format, as BuildKit prints exec forms: `["/bin/sh" "-c" "a \"b\""]`. */
export function splitQuoted(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) =>
    (match[1] ?? '').replace(/\\(.)/g, (_, char: string) =>
      char === 'n' ? '\n' : char === 't' ? '\t' : char,
    ),
  );
}

const VARIABLE = /\$(?:\{([A-Za-z_]\w*)(?::?[-+?][^}]*)?\}|([A-Za-z_]\w*))/g;

/** Replaces the variables whose values are known. */
export function expandVariables(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(VARIABLE, (variable, braced?: string, bare?: string) => {
    return values.get(braced ?? bare ?? '') ?? variable;
  });
}

/** Whether a text equals the pattern when each variable may stand for any text. Takes linear time. */
export function matchesWithVariables(pattern: string, text: string): boolean {
  const literals = pattern.split(/\$(?:\{[^}]*\}|[A-Za-z_]\w*)/);
  const first = literals[0] ?? '';
  const last = literals.at(-1) ?? '';
  if (literals.length === 1) return pattern === text;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const literal of literals.slice(1, -1)) {
    const found = text.indexOf(literal, at);
    if (found < 0) return false;
    at = found + literal.length;
  }
  return at <= end;
}
