/** What an error means for the result, and for the exit status. */
export type ErrorKind =
  /** Wrong option, policy or file given by the user: exit status 2. */
  | 'usage'
  /** A check could not run: the result is incomplete, exit status 3. */
  | 'incomplete';

interface ErrorDescription {
  readonly kind: ErrorKind;
  /** What happened, in one line without a full stop. */
  readonly title: string;
  /** Why it happens. */
  readonly cause: string;
  /** What to do, as an imperative. */
  readonly next: string;
}

/**
 * Every error that Portside reports by a code. docs/reference/errors.md is generated from this table. A code keeps its
 * meaning: a new situation gets a new code, and a code that is no longer used is not given again.
 */
export const ERROR_CODES = {
  // 1xxx: Command line, options and inputs (src/cli, src/options, src/action).
  PSE1001: {
    kind: 'usage',
    title: 'Unknown command',
    cause: 'The first word after portside is not a command.',
    next: 'Run portside --help for the list of commands.',
  },
  PSE1002: {
    kind: 'usage',
    title: 'Unknown or misused option',
    cause: 'The command does not have the option, or the option misses its value.',
    next: 'Run portside COMMAND --help for its options.',
  },
  PSE1003: {
    kind: 'usage',
    title: 'Invalid value of an option or input',
    cause: 'The value is not one of those that the option accepts.',
    next: 'Use one of the values that the message lists.',
  },
  PSE1004: {
    kind: 'usage',
    title: 'Options that do not go together',
    cause:
      'An option excludes another option or an argument, needs one that is missing, or is given twice.',
    next: 'Change the options as the message says.',
  },
  PSE1005: {
    kind: 'usage',
    title: 'Missing or extra argument',
    cause: 'The command needs an argument or a subcommand, or got too many of them.',
    next: 'Run portside COMMAND --help for its arguments.',
  },
  PSE1006: {
    kind: 'usage',
    title: 'Unknown rule',
    cause: 'No rule has this id.',
    next: 'Look the id up in docs/rules. For a CVE or GHSA see https://osv.dev/vulnerability/ID.',
  },
  PSE1007: {
    kind: 'usage',
    title: 'Not in a job of GitHub or GitLab',
    cause: 'The command posts to GitHub or GitLab, and needs the variables that their runners set.',
    next: 'Run it in a step of a workflow, with GITHUB_TOKEN in its environment, or in a job of GitLab.',
  },
  PSE1008: {
    kind: 'usage',
    title: 'A named file cannot be read',
    cause: 'The file does not exist, or its permissions forbid reading it.',
    next: 'Check the path and the permissions.',
  },
  PSE1009: {
    kind: 'usage',
    title: 'Nothing to lint',
    cause: 'The pattern matches no Dockerfile or manifest, or the file is neither.',
    next: 'Name Dockerfiles, Compose files or Kubernetes manifests.',
  },
  PSE1010: {
    kind: 'usage',
    title: 'A file cannot be written',
    cause: 'The folder does not exist or cannot be written to.',
    next: 'Name a file in a folder that can be written to.',
  },
  PSE1011: {
    kind: 'incomplete',
    title: 'A report could not be written completely',
    cause: 'The disk or device is full, or a quota is reached.',
    next: 'Free some space, or write to another place.',
  },
  PSE1012: {
    kind: 'incomplete',
    title: 'The time of --timeout or of the input timeout is over',
    cause:
      'The run took longer than --timeout or the input timeout allows. What was not checked by then makes the result incomplete.',
    next: 'Give it more time, or check less at once.',
  },
  PSE1013: {
    kind: 'usage',
    title: 'The folder for the bundle cannot be replaced',
    cause:
      'It is not empty and does not only hold an earlier compliance bundle, or it is not a folder.',
    next: 'Name a new folder, an empty one, or one with an earlier bundle and nothing else.',
  },
  PSE1014: {
    kind: 'usage',
    title: 'No such step in the plan',
    cause: 'The plan has no step with this id, or a step that comes before it is missing.',
    next: 'Run portside fix to see the steps.',
  },
  PSE1015: {
    kind: 'usage',
    title: 'A run that anybody can start downloads nothing',
    cause:
      'lint --fix --pin downloads what the Dockerfiles name. In a pull request of a fork, or an event that anybody can cause, they may name any server.',
    next: 'Run it on a branch of the repository, or at home.',
  },
  PSE1401: {
    kind: 'usage',
    title: 'The folder for reports cannot be made',
    cause: 'RUNNER_TEMP names a folder that does not exist or cannot be written to.',
    next: 'Set RUNNER_TEMP to a folder that can be written to.',
  },
  PSE1402: {
    kind: 'usage',
    title: 'The workspace is empty',
    cause: 'The Action runs before the repository is checked out, and no image is named.',
    next: 'Put actions/checkout before this step, or set the input image.',
  },
  PSE1403: {
    kind: 'usage',
    title: 'The working directory cannot be checked',
    cause:
      'The input working-directory names a folder that does not exist, or that is outside of the workspace, also through a symbolic link.',
    next: 'Name a folder of the workspace.',
  },
  PSE1501: {
    kind: 'incomplete',
    title: 'The policy of the base branch cannot be read',
    cause: 'Its repository did not answer, or its text is not a valid policy.',
    next: 'Fix the policy on the base branch, or run again.',
  },

  // 2xxx: Repository, discovery and baseline (src/repository, src/check).
  PSE2001: {
    kind: 'usage',
    title: 'Unknown Git revision',
    cause: 'The folder is not a Git repository, or the revision is not fetched.',
    next: 'Fetch the revision, for example with git fetch origin main.',
  },
  PSE2002: {
    kind: 'usage',
    title: 'The policy cannot be used',
    cause: 'The policy file does not exist, cannot be read, or is not valid.',
    next: 'Run portside policy check FILE to see each problem with its line.',
  },
  PSE2003: {
    kind: 'usage',
    title: 'The policy names a file outside the repository',
    cause: 'A policy can only name files of its own repository.',
    next: 'Use a path relative to the root of the repository.',
  },
  PSE2004: {
    kind: 'usage',
    title: 'The baseline cannot be compared',
    cause: 'The baseline is one image, but several are checked; or the baseline cannot be read.',
    next: 'Use a JSON report of Portside as the baseline.',
  },
  PSE2005: {
    kind: 'usage',
    title: 'The repository cannot be searched',
    cause: 'The folder cannot be read, or it has too many files.',
    next: 'Check the permissions, or name a smaller folder.',
  },
  PSE2006: {
    kind: 'usage',
    title: 'No signer is required',
    cause: 'Neither an option nor the policy says who must have signed the target.',
    next: 'Use --key, or --certificate-identity with --certificate-oidc-issuer, or --policy.',
  },
  PSE2007: {
    kind: 'usage',
    title: 'The key source is not valid',
    cause: 'The variable is empty, or the web address has no digest or is not https.',
    next: 'Use a file, env://NAME, or https://…#sha256=DIGEST.',
  },
  PSE2008: {
    kind: 'usage',
    title: 'There is no Git repository to compare with',
    cause:
      'The folder is not in a Git repository, or in a submodule; Git is not installed, or Git rejects the owner.',
    next: 'Run portside in the checkout, or compare with a report: --baseline FILE.',
  },
  PSE2009: {
    kind: 'usage',
    title: 'A shallow clone does not have the revision',
    cause: 'The clone has only the newest commits, and the revision is not one of them.',
    next: 'Fetch more of the history: fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 on GitLab, or git fetch --unshallow.',
  },
  PSE2010: {
    kind: 'usage',
    title: 'A file changed while it was fixed',
    cause: 'Another program changed the file after Portside read it. No file was changed.',
    next: 'Run portside fix again.',
  },
  PSE2011: {
    kind: 'usage',
    title: 'The baseline is a file of the repository',
    cause: 'Git tracks the baseline, so the change that is checked can bring its own.',
    next: 'Use --baseline-ref, or keep the report outside Git, where an earlier run stored it.',
  },
  PSE2012: {
    kind: 'usage',
    title: 'The revision has several meanings',
    cause: 'A tag and a branch have this name, and Git takes the tag.',
    next: 'Use the full name: refs/heads/main, refs/remotes/origin/main or refs/tags/v1.',
  },
  PSE2013: {
    kind: 'usage',
    title: 'There are no edits to take back',
    cause:
      'Only the last edits of portside fix --write are kept, in the data of Git of this clone, until they are taken back.',
    next: 'Compare with git diff or your backup.',
  },
  PSE2501: {
    kind: 'incomplete',
    title: 'A link leads out of the repository',
    cause: 'Files outside the repository are not read through symbolic links.',
    next: 'Replace the link by a file.',
  },
  PSE2502: {
    kind: 'incomplete',
    title: 'A file of the repository cannot be read',
    cause: 'It is missing, too large, or its permissions forbid reading it.',
    next: 'Check the path, the permissions and the size.',
  },
  PSE2503: {
    kind: 'incomplete',
    title: 'The base version of a file cannot be read',
    cause:
      'Git does not have the commit, or the path is a link or a submodule that the pull request changes.',
    next: 'Fetch the base branch; name files and not links.',
  },
  PSE2504: {
    kind: 'incomplete',
    title: 'The network is needed',
    cause: 'The check needs a registry or a web address, and --offline is given.',
    next: 'Run without --offline, or use a local copy.',
  },
  PSE2505: {
    kind: 'incomplete',
    title: 'The key cannot be fetched',
    cause: 'The address did not answer with the key that has the given digest.',
    next: 'Check the address and the digest.',
  },
  PSE2506: {
    kind: 'incomplete',
    title: 'A base image cannot be measured',
    cause: 'Its packages could not be fetched in time.',
    next: 'Run again. Until it succeeds, base images are recommended without vulnerability counts.',
  },

  // 3xxx: Dockerfiles and manifests (src/dockerfile, src/manifests).
  PSE3001: {
    kind: 'usage',
    title: 'The hadolint configuration is not valid YAML',
    cause: 'A .hadolint.yaml or .hadolint.yml has a syntax error.',
    next: 'Correct the YAML on the line that the error names.',
  },
  PSE3002: {
    kind: 'usage',
    title: 'The hadolint configuration has an invalid setting',
    cause: 'A .hadolint.yaml or .hadolint.yml has an unknown key, or a value of the wrong type.',
    next: 'Correct the setting that the error names. A file with an error is not applied.',
  },
  PSE3501: {
    kind: 'incomplete',
    title: 'Too many RUN scripts for ShellCheck',
    cause:
      'The Dockerfiles have more different scripts than ShellCheck can check in a reasonable time.',
    next: 'Lint fewer Dockerfiles in one run.',
  },
  PSE3502: {
    kind: 'incomplete',
    title: 'ShellCheck failed',
    cause:
      'The shellcheck program ended with an error, took too long, or wrote output that is not JSON.',
    next: 'Run shellcheck --version, and update ShellCheck if it is older than 0.7.0.',
  },
  PSE3750: {
    kind: 'incomplete',
    title: 'The manifest is not valid YAML',
    cause: 'A Compose or Kubernetes file has a syntax error or an alias without its anchor.',
    next: 'Fix the YAML on the line that the error names.',
  },
  PSE3751: {
    kind: 'incomplete',
    title: 'The manifest is too complex to read',
    cause:
      'The file has too many documents or too much nesting, or its aliases, merges and `extends` multiply its content.',
    next: 'Split the file, or write the values out instead of referring to them.',
  },
  PSE3752: {
    kind: 'incomplete',
    title: 'The Bake file is not valid',
    cause: 'A docker-bake file has a syntax error, or too many or too deep parts.',
    next: 'Fix the line that the error names.',
  },
  PSE3753: {
    kind: 'incomplete',
    title: 'The configuration is not valid TOML or JSON',
    cause:
      'A file such as buildkitd.toml, hosts.toml, registries.conf or daemon.json has a syntax error.',
    next: 'Fix the line that the error names.',
  },

  // 4xxx: Images and registries (src/image, src/registry).
  PSE4001: {
    kind: 'usage',
    title: 'Invalid image reference',
    cause: 'The text does not follow the grammar [registry/]repository[:tag][@digest].',
    next: 'Correct the reference, for example ghcr.io/acme/app:1.0 or debian@sha256:….',
  },
  PSE4002: {
    kind: 'usage',
    title: 'Image not found',
    cause:
      'No file, folder, Docker engine or registry has an image with this name, or the archive has no image with this tag.',
    next: 'Check the name and the tag, or add the prefix of the source, for example docker-archive:FILE or registry:NAME.',
  },
  PSE4003: {
    kind: 'usage',
    title: 'Invalid platform',
    cause: 'The platform is not written as os/architecture[/variant].',
    next: 'Write it like linux/amd64 or linux/arm/v7.',
  },
  PSE4004: {
    kind: 'usage',
    title: 'Several images match',
    cause:
      'The archive or layout holds more than one image, and the target does not name one of them.',
    next: 'Add the tag or digest of one image to the target; the message lists them.',
  },
  PSE4005: {
    kind: 'usage',
    title: 'No image for the platform',
    cause: 'The image is not built for the platform that was requested.',
    next: 'Choose one of the listed platforms with --platform.',
  },
  PSE4006: {
    kind: 'usage',
    title: 'Image file or folder cannot be opened',
    cause: 'The path does not exist, is not of the expected kind, or may not be read.',
    next: 'Check the path and its permissions.',
  },
  PSE4007: {
    kind: 'usage',
    title: 'Docker host not supported',
    cause:
      'DOCKER_HOST uses ssh or TLS. Portside connects to unix:// and plain tcp:// addresses only.',
    next: 'Save the image with docker save and scan the file.',
  },
  PSE4008: {
    kind: 'usage',
    title: 'Docker config.json cannot be read',
    cause: 'The file with the registry credentials is not a JSON object.',
    next: 'Correct the file, or log in again with docker login.',
  },
  PSE4501: {
    kind: 'incomplete',
    title: 'Image data is damaged',
    cause:
      'An archive, layout, manifest, configuration or layer is cut short or contradicts its own format.',
    next: 'Build, save or pull the image again.',
  },
  PSE4502: {
    kind: 'incomplete',
    title: 'Digest mismatch',
    cause:
      'The content does not have the digest or the size that its manifest states: it was changed, damaged or cut short.',
    next: 'Build or pull the image again, and find out who could have changed it.',
  },
  PSE4503: {
    kind: 'incomplete',
    title: 'Limit exceeded',
    cause: 'An image or an answer is larger than a limit that protects memory, disk and time.',
    next: 'Find out what makes the image this large. The message names the limit.',
  },
  PSE4504: {
    kind: 'incomplete',
    title: 'Image format not supported',
    cause: 'The image uses a compression or a manifest format that Portside does not read.',
    next: 'Save the image with gzip, zstd or uncompressed layers and an OCI or Docker schema 2 manifest.',
  },
  PSE4505: {
    kind: 'incomplete',
    title: 'Image content is missing',
    cause: 'The manifest names a blob that the archive, layout or registry does not have.',
    next: 'Save or push the image again, with all layers.',
  },
  PSE4506: {
    kind: 'incomplete',
    title: 'Image file cannot be read',
    cause:
      'The operating system reported an error while an image or a temporary file was read or written.',
    next: 'Check permissions and free disk space in the temporary folder.',
  },
  PSE4507: {
    kind: 'incomplete',
    title: 'Docker engine request failed',
    cause: 'The Docker engine does not run, denies access, or answered with an error.',
    next: 'Start the engine and check access to its socket, or save the image to a file and scan that.',
  },
  PSE4508: {
    kind: 'incomplete',
    title: 'Registry request failed',
    cause: 'The registry did not answer, or answered with an error or with something unexpected.',
    next: 'Log in if the repository is private, and try again later. The message has the answer of the registry.',
  },
  PSE4509: {
    kind: 'incomplete',
    title: 'Registry login failed',
    cause: 'The token server of the registry did not issue a token.',
    next: 'Check the credentials and the name of the repository.',
  },
  PSE4510: {
    kind: 'incomplete',
    title: 'Registry points to an untrusted host',
    cause:
      'The registry named a token server, page or upload address that must not receive credentials.',
    next: 'Check the address of the registry. If it is right, save the image to a file and scan that.',
  },
  PSE4511: {
    kind: 'incomplete',
    title: 'Network access is off',
    cause: 'The image is in a registry, and the run is offline.',
    next: 'Save the image to a file, or run without --offline.',
  },
  PSE4512: {
    kind: 'incomplete',
    title: 'Image has no manifest to verify',
    cause:
      'Signatures sign a manifest. Docker archives, folders and images of a Docker engine carry none.',
    next: 'Verify the pushed image, or an OCI layout or archive of it.',
  },
  PSE4513: {
    kind: 'incomplete',
    title: 'Registry is in a private network, and only the pull request names it',
    cause:
      'A FROM of a pull request must not make the runner send requests to its own machine or private network.',
    next: 'If the registry is yours, name it in registries of the policy on the base branch.',
  },
  PSE4514: {
    kind: 'incomplete',
    title: 'The registry denies access',
    cause:
      'The repository is private, the login is wrong, or there were too many requests without a login.',
    next: 'Log in to the registry, and check the name.',
  },
  PSE4515: {
    kind: 'usage',
    title: 'No platform in common',
    cause:
      'Two images are compared that have no platform in common, for example linux/amd64 and linux/arm64.',
    next: 'Name two images of the same platform.',
  },
  PSE4516: {
    kind: 'usage',
    title: 'Damaged list of files in a report',
    cause:
      'A report keeps the list of the files of an image. The list is damaged, too large, or does not match its digest.',
    next: 'Write the report again: check the base branch with --format json.',
  },
  PSE4517: {
    kind: 'usage',
    title: 'Report without images to compare',
    cause:
      'A report is compared with an image, and does not keep what one image contains: it is an SBOM, of another version, of no image or of several.',
    next: 'Write a report of one image: portside scan IMAGE --format json.',
  },

  // 5xxx: Packages and SBOMs (src/inventory).
  PSE5001: {
    kind: 'usage',
    title: 'Not a supported SBOM',
    cause: 'The file is not a CycloneDX 1.2–1.7 or SPDX 2.2–2.3 document in JSON.',
    next: 'Convert the SBOM to CycloneDX or SPDX JSON.',
  },

  // 6xxx: Vulnerabilities (src/vulnerabilities, src/base-images).
  PSE6001: {
    kind: 'usage',
    title: 'The advisories do not exist',
    cause:
      'The path of --advisories or db build does not exist or cannot be read, or its folder has no OSV records.',
    next: 'Pass a folder with <Ecosystem>/all.zip or <Ecosystem>/*.json, a zip of OSV records, or a built database.',
  },
  PSE6002: {
    kind: 'usage',
    title: 'The address of the advisories is not an https address',
    cause: 'Advisories are downloaded over https only.',
    next: 'Use an https address, a reference in a registry, or a local path.',
  },
  PSE6003: {
    kind: 'usage',
    title: 'The address of the advisories has no digest',
    cause: 'Advisories at a web address are used only if their digest is known beforehand.',
    next: 'Append #sha256= and the digest that sha256sum prints.',
  },
  PSE6004: {
    kind: 'usage',
    title: 'A KEV catalog or EPSS file cannot be read',
    cause:
      "The file does not exist, is too large, or is not CISA's JSON catalog or FIRST's CSV of scores.",
    next: 'Download the file again, or run without the option: the feed is then downloaded.',
  },
  PSE6005: {
    kind: 'usage',
    title: 'A VEX document cannot be read',
    cause:
      'The file does not exist, is too large, or is not an OpenVEX, CSAF or CycloneDX document.',
    next: 'Pass a VEX document in JSON.',
  },
  PSE6006: {
    kind: 'usage',
    title: "Another scanner's report cannot be read",
    cause: 'The file does not exist, is too large, or is not a trivy, grype or SARIF report.',
    next: 'Pass the output of trivy --format json or grype -o json, or a SARIF 2.1.0 file.',
  },
  PSE6501: {
    kind: 'incomplete',
    title: 'Vulnerabilities cannot be looked up offline without advisories',
    cause: 'With --offline the OSV API is not queried, and no dump or database was passed.',
    next: 'Pass a dump of OSV records or a built database with --advisories.',
  },
  PSE6502: {
    kind: 'incomplete',
    title: 'A zip of advisories is damaged',
    cause:
      'The zip cannot be read, is larger than 2 GB, or decompresses to far more than OSV records do.',
    next: 'Download the zip again.',
  },
  PSE6503: {
    kind: 'incomplete',
    title: 'The advisory database cannot be used',
    cause:
      'Its manifest is missing or damaged, or another version of Portside built it in another format.',
    next: 'Build the database again with portside db build.',
  },
  PSE6504: {
    kind: 'incomplete',
    title: 'The registry does not have the advisories',
    cause:
      'The reference does not exist in the registry, or the credentials do not allow reading it.',
    next: 'Check the name, tag and digest, and log in to the registry.',
  },
  PSE6505: {
    kind: 'incomplete',
    title: 'Advisories cannot be downloaded offline',
    cause: 'With --offline only downloads in the cache are used, and a tag cannot be resolved.',
    next: 'Run once with network access, pass a reference with its digest, or pass a local path.',
  },
  PSE6506: {
    kind: 'incomplete',
    title: 'A download failed',
    cause: 'The server could not be reached, returned an error, or sent too much or too little.',
    next: 'Check the address and the network, then run again.',
  },
  PSE6507: {
    kind: 'incomplete',
    title: 'A download does not have its expected digest',
    cause: 'The file at the address was changed or damaged, or the digest belongs to another file.',
    next: 'Check where the digest comes from; use the file only if you trust its new content.',
  },
  PSE6508: {
    kind: 'incomplete',
    title: 'An artifact contains no usable advisories',
    cause: 'It has neither a database nor zips of OSV records, or is larger than 2 GB.',
    next: 'Push a database with portside db push.',
  },
  PSE6509: {
    kind: 'incomplete',
    title: 'An advisory database would have no advisories',
    cause: 'No dump and no feed that db build was given has a record that can be read.',
    next: 'Check the paths, the names of the feeds, and the network.',
  },

  // 7xxx: Signatures and provenance (src/signatures).
  PSE7001: {
    kind: 'usage',
    title: 'Public key cannot be used',
    cause: 'The file is not a PEM public key of a supported kind, or it is a private key.',
    next: 'Give a PEM public key: P-256, P-384, P-521, RSA of 2048 bits or more, or Ed25519.',
  },
  PSE7002: {
    kind: 'usage',
    title: 'Trusted root cannot be used',
    cause: 'The file is not a Sigstore trusted root in JSON, or it is too large.',
    next: 'Give a Sigstore trusted root, such as the output of `gh attestation trusted-root`.',
  },
  PSE7003: {
    kind: 'usage',
    title: 'Provenance expectations are not valid',
    cause: 'The versioned tag is not a version, or a tag and a versioned tag are both given.',
    next: 'Give either a tag, or a versioned tag such as v1, v1.2 or v1.2.3.',
  },
  PSE7004: {
    kind: 'usage',
    title: 'Provenance is required without a source or a signer',
    cause: 'Anyone can create signed provenance, so provenance from any source proves nothing.',
    next: 'Give the expected source repository, or the signer.',
  },
  PSE7005: {
    kind: 'usage',
    title: 'Repository is not a GitHub repository',
    cause: 'The repository whose attestations are needed is not written as OWNER/NAME.',
    next: 'Give the repository as OWNER/NAME.',
  },
  PSE7006: {
    kind: 'usage',
    title: 'File to verify cannot be read',
    cause: 'The path does not exist, is not a file, or is not readable.',
    next: 'Check the path and its permissions.',
  },
  PSE7009: {
    kind: 'usage',
    title: 'The public key is damaged',
    cause: 'The text has the frame of a PEM public key, and its content cannot be decoded.',
    next: 'Export the key again, or fetch the file again.',
  },
  PSE7501: {
    kind: 'incomplete',
    title: 'Image to verify does not exist',
    cause: 'The registry or archive has no manifest for the reference.',
    next: 'Check the name and the tag, and that the image was pushed.',
  },
  PSE7502: {
    kind: 'incomplete',
    title: 'Signature cannot be verified with the digest alone',
    cause: 'The key or the bundle needs the signed bytes, or another digest algorithm.',
    next: 'Give the file instead of its digest.',
  },
  PSE7503: {
    kind: 'incomplete',
    title: 'File changed while it was verified',
    cause: 'The file was read twice, and its digest was different the second time.',
    next: 'Run again when nothing writes to the file.',
  },
  PSE7504: {
    kind: 'incomplete',
    title: 'GitHub’s attestations cannot be listed',
    cause:
      'The GitHub API answered with an error or an unexpected response, or with too many pages.',
    next: 'Check the permission `attestations: read` of the token, then run again.',
  },
  PSE7505: {
    kind: 'incomplete',
    title: 'Signature of an attestation manifest cannot be read',
    cause: 'BuildKit’s provenance needs a signed manifest, and its signature could not be loaded.',
    next: 'Run again. If it fails again, check the access to the registry.',
  },
  PSE7506: {
    kind: 'incomplete',
    title: 'Image has too many referrers',
    cause:
      'Portside reads at most 500 referrers of an image, since anyone with push access can add some.',
    next: 'Delete referrers that are no longer needed.',
  },
  PSE7508: {
    kind: 'incomplete',
    title: 'A bundle of GitHub’s attestations cannot be read',
    cause:
      'GitHub stores bundles on another host, which answered with an error or with data that is no bundle.',
    next: 'Run again. If it fails again, check that the runner can reach the host that the error names.',
  },
  PSE7509: {
    kind: 'incomplete',
    title: 'The trusted root of Sigstore may be out of date',
    cause:
      'The current root could not be fetched, and the older one does not have the authority or the log that the signature names.',
    next: 'Check the access to tuf-repo-cdn.sigstore.dev or tuf-repo.github.com, or give a current root with --trusted-root or trusted-root.',
  },
  PSE7510: {
    kind: 'incomplete',
    title: 'The attestations of a package cannot be read',
    cause: 'The registry of the package answered with an error.',
    next: 'Run again later, or write package-provenance: ignore in the policy.',
  },

  // 8xxx: Policy (src/policy).
  PSE8001: {
    kind: 'usage',
    title: 'Policy file is not valid',
    cause:
      'The file is not YAML, or has an unknown key, a value of the wrong type, or an invalid expression.',
    next: 'Fix the reported lines. `portside policy check` lists all problems.',
  },

  // 9xxx: Reports, GitHub and malware (src/reports, src/github, src/malware, src/lib).
  PSE9001: {
    kind: 'usage',
    title: 'Report is not valid',
    cause:
      'The file is not a JSON report of this version of Portside, or it exceeds a limit of size or depth.',
    next: 'Pass a file that --format json of the same version wrote.',
  },
  PSE9002: {
    kind: 'usage',
    title: 'Report file cannot be read',
    cause: 'The file does not exist, is a symbolic link or not a regular file, or is too large.',
    next: 'Pass the path of a regular file.',
  },
  PSE9003: {
    kind: 'usage',
    title: 'Publishing needs a workflow run',
    cause:
      'The publish command takes the repository and the pull request from the environment of a GitHub Actions job.',
    next: 'Run the command in a workflow.',
  },
  PSE9004: {
    kind: 'usage',
    title: 'Publishing needs a GitHub token',
    cause: 'The environment variable GITHUB_TOKEN, or the input token, is empty.',
    next: 'Set GITHUB_TOKEN to the token of the job.',
  },
  PSE9005: {
    kind: 'usage',
    title: 'Checkout is untrusted',
    cause:
      'On this event the token can write, but the checked-out files come from another commit than the workflow: anybody could have written them.',
    next: 'Check pull requests on pull_request, and publish the results with the publish workflow.',
  },
  PSE9006: {
    kind: 'usage',
    title: 'No pull request can be opened in this run',
    cause:
      'Anybody could have written the files that this event checks, or its token cannot write.',
    next: 'Use fix --pull-request on push to a branch, schedule or workflow_dispatch.',
  },
  PSE9007: {
    kind: 'usage',
    title: 'The checkout differs from the commit of the run',
    cause:
      'A file that is to be edited is a link, is not in the commit of the run, or was changed after the checkout.',
    next: 'Use fix --pull-request before other steps change files of the checkout.',
  },
  PSE9008: {
    kind: 'usage',
    title: 'The report has only changes',
    cause:
      'scan --out wrote the report, or a report that was merged into it. Published, it would close the alerts about everything else; as a baseline, it would make all other findings new.',
    next: 'Pass the reports in the folder of --out; portside merge joins them. Text and Markdown can show the changes.',
  },
  PSE9009: {
    kind: 'usage',
    title: 'GitLab does not accept the token',
    cause:
      'The token in PORTSIDE_GITLAB_TOKEN is expired, is of another project, or has not the role and the scope that a note on a merge request needs.',
    next: 'Create a project access token with the role Reporter and the scope api, and store it in the variable.',
  },
  PSE9010: {
    kind: 'usage',
    title: 'Address of GitLab is not usable',
    cause:
      'CI_API_V4_URL is not on the server that CI_SERVER_URL names, or one of them is not an http or https address. The token is sent to the server of the job alone.',
    next: 'Remove both variables from the job: GitLab sets them.',
  },
  PSE9011: {
    kind: 'usage',
    title: 'No temporary folder can be created',
    cause:
      'TMPDIR names no folder, or one that this user cannot write to, or the file system is full.',
    next: 'Set TMPDIR to a folder that this user can write to.',
  },
  PSE9012: {
    kind: 'usage',
    title: 'Node.js is too old',
    cause: 'The command line needs functions that Node.js has since version 20.',
    next: 'Install Node.js 20 or a later version.',
  },
  PSE9501: {
    kind: 'incomplete',
    title: 'GitHub does not return the files of a commit',
    cause: 'The API call for the policy files of the base branch failed.',
    next: 'Give the job contents: read, or check out with fetch-depth: 0.',
  },
  PSE9502: {
    kind: 'incomplete',
    title: 'GitHub token is missing',
    cause:
      'The checkout does not contain the base branch, and reading it from GitHub needs a token.',
    next: 'Leave the input token at its default.',
  },
  PSE9503: {
    kind: 'incomplete',
    title: 'GitHub returns an incomplete list of files',
    cause: 'The repository has more files than the API lists in one response.',
    next: 'Check out with fetch-depth: 0.',
  },
  PSE9504: {
    kind: 'incomplete',
    title: 'Base of the pull request is unknown',
    cause:
      'The event that started the run does not contain the base commit, so the policy of the base branch cannot be read.',
    next: 'Run the workflow on pull_request.',
  },
  PSE9505: {
    kind: 'incomplete',
    title: 'Pull request cannot be found',
    cause: 'The API call for the open pull requests failed.',
    next: 'Run the job again, and give it pull-requests: read.',
  },
  PSE9506: {
    kind: 'incomplete',
    title: 'Program cannot be run',
    cause:
      'The program could not be started, ran too long, wrote too much output or was ended by a signal.',
    next: 'Read the reason in the message, and run the program by hand.',
  },
  PSE9507: {
    kind: 'incomplete',
    title: 'The pull request with the edits cannot be opened',
    cause: 'The API calls for its commit, branch or text failed.',
    next: 'Give the job contents: write and pull-requests: write, and allow GitHub Actions to create pull requests in the settings of the repository.',
  },
  PSE9508: {
    kind: 'incomplete',
    title: 'The merge request cannot be commented on',
    cause: 'GitLab did not answer, or answered with an error, also after several attempts.',
    next: 'Run the job again.',
  },
  PSE9701: {
    kind: 'incomplete',
    title: 'HTTP request failed',
    cause:
      'The server did not answer in time, closed the connection, or redirected to an address that must not be followed.',
    next: 'Check the network and the address, and try again.',
  },
  PSE9702: {
    kind: 'incomplete',
    title: 'HTTP answer too large',
    cause: 'The answer of the server exceeds the limit that protects memory.',
    next: 'Check that the address is the right one.',
  },
  PSE9800: {
    kind: 'incomplete',
    title: 'clamscan is not installed',
    cause: 'The malware scan runs the program clamscan of ClamAV, and it is not in PATH.',
    next: 'Install ClamAV and its signatures: apt-get install clamav && freshclam.',
  },
  PSE9801: {
    kind: 'incomplete',
    title: 'clamscan failed',
    cause: 'clamscan ended with an error. Most often it finds no signatures.',
    next: 'Download the signatures with freshclam, or pass a folder of signatures: --malware clamav=FOLDER.',
  },
} as const satisfies Readonly<Record<string, ErrorDescription>>;

/** PSE1001, PSE4012 … */
export type ErrorCode = keyof typeof ERROR_CODES;
