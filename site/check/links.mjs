import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf } from './serve.mjs';

/** Every link, script, image and anchor of the built pages that leads nowhere or, if a browser loads it, to another host. */
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
      if (url.host !== 'site')
        return element === 'a' ? [] : [`${page}: <${element}> loads ${value} from another host`];
      count++;
      const file = fileOf(folder, decodeURIComponent(url.pathname).slice(base.length));
      if (!url.pathname.startsWith(base) || file === undefined)
        return [`${page}: ${value} does not exist`];
      const id = decodeURIComponent(url.hash.slice(1));
      return id === '' || idsOf(file).has(id) ? [] : [`${page}: ${value} has no such heading`];
    });
  });
  return { problems: [...new Set(problems)], pages: pages.length, links: count };
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
