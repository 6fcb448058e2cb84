import { COMMANDS } from '../../src/cli/commands/commands.js';
import { optionsOf } from '../../src/options/option-table.js';

const IDENTITY =
  'verify ghcr.io/acme/app:1.2 --certificate-identity "https://github.com/acme/app/*" --certificate-oidc-issuer https://token.actions.githubusercontent.com';
const PROVENANCE = 'verify ghcr.io/acme/app:1.2 --provenance-source github.com/acme/app';

/** Those that are more than the first example of a command with the option. */
const WRITTEN: Readonly<Record<string, string>> = {
  image: 'check . --image ghcr.io/acme/app:1.2',
  dockerfile: 'check . --dockerfile services/api/Dockerfile',
  step: 'fix --step 3f9a2c --step b41d07',
  'all-safe': 'fix --all-safe',
  write: 'fix --all-safe --write',
  patch: 'fix --all-safe --patch fix.patch',
  'pull-request': 'fix --all-safe --pull-request',
  rescan: 'fix --rescan --image ghcr.io/acme/app:stable',
  fix: 'lint --fix Dockerfile',
  'dry-run': 'lint --fix --dry-run Dockerfile',
  pin: 'lint --fix --pin Dockerfile',
  only: 'scan ghcr.io/acme/app:1.2 --only vulnerability,secret',
  format: 'check . --format text --format sarif=portside.sarif',
  output: 'check . --output portside.html',
  severity: 'check . --severity high',
  'ignore-unfixed': 'scan ghcr.io/acme/app:1.2 --ignore-unfixed',
  skip: 'lint . --skip "docs/**"',
  policy: 'scan ghcr.io/acme/app:1.2 --policy .github/portside.yml',
  'base-ref': 'check . --base-ref origin/main',
  'fail-on': 'scan ghcr.io/acme/app:1.2 --fail-on critical',
  advisories: 'scan ghcr.io/acme/app:1.2 --advisories osv',
  baseline: 'scan ghcr.io/acme/app:1.3 --baseline ghcr.io/acme/app:1.2',
  'baseline-ref': 'lint . --baseline-ref origin/main',
  vex: 'scan ghcr.io/acme/app:1.2 --vex app.vex.json',
  'vex-out': 'scan ghcr.io/acme/app:1.2 --vex-out app.openvex.json',
  'attested-sbom': 'scan ghcr.io/acme/app:1.2 --policy .github/portside.yml --attested-sbom',
  import: 'scan ghcr.io/acme/app:1.2 --import trivy.json',
  malware: 'scan ghcr.io/acme/app:1.2 --malware clamav',
  kev: 'scan ghcr.io/acme/app:1.2 --kev known_exploited_vulnerabilities.json',
  epss: 'scan ghcr.io/acme/app:1.2 --epss epss_scores.csv.gz',
  from: 'db build --from osv --out advisories',
  feed: 'db build --from osv --feed redhat-vex --out advisories',
  out: 'db build --from osv --out advisories',
  offline: 'check . --offline',
  platform: 'scan ghcr.io/acme/app:1.2 --platform linux/amd64,linux/arm64',
  'verify-digests': 'scan oci-archive:app.tar --verify-digests',
  'verify-files': 'scan ghcr.io/acme/app:1.2 --verify-files',
  key: 'verify ghcr.io/acme/app:1.2 --key cosign.pub',
  bundle: 'verify app.tar.gz --bundle app.sigstore.json --key cosign.pub',
  'certificate-identity': IDENTITY,
  'certificate-oidc-issuer': IDENTITY,
  'certificate-github-workflow-repository': `${IDENTITY} --certificate-github-workflow-repository acme/app`,
  'certificate-github-workflow-ref': `${IDENTITY} --certificate-github-workflow-ref refs/heads/main`,
  'certificate-github-workflow-trigger': `${IDENTITY} --certificate-github-workflow-trigger push`,
  'trusted-root': 'verify ghcr.io/acme/app:1.2 --key cosign.pub --trusted-root trusted_root.json',
  'require-tlog': 'verify ghcr.io/acme/app:1.2 --key cosign.pub --require-tlog',
  'insecure-ignore-tlog': `${IDENTITY} --insecure-ignore-tlog`,
  annotation: 'verify ghcr.io/acme/app:1.2 --key cosign.pub --annotation env=production',
  'signed-identity':
    'verify mirror.acme.example/app:1.2 --key cosign.pub --signed-identity ghcr.io/acme/app',
  'attestation-type': 'verify ghcr.io/acme/app:1.2 --key cosign.pub --attestation-type spdxjson',
  provenance: 'verify ghcr.io/acme/app:1.2 --provenance --provenance-source github.com/acme/app',
  'provenance-source': PROVENANCE,
  'provenance-builder': `${PROVENANCE} --provenance-builder https://github.com/acme/build/.github/workflows/build.yml`,
  'provenance-branch': `${PROVENANCE} --provenance-branch main`,
  'provenance-tag': `${PROVENANCE} --provenance-tag v1.2.0`,
  'provenance-versioned-tag': `${PROVENANCE} --provenance-versioned-tag v1.2`,
  'provenance-input': `${PROVENANCE} --provenance-input environment=production`,
  'deny-self-hosted': `${PROVENANCE} --deny-self-hosted`,
  'allow-http-registry': 'scan registry:registry.acme.example:5000/app --allow-http-registry',
  color: 'check . --color never',
  timeout: 'check . --timeout 10m',
  verbose: 'check . --verbose',
  quiet: 'check . --quiet',
};

/**
 * A command with each option of src/options/option-table.ts, without `portside`, for docs/reference/command-line.md. A test
 * parses it.
 */
export const OPTION_EXAMPLES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    COMMANDS.toReversed().flatMap(({ name: command, examples: [example] }) =>
      optionsOf(command)
        .filter(({ type }) => type === 'boolean')
        .map(({ name }) => [name, `${example} --${name}`]),
    ),
  ),
  ...WRITTEN,
};
