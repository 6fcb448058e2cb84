import type { Finding } from '../../src/core/finding.js';
import { applyFixes } from '../../src/core/fix.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import type { LintConfig } from '../../src/dockerfile/lint-config.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';

/** The findings of a Dockerfile's text that bear this name, as rule or alias. */
export function lint(text: string, rule: string, config?: Partial<LintConfig>): Finding[] {
  const findings = lintDockerfile(parseDockerfile('Dockerfile', text), config);
  return findings.filter((f) => f.rule === rule || f.aliases.includes(rule));
}

/** The pieces of the text that a rule points at, each as `line:text`. */
export function marks(text: string, rule: string, config?: Partial<LintConfig>): string[] {
  const { source } = parseDockerfile('Dockerfile', text);
  return lint(text, rule, config).map(({ location }) => {
    if (!location) return 'nowhere';
    const start = source.offsetOf(location.startLine, location.startColumn);
    const end = source.offsetOf(location.endLine, location.endColumn);
    return `${location.startLine}:${source.text.slice(start, end)}`;
  });
}

/** The text after this rule's fixes. */
export function fixed(text: string, rule: string): string {
  return applyFixes(
    text,
    lint(text, rule).flatMap(({ fix }) => (fix ? [fix] : [])),
  ).text;
}
