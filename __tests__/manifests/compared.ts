import { compareWithBaseline } from '../../src/baseline/compare.js';
import type { Finding } from '../../src/core/finding.js';
import { holdersIn, uniqueHolders } from '../../src/manifests/holders.js';
import { lintManifests } from '../../src/manifests/lint.js';
import type { Manifest } from '../../src/manifests/manifest.js';
import type { ManifestRuleContext } from '../../src/manifests/rule.js';
import { manifestRules } from '../../src/manifests/rules/index.js';
import { NOW } from '../now.js';
import { manifestOf } from './lint-text.js';

const CONTEXT: ManifestRuleContext = { now: NOW, registries: ['docker.io'] };

interface Linted {
  readonly findings: readonly Finding[];
  readonly holders: ReturnType<typeof uniqueHolders>;
}

/** The findings of the rules in manifests, and what they are about. */
export function linted(manifests: readonly Manifest[], rules: readonly string[]): Linted {
  const chosen = manifestRules.filter(({ id }) => rules.includes(id));
  if (chosen.length < rules.length) throw new Error(`no rule ${rules.join(' or ')}`);
  const holders = holdersIn(manifests);
  return {
    findings: lintManifests(manifests, { ...CONTEXT, holders }, chosen),
    holders: uniqueHolders(manifests.flatMap((one) => holders(one).holders)),
  };
}

/** The findings of rules in a text, compared with those in the text before. */
export function compared(before: string, after: string, ...rules: string[]): Finding[] {
  const [old, now] = [before, after].map((text) => linted([manifestOf(text)], rules));
  if (!old || !now) throw new Error('no manifest');
  return compareLinted(old, now);
}

export function compareLinted(old: Linted, now: Linted): Finding[] {
  return compareWithBaseline(
    now.findings,
    { name: 'main', findings: old.findings, checks: new Set(['manifest']), holders: old.holders },
    {
      targets: now.findings.flatMap(({ location }) =>
        location ? [{ kind: 'manifest' as const, name: location.path }] : [],
      ),
      incomplete: [],
      wholeRepository: true,
      holders: now.holders,
    },
  ).findings;
}

/** `STATUS RULE` of each finding that is not existing. */
export function changes(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ status, rule }) =>
    status === 'existing' ? [] : [`${status} ${rule}`],
  );
}
