import { EMPTY_INSPECTION, type Inspection } from '../../core/report.js';
import type { MaterialFiles } from '../declared/declared-builds.js';
import { collectMaterials } from './collect.js';

/**
 * What enters the builds, for the report. A Bake file or workflow that cannot be read is a note; other checks report the
 * Dockerfiles that cannot.
 */
export async function inspectMaterials(root: string, files: MaterialFiles): Promise<Inspection> {
  const { materials, gaps } = await collectMaterials(root, files);
  const reported = new Set(files.dockerfiles);
  const unknown = gaps.filter(
    (gap) => !reported.has(gap.replace(/ is (?:not read|read in part): .*$/s, '')),
  );
  return {
    ...EMPTY_INSPECTION,
    buildInputs: materials,
    notes: unknown.map((message) => ({
      message: `What enters the build is not known completely: ${message}`,
    })),
  };
}
