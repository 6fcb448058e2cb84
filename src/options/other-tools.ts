/**
 * What to use instead of the options, commands and values of other scanners and linters.
 * Source: the help of Trivy, Grype, Syft, hadolint, cosign and Docker Scout, 2026.
 */

const SHOW_LESS = 'to show less; accept what fails with an exception for the path in the policy';
const LOGIN = 'Log in with docker login: its credentials are used';
const ONLY_FIXED =
  'Use --ignore-unfixed to show less; what fails is decided by fail-on: { fixable: true } in the policy';
const POLICY =
  'Use --policy FILE for a policy; portside check reads .hadolint.yaml and .trivyignore';
const TEMPLATE =
  'Templates are not supported; --format lists the formats, and --format json has everything';
const IDENTITY_GLOB = 'Use --certificate-identity: a glob such as https://github.com/acme/* works';
const ALL_PACKAGES = 'The JSON report and portside sbom list all packages';
const NO_CACHE =
  'Advisories are looked up on each run; --advisories names a database, portside db build makes one';

/** By option; a name of one letter is `-t`. `; ` separates clauses: those that name options a command lacks are left out. */
const OPTIONS: Readonly<Record<string, string>> = {
  // What fails
  'exit-code': 'The exit status is 1 if the policy fails, so no option is needed',
  'exit-on-eol': 'The end of support of a distribution is a finding: see --fail-on',
  e: 'The exit status is 1 if the policy fails, so no option is needed',
  'fail-on-severity': 'Use --fail-on SEVERITY',
  'failure-threshold': 'Use --fail-on SEVERITY',
  t: 'Use --fail-on SEVERITY for a threshold; templates are not supported',
  'no-fail': 'Set fail-on: { severity: none } in the policy',
  compliance: 'Write what must hold in the policy: portside policy check explains it',
  'ignore-policy': 'Write exceptions and rules in the policy',
  ignore:
    'Accept the rule with an exception in the policy, or with a comment: # portside ignore=RULE',
  ignorefile: 'Write exceptions in the policy; portside check reads .trivyignore as well',
  'ignore-status': 'Accept it with an exception in the policy',
  'show-suppressed': 'Suppressed findings are in every report',
  error: 'Set severities in .hadolint.yaml: override: { error: [RULE] }',
  warning: 'Set severities in .hadolint.yaml: override: { warning: [RULE] }',
  info: 'Set severities in .hadolint.yaml: override: { info: [RULE] }',
  style: 'Set severities in .hadolint.yaml: override: { style: [RULE] }',
  'trusted-registry': 'Write the registries in the policy: registries: [docker.io/library]',
  'require-label': 'Write label-schema in .hadolint.yaml',
  'strict-labels': 'Write strict-labels in .hadolint.yaml',
  'disable-ignore-pragma': 'Write ignore-comments: deny in the policy',
  // What is shown
  s: 'Use --severity SEVERITY',
  'only-severity': 'Use --severity SEVERITY',
  'only-fixed': ONLY_FIXED,
  'only-notfixed': 'The text report names what has no fix; --format json has it for each finding',
  'only-unfixed': 'The text report names what has no fix; --format json has it for each finding',
  'only-base': 'The report lists the findings of the base image apart',
  'ignore-base': 'The report lists the findings of the base image apart; the policy accepts them',
  'skip-dirs': `Use --skip "FOLDER/**" ${SHOW_LESS}`,
  'skip-files': `Use --skip FILE ${SHOW_LESS}`,
  exclude: `Use --skip GLOB ${SHOW_LESS}`,
  'list-all-pkgs': ALL_PACKAGES,
  'dependency-tree': ALL_PACKAGES,
  locations: 'The text report has the Dockerfile line of each package, --format json its files',
  details: 'Use --verbose, or --format json',
  'by-cve': 'Vulnerabilities have their CVE as the id, with all aliases in --format json',
  // Output
  'no-color': 'Use --color never',
  'no-progress': 'Use --quiet; in a pipe there is no progress',
  debug: 'Use --verbose',
  d: 'Use --verbose',
  file: 'Use --output FILE',
  template: TEMPLATE,
  report: 'Use --severity to show less, or --format',
  // What is checked
  scanners: 'Use portside scan --only CHECK,…',
  'security-checks': 'Use portside scan --only CHECK,…',
  'vuln-type': 'All packages are checked; accept what fails with an exception in the policy',
  'pkg-types': 'All packages are checked; accept what fails with an exception in the policy',
  'image-config-scanners': 'The configuration of an image is always checked',
  'misconfig-scanners': 'All Dockerfiles and manifests are checked: portside check .',
  'include-dev-deps': 'All packages of the image are checked',
  scope: 'All layers are checked',
  'removed-pkgs': 'Removed packages are in the report: their files are still in the image',
  distro: 'The distribution is read from the image',
  'add-cpes-if-none': 'Packages are matched by name, not by CPE',
  i: 'Name the file as the target: portside scan FILE',
  input: 'Name the file as the target: portside scan FILE',
  'image-src': 'Write it before the name: docker:NAME, registry:NAME, docker-archive:FILE',
  'local-image': 'Write it as the target: oci:FOLDER',
  from: 'Write it before the name: docker:NAME, registry:NAME, docker-archive:FILE',
  name: 'The report names the target as it is written',
  'source-name': 'The report names the target as it is written',
  'select-catalogers': 'All catalogers run',
  to: 'Use --baseline IMAGE',
  'to-latest': 'Use --baseline IMAGE',
  // Configuration and advisories
  c: POLICY,
  config: POLICY,
  'offline-scan': 'Use --offline',
  'skip-db-update': 'Use --offline with --advisories FOLDER',
  'skip-java-db-update': 'Use --offline with --advisories FOLDER',
  'skip-update': 'Use --offline with --advisories FOLDER',
  'download-db-only': 'Use portside db build',
  'db-repository': 'Use --advisories REGISTRY/REPOSITORY@sha256:…; portside db push writes one',
  'cache-dir': NO_CACHE,
  'clear-cache': NO_CACHE,
  reset: NO_CACHE,
  'vex-location': 'Use --vex FILE',
  // Registries
  insecure: 'Use --allow-http-registry for HTTP, or NODE_EXTRA_CA_CERTS=FILE for a certificate',
  'insecure-registry': 'Use --allow-http-registry',
  'allow-insecure-registry': 'Use --allow-http-registry',
  username: LOGIN,
  password: LOGIN,
  'registry-username': LOGIN,
  'registry-password': LOGIN,
  'registry-token': LOGIN,
  // Signatures
  'certificate-identity-regexp': IDENTITY_GLOB,
  'certificate-oidc-issuer-regexp': 'Use --certificate-oidc-issuer with the complete address',
  certificate: 'The certificate is read from the signature; --trusted-root names other authorities',
  'certificate-chain': 'Use --trusted-root FILE',
  signature: 'Use --bundle FILE',
  'rekor-url': 'Use --trusted-root FILE',
  'check-claims': 'Claims are always checked',
  type: 'Use --provenance for provenance; use portside scan --attested-sbom for an attested SBOM',
  a: 'Use --annotation KEY=VALUE',
};

