import type { Finding } from '../../../core/finding.js';
import type { Location } from '../../../core/location.js';
import {
  escapeMarkdown,
  markdownCode,
  markdownLink,
  shorten,
  toRelativeUri,
} from '../../escape.js';
import type { ReportContext } from '../../format.js';
import { advisoryPage } from '../../package-texts.js';
import { rulePageAddress } from '../../rule-page.js';

/** A rule, linked to its page; a vulnerability, linked to its advisory; the id of any other rule. */
export function ruleLink(finding: RuleOf, context: Pick<ReportContext, 'rules'>): string {
  return markdownLink(escapeMarkdown(shorten(finding.rule, 80)), ruleAddress(finding, context));
}

type RuleOf = Pick<Finding, 'rule' | 'check'>;

/** The address of the page of a rule or advisory; undefined for a rule of a policy. */
export function ruleAddress(
  { rule, check }: RuleOf,
  { rules }: Pick<ReportContext, 'rules'>,
): string | undefined {
  if (rules.has(rule)) return rulePageAddress(rule);
  return check === 'vulnerability' || check === 'malware' ? advisoryPage(rule) : undefined;
}

/** `Dockerfile:3`, linked to the line at the commit that was checked. */
export function linkToLine(at: Location, { repository }: ReportContext): string {
  const label = `${escapeMarkdown(shorten(at.path, 120))}:${at.startLine}`;
  const path = toRelativeUri(at.path);
  if (!repository?.commit || path === undefined) return label;
  const { server, name, commit, isGitLab } = repository;
  const [folder, last] = isGitLab ? ['/-/blob', '-'] : ['/blob', '-L'];
  const end = at.endLine > at.startLine ? `${last}${at.endLine}` : '';
  return markdownLink(label, `${server}/${name}${folder}/${commit}/${path}#L${at.startLine}${end}`);
}

/** The words, linked to the run that has all of the report. */
export function linkToRun(words: string, { repository }: ReportContext): string {
  return markdownLink(words, repository?.run);
}

/** A name as a code span of bounded length. */
export function codeName(text: string): string {
  return markdownCode(shorten(text, 120));
}
