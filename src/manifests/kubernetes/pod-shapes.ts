import type { Shape } from '../shape.js';

/** A map with a type. */
export const TYPE: Shape = { map: { type: 'fixed' } };

const SECURITY_CONTEXT: Shape = {
  map: {
    allowPrivilegeEscalation: 'flag',
    appArmorProfile: TYPE,
    fsGroup: 'number',
    capabilities: { map: { add: { list: 'fixed' }, drop: { list: 'fixed' } } },
    privileged: 'flag',
    procMount: 'fixed',
    readOnlyRootFilesystem: 'flag',
    runAsGroup: 'number',
    runAsNonRoot: 'flag',
    runAsUser: 'number',
    seLinuxOptions: { map: { role: 'fixed', type: 'fixed', user: 'fixed' } },
    seccompProfile: TYPE,
    supplementalGroups: { list: 'number' },
    sysctls: { list: { map: { name: 'fixed' } } },
    windowsOptions: { map: { hostProcess: 'flag' } },
  },
};

const HOST: Shape = { map: { host: 'fixed', port: 'fixed' } };
const HANDLER: Shape = { map: { httpGet: HOST, tcpSocket: HOST } };
export const QUANTITIES: Shape = { values: 'fixed' };
const RESOURCES: Shape = { map: { limits: QUANTITIES, requests: QUANTITIES } };

const NAMED: Shape = { map: { name: 'fixed' } };
const KEY_OF: Shape = { map: { key: 'fixed', name: 'fixed' } };
const KEYS: Shape = { list: { map: { key: 'fixed' } } };
const DATA_VOLUMES: Readonly<Record<string, Shape>> = {
  configMap: { map: { items: KEYS, name: 'fixed' } },
  secret: { map: { items: KEYS, name: 'fixed', secretName: 'fixed' } },
};

interface MapShape {
  readonly map: Readonly<Record<string, Shape>>;
}

const CONTAINER: MapShape = {
  map: {
    args: { list: 'free' },
    command: { list: 'free' },
    env: {
      list: {
        map: {
          name: 'fixed',
          value: 'free',
          valueFrom: { map: { configMapKeyRef: KEY_OF, secretKeyRef: KEY_OF } },
        },
      },
    },
    envFrom: { list: { map: { configMapRef: NAMED, secretRef: NAMED } } },
    image: 'fixed',
    imagePullPolicy: 'fixed',
    lifecycle: { map: { postStart: HANDLER, preStop: HANDLER } },
    livenessProbe: HANDLER,
    name: 'fixed',
    ports: {
      list: {
        map: { containerPort: 'number', hostPort: 'number', name: 'fixed', protocol: 'fixed' },
      },
    },
    readinessProbe: HANDLER,
    resources: RESOURCES,
    securityContext: SECURITY_CONTEXT,
    startupProbe: HANDLER,
    volumeMounts: {
      list: { map: { mountPropagation: 'fixed', name: 'fixed', readOnly: 'flag' } },
    },
  },
};

/** The specification of a pod. */
export const POD_SPEC: MapShape = {
  map: {
    automountServiceAccountToken: 'flag',
    containers: { required: { list: CONTAINER } },
    ephemeralContainers: { list: CONTAINER },
    hostAliases: { list: { map: {} } },
    hostIPC: 'flag',
    hostNetwork: 'flag',
    hostPID: 'flag',
    hostUsers: 'flag',
    initContainers: { list: CONTAINER },
    os: { map: { name: 'fixed' } },
    resources: RESOURCES,
    restartPolicy: 'fixed',
    securityContext: SECURITY_CONTEXT,
    serviceAccount: 'fixed',
    serviceAccountName: 'fixed',
    shareProcessNamespace: 'flag',
    volumes: {
      list: {
        map: {
          ...DATA_VOLUMES,
          emptyDir: { map: { medium: 'fixed', sizeLimit: 'fixed' } },
          hostPath: { map: { path: 'fixed' } },
          name: 'fixed',
          persistentVolumeClaim: { map: { claimName: 'fixed' } },
          projected: { map: { sources: { list: { map: DATA_VOLUMES } } } },
        },
      },
    },
  },
};

/** A custom object can have only some of its containers. The image can be a variable of its own language. */
export const EMBEDDED_CONTAINER: Shape = { map: { ...CONTAINER.map, image: 'free' } };
/** The specification of a pod somewhere in a custom object. */
export const EMBEDDED_SPEC: Shape = {
  map: {
    ...POD_SPEC.map,
    containers: { list: EMBEDDED_CONTAINER },
    initContainers: { list: EMBEDDED_CONTAINER },
  },
};

/** The metadata of an object or a pod template. */
export const METADATA: Shape = {
  map: {
    annotations: {
      map: { 'prometheus.io/port': 'fixed', 'prometheus.io/scrape': 'fixed' },
      values: 'free',
    },
    labels: { values: 'fixed' },
    name: 'fixed',
    namespace: 'fixed',
  },
};

/** A pod template. */
export const TEMPLATE: Shape = {
  required: { map: { metadata: METADATA, spec: { required: POD_SPEC } } },
};
