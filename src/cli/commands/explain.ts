import { ruleBook } from '../../check/rule-book.js';
import type { RuleReference } from '../../core/rule.js';
import { PortsideError } from '../../lib/errors.js';
import { nearestName } from '../../lib/nearest-name.js';
import type { Options } from '../../options/options.js';
import { rulePage } from '../../reports/rule-page.js';
import { singleArgument } from './arguments.js';

/** `portside explain RULE`: what a rule is about, why it matters and how to fix it. Returns the exit status. */
export async function run(options: Options): Promise<number> {
  process.stdout.write(rulePage(ruleNamed(singleArgument(options, 'explain'))));
  return 0;
}

/** By id or alias, in any case. */
function ruleNamed(name: string): RuleReference {
  const wanted = name.toLowerCase();
  for (const rule of ruleBook.values())
    if ([rule.id, rule.name, ...(rule.aliases ?? [])].some((id) => id.toLowerCase() === wanted))
      return rule;
  const close = nearestName(name, [...ruleBook.keys()]);
  throw new PortsideError(
    'PSE1006',
    `There is no rule "${name}"`,
    close ? `Did you mean ${close}?` : 'A vulnerability is explained by its own references',
  );
}
