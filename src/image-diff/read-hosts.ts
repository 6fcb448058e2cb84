import type { HostsOfFile, HostsOfImage } from '../core/image-snapshot.js';
import type { FileReader, FileSystem, ImageConfig } from '../image/image.js';
import { hostsInText } from './hosts-in-text.js';
import type { Mask } from './shown-values.js';

/** Bytes of a file in which hosts are searched. */
const MAX_BYTES = 1 << 20;
/** Bytes of all files. */
const MAX_ALL_BYTES = 64 << 20;
/** Files and variables that are kept, and their hosts. */
const MAX_PLACES = 500;
const MAX_HOSTS = 5_000;

/** Finds the hosts that the configuration files of an image name, during a walk over its layers. */
export function readHosts(baseLayers: number) {
  const found = new Map<string, readonly string[]>();
  let left = MAX_ALL_BYTES;
  let isCut = false;
  const reader: FileReader = {
    wants: ({ path, layer, size }) =>
      isConfiguration(path, layer < baseLayers) ? Math.min(size, MAX_BYTES) : 0,
    read: ({ path, layer, bytes, size }) => {
      const part = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, MAX_BYTES));
      if (part.subarray(0, 512).includes(0)) return;
      left -= part.length;
      if (size > MAX_BYTES || left < 0) isCut = true;
      if (left < 0) return;
      const text = hostsInText(part.toString('utf8'), path);
      if (text.hosts.length > 0) found.set(`${layer} ${path}`, text.hosts);
      if (text.isCut) isCut = true;
    },
  };
  return {
    reader,
    /** The hosts of the final files, and of the configuration of the image. */
    finish(fileSystem: FileSystem, config: ImageConfig, mask: Mask): HostsOfImage {
      const places = [...hostsOfSettings(config, mask)];
      for (const [key, hosts] of found) {
        const [, layer = '', path = ''] = /^(\d+) (.*)$/s.exec(key) ?? [];
        if (fileSystem.get(path)?.layer === Number(layer))
          places.push({ path, hosts: hosts.map(mask) });
      }
      return bounded(places, isCut);
    },
  };
}

/** Of files of the base image, only its own configuration is read. */
function isConfiguration(path: string, isOfBase: boolean): boolean {
  if (/^etc\//.test(path))
    return !/^etc\/(?:ssl|pki|ca-certificates|services$|mime\.types$)/.test(path);
  return !isOfBase && CONFIGURATION.test(path) && !NO_CONFIGURATION.test(path);
}

const CONFIGURATION =
  /(?:^|\/)(?:\.?[a-z]+rc|\.env(?:\.[\w.-]+)?|\.?gitconfig|\.gitmodules|\.git\/config|\.ssh\/config|[\w-]+-lock\.ya?ml)$|\.(?:conf|cfg|cnf|ini|toml|ya?ml|json|env|properties|xml|list|sources|repo|config|service|lock)$/;

/** Descriptions of packages and projects name many hosts that nothing asks. */
const NO_CONFIGURATION =
  /^(?:usr\/share|var\/lib\/(?:dpkg|apt))\/|(?:^|\/)(?:package|composer|bower|manifest)\.json$|(?:^|\/)pom\.xml$/;

function* hostsOfSettings({ env }: ImageConfig, mask: Mask): Generator<HostsOfFile> {
  for (const line of env) {
    const name = mask(line.slice(0, Math.max(0, line.indexOf('='))));
    const { hosts } = hostsInText(line.slice(0, MAX_BYTES).replaceAll('\n', ' '), '');
    if (hosts.length > 0 && name !== '') yield { variable: name, hosts: hosts.map(mask) };
  }
}

function bounded(places: readonly HostsOfFile[], isCut: boolean): HostsOfImage {
  const kept: HostsOfFile[] = [];
  let count = 0;
  for (const place of places) {
    count += place.hosts.length;
    if (kept.length === MAX_PLACES || count > MAX_HOSTS) return { places: kept, isCut: true };
    kept.push(place);
  }
  return { places: kept, ...(isCut && { isCut }) };
}
