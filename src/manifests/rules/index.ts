import type { ManifestRule } from '../rule.js';
import adminport from './DEP-ADMINPORT.js';
import anon from './DEP-ANON.js';
import api from './DEP-API.js';
import apiserver from './DEP-APISERVER.js';
import apparmorOff from './DEP-APPARMOR-OFF.js';
import audit from './DEP-AUDIT.js';
import capadd from './DEP-CAPADD.js';
import capdrop from './DEP-CAPDROP.js';
import cgroupparent from './DEP-CGROUPPARENT.js';
import clusteradmin from './DEP-CLUSTERADMIN.js';
import configmapSecret from './DEP-CONFIGMAP-SECRET.js';
import controllerManager from './DEP-CONTROLLER-MANAGER.js';
import cpulimit from './DEP-CPULIMIT.js';
import cpureq from './DEP-CPUREQ.js';
import dangling from './DEP-DANGLING.js';
import defaultsa from './DEP-DEFAULTSA.js';
import device from './DEP-DEVICE.js';
import digest from './DEP-DIGEST.js';
import emptydirMem from './DEP-EMPTYDIR-MEM.js';
import encryption from './DEP-ENCRYPTION.js';
import envsecret from './DEP-ENVSECRET.js';
import envsecretref from './DEP-ENVSECRETREF.js';
import eol from './DEP-EOL.js';
import etcd from './DEP-ETCD.js';
import exposed from './DEP-EXPOSED.js';
import externalip from './DEP-EXTERNALIP.js';
import gid0 from './DEP-GID0.js';
import health from './DEP-HEALTH.js';
import healthOff from './DEP-HEALTH-OFF.js';
import hostalias from './DEP-HOSTALIAS.js';
import hostipc from './DEP-HOSTIPC.js';
import hostnet from './DEP-HOSTNET.js';
import hostnsOther from './DEP-HOSTNS-OTHER.js';
import hostpath from './DEP-HOSTPATH.js';
import hostpathRw from './DEP-HOSTPATH-RW.js';
import hostpathSens from './DEP-HOSTPATH-SENS.js';
import hostpid from './DEP-HOSTPID.js';
import hostport from './DEP-HOSTPORT.js';
import hpa from './DEP-HPA.js';
import idle from './DEP-IDLE.js';
import ingressSnippet from './DEP-INGRESS-SNIPPET.js';
import ingressTls from './DEP-INGRESS-TLS.js';
import jobttl from './DEP-JOBTTL.js';
import kubelet from './DEP-KUBELET.js';
import latest from './DEP-LATEST.js';
import liveness from './DEP-LIVENESS.js';
import logOff from './DEP-LOG-OFF.js';
import logUnbounded from './DEP-LOG-UNBOUNDED.js';
import memlimit from './DEP-MEMLIMIT.js';
import monitor from './DEP-MONITOR.js';
import netpol from './DEP-NETPOL.js';
import netpolOpen from './DEP-NETPOL-OPEN.js';
import nnp from './DEP-NNP.js';
import nonroot from './DEP-NONROOT.js';
import oom from './DEP-OOM.js';
import options from './DEP-OPTIONS.js';
import pdb from './DEP-PDB.js';
import pids from './DEP-PIDS.js';
import priv from './DEP-PRIV.js';
import probehost from './DEP-PROBEHOST.js';
import probeport from './DEP-PROBEPORT.js';
import procmount from './DEP-PROCMOUNT.js';
import propagation from './DEP-PROPAGATION.js';
import pssLabel from './DEP-PSS-LABEL.js';
import quota from './DEP-QUOTA.js';
import rbacCsr from './DEP-RBAC-CSR.js';
import rbacEscalate from './DEP-RBAC-ESCALATE.js';
import rbacExec from './DEP-RBAC-EXEC.js';
import rbacMasters from './DEP-RBAC-MASTERS.js';
import rbacNodeproxy from './DEP-RBAC-NODEPROXY.js';
import rbacPv from './DEP-RBAC-PV.js';
import rbacSatoken from './DEP-RBAC-SATOKEN.js';
import rbacSecrets from './DEP-RBAC-SECRETS.js';
import rbacShared from './DEP-RBAC-SHARED.js';
import rbacWebhook from './DEP-RBAC-WEBHOOK.js';
import rbacWild from './DEP-RBAC-WILD.js';
import rbacWorkloads from './DEP-RBAC-WORKLOADS.js';
import readiness from './DEP-READINESS.js';
import registry from './DEP-REGISTRY.js';
import registryPassword from './DEP-REGISTRY-PASSWORD.js';
import registryTls from './DEP-REGISTRY-TLS.js';
import repull from './DEP-REPULL.js';
import restart from './DEP-RESTART.js';
import rofs from './DEP-ROFS.js';
import satoken from './DEP-SATOKEN.js';
import scheduler from './DEP-SCHEDULER.js';
import scrape from './DEP-SCRAPE.js';
import seccompOff from './DEP-SECCOMP-OFF.js';
import seccompUnset from './DEP-SECCOMP-UNSET.js';
import selector from './DEP-SELECTOR.js';
import selinux from './DEP-SELINUX.js';
import sharepid from './DEP-SHAREPID.js';
import sock from './DEP-SOCK.js';
import sshport from './DEP-SSHPORT.js';
import sysctl from './DEP-SYSCTL.js';
import targetport from './DEP-TARGETPORT.js';
import uid0 from './DEP-UID0.js';
import voltype from './DEP-VOLTYPE.js';
import winhost from './DEP-WINHOST.js';
import actionBuildArg from './GHA-BUILDARG.js';
import actionCache from './GHA-CACHE.js';
import actionCacheWrite from './GHA-CACHEWRITE.js';
import actionCredentials from './GHA-CREDENTIALS.js';
import actionHead from './GHA-HEAD.js';
import actionInject from './GHA-INJECT.js';
import actionPin from './GHA-PIN.js';
import actionProvenance from './GHA-PROVENANCE.js';
import actionRetention from './GHA-RETENTION.js';
import actionRunner from './GHA-RUNNER.js';
import actionToken from './GHA-TOKEN.js';

