import { ruleBook } from '../../check/rule-book.js';
import type { RuleReference } from '../../core/rule.js';
import { normalizeRuleId } from '../../core/rule-id.js';
import { ERROR_CODES } from '../../lib/error-codes.js';
import { PortsideError } from '../../lib/errors.js';
import { nearestName } from '../../lib/nearest-name.js';
import type { Options } from '../../options/options.js';
import { rulePage } from '../../reports/rule-page.js';
import { singleArgument } from './arguments.js';
import { EXIT } from './exit-status.js';

/** `portside explain RULE|ERROR`: prints the page of a rule, or the entry of an error code. Returns the exit status. */
export async function run(options: Options): Promise<number> {
  const name = singleArgument(options, 'explain');
  process.stdout.write(errorEntry(name) ?? rulePage(ruleNamed(name)));
  return 0;
}

/** The entry of an error code, as docs/reference/errors.md has it. */
function errorEntry(name: string): string | undefined {
  const found = Object.entries(ERROR_CODES).find(([code]) => code === name.toUpperCase());
  if (!found) return undefined;
  const [code, { kind, title, cause, next }] = found;
  const status = EXIT[kind];
  return `# ${code}: ${title}\n\nExit status ${status}.\n\n**Cause.** ${cause}\n\n**What to do.** ${next}\n`;
}

/** The rule with that id, name or alias, in any case. */
function ruleNamed(name: string): RuleReference {
  const wanted = normalizeRuleId(name).toLowerCase();
  for (const rule of ruleBook.values())
    if ([rule.id, rule.name, ...(rule.aliases ?? [])].some((id) => id.toLowerCase() === wanted))
      return rule;
  throw new PortsideError('PSE1006', `Unknown rule "${name}"`, advice(name));
}

/** Where a reader finds what the name stands for. */
function advice(name: string): string {
  if (/^(?:CVE|GHSA|MAL)-/i.test(name))
    return `A vulnerability is not a rule: see https://osv.dev/vulnerability/${name.toUpperCase()}`;
  if (/^SC\d{4}$/i.test(name))
    return `This is a rule of ShellCheck: see https://www.shellcheck.net/wiki/${name.toUpperCase()}`;
  if (/^PSE\d/i.test(name)) return 'docs/reference/errors.md lists all error codes';
  const close = nearestName(name, [...ruleBook.keys()]);
  return close ? `Did you mean ${close}?` : 'docs/rules/README.md lists all rules';
}
