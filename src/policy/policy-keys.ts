import { CHECKS, type Check } from '../core/finding.js';
import { PREDICATE_TYPE } from '../core/predicate-types.js';
import { RULE_SETS } from '../core/rule-set.js';
import { SEVERITIES } from '../core/severity.js';
import type { YamlNode } from '../lib/yaml.js';
import { UNKNOWN_LICENSES } from '../licenses/license-evaluation.js';
import { GATE_KEYS } from './gate.js';
import {
  DEPLOYED_IMAGES,
  FIX_PULL_REQUEST,
  IGNORE_COMMENTS,
  LEAST_PRIVILEGE,
  PACKAGE_PROVENANCE,
} from './policy.js';
import { PRESETS, type PresetName } from './presets.js';
import {
  booleanValue,
  dayValue,
  type Field,
  field,
  listOf,
  mapOf,
  numberValue,
  oneOf,
  oneOrMany,
  required,
  textOrMap,
  textValue,
  type ValueSchema,
  withLine,
} from './schema.js';

/** The keys that apply to every check; the others are about vulnerabilities. */
const generalGate = mapOf({ severity: GATE_KEYS.severity, new: GATE_KEYS.new });
const vulnerabilityGate = mapOf(GATE_KEYS);
const checkGates = mapOf(
  Object.fromEntries(
    CHECKS.map((check) => {
      const gate = check === 'vulnerability' ? vulnerabilityGate : generalGate;
      return [
        check,
        field(gate as ValueSchema<GateValues>, `Different values for ${check} findings.`),
      ];
    }),
  ) as Record<Check, Field<GateValues>>,
);

const signer = mapOf(
  {
    key: field(textValue(), 'A public key: a file in the repository.'),
    issuer: field(textValue(), 'The OIDC issuer of the identity: a URL or a glob.'),
    subject: field(textValue(), 'The identity in the certificate: exact or a glob.'),
    repository: field(
      textValue(),
      'The repository of the workflow run that signed, github.com/acme/app: exact or a glob.',
    ),
    ref: field(textValue(), 'The Git ref of the workflow run that signed: exact or a glob.'),
    trigger: field(textValue(), 'The event that started the workflow run: push.'),
    'runner-environment': field(
      oneOf(['github-hosted', 'self-hosted'] as const),
      'The kind of runner that signed.',
    ),
  },
  {
    exactlyOne: [['key'], ['issuer', 'subject']],
    onlyWith: {
      repository: 'subject',
      ref: 'subject',
      trigger: 'subject',
      'runner-environment': 'subject',
    },
  },
);

const provenance = mapOf({
  'slsa-level': field(oneOf([1, 2, 3] as const), 'The minimum SLSA build level.'),
  source: field(textValue(), 'The source repository: github.com/acme/app.'),
  builder: field(textValue(), 'The builder: a workflow.'),
  ref: field(
    textValue(),
    'The Git ref that the image must be built from: exact or a glob. Only with it, pull requests are accepted.',
  ),
  branch: field(textValue(), 'The branch that the image must be built from.'),
  tag: field(textValue(), 'The tag that the image must be built from.'),
  condition: field(
    textValue(),
    'A CEL expression over predicate, signer and build that must be true.',
  ),
});

const attestation = mapOf({
  type: required(
    textValue(PREDICATE_TYPE),
    'The predicate type: a name that cosign has for it, or a URI.',
  ),
  'signed-by': required(
    oneOrMany(signer, 1),
    'Its allowed signers: one of them must have signed it.',
  ),
  condition: field(textValue(), 'A CEL expression over predicate and signer that must be true.'),
});

const trustRequirement = mapOf(
  {
    images: required(textValue(), 'The images of this requirement: a glob over references.'),
    'signed-by': field(oneOrMany(signer, 1), 'The allowed signers: one of them must have signed.'),
    'required-signers': field(
      numberValue(1, 20, 'integer'),
      'How many of the allowed signers must have signed: 2 of 3.',
    ),
    'signed-identity': field(
      textValue(),
      'The image repository that the signature must name: a glob over references.',
    ),
    provenance: field(provenance, 'The required content of the SLSA provenance.'),
    attestations: field(listOf(attestation, 1), 'Signed attestations that the images must have.'),
    'trusted-root': field(textValue(), 'A Sigstore trusted root: a file in the repository.'),
    'require-tlog': field(
      booleanValue,
      'Require an entry in the transparency log also for signatures by keys.',
    ),
    'insecure-ignore-tlog': field(
      booleanValue,
      'Accept signatures by certificates that are not in the transparency log.',
    ),
  },
  // Provenance without an expected source proves nothing: anyone can create some for any source.
  {
    atLeastOne: ['signed-by', ['provenance', 'source'], 'attestations'],
    onlyWith: { 'signed-identity': 'signed-by', 'required-signers': 'signed-by' },
    atMostOne: ['require-tlog', 'insecure-ignore-tlog'],
  },
);

