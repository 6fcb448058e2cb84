/** The report formats that are SBOMs: `portside sbom --format`, and the input `sbom` of the Action. */
export const SBOM_FORMATS = ['cyclonedx', 'cyclonedx-1.7', 'spdx'] as const;

export type SbomFormat = (typeof SBOM_FORMATS)[number];
