import { sanitize } from './escape.js';

/**
 * A workflow command, which the runner reads from the output of a step: `::error file=a,line=1::message`.
 * Source: docs.github.com, "Workflow commands for GitHub Actions".
 */
export function workflowCommand(
  name: string,
  message: string,
  properties: Readonly<Record<string, string | number>> = {},
): string {
  const list = Object.entries(properties)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
    .join(',');
  return `::${name}${list === '' ? '' : ` ${list}`}::${escapeMessage(message)}`;
}

/** Line breaks stay line breaks; other control characters and invisible ones become visible. */
function escapeMessage(text: string): string {
  const lines = text.split(/\r\n|\n|\r/).map((line) => sanitize(line).replaceAll('%', '%25'));
  return lines.join('%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
