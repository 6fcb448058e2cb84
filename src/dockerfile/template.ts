import { TEMPLATE_ENDING } from '../lib/template-ending.js';
import type { Dockerfile, Instruction } from './parser/model.js';

const BACKUP_ENDING = /(?:\.(?:bak|orig|rej|sw[op])|~)$/i;

/** The name of the file that a template or backup copy is made for: `Dockerfile` for `Dockerfile.j2`. */
export function withoutTemplateEnding(path: string): string {
  return path.replace(TEMPLATE_ENDING, '').replace(BACKUP_ENDING, '');
}

/**
 * Why a file is not checked as a Dockerfile, as a sentence with what to do: it is a template or a backup copy. Undefined
 * for a Dockerfile.
 */
export function templateReason({ path, instructions }: Dockerfile): string | undefined {
  const ending = TEMPLATE_ENDING.exec(path)?.[0];
  if (ending !== undefined) return `The ending ${ending} is that of a template. ${RENDER}`;
  const backup = BACKUP_ENDING.exec(path)?.[0];
  if (backup !== undefined) return `The ending ${backup} is that of a backup copy. ${REMOVE}`;
  for (const instruction of instructions) {
    const action = templateAction(instruction);
    if (action !== undefined)
      return `It is a template: line ${instruction.startLine} contains ${action}. ${RENDER}`;
  }
  return undefined;
}

const RENDER = 'Render it and check the result';
const REMOVE = 'Remove it';

/** Instructions whose arguments contain no `{{` in a Dockerfile. `docker ps --format '{{.ID}}'` in a RUN is no template. */
const WITHOUT_BRACES: ReadonlySet<string> = new Set([
  'FROM',
  'ADD',
  'COPY',
  'EXPOSE',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
]);

/** The action of Jinja, Go, ERB or a similar language in an instruction: `{{`, `{%` or `<%`. */
function templateAction({ keyword, original, args }: Instruction): string | undefined {
  const action = (text: string) => /^(?:\{\{|\{%|\{#|<%)/.exec(text)?.[0];
  if (keyword === 'UNKNOWN') return action(original.trimStart());
  if (!WITHOUT_BRACES.has(keyword)) return undefined;
  for (const { raw } of args) {
    const inside = /\{\{|\{%|<%/.exec(raw)?.[0];
    if (inside !== undefined) return inside;
    // Autoconf and the official images: FROM debian:@VERSION@ and FROM debian:%%VERSION%%.
    const placeholder = keyword === 'FROM' ? /@\w+@|%%\w+%%/.exec(raw)?.[0] : undefined;
    if (placeholder !== undefined) return placeholder;
  }
  return undefined;
}
