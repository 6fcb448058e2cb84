/** What one template rendered to. */
export interface RenderedTemplate {
  /** Below the chart: `templates/app.yaml`, `charts/db/templates/app.yaml`. */
  readonly path: string;
  /** Its documents. */
  readonly text: string;
}

/** Templates of one chart that are read. */
const MOST_TEMPLATES = 2_000;

/**
 * The templates of a rendered chart. Helm writes `# Source: NAME/PATH` after the `---` of each document. A path that leads
 * out of the chart is left out.
 */
export function renderedTemplates(text: string): RenderedTemplate[] {
  const documents = new Map<string, string[]>();
  for (const part of `\n${text.replaceAll('\r\n', '\n')}`.split(/\n---[ \t]*\n(?=# Source: )/)) {
    const [, path] = /^# Source: [^/\n]+\/([^\n]+)\n/.exec(part) ?? [];
    if (path === undefined || path.split('/').some((name) => name === '..' || name === ''))
      continue;
    const others = documents.get(path);
    if (others) others.push(part);
    else if (documents.size < MOST_TEMPLATES) documents.set(path, [part]);
  }
  return [...documents].map(([path, parts]) => ({ path, text: `---\n${parts.join('\n---\n')}\n` }));
}
