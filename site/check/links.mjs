import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf } from './serve.mjs';

/**
 * Every link, script, image and anchor of the built pages that leads nowhere or, if a browser loads it, to another host. A
 * problem that several pages have, such as one of the side bar, is named once.
 */
export function linkProblems(folder, base) {
  const ids = new Map();
  const idsOf = (file) => {
    if (!ids.has(file))
      ids.set(
        file,
        new Set(attributes(readFileSync(file, 'utf8'), 'id').map(({ value }) => value)),
      );
    return ids.get(file);
  };
  let count = 0;
  const pages = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.html'));
  const problems = pages.flatMap((page) => {
    const at = new URL(page, `http://site${base}`);
    const targets = attributes(readFileSync(join(folder, page), 'utf8'), 'href|src');
    return targets.flatMap(({ element, value }) => {
      const url = new URL(value, at);
      if (url.protocol === 'data:') return [];
      if (url.host !== 'site')
        return element === 'a'
          ? []
          : [{ page, text: `<${element}> loads ${value} from another host` }];
      count++;
      const file = fileOf(folder, decodeURIComponent(url.pathname).slice(base.length));
      if (!url.pathname.startsWith(base) || file === undefined)
        return [{ page, text: `${value} does not exist` }];
      const id = decodeURIComponent(url.hash.slice(1));
      return id === '' || idsOf(file).has(id)
        ? []
        : [{ page, text: `${value} has no such heading` }];
    });
  });
  return { problems: merged(problems), pages: pages.length, links: count };
}

function merged(problems) {
  const pages = new Map();
  for (const { page, text } of problems) pages.set(text, [...(pages.get(text) ?? []), page]);
  return [...pages].map(([text, [first, ...others]]) => {
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    return `${first}${more}: ${text}`;
  });
}

/** The values of attributes, with their elements. */
function attributes(html, name) {
  const tag = /<([a-z][a-z0-9-]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/g;
  const attribute = new RegExp(`\\s(?:${name})="([^"]*)"`, 'g');
  return [...html.matchAll(tag)].flatMap(([, element, all]) =>
    [...all.matchAll(attribute)].map(([, value]) => ({
      element,
      value: value.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'"),
    })),
  );
}
