import type { Severity } from '../../core/severity.js';

/** The programs of Kubernetes whose settings are checked. */
export type ComponentName =
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'etcd'
  | 'kubelet';

/** A setting of a component, and which of its values are insecure. */
export interface ComponentSetting {
  /** Without dashes. */
  readonly flag: string;
  /** The same setting in the configuration file: `authentication.anonymous.enabled`. */
  readonly key?: string;
  /** `switch` takes no next word as its value; the values of a repeated `list` are joined by commas. */
  readonly type: 'switch' | 'list' | 'text';
  readonly isInsecure: (value: string) => boolean;
  /** Whether the default of the flag is insecure. */
  readonly isInsecureByDefault?: boolean;
  /** Whether the setting matters with the other flags; absent: always. */
  readonly matters?: (flagValue: FlagValues) => boolean;
  /** What the component does then: `allows every request`. */
  readonly harm: string;
  /** The value to set; undefined if the setting has to be removed. */
  readonly secure?: string;
  readonly severity: Severity;
  /** The number in the CIS Kubernetes Benchmark 1.11. */
  readonly cis?: string;
}

/** The value of a flag of the component; undefined if it is not set. */
export type FlagValues = (flag: string) => string | undefined;

type ValueTest = ComponentSetting['isInsecure'];

/** As Go parses a boolean. Source: strconv.ParseBool. */
const isOn: ValueTest = (value) => /^(?:1|t|true)$/i.test(value);
const isOff: ValueTest = (value) => /^(?:0|f|false)$/i.test(value);
const isAny: ValueTest = (value) => value !== '';
const isNever: ValueTest = () => false;
const isOpenPort: ValueTest = (value) => /^\d+$/.test(value) && Number(value) !== 0;
const isZeroTime: ValueTest = (value) => /^0+(?:\.0+)?(?:ns|us|ms|[smh])?$/.test(value);
const isOldTls: ValueTest = (value) => /^VersionTLS1[01]$|^TLS1\.[01]$/.test(value);
const isBelow =
  (least: number): ValueTest =>
  (value) =>
    /^\d+$/.test(value) && Number(value) > 0 && Number(value) < least;
const isNotLoopback: ValueTest = (value) =>
  value !== '' && !/^(?:127\.\d+\.\d+\.\d+|::1|\[::1\]|localhost)$/.test(value);
const isOpenHttp: ValueTest = (value) =>
  /(?:^|,)\s*http:\/\/(?!(?:127\.|localhost\b|\[::1\]))/.test(value);

function itemsOf(value: string): string[] {
  return value.split(',').map((item) => item.trim());
}

const has =
  (...names: readonly string[]): ValueTest =>
  (value) =>
    itemsOf(value).some((item) => names.includes(item));
const lacks =
  (name: string): ValueTest =>
  (value) =>
    !has(name)(value);
const hasWeakCipher: ValueTest = (value) => itemsOf(value).some((item) => WEAK_CIPHER.test(item));

/** With RC4 or 3DES, or open to attacks on CBC. Source: Go, crypto/tls.InsecureCipherSuites. */
const WEAK_CIPHER = /_RC4_|_3DES_|_CBC_SHA256$|^TLS_RSA_WITH_.*_CBC_/;

const WEAK_CIPHERS = {
  type: 'list',
  isInsecure: hasWeakCipher,
  harm: 'accepts weak ciphers',
  secure: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  severity: 'medium',
} as const;
const OLD_TLS = {
  flag: 'tls-min-version',
  type: 'text',
  isInsecure: isOldTls,
  harm: 'accepts old versions of TLS',
  secure: 'VersionTLS12',
  severity: 'medium',
} as const;
const PROFILING = {
  flag: 'profiling',
  type: 'switch',
  isInsecure: isOn,
  isInsecureByDefault: true,
  harm: 'serves profiles of itself',
  secure: 'false',
  severity: 'low',
} as const;
const BIND_ADDRESS = {
  flag: 'bind-address',
  type: 'text',
  isInsecure: isNotLoopback,
  harm: 'listens on addresses of the network',
  secure: '127.0.0.1',
  severity: 'low',
} as const;

/** A file that has to be set, and may be any. */
const MISSING_FILE = { type: 'text', isInsecure: isNever, isInsecureByDefault: true } as const;

function disabledPlugin(name: string, harm: string, cis: string): ComponentSetting {
  return {
    flag: 'disable-admission-plugins',
    type: 'list',
    isInsecure: has(name),
    harm,
    severity: 'medium',
    cis,
  };
}

