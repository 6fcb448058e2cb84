import { ruleBook } from '../../check/rule-book.js';
import type { RuleReference } from '../../core/rule.js';
import { PortsideError } from '../../lib/errors.js';
import { nearestName } from '../../lib/nearest-name.js';
import type { Options } from '../../options/options.js';
import { rulePage } from '../../reports/rule-page.js';
import { singleArgument } from './arguments.js';

/** `portside explain RULE`: prints the page of a rule. Returns the exit status. */
export async function run(options: Options): Promise<number> {
  process.stdout.write(rulePage(ruleNamed(singleArgument(options, 'explain'))));
  return 0;
}

/** The rule with that id, name or alias, in any case. */
function ruleNamed(name: string): RuleReference {
  const wanted = name.toLowerCase();
  for (const rule of ruleBook.values())
    if ([rule.id, rule.name, ...(rule.aliases ?? [])].some((id) => id.toLowerCase() === wanted))
      return rule;
  const close = nearestName(name, [...ruleBook.keys()]);
  throw new PortsideError(
    'PSE1006',
    `Unknown rule "${name}"`,
    close ? `Did you mean ${close}?` : 'CVEs are not rules: see https://osv.dev/vulnerability/ID',
  );
}
