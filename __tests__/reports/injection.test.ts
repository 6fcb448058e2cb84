import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { type Plan, REMEDIES } from '../../src/core/plan.js';
import type { Report } from '../../src/core/report.js';
import { REPORT_FORMATS } from '../../src/reports/all-formats.js';
import { COMMENT_SIZE, renderMarkdown } from '../../src/reports/formats/markdown.js';
import { context, lint, packageNamed, report, vulnerability } from './sample.js';
import { readXml } from './xml.js';

/** Texts that attackers may write into a package name, a path, a Dockerfile, an advisory or a label. */
const PAYLOADS: readonly string[] = [
  '**bold** _it_ ~~gone~~',
  '[text](https://evil.example/)',
  '![image](https://evil.example/x.png)',
  '<img src=x onerror=alert(1)>',
  '</details></td><!-- hidden -->',
  '<!-- portside key=x -->',
  '@octocat and @org/team',
  'fixes #1, GH-2, owner/repo#3',
  'https://github.com/owner/repo/issues/4',
  'www.evil.example',
  '`code` ``` fence',
  'cell | cell || cell',
  '\n# heading\n- list\n| a | b |\n|---|---|',
  '\r\n::set-output name=verdict::pass',
  '::error file=x::y',
  '##[add-mask]secret',
  '\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007link',
  '\u009b31m',
  '\u202eexe.gnp\u202c \u2066x\u2069',
  'zero\u200bwidth \u{e0041}\u{e0042}',
  'nul\u0000 bell\u0007 del\u007f',
  'lone \ud83d surrogate \udc00',
  ']]> &amp; &#64;octocat "quoted" \'single\'',
  '$x$ $$y$$ :shipit:',
  'a\u2028b\u2029c\u0085d\u000be',
];

/** A report with the payload in every member that holds untrusted text. */
function poisoned(payload: string): Report {
  const at = { path: payload, startLine: 1, startColumn: 1, endLine: 1, endColumn: 9 };
  const findings: Finding[] = [
    lint({
      rule: payload,
      message: payload,
      location: at,
      related: [{ location: at, message: payload }],
    }),
    lint({ message: payload, tags: [payload], aliases: [payload] }),
    lint({
      message: payload,
      location: undefined,
      subject: { image: payload, path: payload },
    } as Partial<Finding>),
    ...(['base-image', 'builder-stage'] as const).map((kind) =>
      vulnerability('x', 'a', {
        subject: { image: payload, purl: `pkg:deb/${kind}@1`, path: payload },
        origin: {
          kind,
          image: payload,
          stage: `${payload}2`,
          also: [{ kind: 'base-image', image: payload }],
        },
        details: { references: [payload] },
      }),
    ),
    ...(['new', 'existing', 'fixed', 'excepted'] as const).map((status) =>
      vulnerability(payload, payload, {
        status,
        message: payload,
        subject: { image: payload, purl: `pkg:deb/${payload}@${payload}`, path: payload },
        details: {
          package: payload,
          installed: payload,
          fixed: payload,
          summary: payload,
          aliases: [payload],
          references: [payload, `https://evil.example/${payload}`],
          cvss: { vector: payload },
        },
      }),
    ),
  ];
  return report({
    targets: [
      { kind: 'image', name: payload, platform: payload, dockerfile: payload },
      { kind: 'image', name: `${payload}2` },
    ],
    packages: [
      packageNamed(payload, { version: payload, license: payload, paths: [payload], location: at }),
    ],
    findings,
    incomplete: [{ check: 'trust', target: payload, reason: payload }],
    notes: [{ message: payload, target: payload }],
    suppressed: (['new', 'existing'] as const).map((status) =>
      lint({
        rule: payload,
        message: payload,
        location: at,
        status,
        suppression: {
          path: payload,
          line: payload as unknown as number,
          rule: payload,
          reason: payload,
          until: payload,
        },
      }),
    ),
    policyChange: [payload],
    addedSuppressions: [payload],
    coverage: [{ check: 'lint', target: payload, state: 'partial', reason: payload }],
    baseline: { with: [payload], missing: [payload] },
    plan: hostilePlan(payload, findings),
    verdict: { outcome: 'fail', reasons: [payload] },
  });
}