const API_SERVER: readonly ComponentSetting[] = [
  {
    flag: 'authorization-mode',
    type: 'list',
    isInsecure: has('AlwaysAllow'),
    isInsecureByDefault: true,
    matters: (flagValue) => flagValue('authorization-config') === undefined,
    harm: 'allows every request',
    secure: 'Node,RBAC',
    severity: 'critical',
    cis: '1.2.6',
  },
  {
    flag: 'authorization-mode',
    type: 'list',
    isInsecure: (value) => lacks('RBAC')(value) && !has('AlwaysAllow')(value),
    harm: 'does not use RBAC',
    secure: 'Node,RBAC',
    severity: 'medium',
    cis: '1.2.8',
  },
  {
    flag: 'authorization-mode',
    type: 'list',
    isInsecure: (value) => lacks('Node')(value) && has('RBAC')(value) && !has('AlwaysAllow')(value),
    harm: 'does not limit what nodes may read',
    secure: 'Node,RBAC',
    severity: 'medium',
    cis: '1.2.7',
  },
  {
    flag: 'anonymous-auth',
    type: 'switch',
    isInsecure: isOn,
    harm: 'answers requests without a login',
    secure: 'false',
    severity: 'medium',
    cis: '1.2.1',
  },
  ...['token-auth-file', 'basic-auth-file'].map(
    (flag): ComponentSetting => ({
      flag,
      type: 'text',
      isInsecure: isAny,
      harm: 'accepts logins from a file, which do not expire',
      severity: 'high',
      ...(flag === 'token-auth-file' && { cis: '1.2.2' }),
    }),
  ),
  {
    flag: 'insecure-port',
    type: 'text',
    isInsecure: isOpenPort,
    harm: 'has a port without login and encryption',
    secure: '0',
    severity: 'critical',
  },
  {
    flag: 'insecure-bind-address',
    type: 'text',
    isInsecure: isNotLoopback,
    harm: 'has an address without login and encryption',
    severity: 'critical',
  },
  {
    flag: 'kubelet-https',
    type: 'switch',
    isInsecure: isOff,
    harm: 'talks to kubelets without encryption',
    severity: 'high',
  },
  {
    ...MISSING_FILE,
    flag: 'kubelet-client-certificate',
    harm: 'does not log in to kubelets',
    secure: 'FILE',
    severity: 'medium',
    cis: '1.2.4',
  },
  {
    ...MISSING_FILE,
    flag: 'kubelet-certificate-authority',
    harm: 'does not verify the certificates of kubelets',
    secure: 'FILE',
    severity: 'low',
    cis: '1.2.5',
  },
  {
    flag: 'enable-admission-plugins',
    type: 'list',
    isInsecure: has('AlwaysAdmit'),
    harm: 'admits every object',
    secure: 'NodeRestriction',
    severity: 'high',
    cis: '1.2.10',
  },
  {
    flag: 'enable-admission-plugins',
    type: 'list',
    isInsecure: lacks('NodeRestriction'),
    isInsecureByDefault: true,
    harm: 'lets each node change the pods and labels of others',
    secure: 'NodeRestriction',
    severity: 'medium',
    cis: '1.2.14',
  },
  disabledPlugin('ServiceAccount', 'gives pods no service account', '1.2.12'),
  disabledPlugin('NamespaceLifecycle', 'creates objects in namespaces that are deleted', '1.2.13'),
  disabledPlugin('NodeRestriction', 'lets each node change the pods of others', '1.2.14'),
  disabledPlugin('PodSecurity', 'does not enforce the Pod Security Standards', '5.2.1'),
  { ...PROFILING, cis: '1.2.15' },
  {
    ...MISSING_FILE,
    flag: 'audit-log-path',
    matters: (flagValue) => flagValue('audit-webhook-config-file') === undefined,
    harm: 'writes no audit log',
    secure: 'FILE',
    severity: 'medium',
    cis: '1.2.16',
  },
  {
    ...MISSING_FILE,
    flag: 'audit-policy-file',
    matters: (flagValue) =>
      ['audit-log-path', 'audit-webhook-config-file'].some((flag) => flagValue(flag)),
    harm: 'has no audit policy, so it logs nothing',
    secure: 'FILE',
    severity: 'medium',
    cis: '3.2.1',
  },
  ...(
    [
      ['audit-log-maxage', 30, '1.2.17', 'keeps the audit log for less than 30 days'],
      ['audit-log-maxbackup', 10, '1.2.18', 'keeps fewer than 10 files of the audit log'],
      ['audit-log-maxsize', 100, '1.2.19', 'keeps less than 100 MB in a file of the audit log'],
    ] as const
  ).map(
    ([flag, least, cis, harm]): ComponentSetting => ({
      flag,
      type: 'text',
      isInsecure: isBelow(least),
      harm,
      secure: String(least),
      severity: 'low',
      cis,
    }),
  ),
  {
    flag: 'service-account-lookup',
    type: 'switch',
    isInsecure: isOff,
    harm: 'accepts tokens of service accounts that are deleted',
    secure: 'true',
    severity: 'medium',
    cis: '1.2.21',
  },
  {
    flag: 'etcd-servers',
    type: 'list',
    isInsecure: isOpenHttp,
    harm: 'talks to etcd without encryption',
    secure: 'https://HOST:2379',
    severity: 'high',
    cis: '1.2.26',
  },
  {
    ...MISSING_FILE,
    flag: 'etcd-certfile',
    matters: (flagValue) => /https:/.test(flagValue('etcd-servers') ?? ''),
    harm: 'does not log in to etcd',
    secure: 'FILE',
    severity: 'medium',
    cis: '1.2.23',
  },
  {
    ...MISSING_FILE,
    flag: 'encryption-provider-config',
    harm: 'stores Secrets without encryption',
    secure: 'FILE',
    severity: 'medium',
    cis: '1.2.27',
  },
  { ...WEAK_CIPHERS, flag: 'tls-cipher-suites', cis: '1.2.29' },
  OLD_TLS,
];

