/** Variables as shells, Dockerfiles and Compose write them in a text: `$NAME` and `${NAME}`. */

/** The names of the variables that a text uses, each once, also those with an operator: `${NAME:-1}`. */
export function variableNames(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = '']) => name));
}

/** The text with the variables that have a value replaced. Those with an operator stay. */
export function fillVariables(text: string, lookUp: (name: string) => string | undefined): string {
  return text.replace(
    /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g,
    (use: string, plain?: string, braced?: string) => lookUp(plain ?? braced ?? '') ?? use,
  );
}

/** The same, and `${NAME:-text}` and `${NAME=text}` without a value are their text, if that has no variable. */
export function fillVariablesOrDefaults(
  text: string,
  lookUp: (name: string) => string | undefined,
): string {
  return text.replace(
    /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?[-=]([^${}]*))?\})/g,
    (use: string, plain?: string, braced?: string, fallback?: string) =>
      lookUp(plain ?? braced ?? '') ?? fallback ?? use,
  );
}
