import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { asOnGitHub, REPOSITORY, slugify } from './markdown.mjs';
import { sidebar } from './navigation.mjs';
import { accessibleSearchBox } from './search-box.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const docs = `${root}docs`;
// GitHub Pages serves a repository below its name. The workflow passes the path of its own host.
const base = `${process.env.SITE_BASE ?? '/portside'}/`;

export default defineConfig({
  title: 'Portside',
  description: 'Container security inside the pull request',
  lang: 'en-US',
  srcDir: '../docs',
  base,
  cleanUrls: true,
  rewrites: { 'README.md': 'index.md', ':folder/README.md': ':folder/index.md' },
  markdown: {
    anchor: { slugify },
    headers: { slugify },
    config: (md) => asOnGitHub(md, root),
  },
  vite: {
    plugins: [
      { name: 'vue-for-pages', enforce: 'pre', resolveId: vueForPages },
      accessibleSearchBox,
    ],
  },
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}logo.svg` }]],
  themeConfig: {
    logo: '/logo.svg',
    sidebar: sidebar(docs, base),
    outline: [2, 3],
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    editLink: { pattern: `${REPOSITORY}/edit/main/docs/:path`, text: 'Edit this page on GitHub' },
  },
  buildEnd({ outDir }) {
    for (const name of ['policy.schema.json', 'report.schema.json'])
      copyFileSync(`${docs}/${name}`, `${outDir}/${name}`);
    copyFileSync(`${root}site/logo.svg`, `${outDir}/logo.svg`);
  },
});

/** Pages are compiled to modules in docs/, from where Vue is not found: it is in node_modules of this folder. */
function vueForPages(source, importer = '') {
  if (!/^vue(?:\/|$)/.test(source) || !importer.startsWith(docs)) return undefined;
  return this.resolve(source, fileURLToPath(import.meta.url), { skipSelf: true });
}
