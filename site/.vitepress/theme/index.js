import { useData, withBase } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { h } from 'vue';
import { RuleFilter } from './rule-filter.js';
import './style.css';

/** The default theme without its fonts, with a filter on the page of the rules. */
export default {
  extends: DefaultTheme,
  Layout() {
    return h(DefaultTheme.Layout, null, {
      'doc-before': () => h(DocBefore),
      'not-found': () => h(NotFound),
    });
  },
};

/** Above the page. */
const DocBefore = {
  setup() {
    const { page } = useData();
    return () => (page.value.relativePath === 'rules/index.md' ? h(RuleFilter) : undefined);
  },
};

const NotFound = () =>
  h('main', { class: 'not-found vp-doc' }, [
    h('h1', 'Page not found'),
    h('p', [
      'Search for it, or start at the ',
      h('a', { href: withBase('/') }, 'overview'),
      '. A rule is at ',
      h('code', 'rules/'),
      ' and its ID.',
    ]),
  ]);
