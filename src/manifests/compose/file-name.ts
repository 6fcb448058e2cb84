/** `compose.yaml`, `docker-compose.prod.yml` and similar names. */
export function isComposeFileName(name: string): boolean {
  return /^(docker-)?compose([.-][^/]*)?\.ya?ml$/i.test(name);
}
