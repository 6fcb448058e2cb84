import { yamlComments } from '../lib/yaml-comments.js';

/** The instructions of template engines that can be in a comment, so that the template is valid YAML. */
const ENGINES: readonly (readonly [engine: string, instruction: RegExp])[] = [
  ['ytt', /^#@(?:[ \t]|\/|ytt\/|data\/|overlay\/|schema\/|library\/)/],
  ['ERB', /<%/],
  ['Jinja', /\{%/],
];

/** A place where a comment makes a manifest a template. */
export interface TemplateComment {
  readonly engine: string;
  readonly line: number;
}

/** The first comment that is an instruction of a template engine: what it does with the lines around it is not known. */
export function templateComment(text: string): TemplateComment | undefined {
  if (!/#@|<%|\{%/.test(text)) return undefined;
  for (const { text: comment, line } of yamlComments(text)) {
    const engine = ENGINES.find(([, instruction]) => instruction.test(comment))?.[0];
    if (engine !== undefined) return { engine, line };
  }
  return undefined;
}
