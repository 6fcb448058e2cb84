/** The words of an argument text: quotes and backslashes taken away, variables left as they are. */
export function words(text: string): string[] {
  const found: string[] = [];
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
      if (word !== undefined) found.push(word);
      word = undefined;
    } else if (char === '\\' && i + 1 < text.length) word = (word ?? '') + (text[++i] ?? '');
    else word = (word ?? '') + char;
  }
  if (word !== undefined) found.push(word);
  return found;
}

/** `KEY=value` pairs of ENV and LABEL, in both their forms. */
export function pairs(text: string): string[] {
  const found = words(text);
  const [first] = found;
  if (first === undefined || first.includes('=') || /^\s*["'][^"']*["']\s*=/.test(text))
    return found;
  const rest = text.trim().replace(/^\S+\s*/, '');
  return [`${first}=${words(rest).join(' ')}`];
}

/** Go's %q list, as BuildKit prints exec forms: `["/bin/sh" "-c" "a \"b\""]`. */
export function quotedWords(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) =>
    (match[1] ?? '').replace(/\\(.)/g, (_, char: string) =>
      char === 'n' ? '\n' : char === 't' ? '\t' : char,
    ),
  );
}

const VARIABLE = /\$(?:\{([A-Za-z_]\w*)(?::?[-+?][^}]*)?\}|([A-Za-z_]\w*))/g;

/** Variables replaced where their value is known. */
export function expand(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(VARIABLE, (whole, braced?: string, bare?: string) => {
    return values.get(braced ?? bare ?? '') ?? whole;
  });
}

/** Whether a text is the pattern with something in place of each of its variables. Linear in both. */
export function matchesMasked(pattern: string, text: string): boolean {
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