/** Served without login and encryption, by versions that have the flag. */
function plainPort(flag: string): ComponentSetting {
  return {
    flag,
    type: 'text',
    isInsecure: isOpenPort,
    harm: 'has a port without login and encryption',
    secure: '0',
    severity: 'medium',
  };
}

const CONTROLLER_MANAGER: readonly ComponentSetting[] = [
  { ...PROFILING, cis: '1.3.2' },
  {
    flag: 'use-service-account-credentials',
    type: 'switch',
    isInsecure: isOff,
    isInsecureByDefault: true,
    harm: 'gives all controllers the permissions of each',
    secure: 'true',
    severity: 'medium',
    cis: '1.3.3',
  },
  {
    flag: 'feature-gates',
    type: 'list',
    isInsecure: has('RotateKubeletServerCertificate=false'),
    harm: 'does not renew the certificates of kubelets',
    severity: 'medium',
    cis: '1.3.6',
  },
  { ...BIND_ADDRESS, cis: '1.3.7' },
  plainPort('port'),
  { ...WEAK_CIPHERS, flag: 'tls-cipher-suites' },
  OLD_TLS,
];

const SCHEDULER: readonly ComponentSetting[] = [
  { ...PROFILING, key: 'enableProfiling', cis: '1.4.1' },
  { ...BIND_ADDRESS, cis: '1.4.2' },
  plainPort('port'),
  { ...WEAK_CIPHERS, flag: 'tls-cipher-suites' },
  OLD_TLS,
];

function certificates(prefix: '' | 'peer-', numbers: readonly string[]): ComponentSetting[] {
  const from = prefix === '' ? 'clients' : 'other members';
  const [file, login, auto] = numbers;
  const urls = prefix === '' ? 'listen-client-urls' : 'listen-peer-urls';
  const isPlain = (flagValue: FlagValues) => /http:/.test(flagValue(urls) ?? '');
  return [
    {
      ...MISSING_FILE,
      flag: `${prefix}cert-file`,
      matters: (flagValue) => !isPlain(flagValue) && !isOn(flagValue(`${prefix}auto-tls`) ?? ''),
      harm: `talks to ${from} without encryption`,
      secure: 'FILE',
      severity: 'high',
      ...(file && { cis: file }),
    },
    {
      flag: `${prefix}client-cert-auth`,
      type: 'switch',
      isInsecure: isOff,
      isInsecureByDefault: true,
      matters: (flagValue) => !isPlain(flagValue),
      harm: `does not ask ${from} for a certificate`,
      secure: 'true',
      severity: 'high',
      ...(login && { cis: login }),
    },
    {
      flag: `${prefix}auto-tls`,
      type: 'switch',
      isInsecure: isOn,
      harm: `shows ${from} a certificate that nobody can verify`,
      secure: 'false',
      severity: 'medium',
      ...(auto && { cis: auto }),
    },
  ];
}

