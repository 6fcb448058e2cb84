import type { HardeningRule } from './rule.js';
import age from './rules/IMG-AGE.js';
import cache from './rules/IMG-CACHE.js';
import compiler from './rules/IMG-COMPILER.js';
import daemons from './rules/IMG-DAEMONS.js';
import eff from './rules/IMG-EFF.js';
import emptypw from './rules/IMG-EMPTYPW.js';
import envsecret from './rules/IMG-ENVSECRET.js';
import eol from './rules/IMG-EOL.js';
import filecap from './rules/IMG-FILECAP.js';
import health from './rules/IMG-HEALTH.js';
import histsecret from './rules/IMG-HISTSECRET.js';
import idle from './rules/IMG-IDLE.js';
import junk from './rules/IMG-JUNK.js';
import labels from './rules/IMG-LABELS.js';
import latest from './rules/IMG-LATEST.js';
import pkgmgr from './rules/IMG-PKGMGR.js';
import port22 from './rules/IMG-PORT22.js';
import root from './rules/IMG-ROOT.js';
import secretfile from './rules/IMG-SECRETFILE.js';
import server from './rules/IMG-SERVER.js';
import shell from './rules/IMG-SHELL.js';
import size from './rules/IMG-SIZE.js';
import sshd from './rules/IMG-SSHD.js';
import state from './rules/IMG-STATE.js';
import sudo from './rules/IMG-SUDO.js';
import suid from './rules/IMG-SUID.js';
import uid0dup from './rules/IMG-UID0-DUP.js';
import volume from './rules/IMG-VOLUME.js';
import waste from './rules/IMG-WASTE.js';
import worldw from './rules/IMG-WORLDW.js';

/** Every rule over a built image. */
export const hardeningRules: readonly HardeningRule[] = [
  age,
  cache,
  compiler,
  daemons,
  eff,
  emptypw,
  envsecret,
  eol,
  filecap,
  health,
  histsecret,
  idle,
  junk,
  labels,
  latest,
  pkgmgr,
  port22,
  root,
  secretfile,
  server,
  shell,
  size,
  sshd,
  state,
  sudo,
  suid,
  uid0dup,
  volume,
  waste,
  worldw,
];
