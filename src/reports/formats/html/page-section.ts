/** A part of the page with a heading. Links from outside may lead to its `id`, so it stays the same. */
export interface PageSection {
  readonly id: string;
  /** HTML. */
  readonly title: string;
  /** Lines of HTML; a section without any is left out. */
  readonly body: readonly string[];
  /** Whether it is shown at once. All others are folded. */
  readonly isOpen?: boolean;
}

/** The sections, in order: the headings of those that are folded are the table of contents. */
export function renderSections(sections: readonly PageSection[]): string[] {
  const shown = sections.filter(({ body }) => body.length > 0);
  return ['<main>', ...shown.flatMap(renderSection), '</main>'];
}

function renderSection({ id, title, body, isOpen }: PageSection): string[] {
  const heading = `<h2 id="${id}">${title}</h2>`;
  return isOpen
    ? [`<section aria-labelledby="${id}">`, heading, ...body, '</section>']
    : [
        `<section aria-labelledby="${id}"><details class="part"><summary>${heading}</summary>`,
        ...body,
        '</details></section>',
      ];
}
