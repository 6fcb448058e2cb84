import { DATA_FILE, type FileFormat } from '../format.js';
import { at, members, stringAt } from '../values.js';

/** Services of cloud vendors that run containers, and tools that set them up. */
export const CLOUD_FORMATS: readonly FileFormat[] = [
  {
    kind: 'Amazon ECS task definition',
    source:
      'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html',
    path: DATA_FILE,
    words: ['containerDefinitions'],
    usualName: DATA_FILE,
    data: (it) =>
      [it, at(it, 'taskDefinition')].some((task) =>
        members(at(task, 'containerDefinitions')).some((one) => stringAt(one, 'image') !== ''),
      ),
  },
];
