import type { IntegrityRule } from '../integrity-rule.js';
import byteCode from './INT-BYTECODE.js';
import file from './INT-FILE.js';
import library from './INT-LIBRARY.js';
import mode from './INT-MODE.js';
import installedPackage from './INT-PACKAGE.js';
import program from './INT-PROGRAM.js';
import record from './INT-RECORD.js';
import reinstallation from './INT-REINSTALL.js';
import start from './INT-START.js';

/** Every rule for the files of packages: the most specific first. */
export const integrityRules: readonly IntegrityRule[] = [
  record,
  reinstallation,
  byteCode,
  start,
  installedPackage,
  mode,
  library,
  program,
  file,
];
