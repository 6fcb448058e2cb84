import { CHECKS } from '../core/finding.js';
import { dayOf } from '../lib/dates.js';
import { redactUrl } from '../lib/redact-url.js';
import type { Gate } from './gate.js';
import type { Exception, Policy, TrustRequirement } from './policy.js';
import { gateOf } from './verdict.js';

/** What a policy asks for, in lines for a person. */
export function explainPolicy(policy: Policy, now: Date): string[] {
  const general = failing(policy.failOn);
  const special = CHECKS.flatMap((check) => {
    const own = failing(gateOf(policy, check));
    return own === general ? [] : [`  ${check}: ${own}`];
  });
  const { maximumAgeDays, path } = policy.advisories;
  return [
    `fails on: ${general}`,
    ...special,
    `may be incomplete: ${policy.allowIncomplete.join(', ') || 'nothing'}`,
    ...(policy.images.length > 0 ? [`images: ${policy.images.join(', ')}`] : []),
    ...(path === undefined ? [] : [`advisories: ${redactUrl(path)}`]),
    ...(maximumAgeDays === undefined ? [] : [`advisories no older than ${maximumAgeDays} days`]),
    `registries: ${policy.registries?.join(', ') ?? 'any'}`,
    `base images: ${policy.baseImages === 'verify' ? 'verified' : 'not verified'}`,
    `ignore comments: ${COMMENTS[policy.ignoreComments]}`,
    ...heading('trust', policy.trust.flatMap(trusted)),
    ...heading(
      'exceptions',
      policy.exceptions.map((exception) => accepted(exception, dayOf(now))),
    ),
    ...heading(
      'rules',
      policy.rules.map(({ id, severity, message }) => `  ${id} (${severity}): ${message}`),
    ),
  ];
}

const COMMENTS = {
  allow: 'suppress findings',
  'deny-new': 'suppress findings, but for those that a change brings',
  deny: 'suppress nothing',
} as const;

function heading(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [`${name}: none`] : [`${name}:`, ...lines];
}

function failing(gate: Gate): string {
  const causes = [
    ...(gate.severity === 'none' ? [] : [`severity ${gate.severity} or worse`]),
    ...(gate.epss === undefined ? [] : [`EPSS ${gate.epss} or more`]),
  ];
  const filters = [
    ...(gate.fixable ? ['with a fix'] : []),
    ...(gate.graceDays > 0 ? [`${gate.graceDays} days after publication`] : []),
  ];
  const all = [
    ...(causes.length > 0 ? [[causes.join(' or '), ...filters].join(', ')] : []),
    ...(gate.knownExploited ? ['anything that is exploited'] : []),
  ];
  if (all.length === 0) return 'nothing';
  return `${all.join('; ')}; ${gate.new ? 'new findings only' : 'new or old'}`;
}

function trusted({ images, signedBy, provenance, trustedRoot }: TrustRequirement): string[] {
  const signers = signedBy.map((signer) =>
    'key' in signer ? `the key ${signer.key}` : `${signer.subject} by ${signer.issuer}`,
  );
  const facts = Object.entries(provenance ?? {}).map(([name, value]) => `${name} ${value}`);
  return [
    `  ${images}`,
    ...(signers.length > 0 ? [`    signed by ${signers.join(', or ')}`] : []),
    ...(provenance ? [`    provenance: ${facts.join(', ') || 'by a trusted builder'}`] : []),
    ...(trustedRoot === undefined ? [] : [`    trusted root: ${trustedRoot}`]),
  ];
}

function accepted(exception: Exception, today: string): string {
  const { rule, packages, paths, images, reason, owner, until, line } = exception;
  const where = [
    ...(packages.length > 0 ? [`in ${packages.join(', ')}`] : []),
    ...(paths.length > 0 ? [`at ${paths.join(', ')}`] : []),
    ...(images.length > 0 ? [`of ${images.join(', ')}`] : []),
  ];
  const end =
    until === undefined
      ? 'without an end'
      : until < today
        ? `EXPIRED on ${until}`
        : `until ${until}`;
  const who = owner === undefined ? '' : ` (${owner})`;
  return `  line ${line}: ${[rule, ...where].join(' ')}, ${end}: ${reason}${who}`;
}
