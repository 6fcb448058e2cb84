/** The part of JSON Schema that the schemas of Portside use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** A key of a schema, with the path of its parents: `trust.signed-by.key`. */
export interface SchemaKey {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** All keys of a schema, each before the keys below it. */
export function keysOf(root: JsonSchema): SchemaKey[] {
  const below = (schema: JsonSchema, path: string): SchemaKey[] => {
    const own = Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
      const key = path === '' ? name : `${path}.${name}`;
      const required = schema.required?.includes(name) ?? false;
      return [{ path: key, schema: value, required }, ...below(value, key)];
    });
    const { items, anyOf = [], oneOf = [] } = schema;
    return [
      ...own,
      ...[...(items ? [items] : []), ...anyOf, ...oneOf].flatMap((one) => below(one, path)),
    ];
  };
  const seen = new Set<string>();
  return below(root, '').filter(({ path }) => !seen.has(path) && seen.add(path));
}

/** The values that a schema accepts, in words: `a list of strings`. */
export function typeOf(schema: JsonSchema): string {
  const { type, items, anyOf = [], oneOf = [] } = schema;
  const choices = [...anyOf, ...oneOf].map(typeOf);
  if (choices.length > 0) return [...new Set(choices)].join(', or ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  // An empty value of a key counts as a missing one, which is not worth a word.
  if (schema.enum)
    return schema.enum
      .filter((one) => one !== null)
      .map((one) => `\`${one}\``)
      .join(', ');
  const [name = 'object'] = [type ?? []].flat().filter((one) => one !== 'null');
  if (name === 'array') return items ? `list of: ${typeOf(items)}` : 'list';
  const { minimum, maximum } = schema;
  const range =
    minimum === undefined
      ? ''
      : maximum === undefined
        ? ` from ${minimum}`
        : ` from ${minimum} to ${maximum}`;
  return `${NAMES.get(schema.format ?? name) ?? name}${range}`;
}

const NAMES = new Map([
  ['object', 'map'],
  ['boolean', '`true`, `false`'],
  ['integer', 'whole number'],
  ['date', 'date, YYYY-MM-DD'],
]);
