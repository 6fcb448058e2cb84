import { writeFileSync } from 'node:fs';
import { policySchema } from '../src/policy/policy-schema.js';

/** Writes docs/policy.schema.json anew from the shapes that read a policy: `npm run docs`. */
writeFileSync('docs/policy.schema.json', policySchema());
