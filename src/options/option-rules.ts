import { checkNamed } from '../core/finding.js';
import { COMPLETE_FORMATS } from '../core/narrowing.js';
import { SBOM_FORMATS } from '../core/sbom-formats.js';
import { PortsideError } from '../lib/errors.js';

/** The values of the given options, by name, as the parser returns them. */
export type GivenOptions = Readonly<
  Record<string, string | boolean | readonly (string | boolean)[] | undefined>
>;

/** What an option of some commands needs or excludes. Without the rule, one of the options would have no effect. */
interface OptionRule {
  readonly commands: readonly string[];
  /** The options that the rule is about: it applies to each that is given. */
  readonly options: readonly string[];
  /** The rule applies only to values for which this is true; absent means all. */
  readonly when?: (given: GivenOptions, words: readonly string[]) => boolean;
  /** None of these may be given. */
  readonly excludes?: readonly string[];
  /** One of these must be given. */
  readonly needs?: readonly string[];
  /** Why, as the rest of the sentence. */
  readonly why: string;
  /** What to do. */
  readonly next: string;
}

const PROVENANCE = [
  'provenance',
  'provenance-source',
  'provenance-builder',
  'provenance-branch',
  'provenance-tag',
  'provenance-versioned-tag',
  'provenance-input',
];
const IDENTITY = ['certificate-identity', 'certificate-oidc-issuer'];
const CLAIMS = [
  'certificate-github-workflow-repository',
  'certificate-github-workflow-ref',
  'certificate-github-workflow-trigger',
];
const SIGNER = ['key', ...IDENTITY, ...CLAIMS];
const ADVISORIES = ['advisories', 'vex', 'vex-out', 'import', 'kev', 'epss'];

