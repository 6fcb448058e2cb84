import { CHECKS, type Check } from '../core/finding.js';
import { SEVERITIES } from '../core/severity.js';
import { GATE_KEYS } from './gate.js';
import { IGNORE_COMMENTS } from './policy.js';
import { PRESETS, type PresetName } from './presets.js';
import {
  day,
  type Field,
  field,
  list,
  map,
  number,
  oneOf,
  oneOrMany,
  required,
  type Schema,
  text,
  textOrMap,
} from './schema.js';

const gateOfCheck = map(GATE_KEYS);
const checkGates = map(
  Object.fromEntries(
    CHECKS.map((check) => [check, field(gateOfCheck, `What is different for ${check} findings.`)]),
  ) as Record<Check, Field<GateValues>>,
);

const signer = map(
  {
    key: field(text(), 'A public key, a file of the repository.'),
    issuer: field(text(), 'Who vouches for the identity: the OIDC issuer’s address.'),
    subject: field(text(), 'The identity in the certificate: exact, or a glob as a whole.'),
  },
  { exactlyOne: [['key'], ['issuer', 'subject']] },
);

const provenance = map({
  'slsa-level': field(oneOf([1, 2, 3] as const), 'The lowest SLSA build level.'),
  source: field(text(), 'The repository that it must be built from: github.com/acme/app.'),
  builder: field(text(), 'The builder that must have built it: a workflow.'),
  branch: field(text(), 'The branch that it must be built from.'),
  tag: field(text(), 'The tag that it must be built from.'),
});

const requirement = map(
  {
    images: required(text(), 'The images that it is about: a glob over references.'),
    'signed-by': field(oneOrMany(signer), 'Who must have signed; of a list any one.'),
    provenance: field(provenance, 'What the SLSA provenance must say.'),
    'trusted-root': field(text(), 'A Sigstore trusted root, a file of the repository.'),
  },
  // Anybody can have provenance made that names a source of his own.
  { atLeastOne: ['signed-by', ['provenance', 'source']] },
);

const exception = map({
  rule: required(text(), 'The rule or vulnerability: a glob over ids.'),
  package: field(oneOrMany(text()), 'Only in this package: a glob over names, or package URLs.'),
  path: field(oneOrMany(text()), 'Only at this path in the repository or the image: a glob.'),
  image: field(oneOrMany(text()), 'Only in this image: a glob over references.'),
  reason: required(text(), 'Why it is accepted.'),
  owner: field(text(), 'Who accepted it.'),
  until: field(day, 'The last day that it holds.'),
});

const rule = map({
  id: required(
    text({
      pattern: /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/,
      form: 'letters, digits, ".", "_" and "-", at most 64',
    }),
    'The id of the findings it makes: ORG-001.',
  ),
  severity: required(oneOf(SEVERITIES), 'Their severity.'),
  when: required(text(), 'A CEL expression over finding, subject and target.'),
  message: required(text(), 'What to say about them.'),
});

const advisories = map({
  path: field(
    text(),
    'A folder or database of advisories, relative to the repository; or NAME@sha256:…, or https://…#sha256=….',
  ),
  'maximum-age-days': field(
    number(0, 3650, 'integer'),
    'Older advisories make the vulnerability check incomplete.',
  ),
  vex: field(
    list(text()),
    'OpenVEX, CSAF or CycloneDX VEX files: not_affected and fixed suppress.',
  ),
});

/** Every key of `.github/portside.yml`: what reads it, docs/policy.schema.json, and docs/policy.md. */
export const policyShape = map({
  extends: field(
    oneOf(Object.keys(PRESETS) as PresetName[]),
    'The preset that the rest builds on; recommended by default.',
  ),
  'fail-on': field(
    map({ ...GATE_KEYS, checks: field(checkGates, 'What is different for single checks.') }),
    'Which findings fail the result.',
  ),
  'allow-incomplete': field(
    list(oneOf(CHECKS)),
    'Checks that may fail to run without making the result incomplete.',
  ),
  image: field(text(), 'What to check when no image is given.'),
  images: field(list(text()), 'The same, several.'),
  advisories: field(textOrMap(text(), advisories), 'Advisories to use instead of the network’s.'),
  registries: field(list(text()), 'Registries and repositories that images may come from.'),
  trust: field(list(requirement), 'Who must have signed and built images.'),
  'base-images': field(
    oneOf(['verify', 'ignore'] as const),
    'Whether the images that Dockerfiles build on are verified.',
  ),
  exceptions: field(list(exception), 'Findings that are accepted, for a time.'),
  'ignore-comments': field(
    oneOf(IGNORE_COMMENTS),
    'Whether comments in files suppress findings: all, only those that the base branch has, none.',
  ),
  rules: field(list(rule), 'Rules of the organization’s own.'),
});

/** What the shapes read to. */
type Values<S> = S extends Schema<infer T> ? T : never;
export type PolicyValues = Values<typeof policyShape>;
export type GateValues = Values<typeof gateOfCheck>;
export type FailOnValues = NonNullable<PolicyValues['fail-on']>;
export type RequirementValues = Values<typeof requirement>;
export type ExceptionValues = Values<typeof exception>;
