import type { BuildDefinition, BuildInput } from '../../core/build-input.js';
import { inputsOfDockerfile } from '../../dockerfile/inputs/ledger.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import { reason } from '../../lib/errors.js';
import { readInputText } from '../discover/input-text.js';

/** What enters the builds of a repository, and the files of which that is not known. */
export interface BuildInputs {
  readonly inputs: readonly BuildInput[];
  /** The builds that files of the repository define; absent if these were not read. */
  readonly builds?: readonly BuildDefinition[];
  /** Each a sentence. */
  readonly gaps: readonly string[];
}

/** Reads the inputs of Dockerfiles below `root`. A file that cannot be read or parsed is a gap. */
export async function collectBuildInputs(
  root: string,
  dockerfiles: readonly string[],
): Promise<BuildInputs> {
  const inputs: BuildInput[] = [];
  const gaps: string[] = [];
  for (const path of dockerfiles) {
    try {
      const dockerfile = parseDockerfile(path, await readInputText(root, path));
      inputs.push(...inputsOfDockerfile(dockerfile));
      const [problem] = dockerfile.problems;
      if (problem) gaps.push(`${path} is read in part: ${problem.message}`);
    } catch (error) {
      gaps.push(`${path} is not read: ${reason(error)}`);
    }
  }
  return { inputs, gaps };
}
