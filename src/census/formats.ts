import type { FileFormat } from './format.js';
import { BUILD_FORMATS } from './formats/builds.js';
import { CI_FORMATS } from './formats/ci.js';
import { CLOUD_FORMATS } from './formats/cloud.js';
import { GITOPS_FORMATS } from './formats/gitops.js';
import { HOST_FORMATS } from './formats/hosts.js';

/** The formats that no rule reads. A file has the first one that fits. */
export const FORMATS: readonly FileFormat[] = [
  ...CLOUD_FORMATS,
  ...HOST_FORMATS,
  ...CI_FORMATS,
  ...BUILD_FORMATS,
  ...GITOPS_FORMATS,
];