/** One license; what `AND` and `OR` join are several entries. */
const licenseEntry = textValue({
  pattern: /^(?!.*\s(?:AND|OR)\s)\S(?:.{0,198}\S)?$/,
  description: 'one license, a glob over SPDX ids, without AND and OR',
});

const licenses = mapOf({
  deny: field(listOf(licenseEntry), 'Licenses that are not accepted: globs over SPDX ids.'),
  allow: field(
    listOf(licenseEntry),
    'The only licenses that are accepted: globs over SPDX ids. Those of deny are not accepted.',
  ),
  unknown: field(
    oneOf(UNKNOWN_LICENSES),
    'Whether a package without a known license is accepted, a finding of low severity, or one like a denied license.',
  ),
});

const exception = mapOf(
  {
    rule: required(textValue(), 'The rule or vulnerability: a glob over IDs.'),
    package: field(
      oneOrMany(textValue(), 1),
      'Only in this package: a glob over names or package URLs.',
    ),
    path: field(
      oneOrMany(textValue(), 1),
      'Only at this path in the repository or the image: a glob.',
    ),
    image: field(oneOrMany(textValue(), 1), 'Only in this image: a glob over references.'),
    license: field(
      oneOrMany(licenseEntry, 1),
      'Only for this license: a glob over SPDX ids, of a finding about licenses.',
    ),
    reason: required(textValue(), 'Why the findings are accepted.'),
    owner: field(textValue(), 'Who accepted them.'),
    until: field(dayValue, 'The last day on which the exception applies.'),
  },
  { narrowing: ['package', 'path', 'image', 'license'] },
);

const lowering = mapOf({
  'builder-stages': field(
    booleanValue,
    'Lower findings in stages that are not in the image, because other stages only copy from them.',
  ),
  paths: field(
    listOf(textValue()),
    'Lower findings in files at these paths: globs, instead of the folders for tests, examples and documentation.',
  ),
});

/** The name of a check, also the one that reports use for `trust`. */
const checkName = oneOf([...CHECKS, 'signature'] as const);

const allowedGap = mapOf({
  check: required(checkName, 'The check.'),
  target: required(textValue(), 'The targets: a glob over paths and image references.'),
  reason: field(textValue(), 'Why they may stay unchecked.'),
  until: field(dayValue, 'The last day on which the entry applies.'),
});

const customRule = mapOf({
  id: required(
    textValue({
      pattern: /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/,
      description: 'letters, digits, ".", "_" and "-", at most 64',
    }),
    'The ID of its findings: ORG-001.',
  ),
  severity: required(oneOf(SEVERITIES), 'The severity of its findings.'),
  when: required(textValue(), 'A CEL expression over finding, subject and target.'),
  message: required(textValue(), 'The message of its findings.'),
});

const advisories = mapOf({
  path: field(
    textValue(),
    'A folder or database of advisories, relative to the repository; or NAME@sha256:…, or https://…#sha256=….',
  ),
  'maximum-age-days': field(
    numberValue(0, 3650, 'integer'),
    'With older advisories, the vulnerability check is incomplete. From half of this age on, a note names their age.',
  ),
  vex: field(
    listOf(textValue()),
    'OpenVEX, CSAF or CycloneDX VEX files; the statuses not_affected and fixed suppress findings.',
  ),
});

/** A path that is no name of a preset. */
const FILE = /^\.{1,2}\//;
const preset = oneOf(Object.keys(PRESETS) as PresetName[]);
const EXTENDED = { anyOf: [preset.jsonSchema, { type: 'string', pattern: FILE.source }] };
const ONE_PRESET = { contains: preset.jsonSchema, minContains: 0, maxContains: 1 };

/** A file that a policy extends, relative to its own folder. */
export interface ExtendedFile {
  readonly file: string;
  readonly line: number;
}

