import { baseName } from '../lib/paths.js';
import { isBakeFile } from './bake/bake-file.js';
import type { DescriptorFormat } from './descriptors/descriptor.js';
import { goMod } from './descriptors/go-mod.js';
import { gradle } from './descriptors/gradle.js';
import { packageJson } from './descriptors/package-json.js';
import { pomXml } from './descriptors/pom-xml.js';
import { requirements } from './descriptors/requirements.js';

/** The files of the repository that can name the packages of an image, or the image. */
export interface ProjectFiles {
  readonly root: string;
  readonly paths: readonly string[];
}

const DESCRIPTORS: readonly DescriptorFormat[] = [goMod, pomXml, gradle, packageJson, requirements];

/** Configuration of builders, which can name the image and its base image. */
const BUILD_FILES: ReadonlySet<string> = new Set([
  '.ko.yaml',
  'project.toml',
  'apko.yaml',
  'skaffold.yaml',
  'BUILD.bazel',
  'MODULE.bazel',
  'WORKSPACE',
  'flake.nix',
  'default.nix',
]);

/** The descriptor format of a file; undefined for other files. */
export function descriptorFormatOf(path: string): DescriptorFormat | undefined {
  const name = baseName(path);
  return DESCRIPTORS.find(({ wants }) => wants(name));
}

/** Whether the file can name packages or an image. Manifests can, too; discovery lists them. */
export function isProjectFile(path: string): boolean {
  return (
    BUILD_FILES.has(baseName(path)) ||
    isWorkflow(path) ||
    isBakeFile(path) ||
    descriptorFormatOf(path) !== undefined
  );
}

export function isWorkflow(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/i.test(path);
}
