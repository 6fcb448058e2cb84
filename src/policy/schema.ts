import { isDay } from '../lib/dates.js';
import { nearestName } from '../lib/nearest-name.js';
import type { YamlNode } from '../lib/yaml.js';
import type { PolicyProblem } from './yaml.js';

/**
 * The schema of a value in the policy. It parses the value and also describes it in JSON Schema, so that an editor and a
 * run accept the same policies.
 */
export interface ValueSchema<T> {
  readonly jsonSchema: JsonSchema;
  /** The value; undefined when it is not valid, with at least one problem. `name` is for messages. */
  parse(node: YamlNode, name: string, onProblem: OnProblem): T | undefined;
}

export type JsonSchema = { readonly [keyword: string]: unknown };

type OnProblem = (problem: PolicyProblem) => void;

/** One key of a map. */
export interface Field<T> {
  readonly schema: ValueSchema<T>;
  /** For editors, which show it at the key. */
  readonly description: string;
  readonly required?: boolean;
}

export function field<T>(schema: ValueSchema<T>, description: string): Field<T> {
  return { schema, description };
}

export function required<T>(
  schema: ValueSchema<T>,
  description: string,
): Field<T> & { readonly required: true } {
  return { schema, description, required: true };
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type Value<F> = F extends Field<infer T> ? T : never;
type RequiredKeys<F> = { [K in keyof F]: F[K] extends { required: true } ? K : never }[keyof F];
/** A value and its line; with the file, if another policy extends that. */
export interface LineValue<T> {
  readonly value: T;
  readonly line: number;
  readonly file?: string;
}

/** The values of a map by their keys, with the `line` of the map. */
export type MapValue<F extends Fields> = { readonly line: number } & {
  readonly [K in RequiredKeys<F>]: Value<F[K]>;
} & { readonly [K in Exclude<keyof F, RequiredKeys<F>>]?: Value<F[K]> };

/** How the keys of a map depend on each other. */
interface Constraints<K extends string> {
  /** Keys that narrow the map down: one without a value would narrow nothing, and is a problem. */
  readonly narrowing?: readonly K[];
  /** Exactly one of these sets of keys must be present, with all its keys. */
  readonly exactlyOne?: readonly (readonly K[])[];
  /** At least one of these keys must be present; `[key, inner]` is a key whose map must have the inner key. */
  readonly atLeastOne?: readonly KeyPath<K>[];
  /** Keys that have an effect only together with another key: `{ key: other }`. */
  readonly onlyWith?: Readonly<Partial<Record<K, K>>>;
  /** At most one of these keys may be present. */
  readonly atMostOne?: readonly K[];
}

type KeyPath<K extends string> = K | readonly [K, string];

/** A string that is not empty. With a `format`, it must match. */
export function textValue(format?: {
  readonly pattern: RegExp;
  /** What the pattern accepts, for messages. */
  readonly description: string;
}): ValueSchema<string> {
  return {
    jsonSchema: { type: 'string', minLength: 1, ...(format && { pattern: format.pattern.source }) },
    parse(node, name, onProblem) {
      const value = node.scalar;
      if (typeof value !== 'string') {
        const hint = value === undefined || value === null ? '' : ': put it in quotes';
        return invalid(node, `${name} must be a string${hint}`, onProblem);
      }
      if (value === '') return invalid(node, `${name} is empty`, onProblem);
      if (format && !format.pattern.test(value))
        return invalid(
          node,
          `${name} must be ${format.description}, not "${excerpt(value)}"`,
          onProblem,
        );
      return value;
    },
  };
}

/** A day of the calendar, YYYY-MM-DD. */
export const dayValue: ValueSchema<string> = {
  jsonSchema: { type: 'string', format: 'date' },
  parse(node, name, onProblem) {
    const value = node.scalar;
    if (typeof value === 'string' && isDay(value)) return value;
    return invalid(node, `${name} must be a date, YYYY-MM-DD, not "${excerpt(value)}"`, onProblem);
  },
};

export const booleanValue: ValueSchema<boolean> = {
  jsonSchema: { type: 'boolean' },
  parse(node, name, onProblem) {
    const value = node.scalar;
    if (typeof value === 'boolean') return value;
    return invalid(node, `${name} must be true or false, not "${excerpt(value)}"`, onProblem);
  },
};

/** A number from `minimum` to `maximum`, both included. */
export function numberValue(
  minimum: number,
  maximum: number,
  kind: 'integer' | 'number',
): ValueSchema<number> {
  return {
    jsonSchema: { type: kind, minimum, maximum },
    parse(node, name, onProblem) {
      const value = node.scalar;
      const isInRange = typeof value === 'number' && value >= minimum && value <= maximum;
      if (isInRange && (kind === 'number' || Number.isInteger(value))) return value;
      const noun = kind === 'integer' ? 'a whole number' : 'a number';
      return invalid(
        node,
        `${name} must be ${noun} from ${minimum} to ${maximum}, not "${excerpt(value)}"`,
        onProblem,
      );
    },
  };
}

export function oneOf<T extends string | number>(values: readonly T[]): ValueSchema<T> {
  return {
    jsonSchema: { enum: values },
    parse(node, name, onProblem) {
      const value = node.scalar;
      const found = values.find((v) => v === value);
      if (found !== undefined) return found;
      const nearest =
        typeof value === 'string' ? nearestName(value, values.map(String)) : undefined;
      const hint = nearest ? `: did you mean "${nearest}"?` : '';
      return invalid(
        node,
        `${name} must be one of ${values.join(', ')}, not "${excerpt(value)}"${hint}`,
        onProblem,
      );
    },
  };
}

/** With `minimum` 1, an empty list is a problem: a list of requirements without any would require nothing. */
export function listOf<T>(item: ValueSchema<T>, minimum: 0 | 1 = 0): ValueSchema<readonly T[]> {
  return {
    jsonSchema: {
      type: 'array',
      items: item.jsonSchema,
      ...(minimum > 0 && { minItems: minimum }),
    },
    parse(node, name, onProblem) {
      if (node.kind !== 'list') return invalid(node, `${name} must be a list`, onProblem);
      if (node.items.length < minimum) return invalid(node, `${name} is empty`, onProblem);
      return node.items.flatMap((one) => item.parse(one, name, onProblem) ?? []);
    },
  };
}

/** A value with its line. */
export function withLine<T>({ jsonSchema, parse }: ValueSchema<T>): ValueSchema<LineValue<T>> {
  return {
    jsonSchema,
    parse(node, name, onProblem) {
      const value = parse(node, name, onProblem);
      return value === undefined ? undefined : { value, line: node.range.startLine };
    },
  };
}

/** A single value, or a list of values, as listOf(). */
export function oneOrMany<T>(item: ValueSchema<T>, minimum: 0 | 1 = 0): ValueSchema<readonly T[]> {
  const many = listOf(item, minimum);
  return {
    jsonSchema: { anyOf: [item.jsonSchema, many.jsonSchema] },
    parse(node, name, onProblem) {
      if (node.kind === 'list') return many.parse(node, name, onProblem);
      const one = item.parse(node, name, onProblem);
      return one === undefined ? undefined : [one];
    },
  };
}

/** A string, or a map. */
export function textOrMap<A, B>(text: ValueSchema<A>, map: ValueSchema<B>): ValueSchema<A | B> {
  return {
    jsonSchema: { anyOf: [text.jsonSchema, map.jsonSchema] },
    parse: (node, name, onProblem) =>
      node.kind === 'map' ? map.parse(node, name, onProblem) : text.parse(node, name, onProblem),
  };
}

/** A map with these keys and no others. */
export function mapOf<F extends Fields>(
  fields: F,
  constraints: Constraints<keyof F & string> = {},
): ValueSchema<MapValue<F>> {
  const { exactlyOne = [], atLeastOne = [], narrowing = [] } = constraints;
  const constrained = new Set<string>([
    ...requiredKeys(fields),
    ...narrowing,
    ...exactlyOne.flat(),
    ...atLeastOne.map((path) => (typeof path === 'string' ? path : path[0])),
  ]);
  return {
    jsonSchema: mapJsonSchema(fields, constraints, constrained),
    parse(node, name, onProblem) {
      if (node.kind !== 'map')
        return invalid(
          node,
          `${name} must be a map of ${Object.keys(fields).join(', ')}`,
          onProblem,
        );
      const values: Record<string, unknown> = { line: node.range.startLine };
      const present = new Set<string>();
      let complete = true;
      for (const [key, entry] of node.entries) {
        const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
        if (!field) onProblem(unknownKey(key, entry, name, fields));
        // A key whose entries are all commented out has no value.
        else if (entry.scalar !== null || constrained.has(key)) {
          present.add(key);
          const value = field.schema.parse(entry, key, onProblem);
          if (value === undefined) complete = false;
          else values[key] = value;
        }
      }
      const violation = violatedConstraint(node, fields, constraints, present);
      if (violation !== undefined) return invalid(node, `${name} ${violation}`, onProblem);
      return complete ? (values as MapValue<F>) : undefined;
    },
  };
}

function requiredKeys(fields: Fields): string[] {
  return Object.keys(fields).filter((key) => fields[key]?.required);
}

/** The first constraint that the map violates, to continue a message that begins with the map's name. */
function violatedConstraint(
  node: YamlNode,
  fields: Fields,
  { exactlyOne = [], atLeastOne = [], onlyWith = {}, atMostOne = [] }: Constraints<string>,
  present: ReadonlySet<string>,
): string | undefined {
  const lonely = Object.entries(onlyWith).find(
    ([key, other]) => present.has(key) && other !== undefined && !present.has(other),
  );
  if (lonely) return `can have "${lonely[0]}" only together with "${lonely[1]}"`;
  if (atMostOne.filter((key) => present.has(key)).length > 1)
    return `can have only one of ${atMostOne.join(' and ')}`;
  const missing = requiredKeys(fields).find((key) => !present.has(key));
  if (missing !== undefined) return `must have the key "${missing}"`;
  if (exactlyOne.length > 0 && !hasExactlyOne(exactlyOne, present))
    return `must have either ${exactlyOne.map((keys) => keys.join(' and ')).join(', or ')}`;
  if (atLeastOne.length > 0 && !atLeastOne.some((path) => hasPath(node, path)))
    return `must have ${atLeastOne.map(describePath).join(' or ')}`;
  return undefined;
}

function mapJsonSchema(
  fields: Fields,
  { exactlyOne = [], atLeastOne = [], onlyWith = {}, atMostOne = [] }: Constraints<string>,
  constrained: ReadonlySet<string>,
): JsonSchema {
  const required = requiredKeys(fields);
  const properties = Object.fromEntries(
    Object.entries(fields).map(([key, { schema, description }]) => {
      const { jsonSchema } = schema;
      return [key, { description, ...(constrained.has(key) ? jsonSchema : orNull(jsonSchema)) }];
    }),
  );
  const choices = exactlyOne.map((keys) => {
    const others = exactlyOne.flat().filter((key) => !keys.includes(key));
    return { required: keys, not: { anyOf: others.map((key) => ({ required: [key] })) } };
  });
  return {
    type: 'object',
    additionalProperties: false,
    properties,
    ...(required.length > 0 && { required }),
    ...(choices.length > 0 && { oneOf: choices }),
    ...(atLeastOne.length > 0 && { anyOf: atLeastOne.map(requirePath) }),
    ...(atMostOne.length > 0 && { not: withValues(atMostOne) }),
    ...(Object.keys(onlyWith).length > 0 && {
      allOf: Object.entries(onlyWith).flatMap(([key, other]) =>
        other === undefined ? [] : { anyOf: [{ not: withValues([key]) }, withValues([other])] },
      ),
    }),
  };
}

function requirePath(path: KeyPath<string>): JsonSchema {
  if (typeof path === 'string') return { required: [path] };
  const [key, inner] = path;
  return { required: [key], properties: { [key]: withValues([inner]) } };
}

/** A map with a value for all of these keys. For the parser, a key whose value is null is absent. */
function withValues(keys: readonly string[]): JsonSchema {
  return {
    required: keys,
    properties: Object.fromEntries(keys.map((key) => [key, { not: { type: 'null' } }])),
  };
}

function hasPath(node: YamlNode, path: KeyPath<string>): boolean {
  const [key, inner] = typeof path === 'string' ? [path] : path;
  const found = node.entries.get(key);
  return (
    found !== undefined && found.scalar !== null && (inner === undefined || hasPath(found, inner))
  );
}

function describePath(path: KeyPath<string>): string {
  return typeof path === 'string' ? path : `${path[0]} with ${path[1]}`;
}

function orNull(schema: JsonSchema): JsonSchema {
  if (Array.isArray(schema.enum)) return { ...schema, enum: [...schema.enum, null] };
  if (Array.isArray(schema.anyOf)) return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] };
  return { ...schema, type: [schema.type, 'null'] };
}

function unknownKey(key: string, entry: YamlNode, map: string, fields: Fields): PolicyProblem {
  const keys = Object.keys(fields);
  const nearest = nearestName(key, keys);
  const hint = nearest ? `did you mean "${nearest}"?` : `the keys are ${keys.join(', ')}`;
  return {
    line: entry.key.startLine,
    message: `unknown key "${excerpt(key)}" in ${map}: ${hint}`,
  };
}

function hasExactlyOne(
  alternatives: readonly (readonly string[])[],
  present: ReadonlySet<string>,
): boolean {
  const found = alternatives.filter((keys) => keys.some((key) => present.has(key)));
  return found.length === 1 && found[0]?.every((key) => present.has(key)) === true;
}

function invalid(node: YamlNode, message: string, onProblem: OnProblem): undefined {
  onProblem({ line: node.range.startLine, message });
  return undefined;
}

/** The beginning of a value, for a message. */
function excerpt(value: unknown): string {
  return value === undefined ? 'a list or map' : String(value).slice(0, 80);
}
