/**
 * Markdown of ours in which GitLab finds no references, mentions, labels, milestones, tables of contents and quick actions.
 * GitLab looks for references after rendering, when entities are characters again, but not in code and links: a
 * zero-width space separates the character from what follows. The escaping for GitHub has done so for `@`, `#` and emoji.
 * Source: the patterns in `reference_pattern` of GitLab's models, and lib/banzai/filter.
 */
export function defuseReferences(markdown: string): string {
  return markdown
    .replace(PARTS, (part, character?: string) => (character ? `${character}&#8203;` : part))
    .replace(LINE_START, (_, indent: string, first: string) =>
      first === '/' ? `${indent}&#47;` : `${indent}:&#8203;`,
    );
}

/**
 * Code, HTML tags and comments, and the targets of links, which stay as they are; then the characters that begin a reference
 * before anything but a space: `!12` `%x` `^alert`, and as entities `&12` `~label` `$12` `[[_TOC_]]` `*iteration:1`.
 */
const PARTS =
  /`[^`\n]*`|<code>.*?<\/code>|<!--.*?-->|<\/?[a-z][^>\n]*>|\]\([^()\s]*\)|([!%^]|&#(?:36|38|42|91|126);)(?=\S)/g;

/** A quick action, and `::include{file=…}`. */
const LINE_START = /^([^\S\n]*)(\/|:(?=:))/gm;
