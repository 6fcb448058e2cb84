import { actionInputsPage, actionOutputsPage, workflowInputsPage } from './action.js';
import { commandLinePage } from './command-line.js';
import { environmentPage } from './environment.js';
import { errorsPage } from './errors.js';
import { policyKeysPage } from './policy-keys.js';
import { reportFieldsPage } from './report-fields.js';
import { severitiesPage } from './severities.js';

/** The generated pages of docs/reference, by file name. */
export const REFERENCE_PAGES: Readonly<Record<string, () => string>> = {
  'action-inputs.md': actionInputsPage,
  'action-outputs.md': actionOutputsPage,
  'workflow-inputs.md': workflowInputsPage,
  'command-line.md': commandLinePage,
  'policy-keys.md': policyKeysPage,
  'report-fields.md': reportFieldsPage,
  'environment.md': environmentPage,
  'errors.md': errorsPage,
  'severities.md': severitiesPage,
};