/** A stored report may have any plan. */
function hostilePlan(payload: string, findings: readonly Finding[]): Plan {
  const numbers = { critical: 1, high: 2, medium: 3, low: 4, info: 5, malicious: 1, exploited: 1 };
  const steps = REMEDIES.map((remedy) => ({
    id: `${payload}${remedy}`,
    remedy,
    title: payload,
    rule: payload,
    path: payload,
    line: 1,
    findings: findings.map(({ fingerprint }) => fingerprint),
    clears: numbers,
    savedBytes: 1e15,
    risk: 'major' as const,
    safe: false,
    after: [payload],
    notes: [payload, payload],
  }));
  const left = [{ finding: payload, reason: payload }];
  return { steps, proof: { of: payload, promised: 2, cleared: 1, left } };
}

const untrustedContext = (payload: string) =>
  context({
    // The texts of rules are trusted.
    rules: new Map(),
    source: () => `RUN ${payload}`,
    baseline: payload,
    policy: payload,
    dockerfiles: [payload],
    advisories: payload,
    repository: {
      name: 'shop/app',
      server: 'https://github.com',
      commit: '3f2a1c0000000000000000000000000000000000',
    },
  });

describe.each(PAYLOADS)('a report full of %j', (payload) => {
  const bad = poisoned(payload);
  const around = untrustedContext(payload);
  const rendered = (id: string) => REPORT_FORMATS.get(id)?.render(bad, around) ?? '';

  it('has no control or invisible character in any format', () => {
    for (const [id, format] of REPORT_FORMATS) {
      const found = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.exec(format.render(bad, around));
      expect([id, found?.[0]]).toEqual([id, undefined]);
    }
  });

  it('prints no workflow command', () => {
    for (const line of rendered('text').split('\n')) {
      expect(line.trimStart()).not.toMatch(/^::/);
      expect(line).not.toContain('##[');
    }
  });

  it.each([
    ['the summary', (): string => rendered('markdown')],
    ['the comment', (): string => renderMarkdown(bad, around, COMMENT_SIZE)],
  ])('is plain text in %s', (_, render) => {
    expect(activeMarkdown(render())).toEqual([]);
  });

  it('is plain text in SARIF’s Markdown', () => {
    const log = JSON.parse(rendered('sarif'));
    for (const run of log.runs) {
      for (const rule of run.tool.driver.rules)
        expect(activeMarkdown(rule.help.markdown)).toEqual([]);
      for (const result of run.results) {
        expect(result.message.text).not.toMatch(/(?<!\\)\]\((?!\d+\))/);
        const { uri } = result.locations[0].physicalLocation.artifactLocation;
        expect(new URL(uri, 'file:///checkout/').href).toMatch(/^file:\/\/\/checkout\//);
      }
    }
  });

  it('adds no element to the HTML page', () => {
    const tags = (page: string) =>
      new Set([...page.replace(SCRIPTS, '').matchAll(/<\/?([^\s>]*)/g)].map((m) => m[1]));
    const harmless = tags(
      REPORT_FORMATS.get('html')?.render(poisoned('a/b'), untrustedContext('a/b')) ?? '',
    );
    expect([...tags(rendered('html'))].filter((tag) => !harmless.has(tag))).toEqual([]);
    expect(rendered('html').match(SCRIPTS)).toHaveLength(1);
  });

  it('is well-formed XML in JUnit and Checkstyle', () => {
    expect(readXml(rendered('junit')).name).toBe('testsuites');
    expect(readXml(rendered('checkstyle')).name).toBe('checkstyle');
  });
});

const SCRIPTS = /<script>.*?<\/script>/gs;

/** Markdown with an effect, after removing the Markdown that our own layout writes. */
function activeMarkdown(markdown: string): string[] {
  const rest = markdown
    .split('\n')
    .map((line) =>
      line
        .replace(/`[^`]*`/g, 'CODE')
        .replace(
          /^- \S+ \*\*[a-z0-9, ]+\*\* |^\*\*[^*]+\*\*$|^- \*\*(?:high|medium|low)\*\* /gu,
          'BOLD',
        )
        .replace(/<(?:wbr|br|\/?(?:code|details|summary|sub))>/g, '')
        .replace(
          /\]\(https:\/\/(?:github\.com|osv\.dev|evil\.example)\/[^\s()<>[\]`@]*\)/g,
          'LINKED',
        )
        .replace(/&#\d+;/g, '·'),
    )
    .join('\n')
    .replace(/^### /, '');
  const patterns: readonly RegExp[] = [
    /[@#<>`~]/,
    /\]\(/,
    /!\[/,
    /:\/\//,
    /www\.\w/,
    /GH-\d/,
    /:\w+:/,
    /[*_]/,
    /^\s*(?:=+|-+)$/m,
    /\$/,
  ];
  return patterns.flatMap((p) => p.exec(rest)?.[0] ?? []);
}
