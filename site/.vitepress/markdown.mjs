import { existsSync, statSync } from 'node:fs';
import { posix } from 'node:path';

/** Where links to files outside of docs/ lead. scripts/set-owner.mjs replaces OWNER. */
export const REPOSITORY = 'https://github.com/OWNER/portside';

/** Elements that GitHub shows. Others are a mistake in a page: GitHub hides them, such as <name> in a text. */
export const ELEMENTS = new Set(
  'a b blockquote br code dd del details div dl dt em figcaption figure hr i img ins kbd li mark ol p picture pre q s samp small source span strong sub summary sup table tbody td th thead tr ul var wbr'.split(
    ' ',
  ),
);

/** The anchor of a heading, as GitHub makes it. */
export function slugify(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/**
 * Makes markdown-it read pages as GitHub does. VitePress compiles each page as a Vue template, so text must not contain
 * anything that Vue interprets. `root` is the folder of the repository.
 */
export function asOnGitHub(md, root) {
  md.core.ruler.push('repository-links', ({ tokens, env }) => {
    const page = `docs/${env.relativePath}`;
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' && token.attrGet('href');
      if (href) token.attrSet('href', linkTarget(href, page, root));
    }
  });
  const render = md.renderer.render.bind(md.renderer);
  md.renderer.render = (tokens, options, env) => {
    const page = render(tokens, options, env).replaceAll('{{', '&#123;&#123;');
    return env.relativePath === 'rules/index.md' ? page.replace('<h2', '<RuleFilter /><h2') : page;
  };
  const { rules } = md.renderer;
  rules.html_inline = html;
  rules.html_block = html;
  const { fence } = rules;
  rules.fence = (tokens, index, ...rest) => {
    const code = fence(tokens, index, ...rest);
    return tokens[index].info === 'mermaid' ? diagram(code) : code;
  };
}

function linkTarget(href, page, root) {
  if (/^(?:[a-z]+:|#|\/)/.test(href)) return href;
  const [, path = '', rest = ''] = /^([^#?]*)(.*)$/.exec(href) ?? [];
  const file = posix.join(posix.dirname(page), decodeURI(path));
  if (!existsSync(`${root}/${file}`))
    throw new Error(`${page} links to ${href}, which does not exist`);
  if (/^docs\/.*\.md$/.test(file))
    return `${path.replace(/(^|\/)README\.md$/, '$1index.md')}${rest}`;
  if (/^docs\/[^/]+\.json$/.test(file)) return `/${posix.basename(file)}${rest}`;
  const kind = statSync(`${root}/${file}`).isDirectory() ? 'tree' : 'blob';
  return `${REPOSITORY}/${kind}/main/${file}${rest}`;
}

function html(tokens, index, _options, env) {
  const source = tokens[index].content.replace(/<!--.*?-->/gs, '');
  for (const [tag, name] of source.matchAll(/<\/?([a-z][^\s/>]*)/gi))
    if (!ELEMENTS.has(name.toLowerCase()))
      throw new Error(
        `docs/${env.relativePath} has the element ${tag}>, which GitHub hides: write &lt; or use code`,
      );
  return source;
}

function diagram(code) {
  return `<figure class="diagram">${code}<figcaption>Mermaid diagram: GitHub draws it.</figcaption></figure>`;
}
