import type { Policy } from '../../src/policy/policy.js';
import { parsePolicy, requireValid } from '../../src/policy/read.js';

/** The policy in a YAML text, without compiled expressions. */
export function policyOf(text: string, path = 'portside.yml'): Policy {
  return requireValid(parsePolicy(text, path), path);
}
