import { withBase } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { h } from 'vue';
import { RuleFilter } from './rule-filter.js';
import './style.css';

/** The default theme without its fonts, and the filter that .vitepress/markdown.mjs adds to the page of the rules. */
export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'not-found': () => h(NotFound) }),
  enhanceApp({ app }) {
    app.component('RuleFilter', RuleFilter);
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
