import type { HardeningRule } from '../rule.js';
import age from './IMG-AGE.js';
import cache from './IMG-CACHE.js';
import compiler from './IMG-COMPILER.js';
import daemons from './IMG-DAEMONS.js';
import eff from './IMG-EFF.js';
import emptypw from './IMG-EMPTYPW.js';
import envsecret from './IMG-ENVSECRET.js';
import eol from './IMG-EOL.js';
import filecap from './IMG-FILECAP.js';
import health from './IMG-HEALTH.js';
import histsecret from './IMG-HISTSECRET.js';
import idle from './IMG-IDLE.js';
import junk from './IMG-JUNK.js';
import labels from './IMG-LABELS.js';
import latest from './IMG-LATEST.js';
import pkgdb from './IMG-PKGDB.js';
import pkgmgr from './IMG-PKGMGR.js';
import port22 from './IMG-PORT22.js';
import root from './IMG-ROOT.js';
import secretfile from './IMG-SECRETFILE.js';
import server from './IMG-SERVER.js';
import shell from './IMG-SHELL.js';
import size from './IMG-SIZE.js';
import sshd from './IMG-SSHD.js';
import state from './IMG-STATE.js';
import sudo from './IMG-SUDO.js';
import suid from './IMG-SUID.js';
import uid0dup from './IMG-UID0-DUP.js';
import volume from './IMG-VOLUME.js';
import waste from './IMG-WASTE.js';
import worldw from './IMG-WORLDW.js';

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
  pkgdb,
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
