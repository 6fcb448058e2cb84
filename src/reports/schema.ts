/** The keywords of JSON Schema 2020-12 that docs/report.schema.json uses. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly unevaluatedProperties?: boolean;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
}

/**
 * What is wrong with a value from outside, `findings[3].severity is none of critical, high …`; undefined when it
 * follows the schema. A validator of a few lines, so that the one description in docs/ is also what a run checks by,
 * without a validator's size in the bundle.
 */
export function violation(
  value: unknown,
  schema: Schema,
  root: Schema = schema,
  at = '',
): string | undefined {
  const referred = schema.$ref === undefined ? undefined : resolve(schema.$ref, root);
  return (
    (referred && violation(value, referred, root, at)) ??
    scalar(value, schema, at || 'the report') ??
    object(value, schema, referred, root, at) ??
    items(value, schema, root, at)
  );
}

function resolve(reference: string, root: Schema): Schema {
  const name = /^#\/\$defs\/(\w+)$/.exec(reference)?.[1];
  const found = name === undefined ? undefined : root.$defs?.[name];
  if (!found) throw new Error(`the schema refers to ${reference}, which it does not have`);
  return found;
}

function scalar(value: unknown, schema: Schema, at: string): string | undefined {
  if (schema.type !== undefined && !isOfType(value, schema.type))
    return `${at} is no ${schema.type}`;
  if (schema.const !== undefined && value !== schema.const)
    return `${at} is not ${JSON.stringify(schema.const)}`;
  if (schema.enum && !schema.enum.includes(value))
    return `${at} is none of ${schema.enum.join(', ')}`;
  if (typeof value === 'number' && value < (schema.minimum ?? value))
    return `${at} is below ${schema.minimum}`;
  if (typeof value !== 'string') return undefined;
  if (value.length < (schema.minLength ?? 0)) return `${at} is empty`;
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) {
    return `${at} does not match ${schema.pattern}`;
  }
  return undefined;
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'string':
      return typeof value === 'string';
    default:
      throw new Error(`the schema has a type ${type}, which is not known here`);
  }
}

function object(
  value: unknown,
  schema: Schema,
  referred: Schema | undefined,
  root: Schema,
  at: string,
): string | undefined {
  if (!isOfType(value, 'object')) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const prefix = at === '' ? '' : `${at}.`;
  const missing = schema.required?.find((name) => !Object.hasOwn(fields, name));
  if (missing !== undefined) return `${prefix}${missing} is missing`;
  const known = { ...referred?.properties, ...schema.properties };
  const closed = schema.additionalProperties === false || schema.unevaluatedProperties === false;
  for (const [name, inner] of Object.entries(fields)) {
    const own = Object.hasOwn(schema.properties ?? {}, name)
      ? schema.properties?.[name]
      : undefined;
    const wrong = own && violation(inner, own, root, `${prefix}${name}`);
    if (wrong) return wrong;
    if (closed && !Object.hasOwn(known, name)) return `${prefix}${name.slice(0, 80)} is not known`;
  }
  return undefined;
}

function items(value: unknown, schema: Schema, root: Schema, at: string): string | undefined {
  if (!schema.items || !Array.isArray(value)) return undefined;
  for (const [i, item] of value.entries()) {
    const wrong = violation(item, schema.items, root, `${at}[${i}]`);
    if (wrong) return wrong;
  }
  return undefined;
}
