import { PortsideError } from '../findings/errors.js';
import type { RuleReference } from '../findings/rule.js';
import { nearest } from '../policy/nearest.js';
import { ruleBook } from '../rule-book.js';
import type { Command } from './commands.js';
import { oneOperand } from './operands.js';

export default {
  name: 'explain',
  operands: 'RULE',
  help: 'what a rule is about, why it matters and how to mend it',
  async run(settings) {
    process.stdout.write(`${explain(ruleNamed(oneOperand(settings, 'explain')))}\n`);
    return 0;
  },
} satisfies Command;

/** By id or alias, in any case. */
function ruleNamed(name: string): RuleReference {
  const wanted = name.toLowerCase();
  for (const rule of ruleBook.values())
    if ([rule.id, rule.name, ...(rule.aliases ?? [])].some((id) => id.toLowerCase() === wanted))
      return rule;
  const close = nearest(name, [...ruleBook.keys()]);
  throw new PortsideError(
    'usage',
    `There is no rule "${name}"`,
    close ? `Did you mean ${close}?` : 'A vulnerability is explained by its own references',
  );
}

function explain(rule: RuleReference): string {
  const example = (title: string, text: string | undefined) =>
    text === undefined ? [] : ['', `${title}:`, ...text.split('\n').map((line) => `    ${line}`)];
  return [
    `${rule.id} (${rule.name}): ${rule.title}`,
    `${rule.check}, ${rule.severity}, ${rule.practice}`,
    ...(rule.aliases?.length ? [`also known as ${rule.aliases.join(', ')}`] : []),
    '',
    rule.why,
    rule.mend,
    ...example('Wrong', rule.wrong),
    ...example('Right', rule.right),
    ...(rule.references?.length ? ['', ...rule.references] : []),
  ].join('\n');
}