const ETCD: readonly ComponentSetting[] = [
  ...certificates('', ['2.1', '2.2', '2.3']),
  ...certificates('peer-', ['2.4', '2.5', '2.6']),
  ...['listen-client-urls', 'listen-peer-urls'].map(
    (flag): ComponentSetting => ({
      flag,
      type: 'list',
      isInsecure: isOpenHttp,
      harm: 'listens without encryption',
      secure: 'https://HOST:PORT',
      severity: 'high',
      cis: flag === 'listen-client-urls' ? '2.1' : '2.4',
    }),
  ),
  { ...WEAK_CIPHERS, flag: 'cipher-suites' },
  OLD_TLS,
];

const KUBELET: readonly ComponentSetting[] = [
  {
    flag: 'anonymous-auth',
    key: 'authentication.anonymous.enabled',
    type: 'switch',
    isInsecure: isOn,
    isInsecureByDefault: true,
    harm: 'answers requests without a login',
    secure: 'false',
    severity: 'high',
    cis: '4.2.1',
  },
  {
    flag: 'authorization-mode',
    key: 'authorization.mode',
    type: 'text',
    isInsecure: has('AlwaysAllow'),
    isInsecureByDefault: true,
    harm: 'allows every request',
    secure: 'Webhook',
    severity: 'critical',
    cis: '4.2.2',
  },
  {
    ...MISSING_FILE,
    flag: 'client-ca-file',
    key: 'authentication.x509.clientCAFile',
    harm: 'accepts no client certificates',
    secure: 'FILE',
    severity: 'medium',
    cis: '4.2.3',
  },
  {
    flag: 'read-only-port',
    key: 'readOnlyPort',
    type: 'text',
    isInsecure: isOpenPort,
    isInsecureByDefault: true,
    harm: 'lists pods on a port without a login',
    secure: '0',
    severity: 'medium',
    cis: '4.2.4',
  },
  {
    flag: 'streaming-connection-idle-timeout',
    key: 'streamingConnectionIdleTimeout',
    type: 'text',
    isInsecure: isZeroTime,
    harm: 'never closes idle connections',
    secure: '4h',
    severity: 'low',
    cis: '4.2.5',
  },
  {
    flag: 'make-iptables-util-chains',
    key: 'makeIPTablesUtilChains',
    type: 'switch',
    isInsecure: isOff,
    harm: 'does not keep the iptables rules of the node',
    secure: 'true',
    severity: 'low',
    cis: '4.2.6',
  },
  {
    flag: 'rotate-certificates',
    key: 'rotateCertificates',
    type: 'switch',
    isInsecure: isOff,
    harm: 'does not renew its client certificate',
    secure: 'true',
    severity: 'medium',
    cis: '4.2.10',
  },
  {
    flag: 'feature-gates',
    key: 'featureGates.RotateKubeletServerCertificate',
    type: 'list',
    isInsecure: (value) => value === 'false' || has('RotateKubeletServerCertificate=false')(value),
    harm: 'does not renew its server certificate',
    severity: 'medium',
    cis: '4.2.11',
  },
  { ...WEAK_CIPHERS, flag: 'tls-cipher-suites', key: 'tlsCipherSuites', cis: '4.2.12' },
  { ...OLD_TLS, key: 'tlsMinVersion' },
  {
    flag: 'pod-max-pids',
    key: 'podPidsLimit',
    type: 'text',
    isInsecure: (value) => /^(?:-\d+|0)$/.test(value),
    harm: 'lets a pod use all process IDs of the node',
    secure: '4096',
    severity: 'low',
    cis: '4.2.13',
  },
  {
    flag: 'seccomp-default',
    key: 'seccompDefault',
    type: 'switch',
    isInsecure: isOff,
    harm: 'runs pods without seccomp by default',
    secure: 'true',
    severity: 'low',
    cis: '4.2.14',
  },
  {
    flag: 'protect-kernel-defaults',
    key: 'protectKernelDefaults',
    type: 'switch',
    isInsecure: isOff,
    harm: 'changes kernel settings of the node',
    secure: 'true',
    severity: 'low',
  },
];

/** The settings of each component that can be insecure. Source: CIS Kubernetes Benchmark 1.11, 1.2 to 2 and 4.2. */
export const COMPONENT_SETTINGS: Readonly<Record<ComponentName, readonly ComponentSetting[]>> = {
  'kube-apiserver': API_SERVER,
  'kube-controller-manager': CONTROLLER_MANAGER,
  'kube-scheduler': SCHEDULER,
  etcd: ETCD,
  kubelet: KUBELET,
};