/** Every combination of options in which one would have no effect. */
const RULES: readonly OptionRule[] = [
  {
    commands: ['check'],
    options: ['list'],
    excludes: [
      ...['image', 'format', 'output', 'severity', 'ignore-unfixed', 'skip', 'verbose', 'color'],
      ...['baseline', 'baseline-ref', 'fail-on', 'malware', ...ADVISORIES],
    ],
    why: 'the files are listed, and nothing is checked',
    next: 'Remove one of them',
  },
  {
    commands: ['verify'],
    options: ['policy'],
    excludes: [
      'bundle',
      ...SIGNER,
      ...PROVENANCE,
      'deny-self-hosted',
      'annotation',
      'signed-identity',
      'attestation-type',
      'trusted-root',
      'require-tlog',
      'insecure-ignore-tlog',
    ],
    why: 'the policy names the signers and what they must have signed',
    next: 'Remove --policy, or write the requirement under "trust" in the policy',
  },
  {
    commands: ['verify'],
    options: ['bundle'],
    excludes: [
      ...PROVENANCE,
      'annotation',
      'signed-identity',
      'platform',
      'verify-digests',
      'allow-http-registry',
    ],
    why: 'a bundle is verified by its signer and by the digest of the file only',
    next: 'Remove one of them',
  },
  {
    commands: ['verify'],
    options: ['insecure-ignore-tlog'],
    excludes: ['key', 'require-tlog'],
    why: 'a signature by a key needs no entry in the transparency log, except with --require-tlog',
    next: 'Remove --insecure-ignore-tlog',
  },
  {
    commands: ['verify'],
    options: ['key'],
    excludes: IDENTITY,
    why: 'a signature is verified by a key or by a certificate',
    next: 'Remove one of them',
  },
  {
    commands: ['verify'],
    options: ['certificate-identity'],
    needs: ['certificate-oidc-issuer'],
    why: 'an identity means nothing without its issuer',
    next: 'Add --certificate-oidc-issuer URL',
  },
  {
    commands: ['verify'],
    options: ['certificate-oidc-issuer'],
    needs: ['certificate-identity'],
    why: 'an issuer vouches for many identities',
    next: 'Add --certificate-identity IDENTITY',
  },
  {
    commands: ['verify'],
    options: CLAIMS,
    needs: ['certificate-identity'],
    why: 'a certificate has the claims',
    next: 'Add --certificate-identity and --certificate-oidc-issuer',
  },
  {
    commands: ['verify'],
    options: ['annotation', 'signed-identity'],
    excludes: PROVENANCE,
    why: 'signatures have it, and provenance does not',
    next: 'Run portside verify twice: once without --provenance, once with it',
  },
  {
    commands: ['verify'],
    options: ['attestation-type'],
    excludes: [...PROVENANCE, 'annotation', 'signed-identity'],
    why: 'attestations have neither annotations nor names, and provenance is an attestation of its own',
    next: 'Remove one of them, or run portside verify twice',
  },
  {
    commands: ['verify'],
    options: ['deny-self-hosted'],
    needs: [...PROVENANCE, 'certificate-identity'],
    why: 'only the certificate of a workflow records the runner',
    next: 'Add --provenance, or --certificate-identity with --certificate-oidc-issuer',
  },
  {
    commands: ['fix'],
    options: ['format', 'output'],
    excludes: ['step', 'all-safe', 'rescan'],
    why: 'it is about the plan, which is printed if no step is chosen',
    next: 'Remove one of them; the edits are a diff, which --patch FILE writes',
  },
  {
    commands: ['fix'],
    options: ['step'],
    excludes: ['all-safe'],
    why: 'the steps are chosen by name or by their safety',
    next: 'Remove one of them',
  },
  {
    commands: ['fix'],
    options: ['write', 'patch', 'pull-request'],
    needs: ['all-safe', 'step'],
    why: 'it is about the edits of steps',
    next: 'Add --all-safe or --step ID',
  },
  {
    commands: ['fix'],
    options: ['undo'],
    excludes: ['step', 'all-safe', 'write', 'patch', 'pull-request', 'rescan', 'format', 'output'],
    why: 'it checks nothing, and only takes edits back',
    next: 'Remove one of them',
  },
  {
    commands: ['fix'],
    options: ['patch', 'pull-request'],
    excludes: ['write'],
    why: 'the edits have one destination',
    next: 'Remove one of them',
  },
  {
    commands: ['fix'],
    options: ['pull-request'],
    excludes: ['patch', 'offline'],
    why: 'the edits go to GitHub',
    next: 'Remove one of them',
  },
  {
    commands: ['fix'],
    options: ['rescan'],
    excludes: ['step', 'all-safe', 'write', 'patch', 'pull-request', 'offline'],
    why: 'the policy decides about a pull request with the safe steps',
    next: 'Remove one of them',
  },
  {
    commands: ['lint'],
    options: ['dry-run'],
    needs: ['fix'],
    why: 'it shows the edits of --fix',
    next: 'Add --fix',
  },
  {
    commands: ['lint'],
    options: ['pin'],
    needs: ['fix'],
    why: 'it adds digests to the edits of --fix',
    next: 'Add --fix',
  },
  {
    commands: ['lint'],
    options: ['dry-run'],
    excludes: ['format', 'policy', 'base-ref', 'baseline-ref', 'fail-on'],
    why: 'a dry run prints a diff and evaluates nothing',
    next: 'Remove one of them',
  },
  {
    commands: ['fix'],
    options: ['baseline-ref'],
    excludes: ['baseline'],
    why: 'findings are compared with one baseline',
    next: 'Remove one of them',
  },
  {
    commands: ['scan'],
    options: ['out'],
    excludes: ['baseline', 'vex-out', 'import', 'severity', 'ignore-unfixed', 'skip'],
    why: 'each target is compared with its own earlier report, and what changed is shown',
    next: 'Remove one of them',
  },
  {
    commands: ['scan'],
    options: ADVISORIES,
    when: (given) => !isWanted(given, ['vulnerability']),
    excludes: ['only'],
    why: 'only the vulnerability check uses it',
    next: 'Add vulnerability to --only, or remove one of the options',
  },
  {
    commands: ['scan'],
    options: ['malware'],
    when: (given) => !isWanted(given, ['malware', 'vulnerability']),
    excludes: ['only'],
    why: 'the malware check is not selected',
    next: 'Add malware to --only, or remove one of the options',
  },
  {
    commands: ['scan'],
    options: ['verify-files'],
    when: (given) => !isWanted(given, ['hardening']),
    excludes: ['only'],
    why: 'the hardening check compares the files',
    next: 'Add hardening to --only, or remove one of the options',
  },
  {
    commands: ['scan'],
    options: ['only'],
    when: (given) => isWanted(given, ['malware']) && !isWanted(given, ['vulnerability']),
    needs: ['malware'],
    why: 'no scanner would run',
    next: 'Add --malware clamav, or add vulnerability to --only for malicious packages',
  },
  {
    commands: ['scan'],
    options: ['only'],
    when: (given) => isWanted(given, ['trust', 'policy']),
    needs: ['policy'],
    why: 'a policy says which signatures and custom rules to check',
    next: 'Add --policy FILE, or remove trust and policy from --only',
  },
  {
    commands: ['scan'],
    options: ['attested-sbom'],
    needs: ['policy'],
    why: 'the policy names the signers whose SBOM is used',
    next: 'Add --policy FILE',
  },
  {
    commands: ['check', 'scan', 'sbom', 'diff', 'verify', 'compliance', 'fix'],
    options: ['allow-http-registry'],
    excludes: ['offline'],
    why: 'no registry is used without network',
    next: 'Remove one of them',
  },
  {
    commands: ['check', 'lint', 'scan'],
    options: ['severity', 'ignore-unfixed', 'skip'],
    when: isForPrograms,
    why: 'reports in these formats have all findings',
    next: 'Add a report for people, such as --format text, or remove the option',
  },
  {
    commands: ['lint'],
    options: ['severity', 'skip'],
    excludes: ['dry-run'],
    why: 'a dry run prints a diff and no findings',
    next: 'Remove one of them',
  },
  {
    commands: ['db'],
    options: ['from', 'feed', 'out', 'offline'],
    when: (_, [action]) => action !== 'build',
    why: 'only portside db build uses it',
    next: 'Remove the option, or use portside db build',
  },
  {
    commands: ['db'],
    options: ['allow-http-registry'],
    when: (_, [action]) => action !== 'push',
    why: 'only portside db push uses a registry',
    next: 'Remove the option',
  },
];

