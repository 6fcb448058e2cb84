import { harmlessDockerfiles } from './harmless-dockerfiles.mjs';
import { harmlessManifests } from './harmless-manifests.mjs';

/** Changes that add no problem: each applied to a repository must have nothing new, nothing fixed and the same verdict. */
export const harmless = { ...harmlessManifests, ...harmlessDockerfiles };
