import type { FileFormat } from '../format.js';

/** Machines and schedulers that run containers. */
export const HOST_FORMATS: readonly FileFormat[] = [
  {
    kind: 'Nomad job',
    source: 'https://developer.hashicorp.com/nomad/docs/job-specification',
    path: /\.(?:nomad|hcl)(?:\.(?:tpl|tftpl))?$/i,
    words: ['job', 'driver'],
    text: /^[ \t]*driver[ \t]*=[ \t]*"(?:docker|podman|containerd-driver)"/m,
  },
];
