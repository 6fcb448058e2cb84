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

/** The first error in a value, such as `findings[3].severity is not one of critical, high …`; undefined when valid. */
export type ReportValidator = (value: unknown) => string | undefined;

/**
 * A small JSON Schema validator: reports are validated against the published schema, and the bundle needs no validator
 * library. The schema is compiled once, and the path of an error is built only when there is one. Throws Error for a
 * type or reference that it does not support.
 */
export function compileSchema(schema: Schema): ReportValidator {
  const test = createCompiler(schema)(schema);
  return (value) => {
    const violation = test(value);
    if (!violation) return undefined;
    const path = violation.path.join('').replace(/^\./, '');
    return `${path || 'the report'}${violation.problem}`;
  };
}

interface Violation {
  /** From the validated value to the invalid one: `.name` or `[3]` for each step. */
  readonly path: readonly string[];
  /** Follows the path: ` is missing`. */
  readonly problem: string;
}
type Test = (value: unknown) => Violation | undefined;

function createCompiler(root: Schema): (schema: Schema) => Test {
  const compiled = new Map<Schema, Test>();
  const compile = (schema: Schema): Test => {
    const earlier = compiled.get(schema);
    if (earlier) return earlier;
    const referenced = schema.$ref === undefined ? undefined : resolveReference(schema.$ref, root);
    const tests = [
      ...(referenced ? [compile(referenced)] : []),
      ...scalarTests(schema),
      ...(schema.required || schema.properties ? [objectTest(schema, referenced, compile)] : []),
      ...(schema.items ? [arrayTest(compile(schema.items))] : []),
    ];
    const test = firstViolation(tests);
    compiled.set(schema, test);
    return test;
  };
  return compile;
}

/** All tests as one. Most values have one or two tests, and a report may have a million values: no loop per value. */
function firstViolation(tests: readonly Test[]): Test {
  const [first, second, ...more] = tests;
  if (!first) return () => undefined;
  if (!second) return first;
  const rest = more.length > 0 ? firstViolation([second, ...more]) : second;
  return (value) => first(value) ?? rest(value);
}

function resolveReference(reference: string, root: Schema): Schema {
  const name = /^#\/\$defs\/(\w+)$/.exec(reference)?.[1];
  const found = name === undefined ? undefined : root.$defs?.[name];
  if (!found) throw new Error(`The schema has no definition ${reference}`);
  return found;
}

const violation = (problem: string): Violation => ({ path: [], problem });

function scalarTests(schema: Schema): Test[] {
  const tests: Test[] = [];
  const { type, minimum, minLength, pattern } = schema;
  if (type !== undefined) {
    const isOfType = typeTest(type);
    tests.push((value) => (isOfType(value) ? undefined : violation(` is not of type ${type}`)));
  }
  if (schema.const !== undefined)
    tests.push((value) =>
      value === schema.const ? undefined : violation(` is not ${JSON.stringify(schema.const)}`),
    );
  if (schema.enum) {
    const values = new Set(schema.enum);
    tests.push((value) =>
      values.has(value) ? undefined : violation(` is not one of ${[...values].join(', ')}`),
    );
  }
  if (minimum !== undefined)
    tests.push((value) =>
      typeof value === 'number' && value < minimum
        ? violation(` is less than ${minimum}`)
        : undefined,
    );
  if (minLength !== undefined)
    tests.push((value) =>
      typeof value === 'string' && value.length < minLength ? violation(' is empty') : undefined,
    );
  if (pattern !== undefined) {
    const expression = new RegExp(pattern, 'u');
    tests.push((value) =>
      typeof value === 'string' && !expression.test(value)
        ? violation(` does not match ${pattern}`)
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
      throw new Error(`The schema has an unsupported type ${type}`);
  }
}

function objectTest(
  schema: Schema,
  referenced: Schema | undefined,
  compile: (schema: Schema) => Test,
): Test {
  const isObject = typeTest('object');
  const required = new Set(schema.required);
  const names = new Set([...required, ...Object.keys(schema.properties ?? {})]);
  const members = new Map(
    [...names].map((name) => {
      const property = schema.properties?.[name];
      return [name, { test: property && compile(property), required: required.has(name) }] as const;
    }),
  );
  const referencedNames = new Set(Object.keys(referenced?.properties ?? {}));
  const closed = schema.additionalProperties === false || schema.unevaluatedProperties === false;
  return (value) => {
    if (!isObject(value)) return undefined;
    const fields = value as Readonly<Record<string, unknown>>;
    let missing = required.size;
    // Objects from JSON.parse have only own keys, and for…in builds no list of them.
    for (const name in fields) {
      const member = members.get(name);
      if (member?.required) missing--;
      const found = member?.test?.(fields[name]);
      if (found) return { ...found, path: [`.${name}`, ...found.path] };
      if (!member?.test && closed && !referencedNames.has(name))
        return { path: [`.${name.slice(0, 80)}`], problem: ' is unknown' };
    }
    if (missing === 0) return undefined;
    const name = [...required].find((key) => !Object.hasOwn(fields, key));
    return { path: [`.${name}`], problem: ' is missing' };
  };
}

function arrayTest(test: Test): Test {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    for (let i = 0; i < value.length; i++) {
      const found = test(value[i]);
      if (found) return { ...found, path: [`[${i}]`, ...found.path] };
    }
    return undefined;
  };
}
