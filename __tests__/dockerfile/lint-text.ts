import type { Finding } from '../../src/core/finding.js';
import { applyFixes } from '../../src/core/fix.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import type { LintConfig } from '../../src/dockerfile/lint-config.js';
import { NOW } from '../now.js';
import { parse } from './parse-text.js';

/** The findings of a Dockerfile with this name, as rule or alias. */
export function lint(text: string, rule: string, config?: Partial<LintConfig>): Finding[] {
  const findings = lintDockerfile(parse(text), { now: NOW, ...config });
  return findings.filter((finding) => finding.rule === rule || finding.aliases.includes(rule));
}

/** The text at the location of each finding, as `line:text`. */
export function marks(text: string, rule: string, config?: Partial<LintConfig>): string[] {
  const { source } = parse(text);
  return lint(text, rule, config).map(({ location }) => {
    if (!location) return 'no location';
    const start = source.offsetOf(location.startLine, location.startColumn);
    const end = source.offsetOf(location.endLine, location.endColumn);
    return `${location.startLine}:${source.text.slice(start, end)}`;
  });
}

/** The text after the fixes of this rule. */
export function fixed(text: string, rule: string): string {
  const fixes = lint(text, rule).flatMap(({ fix }) => (fix ? [fix] : []));
  return applyFixes(text, fixes).text;
}
