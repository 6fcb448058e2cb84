import { readYaml, YamlError, type YamlNode, yamlBudget } from '../lib/yaml.js';

/** A problem in a policy file. */
export interface PolicyProblem {
  readonly line: number;
  readonly message: string;
  /** The file, if it is one that the policy extends. */
  readonly path?: string;
}

/** The maximum number of characters of a policy file. */
export const MAX_POLICY_LENGTH = 1024 * 1024;
/** The maximum number of nodes that aliases may add. */
const MAX_ALIASED_NODES = 50_000;
const MAX_DEPTH = 20;

/** The document in the text of a policy file; undefined if it is empty, a problem if it cannot be read. */
export function readDocument(text: string): YamlNode | undefined | PolicyProblem {
  if (text.length > MAX_POLICY_LENGTH) return { line: 1, message: 'the file is larger than 1 MiB' };
  try {
    return readYaml(text, {
      path: '',
      documents: 'one',
      maxDepth: MAX_DEPTH,
      budget: yamlBudget(text.length, MAX_ALIASED_NODES),
      // Unknown keys are errors, so `<<` must be a key like any other.
      mergeKeys: false,
      onUnsupported: (part, line) => {
        const subject = part === 'typed-scalar' ? 'a value' : 'a key';
        throw new YamlError('invalid', line, `${subject} is not a string, number or boolean`);
      },
    })[0];
  } catch (error) {
    if (error instanceof YamlError) return { line: error.line, message: error.message };
    throw error;
  }
}

export function isProblem(value: YamlNode | PolicyProblem): value is PolicyProblem {
  return !('kind' in value);
}
