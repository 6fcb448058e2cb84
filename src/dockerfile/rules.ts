import type { DockerfileRule } from './rule.js';
import DL3006 from './rules/DL3006.js';
import DL3007 from './rules/DL3007.js';
import DL3008 from './rules/DL3008.js';
import DL3015 from './rules/DL3015.js';
import DL3020 from './rules/DL3020.js';
import DL3025 from './rules/DL3025.js';
import DL4000 from './rules/DL4000.js';
import DL4006 from './rules/DL4006.js';
import FromAsCasing from './rules/FromAsCasing.js';
import JSONArgsRecommended from './rules/JSONArgsRecommended.js';

/** Every Dockerfile rule. */
export const dockerfileRules: readonly DockerfileRule[] = [
  DL3006,
  DL3007,
  DL3008,
  DL3015,
  DL3020,
  DL3025,
  DL4000,
  DL4006,
  FromAsCasing,
  JSONArgsRecommended,
];
