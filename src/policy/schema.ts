import { isDay } from '../lib/dates.js';
import { nearestName } from '../lib/nearest-name.js';
import type { YamlNode } from '../lib/yaml.js';
import type { Problem } from './yaml.js';

/**
 * What a value of the policy may be: reads it, and says it in JSON Schema, so that an editor and a run agree.
 */
export interface Schema<T> {
  readonly schema: JsonSchema;
  /** The value; undefined when it is none: then `problem` was told why. `what` is its name in messages. */
  read(node: YamlNode, what: string, problem: Tell): T | undefined;
}

export type JsonSchema = { readonly [keyword: string]: unknown };

type Tell = (problem: Problem) => void;

/** One key of a map. */
export interface Field<T> {
  readonly shape: Schema<T>;
  /** For the reader of docs/policy.md and for editors. */
  readonly about: string;
  readonly required?: boolean;
}

export function field<T>(shape: Schema<T>, about: string): Field<T> {
  return { shape, about };
}

export function required<T>(
  shape: Schema<T>,
  about: string,
): Field<T> & { readonly required: true } {
  return { shape, about, required: true };
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type Value<F> = F extends Field<infer T> ? T : never;
type Needed<F> = { [K in keyof F]: F[K] extends { required: true } ? K : never }[keyof F];
/** The values that a map's fields read to, by their key; `line` is the map's. */
export type Read<F extends Fields> = { readonly line: number } & {
  readonly [K in Needed<F>]: Value<F[K]>;
} & { readonly [K in Exclude<keyof F, Needed<F>>]?: Value<F[K]> };

/** How the keys of a map depend on each other. */
interface Together<K extends string> {
  /** Of these sets of keys exactly one must be there, and whole. */
  readonly exactlyOne?: readonly (readonly K[])[];
  /** Keys, or with `[key, inner]` a key that holds a map that has the inner one. */
  readonly atLeastOne?: readonly (K | readonly [K, string])[];
}

/** A text, of `allowed` form where that is given. */
export function text(allowed?: {
  readonly pattern: RegExp;
  readonly form: string;
}): Schema<string> {
  return {
    schema: { type: 'string', minLength: 1, ...(allowed && { pattern: allowed.pattern.source }) },
    read(node, what, problem) {
      const value = node.scalar;
      if (typeof value !== 'string') {
        const quotes = value === undefined || value === null ? '' : ': put it in quotes';
        return wrong(node, `${what} is a text${quotes}`, problem);
      }
      if (value === '') return wrong(node, `${what} is empty`, problem);
      if (allowed && !allowed.pattern.test(value))
        return wrong(node, `${what} is ${allowed.form}, not "${shown(value)}"`, problem);
      return value;
    },
  };
}

/** A day of the calendar, YYYY-MM-DD. */
export const day: Schema<string> = {
  schema: { type: 'string', format: 'date' },
  read(node, what, problem) {
    const value = node.scalar;
    if (typeof value === 'string' && isDay(value)) return value;
    return wrong(node, `${what} is a day, YYYY-MM-DD, not "${shown(value)}"`, problem);
  },
};

export const flag: Schema<boolean> = {
  schema: { type: 'boolean' },
  read(node, what, problem) {
    const value = node.scalar;
    if (typeof value === 'boolean') return value;
    return wrong(node, `${what} is true or false, not "${shown(value)}"`, problem);
  },
};

/** A number from `minimum` to `maximum`, both included. */
export function number(
  minimum: number,
  maximum: number,
  kind: 'integer' | 'number',
): Schema<number> {
  return {
    schema: { type: kind, minimum, maximum },
    read(node, what, problem) {
      const value = node.scalar;
      const fits = typeof value === 'number' && value >= minimum && value <= maximum;
      if (fits && (kind === 'number' || Number.isInteger(value))) return value;
      const noun = kind === 'integer' ? 'a whole number' : 'a number';
      return wrong(
        node,
        `${what} is ${noun} from ${minimum} to ${maximum}, not "${shown(value)}"`,
        problem,
      );
    },
  };
}

export function oneOf<T extends string | number>(values: readonly T[]): Schema<T> {
  return {
    schema: { enum: values },
    read(node, what, problem) {
      const value = node.scalar;
      const found = values.find((v) => v === value);
      if (found !== undefined) return found;
      const close = typeof value === 'string' ? nearestName(value, values.map(String)) : undefined;
      const advice = close ? `: did you mean "${close}"?` : '';
      return wrong(
        node,
        `${what} is ${values.join(', ')}, not "${shown(value)}"${advice}`,
        problem,
      );
    },
  };
}

export function list<T>(item: Schema<T>): Schema<readonly T[]> {
  return {
    schema: { type: 'array', items: item.schema },
    read(node, what, problem) {
      if (node.kind !== 'list') return wrong(node, `${what} is a list`, problem);
      return node.items.flatMap((n) => item.read(n, what, problem) ?? []);
    },
  };
}

/** One value, or a list of such. */
export function oneOrMany<T>(item: Schema<T>): Schema<readonly T[]> {
  const many = list(item);
  return {
    schema: { anyOf: [item.schema, many.schema] },
    read(node, what, problem) {
      if (node.kind === 'list') return many.read(node, what, problem);
      const one = item.read(node, what, problem);
      return one === undefined ? undefined : [one];
    },
  };
}

/** The first shape that the value is of the kind of: a text or a map. */
export function textOrMap<A, B>(one: Schema<A>, map: Schema<B>): Schema<A | B> {
  return {
    schema: { anyOf: [one.schema, map.schema] },
    read: (node, what, problem) =>
      node.kind === 'map' ? map.read(node, what, problem) : one.read(node, what, problem),
  };
}

/** A map with these keys and no others. */
export function map<F extends Fields>(
  fields: F,
  together: Together<keyof F & string> = {},
): Schema<Read<F>> {
  const { exactlyOne = [], atLeastOne = [] } = together;
  const needed = new Set<string>([
    ...Object.keys(fields).filter((name) => fields[name]?.required),
    ...exactlyOne.flat(),
    ...atLeastOne.map((one) => (typeof one === 'string' ? one : one[0])),
  ]);
  return {
    schema: mapSchema(fields, together, needed),
    read(node, what, problem) {
      const names = Object.keys(fields);
      if (node.kind !== 'map')
        return wrong(node, `${what} is a map of ${names.join(', ')}`, problem);
      const values: Record<string, unknown> = { line: node.range.startLine };
      const written = new Set<string>();
      let complete = true;
      for (const [name, entry] of node.entries) {
        const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
        if (!field) problem({ line: entry.key.startLine, message: unknownKey(name, what, names) });
        // A key whose entries are all commented out has no value.
        else if (entry.scalar !== null || needed.has(name)) {
          written.add(name);
          const value = field.shape.read(entry, name, problem);
          if (value === undefined) complete = false;
          else values[name] = value;
        }
      }
      for (const name of names)
        if (fields[name]?.required && !written.has(name))
          return wrong(node, `"${name}" is missing in ${what}`, problem);
      if (exactlyOne.length > 0 && !isWhole(exactlyOne, written))
        return wrong(node, `${what} needs either ${choices(exactlyOne)}`, problem);
      if (atLeastOne.length > 0 && !atLeastOne.some((one) => has(node, one)))
        return wrong(node, `${what} needs ${atLeastOne.map(named).join(' or ')}`, problem);
      return complete ? (values as Read<F>) : undefined;
    },
  };
}

function mapSchema(
  fields: Fields,
  { exactlyOne = [], atLeastOne = [] }: Together<string>,
  needed: ReadonlySet<string>,
): JsonSchema {
  const required = Object.keys(fields).filter((name) => fields[name]?.required);
  const properties = Object.fromEntries(
    Object.entries(fields).map(([name, { shape, about }]) => {
      const schema = needed.has(name) ? shape.schema : orNull(shape.schema);
      return [name, { description: about, ...schema }];
    }),
  );
  const choice = exactlyOne.map((keys) => {
    const others = exactlyOne.flat().filter((key) => !keys.includes(key));
    return { required: keys, not: { anyOf: others.map((key) => ({ required: [key] })) } };
  });
  return {
    type: 'object',
    additionalProperties: false,
    properties,
    ...(required.length > 0 && { required }),
    ...(choice.length > 0 && { oneOf: choice }),
    ...(atLeastOne.length > 0 && { anyOf: atLeastOne.map(demand) }),
  };
}

function demand(one: string | readonly [string, string]): JsonSchema {
  if (typeof one === 'string') return { required: [one] };
  const [key, inner] = one;
  return { required: [key], properties: { [key]: { required: [inner] } } };
}

function has(node: YamlNode, one: string | readonly [string, string]): boolean {
  const [key, inner] = typeof one === 'string' ? [one] : one;
  const found = node.entries.get(key);
  return found !== undefined && (inner === undefined || has(found, inner));
}

function named(one: string | readonly [string, string]): string {
  return typeof one === 'string' ? one : `${one[0]} with ${one[1]}`;
}

function orNull(schema: JsonSchema): JsonSchema {
  if (Array.isArray(schema.enum)) return { ...schema, enum: [...schema.enum, null] };
  if (Array.isArray(schema.anyOf)) return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] };
  return { ...schema, type: [schema.type, 'null'] };
}

function unknownKey(name: string, what: string, names: readonly string[]): string {
  const close = nearestName(name, names);
  const advice = close ? `did you mean "${close}"?` : `it may have ${names.join(', ')}`;
  return `unknown key "${shown(name)}" in ${what}: ${advice}`;
}

function isWhole(alternatives: readonly (readonly string[])[], written: ReadonlySet<string>) {
  const begun = alternatives.filter((keys) => keys.some((key) => written.has(key)));
  return begun.length === 1 && begun[0]?.every((key) => written.has(key));
}

function choices(alternatives: readonly (readonly string[])[]): string {
  return alternatives.map((keys) => keys.join(' and ')).join(', or ');
}

function wrong(node: YamlNode, message: string, problem: Tell): undefined {
  problem({ line: node.range.startLine, message });
  return undefined;
}

/** A value from outside, short, for a message. */
function shown(value: unknown): string {
  return value === undefined ? 'a list or map' : String(value).slice(0, 80);
}