/** By command. */
const COMMANDS: Readonly<Record<string, string>> = {
  image: 'Use portside scan NAME',
  images: 'Use portside scan NAME',
  container: 'Use portside scan NAME',
  packages: 'Use portside sbom NAME',
  cves: 'Use portside scan NAME',
  quickview: 'Use portside scan NAME',
  recommendations: 'Use portside check: it recommends base images for each FROM',
  compare: 'Use portside scan NAME --baseline OTHER',
  fs: 'Use portside check FOLDER for a repository, portside scan dir:FOLDER for a root file system',
  filesystem:
    'Use portside check FOLDER for a repository, portside scan dir:FOLDER for a root file system',
  dir: 'Use portside scan dir:FOLDER',
  rootfs: 'Use portside scan dir:FOLDER',
  repo: 'Clone the repository and use portside check FOLDER',
  repository: 'Clone the repository and use portside check FOLDER',
  config: 'Use portside lint FOLDER',
  k8s: 'Use portside lint with the manifests: a cluster is not checked',
  kubernetes: 'Use portside lint with the manifests: a cluster is not checked',
  attest: 'Use cosign or actions/attest: Portside verifies, and does not sign',
  sign: 'Use cosign: Portside verifies, and does not sign',
  'verify-attestation': 'Use portside verify NAME --provenance',
  'verify-blob': 'Use portside verify FILE --bundle FILE',
  convert: 'Use portside merge REPORT --format FORMAT',
  update: 'Use portside db build',
  clean: NO_CACHE,
  test: 'Use portside scan NAME, or portside check FOLDER',
  analyze: 'Use portside scan NAME',
  trivy: 'Use portside scan NAME for an image, portside check FOLDER for a repository',
  grype: 'Use portside scan NAME',
  syft: 'Use portside sbom NAME',
  hadolint: 'Use portside lint FILE',
  cosign: 'Use portside verify NAME',
};

/** By format. A name that another tool uses for the same format, and ours. */
const FORMATS: Readonly<Record<string, string>> = {
  table: 'text',
  tty: 'text',
  gnu: 'text',
  'cyclonedx-json': 'cyclonedx',
  'spdx-json': 'spdx',
  codeclimate: 'code-quality',
  gitlab_codeclimate: 'code-quality',
  'cosign-vuln': 'in-toto-vuln',
  md: 'markdown',
  'syft-json': 'json',
};

/** By severity. A word that another tool uses, and ours. */
const SEVERITIES: Readonly<Record<string, string>> = {
  error: 'high',
  warning: 'medium',
  style: 'info',
  negligible: 'info',
  unknown: 'info',
  none: 'info',
};

/** By check: the words of Trivy's --scanners, and ours. */
const CHECKS: Readonly<Record<string, string>> = {
  vuln: 'vulnerability',
  vulnerabilities: 'vulnerability',
  secrets: 'secret',
  misconfig: 'hardening',
  config: 'hardening',
  license: 'policy',
};

export const OTHER_TOOLS = {
  options: new Map(Object.entries(OPTIONS)),
  commands: new Map(Object.entries(COMMANDS)),
  formats: new Map(Object.entries(FORMATS)),
  severities: new Map(Object.entries(SEVERITIES)),
  checks: new Map(Object.entries(CHECKS)),
};
