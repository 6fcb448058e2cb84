import type { ManifestRule } from './rule.js';
import adminport from './rules/DEP-ADMINPORT.js';
import anon from './rules/DEP-ANON.js';
import apparmorOff from './rules/DEP-APPARMOR-OFF.js';
import capadd from './rules/DEP-CAPADD.js';
import capdrop from './rules/DEP-CAPDROP.js';
import clusteradmin from './rules/DEP-CLUSTERADMIN.js';
import configmapSecret from './rules/DEP-CONFIGMAP-SECRET.js';
import cpulimit from './rules/DEP-CPULIMIT.js';
import cpureq from './rules/DEP-CPUREQ.js';
import defaultsa from './rules/DEP-DEFAULTSA.js';
import device from './rules/DEP-DEVICE.js';
import digest from './rules/DEP-DIGEST.js';
import emptydirMem from './rules/DEP-EMPTYDIR-MEM.js';
import envsecret from './rules/DEP-ENVSECRET.js';
import envsecretref from './rules/DEP-ENVSECRETREF.js';
import eol from './rules/DEP-EOL.js';
import exposed from './rules/DEP-EXPOSED.js';
import health from './rules/DEP-HEALTH.js';
import healthOff from './rules/DEP-HEALTH-OFF.js';
import hostipc from './rules/DEP-HOSTIPC.js';
import hostnet from './rules/DEP-HOSTNET.js';
import hostnsOther from './rules/DEP-HOSTNS-OTHER.js';
import hostpath from './rules/DEP-HOSTPATH.js';
import hostpathRw from './rules/DEP-HOSTPATH-RW.js';
import hostpathSens from './rules/DEP-HOSTPATH-SENS.js';
import hostpid from './rules/DEP-HOSTPID.js';
import hostport from './rules/DEP-HOSTPORT.js';
import idle from './rules/DEP-IDLE.js';
import jobttl from './rules/DEP-JOBTTL.js';
import latest from './rules/DEP-LATEST.js';
import liveness from './rules/DEP-LIVENESS.js';
import logOff from './rules/DEP-LOG-OFF.js';
import logUnbounded from './rules/DEP-LOG-UNBOUNDED.js';
import memlimit from './rules/DEP-MEMLIMIT.js';
import netpol from './rules/DEP-NETPOL.js';
import nnp from './rules/DEP-NNP.js';
import nonroot from './rules/DEP-NONROOT.js';
import oom from './rules/DEP-OOM.js';
import pids from './rules/DEP-PIDS.js';
import priv from './rules/DEP-PRIV.js';
import probehost from './rules/DEP-PROBEHOST.js';
import procmount from './rules/DEP-PROCMOUNT.js';
import rbacWild from './rules/DEP-RBAC-WILD.js';
import readiness from './rules/DEP-READINESS.js';
import registry from './rules/DEP-REGISTRY.js';
import repull from './rules/DEP-REPULL.js';
import restart from './rules/DEP-RESTART.js';
import rofs from './rules/DEP-ROFS.js';
import satoken from './rules/DEP-SATOKEN.js';
import seccompOff from './rules/DEP-SECCOMP-OFF.js';
import seccompUnset from './rules/DEP-SECCOMP-UNSET.js';
import selinux from './rules/DEP-SELINUX.js';
import sock from './rules/DEP-SOCK.js';
import sshport from './rules/DEP-SSHPORT.js';
import sysctl from './rules/DEP-SYSCTL.js';
import uid0 from './rules/DEP-UID0.js';
import voltype from './rules/DEP-VOLTYPE.js';
import winhost from './rules/DEP-WINHOST.js';

/** Every manifest rule. */
export const manifestRules: readonly ManifestRule[] = [
  adminport,
  anon,
  apparmorOff,
  capadd,
  capdrop,
  clusteradmin,
  configmapSecret,
  cpulimit,
  cpureq,
  defaultsa,
  device,
  digest,
  emptydirMem,
  eol,
  envsecret,
  envsecretref,
  exposed,
  health,
  healthOff,
  hostipc,
  hostnet,
  hostnsOther,
  hostpath,
  hostpathRw,
  hostpathSens,
  hostpid,
  hostport,
  idle,
  jobttl,
  latest,
  liveness,
  logOff,
  logUnbounded,
  memlimit,
  netpol,
  nnp,
  nonroot,
  oom,
  pids,
  priv,
  probehost,
  procmount,
  rbacWild,
  readiness,
  registry,
  repull,
  restart,
  rofs,
  satoken,
  seccompOff,
  seccompUnset,
  selinux,
  sock,
  sshport,
  sysctl,
  uid0,
  voltype,
  winhost,
];
