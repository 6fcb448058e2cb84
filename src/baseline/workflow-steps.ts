/**
 * The text of a workflow without what does not change what it builds: steps that check, versions of Actions, permissions,
 * triggers, comments and indentation.
 */
export function buildStepsOf(workflow: string): string {
  return workflow
    .split(/^(?=[ \t]*- )/m)
    .map((step) => (CHECK.test(step) ? afterStep(step) : step))
    .join('')
    .replace(/(\buses:\s*["']?[^\s"'@]{1,300})@[^\n]*/g, '$1')
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '' && !ASIDE.test(line))
    .join('\n');
}

const CHECK = /\buses:\s*["']?[^\s"']{0,300}(?:portside|upload-sarif)@/;

/** The lines after a step, which are not indented further than it is. */
function afterStep(step: string): string {
  const [first = '', ...lines] = step.split(/(?<=\n)/);
  const end = lines.findIndex((line) => line.trim() && line.search(/\S/) <= first.search(/\S/));
  return end < 0 ? '' : lines.slice(end).join('');
}

/** Permissions and triggers. */
const ASIDE =
  /^(?:permissions\s*:.*|[a-z-]+\s*:\s*(?:read|write|none)|on\s*:.*|(?:push|pull_request)\s*:|branches\s*:.*)$/;
