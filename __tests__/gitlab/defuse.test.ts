import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { defuseReferences } from '../../src/gitlab/defuse.js';
import { escapeMarkdown, markdownCode } from '../../src/reports/escape.js';
import { COMMENT_SIZE, renderMarkdown } from '../../src/reports/formats/markdown.js';
import { context, lint, report, vulnerability } from '../reports/sample.js';

/** What GitLab looks at for references: the rendered text, without code and links. */
function visible(markdown: string): string {
  return markdown
    .replace(/`[^`\n]*`|<code>.*?<\/code>|\[[^\]\n]*\]\([^()\s]*\)|<[^>\n]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

/**
 * GitLab's patterns, from `reference_pattern` of its models and from lib/banzai/filter, without the names that must exist. The
 * name of a milestone may be anything, but none begins with a zero-width space.
 */
const REFERENCES: readonly (readonly [string, RegExp])[] = [
  ['a merge request', /!\d/],
  ['an epic', /&\d/],
  ['a milestone', /%[^\s\u200b]/],
  ['an issue', /#\d/],
  ['a snippet', /\$\d/],
  ['a label', /~(?:[\w"?.&-])/],
  ['a user', /@\w/],
  ['an iteration', /\*iteration:/],
  ['an alert', /\^alert/],
  ['a vulnerability', /\[vulnerability:/],
  ['a wiki page or a table of contents', /\[\[|\[_?toc/i],
  ['an emoji', /:[a-z0-9_+-]+:/i],
];

/** GitLab looks for commands in the text as it is written. */
const COMMAND = /^[^\S\n]*(?:\/|::include)/m;

const EXAMPLES = [
  '!12',
  '&12',
  '%12',
  '%"a b"',
  '%17.1',
  '#12',
  '$12',
  '~label',
  '~"a b"',
  '~1',
  '@name',
  '@all',
  'acme/app!12',
  'acme/app~bug',
  '[[_TOC_]]',
  '[TOC]',
  '[[wiki]]',
  ':tada:',
  '*iteration:12',
  '^alert#12',
  '[vulnerability:12]',
  '/close',
  '/merge',
  '/assign @all',
  '::include{file=a.md}',
  '\n/close',
  '\r/close',
  '\u2028/close',
];

describe('a comment for GitLab', () => {
  test.each(EXAMPLES)('has no reference or command in %j', (text) => {
    for (const around of ['', ' ', 'a ', '(']) {
      const out = defuseReferences(`${escapeMarkdown(`${around}${text}`)}\n`);
      for (const [name, pattern] of REFERENCES)
        expect([name, visible(out)]).not.toContainEqual(expect.stringMatching(pattern));
      expect(out).not.toMatch(COMMAND);
    }
  });

  it('shows the same text', () => {
    for (const text of EXAMPLES) {
      const plain = visible(escapeMarkdown(text)).replaceAll('\u200b', '');
      expect(visible(defuseReferences(escapeMarkdown(text))).replaceAll('\u200b', '')).toBe(plain);
    }
  });

  it('has none in any part of a report', () => {
    const piece = fc.oneof(
      fc.constantFrom(...EXAMPLES),
      fc.constantFrom(
        '!',
        '%',
        '~',
        '$',
        '&',
        '[',
        '*',
        '^',
        '/',
        ':',
        '`',
        '|',
        '<',
        '\\',
        '&#33;',
        '\n',
        ' ',
        '1',
        'a',
      ),
      fc.string({ maxLength: 5 }),
    );
    const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (t) => {
        const at = { path: t, startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };
        const findings = [
          lint({ rule: t, message: t, location: at, fix: { description: t, edits: [] } as never }),
          lint({ message: t, status: 'existing', advice: t }),
          vulnerability(t, t, { message: t, details: { summary: t, installed: t, fixed: t } }),
        ];
        const value = report({
          findings,
          suppressed: [lint({ rule: t })],
          notes: [{ check: 'lint', message: t } as never],
          incomplete: [{ check: 'lint', target: t, reason: t }],
          verdict: { outcome: 'fail', reasons: [t] },
          policyChange: [t],
          addedSuppressions: [t],
          baseline: { with: [t], missing: [t] },
        });
        const around = context({ baseline: t, noBaseline: t, policy: t, about: t });
        const out = defuseReferences(renderMarkdown(value, around, COMMENT_SIZE));
        const shown = visible(out).replace(/^#+ /gm, '').replace(/\*\*/g, '');
        for (const [name, pattern] of REFERENCES)
          expect([name, pattern.exec(shown)?.[0]]).toEqual([name, undefined]);
        expect(COMMAND.exec(out)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('leaves markup, code, links and versions as they are', () => {
    const line = `**Fixed:** ${markdownCode('a!1 %x ~y')} in [a](https://a.example/-/blob/x%20y!1) <br><sub>50 %, 100 %</sub>\n<!-- portside a=%2D!1 -->\n`;
    expect(defuseReferences(line)).toBe(line.replaceAll(/%(?=[,<])/g, '%&#8203;'));
    expect(defuseReferences('| a | 1.2 |\n|---|---|\n')).toBe('| a | 1.2 |\n|---|---|\n');
  });
});
