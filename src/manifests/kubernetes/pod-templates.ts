/** The path of the pod template in each kind of workload. Source: Kubernetes API reference, "Workload Resources". */
export const POD_TEMPLATE_PATHS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Pod', []],
  ['PodTemplate', ['template']],
  ['Deployment', ['spec', 'template']],
  ['ReplicaSet', ['spec', 'template']],
  ['ReplicationController', ['spec', 'template']],
  ['StatefulSet', ['spec', 'template']],
  ['DaemonSet', ['spec', 'template']],
  ['Job', ['spec', 'template']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
]);

/** The path in custom workloads, such as those of OpenShift, Argo, Knative and OpenKruise. */
export const CUSTOM_TEMPLATE_PATH: readonly string[] = ['spec', 'template'];

/** Whether Kubernetes requires objects of this kind to have the specification of a pod. */
export function hasPodTemplate(kind: string): boolean {
  return POD_TEMPLATE_PATHS.has(kind);
}
