import { harmfulCompose } from './harmful-compose.mjs';
import { harmfulDockerfiles } from './harmful-dockerfiles.mjs';
import { harmfulKubernetes } from './harmful-kubernetes.mjs';

/**
 * Changes that each add one problem. A kind is a function of a repository, or `prepare`, which changes the base first,
 * and `apply`. It answers the file, the lines (`line` to `to`), and the rules of which one must be new there.
 */
export const harmful = { ...harmfulCompose, ...harmfulDockerfiles, ...harmfulKubernetes };
