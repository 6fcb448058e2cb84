/** A part of the page with a heading. Links from outside may lead to its `id`, so it stays the same. */
export interface PageSection {
  readonly id: string;
  /** HTML. */
  readonly title: string;
  /** Lines of HTML; a section without any is left out, in the table of contents too. */
  readonly body: readonly string[];
}

/** The table of contents and the sections, in order. */
export function renderSections(sections: readonly PageSection[]): string[] {
  const shown = sections.filter(({ body }) => body.length > 0);
  const links = shown.map(({ id, title }) => `<li><a href="#${id}">${title}</a></li>`);
  return [
    `<nav aria-label="Sections"><ul>${links.join('')}</ul></nav>`,
    '<main>',
    ...shown.flatMap(({ id, title, body }) => [
      `<section aria-labelledby="${id}">`,
      `<h2 id="${id}">${title}</h2>`,
      ...body,
      '</section>',
    ]),
    '</main>',
  ];
}
