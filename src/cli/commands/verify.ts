import { evaluate } from '../../check/evaluate.js';
import { loadRules } from '../../check/load-rules.js';
import type { Host } from '../../core/host.js';
import { incompleteInspection } from '../../core/incomplete-inspection.js';
import type { Inspection, RuleBook } from '../../core/report.js';
import { startDeadline } from '../../lib/deadline.js';
import { PortsideError, reason } from '../../lib/errors.js';
import type { Options } from '../../options/options.js';
import { DEFAULT_POLICY } from '../../policy/presets.js';
import { signatureRules } from '../../signatures/signature-rules.js';
import {
  type AskedByVerification,
  openTarget,
  verifyTarget,
} from '../../signatures/verify-target.js';
import { singleArgument } from './arguments.js';
import { checkFormats, deliver } from './deliver.js';

/** Only these rules are needed. Loading the rules of all families takes longer than verifying a signature. */
const RULES: RuleBook = new Map(
  signatureRules.map((rule) => [rule.id, { ...rule, check: 'trust' }]),
);

/** `portside verify TARGET`: verifies signatures and provenance of an image, or with --bundle of a file. Returns the exit status. */
export async function run(options: Options, host: Host): Promise<number> {
  await checkFormats(options.outputs);
  const target = singleArgument(options, 'verify');
  const deadline = startDeadline(options.timeout);
  const verify = () =>
    asksByOption(options)
      ? verifyTarget(target, options, host)
      : verifyByPolicy(target, options, host);
  const inspection = await deadline
    .within(verify)
    .catch((error: unknown) => {
      if (error instanceof PortsideError && error.kind === 'incomplete')
        return incompleteInspection('trust', [target], reason(error));
      throw error;
    })
    .finally(deadline.stop);
  // Every finding fails: the user asked for a proof.
  const policy = {
    ...DEFAULT_POLICY,
    failOn: { ...DEFAULT_POLICY.failOn, severity: 'info', new: false },
  } as const;
  const { report, context } = evaluate({
    root: '.',
    inspection,
    policy,
    options,
    rules: RULES,
    redact: undefined,
    started: options.now,
  });
  return deliver({ report, context: { ...context, isFixedPolicy: true } }, options, host);
}

/** Whether options, and not the policy, say who must have signed. */
function asksByOption({ policy, trust }: Pick<Options, 'policy' | 'trust'>): boolean {
  const { key, certificateIdentity, certificateOidcIssuer, bundle, provenance } = trust;
  const options = [key, certificateIdentity, certificateOidcIssuer, bundle, provenance];
  return policy === undefined || options.some((option) => option !== undefined);
}

/** Every requirement of the policy for the target must hold. Without one, nothing would be verified, which is an error. */
async function verifyByPolicy(
  target: string,
  options: Pick<Options, AskedByVerification | 'policy'>,
  host: Host,
): Promise<Inspection> {
  const { namedPolicy } = await import('../../policy/effective-policy.js');
  const { requirementsOf, verifyRequired } = await import(
    '../../signatures/required-signatures.js'
  );
  const policy = await namedPolicy({ ...options, loadRules });
  const requirements = await requirementsOf(target, { root: '.', policy, options, host });
  if (requirements.length === 0)
    throw new PortsideError(
      'PSE2006',
      `The policy ${policy.path} requires nothing of ${target}`,
      'Add it to "trust", or give --key FILE',
    );
  return verifyRequired(await openTarget(target, options, host), requirements);
}
