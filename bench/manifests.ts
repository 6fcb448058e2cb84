/**
 * What positions cost: the reader of manifests against js-yaml's own loadAll, on made-up manifests.
 * node scripts/run.mjs bench/manifests.ts [COUNT]
 * Prints CPU seconds, the ratio, and the memory that the nodes of all manifests take.
 */
import { loadAll } from 'js-yaml';
import { readManifest } from '../src/manifests/read-manifest.js';

const count = Number(process.argv[2] ?? 1892);
const texts = Array.from({ length: count }, (_, index) => manifestText(index));
const characters = texts.reduce((sum, text) => sum + text.length, 0);
console.log(`${count} manifests, ${(characters / 1e6).toFixed(1)} MB`);

const rounds = Array.from({ length: 5 }, () => ({
  plain: cpuSeconds(() => texts.map((text) => loadAll(text)).length),
  ours: cpuSeconds(() => texts.map((text, i) => readManifest(text, `${i}.yaml`, 'kubernetes'))),
}));
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[2] ?? 0;
const plain = median(rounds.map((round) => round.plain));
const ours = median(rounds.map((round) => round.ours));
console.log(`js-yaml ${plain.toFixed(2)} s, with positions ${ours.toFixed(2)} s`);
console.log(`ratio ${(ours / plain).toFixed(2)}`);

globalThis.gc?.();
const before = process.memoryUsage().heapUsed;
const kept = texts.map((text, i) => readManifest(text, `${i}.yaml`, 'kubernetes'));
globalThis.gc?.();
const taken = (process.memoryUsage().heapUsed - before) / 1e6;
console.log(`${kept.length} manifests take ${taken.toFixed(0)} MB; peak ${peak().toFixed(0)} MB`);

function peak(): number {
  return process.resourceUsage().maxRSS / 1024;
}

function cpuSeconds(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** Every tenth file defines custom resources, the others have workloads and configuration. */
function manifestText(index: number): string {
  if (index % 10 === 0) return [definition(index), definition(index + 1)].join('---\n');
  const workloads = index % 2 === 0 ? [0, 1] : [0, 1, 2];
  return [...workloads.map((copy) => deployment(index, copy)), configuration(index)].join('---\n');
}

function deployment(index: number, copy: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-${index}-${copy}
  namespace: team-${index % 20}
  labels: &labels
    app.kubernetes.io/name: app-${index}
    app.kubernetes.io/component: "web"
spec:
  replicas: 2
  selector:
    matchLabels: *labels
  template:
    metadata:
      labels: *labels
    spec:
      serviceAccountName: app-${index}
      securityContext: { runAsNonRoot: true, runAsUser: 1000 }
      containers:
        - name: web # the server
          image: registry.example/app-${index}:1.${copy}
          args: ["--port", "8080", '--log=json']
          ports:
            - containerPort: 8080
              name: http
          env:
            - name: DATABASE_HOST
              value: db-${index}.example
            - name: PASSWORD
              valueFrom:
                secretKeyRef:
                  name: db-${index}
                  key: password
          resources:
            limits:
              memory: 256Mi
              cpu: 500m
            requests: { memory: 128Mi, cpu: 100m }
          livenessProbe:
            httpGet:
              path: /health
              port: http
          volumeMounts:
            - mountPath: /data
              name: data
      volumes:
        - name: data
          emptyDir: {}
`;
}

function configuration(index: number): string {
  const lines = Array.from(
    { length: 60 },
    (_, line) => `    option_${line} = value ${line} # text`,
  );
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: conf-${index}\ndata:\n  app.conf: |\n${lines.join('\n')}\n  LEVEL: info\n`;
}

function definition(index: number): string {
  const fields = Array.from(
    { length: 90 },
    (_, field) => `          field${field}:
            description: |-
              The field number ${field}, which has a long description in
              two lines.
            type: string
            enum:
            - A
            - B`,
  );
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: things${index}.example.com
spec:
  group: example.com
  names: {kind: Thing, plural: things}
  versions:
  - name: v1
    schema:
      openAPIV3Schema:
        type: object
        properties:
${fields.join('\n')}
`;
}
