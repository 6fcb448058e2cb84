interface OptionFacts {
  /** What applies without the option. */
  readonly default: string;
  /** A command with the option, without `portside`. A test parses it. */
  readonly example: string;
}

const off = (example: string): OptionFacts => ({ default: 'off', example });
const none = (example: string): OptionFacts => ({ default: 'none', example });
const fact = (defaultText: string, example: string): OptionFacts => ({
  default: defaultText,
  example,
});

const IDENTITY =
  'verify ghcr.io/acme/app:1.2 --certificate-identity "https://github.com/acme/app/*" --certificate-oidc-issuer https://token.actions.githubusercontent.com';
const PROVENANCE = 'verify ghcr.io/acme/app:1.2 --provenance-source github.com/acme/app';

/** Default and example of every option of src/options/option-table.ts, for docs/reference/command-line.md. */
export const OPTION_FACTS: Readonly<Record<string, OptionFacts>> = {
  image: fact('the images that the policy names', 'check . --image ghcr.io/acme/app:1.2'),
  dockerfile: fact(
    'all Dockerfiles of the repository',
    'check . --dockerfile services/api/Dockerfile',
  ),
  fix: off('lint --fix Dockerfile'),
  'dry-run': off('lint --fix --dry-run Dockerfile'),
  only: fact('all checks', 'scan ghcr.io/acme/app:1.2 --only vulnerability,secret'),
  format: fact(
    '`text`; `json` for `merge`, `cyclonedx` for `sbom`',
    'check . --format text --format sarif=portside.sarif',
  ),
  output: fact('standard output', 'check . --output portside.html'),
  severity: fact('all findings', 'check . --severity high'),
  'ignore-unfixed': off('scan ghcr.io/acme/app:1.2 --ignore-unfixed'),
  skip: none('lint . --skip "docs/**"'),
  policy: fact(
    '`.github/portside.yml`; none for `scan` and `verify`',
    'scan ghcr.io/acme/app:1.2 --policy .github/portside.yml',
  ),
  'base-ref': fact('the working tree', 'check . --base-ref origin/main'),
  'fail-on': fact(
    'as the policy says; `high` by the default preset',
    'scan ghcr.io/acme/app:1.2 --fail-on critical',
  ),
  advisories: fact('api.osv.dev', 'scan ghcr.io/acme/app:1.2 --advisories osv'),
  baseline: fact(
    'every finding is new',
    'scan ghcr.io/acme/app:1.3 --baseline ghcr.io/acme/app:1.2',
  ),
  'baseline-ref': fact('every finding is new', 'lint . --baseline-ref origin/main'),
  vex: none('scan ghcr.io/acme/app:1.2 --vex app.vex.json'),
  'attested-sbom': off('scan ghcr.io/acme/app:1.2 --policy .github/portside.yml --attested-sbom'),
  issue: off('publish portside.json --issue'),
  import: none('scan ghcr.io/acme/app:1.2 --import trivy.json'),
  malware: fact(
    'only malicious packages are detected',
    'scan ghcr.io/acme/app:1.2 --malware clamav',
  ),
  kev: fact(
    'the feed of CISA, unless `--offline` is given',
    'scan ghcr.io/acme/app:1.2 --kev known_exploited_vulnerabilities.json',
  ),
  epss: fact(
    'the feed of FIRST, unless `--offline` is given',
    'scan ghcr.io/acme/app:1.2 --epss epss_scores.csv.gz',
  ),
  from: fact('required by `db build`', 'db build --from osv --out advisories'),
  out: fact('required by `db build`', 'db build --from osv --out advisories'),
  offline: off('check . --offline'),
  platform: fact('all platforms', 'scan ghcr.io/acme/app:1.2 --platform linux/amd64,linux/arm64'),
  'verify-digests': off('scan oci-archive:app.tar --verify-digests'),
  key: none('verify ghcr.io/acme/app:1.2 --key cosign.pub'),
  bundle: none('verify app.tar.gz --bundle app.sigstore.json --key cosign.pub'),
  'certificate-identity': none(IDENTITY),
  'certificate-oidc-issuer': none(IDENTITY),
  'certificate-github-workflow-repository': fact(
    'any',
    `${IDENTITY} --certificate-github-workflow-repository acme/app`,
  ),
  'certificate-github-workflow-ref': fact(
    'any',
    `${IDENTITY} --certificate-github-workflow-ref refs/heads/main`,
  ),
  'certificate-github-workflow-trigger': fact(
    'any',
    `${IDENTITY} --certificate-github-workflow-trigger push`,
  ),
  'trusted-root': fact(
    'the embedded root of sigstore.dev',
    'verify ghcr.io/acme/app:1.2 --key cosign.pub --trusted-root trusted_root.json',
  ),
  'require-tlog': off('verify ghcr.io/acme/app:1.2 --key cosign.pub --require-tlog'),
  'insecure-ignore-tlog': off(`${IDENTITY} --insecure-ignore-tlog`),
  annotation: none('verify ghcr.io/acme/app:1.2 --key cosign.pub --annotation env=production'),
  'signed-identity': fact(
    'any',
    'verify mirror.acme.example/app:1.2 --key cosign.pub --signed-identity ghcr.io/acme/app',
  ),
  provenance: off(
    'verify ghcr.io/acme/app:1.2 --provenance --provenance-source github.com/acme/app',
  ),
  'provenance-source': fact('any', PROVENANCE),
  'provenance-builder': fact(
    'the trusted builders',
    `${PROVENANCE} --provenance-builder https://github.com/acme/build/.github/workflows/build.yml`,
  ),
  'provenance-branch': fact('any', `${PROVENANCE} --provenance-branch main`),
  'provenance-tag': fact('any', `${PROVENANCE} --provenance-tag v1.2.0`),
  'provenance-versioned-tag': fact('any', `${PROVENANCE} --provenance-versioned-tag v1.2`),
  'provenance-input': fact('any', `${PROVENANCE} --provenance-input environment=production`),
  'deny-self-hosted': off(`${PROVENANCE} --deny-self-hosted`),
  'allow-http-registry': off('scan registry:registry.acme.example:5000/app --allow-http-registry'),
  color: fact('`auto`', 'check . --color never'),
  timeout: fact('no limit', 'check . --timeout 10m'),
  verbose: off('check . --verbose'),
  quiet: off('check . --quiet'),
};
