import { type FileFormat, YAML_FILE } from '../format.js';
import { at, hasAll, hasAny, members } from '../values.js';

/** Systems for continuous integration whose jobs run in containers. */
export const CI_FORMATS: readonly FileFormat[] = [
  {
    kind: 'GitLab CI/CD pipeline',
    source: 'https://docs.gitlab.com/ci/yaml/',
    path: YAML_FILE,
    words: ['script:'],
    usualName: /\.gitlab-ci\.ya?ml$/i,
    data: (it) => {
      const jobs = members(it).filter((one) => hasAny(one, 'script', 'trigger'));
      const isJob = (one: unknown) => hasAll(one, 'script') && hasAny(one, 'image', 'services');
      const shared = hasAny(it, 'image') || hasAny(at(it, 'default'), 'image', 'services');
      return !hasAny(it, 'apiVersion', 'language') && jobs.some((one) => shared || isJob(one));
    },
  },
];