/** Whether no report is for people: those for programs have all findings. */
function isForPrograms({ format }: GivenOptions): boolean {
  const formats = Array.isArray(format)
    ? format.map((word) => String(word).split('=')[0] ?? '')
    : [];
  return formats.length > 0 && formats.every((name) => COMPLETE_FORMATS.has(name));
}

/** The formats that a command cannot fill, because it inspects nothing that they describe. */
const UNFIT_FORMATS: Readonly<Record<string, readonly string[]>> = {
  lint: [...SBOM_FORMATS, 'in-toto-vuln', 'in-toto-vsa'],
  verify: [...SBOM_FORMATS, 'in-toto-vuln'],
};

/** The formats that list packages. */
const PACKAGE_FORMATS: readonly string[] = [...SBOM_FORMATS, 'json'];

/** The formats of the difference of two images, and of the inputs of builds. */
const DOCUMENT_FORMATS = ['text', 'markdown', 'json'];

/** The formats of a plan. */
const PLAN_FORMATS = ['text', 'json'];

/** Whether the command can fill a report of this format. */
export function fitsFormat(command: string, format: string): boolean {
  if (command === 'sbom') return PACKAGE_FORMATS.includes(format);
  if (command === 'diff' || command === 'inputs') return DOCUMENT_FORMATS.includes(format);
  if (command === 'fix') return PLAN_FORMATS.includes(format);
  return UNFIT_FORMATS[command]?.includes(format) !== true;
}

/** Throws PortsideError (usage) if an option excludes another one, needs one that is missing, or would have no effect. */
export function checkOptionRules(
  command: string,
  given: GivenOptions,
  words: readonly string[],
): void {
  const has = (name: string) => given[name] !== undefined && given[name] !== false;
  for (const rule of RULES) {
    if (!rule.commands.includes(command) || rule.when?.(given, words) === false) continue;
    for (const option of rule.options.filter(has)) {
      const problem = ruleProblem(rule, option, has);
      if (problem !== undefined)
        throw new PortsideError('PSE1004', `${problem}: ${rule.why}`, rule.next);
    }
  }
}

function ruleProblem(
  { excludes, needs }: OptionRule,
  option: string,
  has: (name: string) => boolean,
): string | undefined {
  const other = excludes?.find(has);
  if (other !== undefined) return `--${option} has no effect together with --${other}`;
  if (needs && !needs.some(has)) return `--${option} needs --${needs[0]}`;
  if (!excludes && !needs) return `--${option} has no effect here`;
  return undefined;
}

/** Whether `--only` names one of the checks, or is absent. */
function isWanted({ only }: GivenOptions, checks: readonly string[]): boolean {
  if (typeof only !== 'string') return true;
  return only.split(',').some((word) => checks.includes(checkNamed(word.trim()) ?? ''));
}
