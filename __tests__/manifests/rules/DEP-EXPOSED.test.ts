import { testRule } from '../rule-cases.js';

const loadBalancer = (annotation: string) =>
  `kind: Service\nmetadata:\n  annotations: { ${annotation} }\nspec:\n  type: LoadBalancer\n`;

testRule('DEP-EXPOSED', [
  ['kind: Service\nspec: { type: LoadBalancer }', ['LoadBalancer']],
  [loadBalancer('networking.gke.io/load-balancer-type: Internal'), []],
  [loadBalancer('cloud.google.com/load-balancer-type: internal'), []],
  [loadBalancer('service.beta.kubernetes.io/aws-load-balancer-scheme: internal'), []],
  [loadBalancer('service.beta.kubernetes.io/aws-load-balancer-internal: "true"'), []],
  [loadBalancer('service.beta.kubernetes.io/azure-load-balancer-internal: true'), []],
  [loadBalancer('service.kubernetes.io/qcloud-loadbalancer-internal-subnetid: subnet-1'), []],
  [
    loadBalancer('service.beta.kubernetes.io/azure-load-balancer-internal: "false"'),
    ['LoadBalancer'],
  ],
  [
    loadBalancer('service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing'),
    ['LoadBalancer'],
  ],
  [
    loadBalancer('service.kubernetes.io/qcloud-loadbalancer-internal-subnetid: ""'),
    ['LoadBalancer'],
  ],
  [
    loadBalancer('networking.gke.io/load-balancer-type: Internal').replace(
      'LoadBalancer',
      'NodePort',
    ),
    ['NodePort'],
  ],
  ['kind: Service\nspec: { type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8] }', []],
]);
