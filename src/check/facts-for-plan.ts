import { defaultBasesOf } from '../base-images/inspectors.js';
import type { Inspection } from '../core/report.js';
import type { Targets } from '../discover/targets.js';
import type { Deadline } from '../lib/deadline.js';
import { baseFacts, unaskedFacts } from '../remedy/facts/base-facts.js';
import { buildWays } from '../remedy/facts/build-ways.js';
import { planFacts } from '../remedy/facts/plan-facts.js';
import { indexOptions, packageIndexes } from '../vulnerabilities/package-indexes/indexes.js';
import type { Known } from './inspectors.js';
import type { Setup } from './setup.js';

/** What the plan needs to know besides the findings: newer base images, declared versions, how images are built. */
export async function factsForPlan(
  inspection: Inspection,
  { setup, targets }: { readonly setup: Setup; readonly targets: Targets },
  facts: Known,
  deadline: Deadline,
): Promise<ReturnType<typeof planFacts>> {
  const { context, sources } = setup;
  const indexes = packageIndexes(indexOptions(context.options), context.host);
  const { root } = context;
  const bases = defaultBasesOf(facts);
  const factsOfBases = await deadline.orElse(
    () => baseFacts(bases, { inspection, sources, context, indexes }),
    () => bases.filter(({ isBase }) => isBase).map(unaskedFacts),
  );
  const paths = [...new Set([...targets.lockfiles, ...targets.projectFiles])];
  return planFacts(inspection, { root, paths }, factsOfBases, buildWays(root, targets));
}
