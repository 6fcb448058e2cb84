import { GATE_KEYS } from '../../src/policy/gate.js';
import { policySchema } from '../../src/policy/policy-keys.js';
import { PRESETS } from '../../src/policy/presets.js';
import { anchor, code, linkTo, page, plain, table } from './markdown.js';
import { POLICY_EXAMPLES } from './policy-examples.js';
import { type JsonSchema, keysOf, type SchemaKey, typeOf } from './schema-keys.js';

/** docs/reference/policy-keys.md: every key of the policy. */
export function policyKeysPage(): string {
  const keys = keysOf(policySchema.jsonSchema as JsonSchema);
  return page([
    '# Policy keys',
    'Every key of `.github/portside.yml`. [The policy](../policy.md) explains them with examples, and [its JSON Schema](../policy.schema.json) completes them in editors. A dot leads to a key below another. Generated from src/policy/policy-keys.ts by `npm run docs`.',
    '## Presets',
    'The key `extends` names a preset, which has the values of the keys that a policy leaves out.',
    presetTable(),
    '## Keys',
    ...keys.filter(({ path }) => !isCheckKey(path)).flatMap((key) => section(key, keys)),
  ]);
}

/** Whether the key is one of a single check, such as `fail-on.checks.lint.severity`: these are the keys of `fail-on`. */
function isCheckKey(path: string): boolean {
  return /^fail-on\.checks\.[^.]+\./.test(path);
}

function section({ path, schema, required }: SchemaKey, keys: readonly SchemaKey[]): string[] {
  const below = keys.filter(
    (key) => key.path.startsWith(`${path}.`) && !key.path.slice(path.length + 1).includes('.'),
  );
  const links = below.map((key) => {
    const name = key.path.slice(path.length + 1);
    return isCheckKey(key.path)
      ? `[${code(name)}](#${anchor(`fail-on.${name}`)})`
      : linkTo(key.path).replace(code(key.path), code(name));
  });
  const values = [
    `${required ? 'Required. ' : ''}Values: ${typeOf(schema)}.`,
    ...(links.length > 0 ? [`Keys: ${links.join(', ')}.`] : []),
  ];
  const example = POLICY_EXAMPLES[path];
  return [
    `### ${code(path)}`,
    plain(schema.description ?? ''),
    values.join(' '),
    ...(example === undefined ? [] : [`\`\`\`yaml\n${example}\n\`\`\``]),
  ];
}

/** The values of the gate's keys by preset. */
function presetTable(): string {
  const names = Object.keys(PRESETS) as (keyof typeof PRESETS)[];
  const gates = names.map((name) => PRESETS[name].failOn);
  const rows = Object.keys(GATE_KEYS).map((key) => {
    const camel = key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const values = gates.map(
      (gate) => (gate as unknown as Readonly<Record<string, unknown>>)[camel],
    );
    return [
      `[${code(`fail-on.${key}`)}](#${anchor(`fail-on.${key}`)})`,
      ...values.map((value) =>
        value === undefined
          ? '–'
          : value === 'if-known'
            ? '`true`, if the data is there'
            : code(String(value)),
      ),
    ];
  });
  return table(['key', ...names.map(code)], rows);
}
