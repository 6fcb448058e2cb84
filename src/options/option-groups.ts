import type { Option } from './option-table.js';

/** The groups of the help, in its order, with the names of their options. */
export const OPTION_GROUPS: readonly (readonly [title: string, names: readonly string[]])[] = [
  ['Input', ['image', 'dockerfile', 'platform', 'from', 'feed', 'out', 'bundle']],
  [
    'What is checked',
    ['only', 'malware', 'verify-files', 'verify-digests', 'attested-sbom', 'import'],
  ],
  ['Advisories', ['advisories', 'kev', 'epss', 'vex']],
  [
    'Fixes',
    [
      'plan',
      'step',
      'all-safe',
      'write',
      'patch',
      'pull-request',
      'rescan',
      'fix',
      'dry-run',
      'pin',
    ],
  ],
  [
    'Output',
    [
      'format',
      'output',
      'vex-out',
      'severity',
      'ignore-unfixed',
      'skip',
      'color',
      'verbose',
      'quiet',
      'issue',
    ],
  ],
  ['Decision', ['policy', 'base-ref', 'fail-on', 'baseline', 'baseline-ref']],
  [
    'Signer',
    [
      'key',
      'certificate-identity',
      'certificate-oidc-issuer',
      'certificate-github-workflow-repository',
      'certificate-github-workflow-ref',
      'certificate-github-workflow-trigger',
      'trusted-root',
      'require-tlog',
      'insecure-ignore-tlog',
      'annotation',
      'signed-identity',
    ],
  ],
  [
    'Provenance',
    [
      'attestation-type',
      'provenance',
      'provenance-source',
      'provenance-builder',
      'provenance-branch',
      'provenance-tag',
      'provenance-versioned-tag',
      'provenance-input',
      'deny-self-hosted',
    ],
  ],
  ['Network and time', ['offline', 'allow-http-registry', 'timeout']],
];

/** What applies without an option, for the help and docs/reference/command-line.md: a value is in backquotes. */
const DEFAULTS: Readonly<Record<string, string>> = {
  image: 'the images that the policy names; none for `inputs`',
  dockerfile: 'all Dockerfiles of the repository',
  only: 'all checks',
  format: '`text`; `json` for `merge`, `cyclonedx` for `sbom`',
  output: 'standard output',
  severity: 'all findings',
  policy: '`.github/portside.yml`; none for `scan` and `verify`',
  write: 'the edits are printed',
  patch: 'the edits are printed',
  'base-ref': 'the working tree',
  'fail-on': 'as the policy says; `high` by the default preset',
  advisories: 'api.osv.dev',
  baseline: 'every finding is new',
  'baseline-ref': 'every finding is new',
  malware: 'only malicious packages are detected',
  kev: 'the feed of CISA, unless `--offline` is given',
  epss: 'the feed of FIRST, unless `--offline` is given',
  from: 'required by `db build`',
  out: 'required by `db build`, `compliance` and `fleet`, and by `scan` with several targets',
  platform: 'all platforms',
  'certificate-github-workflow-repository': 'any',
  'certificate-github-workflow-ref': 'any',
  'certificate-github-workflow-trigger': 'any',
  'trusted-root': 'the embedded root of sigstore.dev',
  'signed-identity': 'any',
  'provenance-source': 'any',
  'provenance-builder': 'the trusted builders',
  'provenance-branch': 'any',
  'provenance-tag': 'any',
  'provenance-versioned-tag': 'any',
  'provenance-input': 'any',
  color: '`auto`',
  timeout: 'no limit',
};

/** `off` for a flag that is not given, `none` for a value that nothing replaces. */
export function defaultOf({ name, type }: Pick<Option, 'name' | 'type'>): string {
  return DEFAULTS[name] ?? (type === 'boolean' ? 'off' : 'none');
}
