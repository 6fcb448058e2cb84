import {
  type ExtendedFile,
  type LicenseValues,
  type PolicyValues,
  policySchema,
  type TrustRequirementValues,
} from './policy-keys.js';
import { isProblem, type PolicyProblem, readDocument } from './yaml.js';

/** The values of one file; without them there are problems. */
interface ReadValues {
  readonly values?: PolicyValues;
  readonly problems: readonly PolicyProblem[];
}

/**
 * Parses one policy file. Unknown keys and values of the wrong type are problems, and never ignored: a misspelled gate must
 * not let findings pass.
 */
export function readValues(text: string): ReadValues {
  const document = readDocument(text);
  if (document === undefined) return { values: { line: 1 }, problems: [] };
  if (isProblem(document)) return { problems: [document] };
  const problems: PolicyProblem[] = [];
  const values = policySchema.parse(document, 'the policy', (problem) => problems.push(problem));
  if (!values || problems.length > 0)
    return { problems: problems.toSorted((a, b) => a.line - b.line) };
  const contradictions = contradictionsIn(values);
  return contradictions.length > 0 ? { problems: contradictions } : { values, problems };
}

/** What no key is wrong about by itself. */
export function contradictionsIn({ licenses, trust = [] }: PolicyValues): readonly PolicyProblem[] {
  const contradiction = licenses && contradictionIn(licenses);
  return contradiction ? [contradiction] : trust.flatMap(tooManySigners);
}

/** The problem of a file that is extended where none can be read. */
export function unreadFile({ file, line }: ExtendedFile): PolicyProblem {
  return { line, message: `extends ${file}: only a policy of the repository can extend files` };
}

/** The same entry in `allow` and `deny` is denied, which nobody wants. Globs may overlap: that is how to make exceptions. */
function contradictionIn({
  deny = [],
  allow = [],
  line,
}: LicenseValues): PolicyProblem | undefined {
  const denied = new Set(deny.map((entry) => entry.toLowerCase()));
  const both = allow.find((entry) => denied.has(entry.toLowerCase()));
  return both === undefined
    ? undefined
    : { line, message: `licenses has "${both}" in allow and in deny` };
}

/** More required signers than there are, or provenance by one of them alone. */
function tooManySigners(values: TrustRequirementValues): readonly PolicyProblem[] {
  const { 'required-signers': required = 1, 'signed-by': signers = [], provenance, line } = values;
  if (required > signers.length && signers.length > 0)
    return [
      { line, message: `required-signers is ${required}, and signed-by has ${signers.length}` },
    ];
  return required > 1 && provenance && provenance.source === undefined
    ? [{ line, message: 'provenance needs a source if there is more than one of required-signers' }]
    : [];
}