/** A preset, files, or a list of files with at most one preset. */
const extension: ValueSchema<{
  readonly preset?: PresetName;
  readonly files: readonly ExtendedFile[];
}> = {
  jsonSchema: { anyOf: [EXTENDED, { type: 'array', items: EXTENDED, minItems: 1, ...ONE_PRESET }] },
  parse(node, name, onProblem) {
    const nodes = node.kind === 'list' ? node.items : [node];
    if (nodes.length === 0) onProblem({ line: node.range.startLine, message: `${name} is empty` });
    const isFile = ({ scalar }: YamlNode) => typeof scalar === 'string' && FILE.test(scalar);
    const onOther: typeof onProblem = ({ line, message }) =>
      onProblem({ line, message: `${message}; a file begins with ./ or ../` });
    const presets = nodes.flatMap((one) =>
      isFile(one) ? [] : (preset.parse(one, name, onOther) ?? []),
    );
    if (presets.length > 1)
      onProblem({ line: node.range.startLine, message: `${name} has more than one preset` });
    const files = nodes.filter(isFile).map(({ scalar, range }) => ({
      file: String(scalar),
      line: range.startLine,
    }));
    return { files, ...(presets[0] !== undefined && { preset: presets[0] }) };
  },
};

/** Every key of `.github/portside.yml`. The parser, docs/policy.schema.json and docs/policy.md follow it. */
export const policySchema = mapOf({
  extends: field(
    extension,
    'The preset with the default values, recommended by default, and files of the repository that start with ./ or ../: a later one replaces keys of an earlier one, this file those of all.',
  ),
  'fail-on': field(
    mapOf({ ...GATE_KEYS, checks: field(checkGates, 'Different values for single checks.') }),
    'Which findings fail the result.',
  ),
  'allow-incomplete': field(
    listOf(checkName),
    'Checks that may fail to run without making the result incomplete.',
  ),
  'allow-uncovered': field(
    listOf(allowedGap),
    'Targets that a check may leave unchecked without making the result incomplete.',
  ),
  image: field(textValue(), 'The image to check when none is given.'),
  images: field(listOf(textValue()), 'The images to check when none is given.'),
  advisories: field(
    textOrMap(textValue(), advisories),
    'Advisories to use instead of those from the network.',
  ),
  registries: field(
    listOf(withLine(textValue())),
    'Registries and repositories that images may come from.',
  ),
  licenses: field(licenses, 'Which licenses of packages are accepted.'),
  trust: field(listOf(trustRequirement), 'Required signatures and provenance of images.'),
  'base-images': field(
    oneOf(['verify', 'ignore'] as const),
    'Whether the signatures of base images are verified.',
  ),
  'deployed-images': field(
    oneOf(DEPLOYED_IMAGES),
    'Which images that manifests name are scanned: changed (those that the pull request adds or changes), all, or off.',
  ),
  'package-provenance': field(
    oneOf(PACKAGE_PROVENANCE),
    'Whether the provenance of updated packages is compared with that of their earlier versions: verify, not-in-forks, or ignore.',
  ),
  'minimum-age-days': field(
    numberValue(0, 365, 'integer'),
    'Tags and digests of base images and versions of language packages are proposed at this age; security fixes of distributions at once.',
  ),
  'fix-pull-request': field(
    oneOf(FIX_PULL_REQUEST),
    'Whether the rescan of published images opens a pull request with the safe steps of the plan: rescan, or never.',
  ),
  'least-privilege': field(
    oneOf(LEAST_PRIVILEGE),
    'Whether users, capabilities and read-only file systems are proposed for containers, by what their images need: propose, or off.',
  ),
  exceptions: field(listOf(exception), 'Accepted findings.'),
  lower: field(
    lowering,
    'Which findings in Dockerfiles and manifests are lowered by one severity. Critical findings and secrets are not.',
  ),
  'ignore-comments': field(
    oneOf(IGNORE_COMMENTS),
    'Which comments in files suppress findings: all, only those on the base branch, or none. Those that a pull request adds never do at high and above, and never what fails.',
  ),
  'rule-set': field(
    oneOf(RULE_SETS),
    'Which rules have findings: those that are usually acted on, or all. What is medium or above is in both.',
  ),
  rules: field(listOf(customRule), 'Custom rules of the organization.'),
});

/** docs/policy.schema.json: the JSON Schema of the policy, for editors. */
export function policyJsonSchema(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'portside-policy/1',
    title: 'Portside policy',
    description: 'The file .github/portside.yml, described in docs/policy.md.',
    ...policySchema.jsonSchema,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** The parsed value of a schema. */
type ValueOf<S> = S extends ValueSchema<infer T> ? T : never;
export type PolicyValues = ValueOf<typeof policySchema>;
type GateValues = ValueOf<typeof vulnerabilityGate>;
export type FailOnValues = NonNullable<PolicyValues['fail-on']>;
export type SignerValues = ValueOf<typeof signer>;
export type AttestationValues = ValueOf<typeof attestation>;
export type TrustRequirementValues = ValueOf<typeof trustRequirement>;
export type LicenseValues = ValueOf<typeof licenses>;
export type ExceptionValues = ValueOf<typeof exception>;