/** Every manifest rule. */
export const manifestRules: readonly ManifestRule[] = [
  adminport,
  anon,
  api,
  apiserver,
  apparmorOff,
  audit,
  capadd,
  capdrop,
  cgroupparent,
  clusteradmin,
  configmapSecret,
  controllerManager,
  cpulimit,
  cpureq,
  dangling,
  defaultsa,
  device,
  digest,
  emptydirMem,
  eol,
  encryption,
  envsecret,
  envsecretref,
  etcd,
  exposed,
  externalip,
  gid0,
  health,
  healthOff,
  hostalias,
  hostipc,
  hostnet,
  hostnsOther,
  hostpath,
  hostpathRw,
  hostpathSens,
  hostpid,
  hostport,
  hpa,
  idle,
  ingressSnippet,
  ingressTls,
  jobttl,
  kubelet,
  latest,
  liveness,
  logOff,
  logUnbounded,
  memlimit,
  monitor,
  netpol,
  netpolOpen,
  nnp,
  nonroot,
  oom,
  options,
  pdb,
  pids,
  priv,
  probehost,
  probeport,
  procmount,
  rbacCsr,
  rbacEscalate,
  rbacExec,
  rbacMasters,
  rbacNodeproxy,
  rbacPv,
  rbacSatoken,
  rbacSecrets,
  rbacShared,
  rbacWebhook,
  rbacWild,
  rbacWorkloads,
  propagation,
  pssLabel,
  quota,
  readiness,
  registry,
  registryPassword,
  registryTls,
  repull,
  restart,
  rofs,
  satoken,
  scheduler,
  scrape,
  seccompOff,
  seccompUnset,
  selector,
  selinux,
  sharepid,
  sock,
  sshport,
  sysctl,
  targetport,
  uid0,
  voltype,
  winhost,
  actionPin,
  actionProvenance,
  actionHead,
  actionInject,
  actionToken,
  actionCredentials,
  actionCache,
  actionCacheWrite,
  actionRetention,
  actionRunner,
  actionBuildArg,
];
