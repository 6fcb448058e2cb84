import { readFileSync } from 'node:fs';
import { code, page, plain, table } from './markdown.js';
import { type JsonSchema, keysOf, type SchemaKey, typeOf } from './schema-keys.js';

/** docs/reference/report-fields.md: every field of the JSON report, from its JSON Schema. */
export function reportFieldsPage(): string {
  const schema = JSON.parse(readFileSync('docs/report.schema.json', 'utf8')) as JsonSchema;
  const parts = Object.entries(schema.$defs ?? {}).filter(([, { properties }]) => properties);
  return page([
    '# Fields of the JSON report',
    `The report of \`--format json\`, which \`portside merge\`, \`publish\` and \`--baseline\` read. ${plain(schema.description ?? '')} A dot leads to a field below another. Generated from [report.schema.json](../report.schema.json) by \`npm run docs\`.`,
    '## Report',
    fields(schema, schema),
    ...parts.flatMap(([name, part]) => [`## ${capital(name)}`, fields(part, schema)]),
  ]);
}

function fields(part: JsonSchema, { $defs = {} }: JsonSchema): string {
  const rows = keysOf(part).map(({ path, schema, required }: SchemaKey) => [
    code(path),
    referenced(schema, $defs) ?? typeOf(schema),
    required ? 'always' : '',
    plain(schema.description ?? ''),
  ]);
  return table(['field', 'values', 'present', 'meaning'], rows);
}

/** A link to the part of the report that the field, or each item of its list, refers to. */
function referenced(
  { $ref, items }: JsonSchema,
  parts: Readonly<Record<string, JsonSchema>>,
): string | undefined {
  const name = ($ref ?? items?.$ref)?.replace('#/$defs/', '');
  const part = name === undefined ? undefined : parts[name];
  if (name === undefined || part === undefined) return undefined;
  const one = part.properties ? `[${name}](#${name})` : typeOf(part);
  return $ref === undefined ? `a list of ${one}` : one;
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
