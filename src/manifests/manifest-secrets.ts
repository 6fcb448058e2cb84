import type { Coverage } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import type { Inspection } from '../core/report.js';
import type { ScannedNeeds } from '../core/runtime-needs.js';
import { readInputManifest } from '../repository/input-text.js';
import { fileSecrets } from '../secrets/file.js';
import { isKnownFormat } from '../secrets/known-format.js';
import { knownSecrets, toldSecrets } from '../secrets/known-places.js';
import { MAX_WORK } from '../secrets/search.js';

type Found = Pick<Inspection, 'findings' | 'suppressed'>;

interface Fitted extends Inspection {
  readonly fittedTo: (needs: readonly ScannedNeeds[]) => Found;
}

/**
 * The inspection with the tokens and keys of known formats anywhere in the manifests: in commands, labels, headers, scripts and
 * comments, and in objects that no rule knows. Without those that a rule found, which says more about the place. Values that
 * only their names reveal are left to the rules: manifests name secrets more often than they contain them.
 */
export async function withSecrets<T extends Fitted>(root: string, inspection: T): Promise<T> {
  const found: Finding[] = [];
  const allowed: Finding[] = [];
  const partial: Coverage[] = [];
  const budget = { left: MAX_WORK };
  const { targets, findings, suppressed = [], coverage = [] } = inspection;
  const known = knownSecrets([...findings, ...suppressed]);
  const checked = coverage.filter(
    ({ check, state }) => check === 'manifest' && state === 'checked',
  );
  const paths = [...targets.map(({ name }) => name), ...checked.map(({ target }) => target)];
  for (const path of new Set(paths)) {
    // Where it cannot be read, the check of manifests reports why.
    const text = await readInputManifest(root, path).catch(() => '');
    const secrets = fileSecrets(path, text, budget);
    const told = toldSecrets([...secrets.findings, ...secrets.suppressed], known);
    const isNew = (one: Finding) => isKnownFormat(one) && !told.has(one);
    found.push(...secrets.findings.filter(isNew));
    allowed.push(...secrets.suppressed.filter(isNew));
    if (!secrets.complete)
      partial.push({ check: 'secret', target: path, state: 'partial', reason: TOO_MANY });
  }
  const add = (rules: Found) => ({
    findings: [...rules.findings, ...found],
    suppressed: [...(rules.suppressed ?? []), ...allowed],
  });
  return {
    ...inspection,
    ...add(inspection),
    coverage: [...coverage, ...partial],
    fittedTo: (needs: readonly ScannedNeeds[]) => add(inspection.fittedTo(needs)),
  };
}

const TOO_MANY =
  'Only a part of it was searched for tokens and keys, because it has too many candidates. Split the file';
