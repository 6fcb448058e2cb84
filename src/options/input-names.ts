import { OPTIONS } from './option-table.js';

/** The inputs of action.yml that are no option of the command line. */
const OWN_INPUTS = [
  'working-directory',
  'registry-username',
  'registry-password',
  'comment',
  'review',
  'annotations',
  'code-scanning',
  'summary',
  'dependency-snapshot',
  'sbom',
  'publish',
  'ref',
  'sha',
  'category',
  'report',
  'strategy',
  'token',
] as const;

export type InputName =
  | Extract<(typeof OPTIONS)[number], { readonly input: string }>['input']
  | (typeof OWN_INPUTS)[number];

/** The inputs of action.yml. */
export const INPUT_NAMES: readonly InputName[] = [
  ...OPTIONS.flatMap((option) => ('input' in option ? [option.input] : [])),
  ...OWN_INPUTS,
];
