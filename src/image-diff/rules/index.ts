import type { DifferenceRule } from '../rule.js';
import base from './DIFF-BASE.js';
import host from './DIFF-HOST.js';
import port from './DIFF-PORT.js';
import program from './DIFF-PROGRAM.js';
import root from './DIFF-ROOT.js';
import setuid from './DIFF-SETUID.js';
import shell from './DIFF-SHELL.js';
import signer from './DIFF-SIGNER.js';

export const differenceRules: readonly DifferenceRule[] = [
  base,
  host,
  port,
  program,
  root,
  setuid,
  shell,
  signer,
];
