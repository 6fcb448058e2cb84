import { policyShape } from './policy-keys.js';

/** docs/policy.schema.json: the policy as editors check it. */
export function policySchema(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'portside-policy/1',
    title: 'Portside policy',
    description: '.github/portside.yml; docs/policy.md explains it.',
    ...policyShape.schema,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
