import type { RuleReference } from '../core/rule.js';

/** The page of a rule in Markdown: docs/rules/<ID>.md, and what `portside explain` prints. */
export function rulePage(rule: RuleReference): string {
  const { id, title, why, remediation, references = [] } = rule;
  return page([
    `# ${id}: ${title}`,
    properties(rule),
    '## Why it matters',
    why,
    severityText(rule),
    '## How to fix',
    remediation,
    ...examples(rule),
    '## How to suppress',
    ...suppression(rule),
    ...(references.length > 0
      ? ['## References', references.map((url) => `- <${url}>`).join('\n')]
      : []),
  ]);
}

function properties({ check, severity, practice, name, aliases = [] }: RuleReference): string {
  const also = aliases.length > 0 ? ` · also ${aliases.join(', ')}` : '';
  return `${check} · ${severity} · ${practice} · \`${name}\`${also}`;
}

function severityText({ severity, severityReason, ruleSet }: RuleReference): string {
  const sets = ruleSet === 'all' ? 'only in `all`' : '`recommended` and `all`';
  return `**Severity** ${severity}: ${severityReason}. **Rule set**: ${sets}.`;
}

function examples({ check, wrong, right }: RuleReference): string[] {
  if (wrong === undefined && right === undefined) return [];
  const language = check === 'manifest' ? 'yaml' : 'dockerfile';
  return [
    '## Examples',
    ...(wrong === undefined ? [] : ['### Bad', codeBlock(language, wrong)]),
    ...(right === undefined ? [] : ['### Good', codeBlock(language, right)]),
  ];
}

function suppression(rule: RuleReference): string[] {
  const comment = suppressionComment(rule);
  const keys = ABOUT_LICENSES.has(rule.id)
    ? '`package`, `license`, `path`, and `image`'
    : '`package`, `path`, and `image`';
  const exception = `exceptions:\n  - { rule: ${rule.id}, reason: why it is accepted, until: 2099-12-31 }`;
  return [
    ...(comment ? [comment.where, codeBlock(comment.language, comment.text)] : []),
    `${comment ? 'Or add' : 'Add'} an exception to the policy (\`.github/portside.yml\`). The keys ${keys} limit what it applies to.`,
    codeBlock('yaml', exception),
  ];
}

/** The rules whose exceptions can name licenses. */
const ABOUT_LICENSES: ReadonlySet<string> = new Set(['PSP004', 'PSP005']);

interface SuppressionComment {
  /** Where the comment has to be. */
  readonly where: string;
  readonly language: string;
  readonly text: string;
}

/** The comment that suppresses a finding of the rule. Findings in images have no source line that could have one. */
function suppressionComment({
  id,
  check,
  suppressedBy,
}: RuleReference): SuppressionComment | undefined {
  if (suppressedBy === 'policy') return undefined;
  const details = 'reason=why it is accepted until=2099-12-31';
  if (suppressedBy === 'file-comment')
    return {
      where: 'Add this comment to the Dockerfile, after the parser directives:',
      language: 'dockerfile',
      text: `# portside global ignore=${id} ${details}`,
    };
  switch (check) {
    case 'lint':
      return {
        where: 'Add this comment above the instruction:',
        language: 'dockerfile',
        text: `# portside ignore=${id} ${details}`,
      };
    case 'manifest':
      return {
        where: 'Add this comment above the line, or at its end:',
        language: 'yaml',
        text: `# portside ignore=${id} ${details}`,
      };
    case 'secret':
      return {
        where:
          'In a file of the repository or of an image, add a comment with `portside:allow` to the line, for example:',
        language: 'text',
        text: '# portside:allow',
      };
    default:
      return undefined;
  }
}

/** The web address of the page of a built-in rule. */
export function rulePageAddress(id: string): string {
  return `${RULE_PAGES}${encodeURIComponent(rulePageFile(id))}`;
}

const RULE_PAGES = 'https://github.com/OWNER/portside/blob/main/docs/rules/';

/** The name of the file with the page of a rule. */
export function rulePageFile(id: string): string {
  return `${id}.md`;
}

function codeBlock(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function page(paragraphs: readonly string[]): string {
  return `${paragraphs.join('\n\n')}\n`;
}
