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

/** What is wrong with a value, `findings[3].severity is none of critical, high …`; undefined when it is valid. */
export type ReportValidator = (value: unknown) => string | undefined;

/**
 * A validator of a few lines, so that the one description in docs/ is also what a run checks by, without a validator's
 * size in the bundle. The schema is read once; the place of an error is put together only when there is one. Throws
 * Error for a keyword or reference that it does not know.
 */
export function compileSchema(schema: Schema): ReportValidator {
  const test = compiler(schema)(schema);
  return (value) => {
    const wrong = test(value);
    return wrong && `${wrong.at.join('').replace(/^\./, '') || 'the report'}${wrong.says}`;
  };
}

/** What is wrong, and the steps to it from the value that was asked about: `.name` or `[3]`. */
interface Violation {
  readonly at: string[];
  readonly says: string;
}
type Test = (value: unknown) => Violation | undefined;

function compiler(root: Schema): (schema: Schema) => Test {
  const known = new Map<Schema, Test>();
  const make = (schema: Schema): Test => {
    const made = known.get(schema);
    if (made) return made;
    const referred = schema.$ref === undefined ? undefined : resolve(schema.$ref, root);
    const tests = [
      ...(referred ? [make(referred)] : []),
      ...scalarTests(schema),
      ...(schema.required || schema.properties ? [object(schema, referred, make)] : []),
      ...(schema.items ? [items(make(schema.items))] : []),
    ];
    const test = all(tests);
    known.set(schema, test);
    return test;
  };
  return make;
}

/** The first that fails; most values have one test or two, and a report a million values. */
function all(tests: readonly Test[]): Test {
  const [first, second, ...more] = tests;
  if (!first) return () => undefined;
  if (!second) return first;
  const rest = more.length > 0 ? all([second, ...more]) : second;
  return (value) => first(value) ?? rest(value);
}

function resolve(reference: string, root: Schema): Schema {
  const name = /^#\/\$defs\/(\w+)$/.exec(reference)?.[1];
  const found = name === undefined ? undefined : root.$defs?.[name];
  if (!found) throw new Error(`the schema refers to ${reference}, which it does not have`);
  return found;
}

const wrong = (says: string): Violation => ({ at: [], says });

function scalarTests(schema: Schema): Test[] {
  const tests: Test[] = [];
  const { type, minimum, minLength, pattern } = schema;
  if (type !== undefined) {
    const isOfType = typeTest(type);
    tests.push((value) => (isOfType(value) ? undefined : wrong(` is no ${type}`)));
  }
  if (schema.const !== undefined)
    tests.push((value) =>
      value === schema.const ? undefined : wrong(` is not ${JSON.stringify(schema.const)}`),
    );
  if (schema.enum) {
    const values = new Set(schema.enum);
    tests.push((value) =>
      values.has(value) ? undefined : wrong(` is none of ${[...values].join(', ')}`),
    );
  }
  if (minimum !== undefined)
    tests.push((value) =>
      typeof value === 'number' && value < minimum ? wrong(` is below ${minimum}`) : undefined,
    );
  if (minLength !== undefined)
    tests.push((value) =>
      typeof value === 'string' && value.length < minLength ? wrong(' is empty') : undefined,
    );
  if (pattern !== undefined) {
    const expression = new RegExp(pattern, 'u');
    tests.push((value) =>
      typeof value === 'string' && !expression.test(value)
        ? wrong(` does not match ${pattern}`)
        : undefined,
    );
  }
  return tests;
}

function typeTest(type: string): (value: unknown) => boolean {
  switch (type) {
    case 'object':
      return (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray;
    case 'integer':
      return Number.isInteger;
    case 'string':
    case 'boolean':
    case 'number':
      return (value) => typeof value === type;
    default:
      throw new Error(`the schema has a type ${type}, which is not known here`);
  }
}

function object(
  schema: Schema,
  referred: Schema | undefined,
  make: (schema: Schema) => Test,
): Test {
  const isObject = typeTest('object');
  const required = new Set(schema.required);
  const names = new Set([...required, ...Object.keys(schema.properties ?? {})]);
  const own = new Map(
    [...names].map((name) => {
      const inner = schema.properties?.[name];
      return [name, { test: inner && make(inner), required: required.has(name) }] as const;
    }),
  );
  const elsewhere = new Set(Object.keys(referred?.properties ?? {}));
  const closed = schema.additionalProperties === false || schema.unevaluatedProperties === false;
  return (value) => {
    if (!isObject(value)) return undefined;
    const fields = value as Readonly<Record<string, unknown>>;
    let missing = required.size;
    // What JSON.parse made has no other keys than its own, and this makes no list of them.
    for (const name in fields) {
      const known = own.get(name);
      if (known?.required) missing--;
      const found = known?.test?.(fields[name]);
      if (found) return { at: [`.${name}`, ...found.at], says: found.says };
      if (!known?.test && closed && !elsewhere.has(name))
        return { at: [`.${name.slice(0, 80)}`], says: ' is not known' };
    }
    if (missing === 0) return undefined;
    const name = [...required].find((key) => !Object.hasOwn(fields, key));
    return { at: [`.${name}`], says: ' is missing' };
  };
}

function items(test: Test): Test {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    for (let i = 0; i < value.length; i++) {
      const found = test(value[i]);
      if (found) return { at: [`[${i}]`, ...found.at], says: found.says };
    }
    return undefined;
  };
}
