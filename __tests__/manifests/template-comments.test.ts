import { expect, test } from '@jest/globals';
import { templateComment } from '../../src/manifests/template-comments.js';

test.each([
  ['a: 1 #@ data.values.a\n', 'ytt', 1],
  ['#@ load("@ytt:data", "data")\na: 1\n', 'ytt', 1],
  ['a: 1\n#@overlay/match by="name"\n', 'ytt', 2],
  ['#@ if x:\na: 1\n#@ end\n', 'ytt', 1],
  ['a: 1\n# <% if x %>\nb: 2\n# <% end %>\n', 'ERB', 2],
  ['# {% if x %}\na: 1\n', 'Jinja', 1],
  ['# {% if x %}\na: [\n', 'Jinja', 1],
])('%j is a template', (text, engine, line) => {
  expect(templateComment(text)).toEqual({ engine, line });
});

test.each(['a: "#@ x"\n', 'a: 1 # @param x\n', '#@param\na: 1\n', 'a: |\n  #@ x\n  <% y %>\n'])(
  '%j is none',
  (text) => {
    expect(templateComment(text)).toBeUndefined();
  },
);
