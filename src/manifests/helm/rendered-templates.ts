/** What one template rendered to. */
export interface RenderedTemplate {
  /** Below the chart: `templates/app.yaml`, `charts/db/templates/app.yaml`. */
  readonly path: string;
  /** Its documents. */
  readonly text: string;
}

/** What helm wrote, by template. */
export interface RenderedTemplates {
  readonly templates: readonly RenderedTemplate[];
  /** Whether a part of the text belongs to no template of the chart, or to one over the limit: it is not among them. */
  readonly hasMore: boolean;
}

/** Templates of one chart that are read. */
const MOST_TEMPLATES = 2_000;

/**
 * The templates of a rendered chart. Helm writes `# Source: NAME/PATH` after the `---` of each document. A path that leads
 * out of the chart is left out.
 */
export function renderedTemplates(text: string): RenderedTemplates {
  const documents = new Map<string, string[]>();
  let hasMore = false;
  for (const part of `\n${text.replaceAll('\r\n', '\n')}`.split(/\n---[ \t]*\n(?=# Source: )/)) {
    const [, path] = /^# Source: [^/\n]+\/([^\n]+)\n/.exec(part) ?? [];
    const others = path === undefined ? undefined : documents.get(path);
    if (path === undefined || path.split('/').some((name) => name === '..' || name === ''))
      hasMore ||= part.split('\n').some(isContent);
    else if (others) others.push(part);
    else if (documents.size < MOST_TEMPLATES) documents.set(path, [part]);
    else hasMore = true;
  }
  return {
    templates: [...documents].map(([path, parts]) => ({
      path,
      text: `---\n${parts.join('\n---\n')}\n`,
    })),
    hasMore,
  };
}

/** Old versions of helm write their warnings before the first document. */
function isContent(line: string): boolean {
  return !/^\s*$|^---\s*$|^#|^WARNING: /.test(line);
}
