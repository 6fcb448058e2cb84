import { shellCommands } from '../../shell/commands.js';
import { innermost } from '../../shell/wrappers.js';
import { isRemoteRegistry, registryHost } from '../engine/registry-host.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { isFalse, textOf } from '../yaml-values.js';
import { type PlacedStep, withVariables } from './variables.js';

/** A step that uses a registry of another machine without verified TLS. */
export interface InsecureUse {
  readonly at: ManifestNode;
  readonly host: string;
}

/** The registries that a step uses without verified TLS. One that is not known, such as a variable, is none. */
export function insecureUses(placed: PlacedStep): InsecureUse[] {
  const { run, with: inputs } = placed.step;
  const known = (node: ManifestNode | undefined) => withVariables(textOf(node), placed);
  if (run) return atPlace(run, hostsInScript(known(run)));
  const [verify, outputs] = [inputs.get('tls-verify'), inputs.get('outputs')];
  const named = ['registry', 'tags', 'image'].flatMap((name) => inputs.get(name) ?? []);
  const hosts = (nodes: readonly ManifestNode[]) =>
    nodes.flatMap((node) => imageHosts(known(node).split(/[\s,"']+/)));
  const registry = registryHost(known(inputs.get('registry')));
  if (verify && isFalse(verify))
    return atPlace(verify, [...(isHost(registry) ? [registry] : []), ...hosts(named)]);
  return outputs && INSECURE_OUTPUT.test(textOf(outputs))
    ? atPlace(outputs, hosts([outputs, ...named]))
    : [];
}

const INSECURE_OUTPUT = /\bregistry\.insecure=true\b/;

function atPlace(at: ManifestNode, hosts: readonly string[]): InsecureUse[] {
  const remote = [...new Set(hosts)].filter(isRemoteRegistry);
  return remote.map((host) => ({ at, host }));
}

/** Programs that push or pull images, at the end of a path. */
const PROGRAM =
  /(?:^|\/)(?:buildah|buildctl|cosign|crane|docker|dockerd|executor|flux|gcrane|helm|nerdctl|oras|podman|regctl|skopeo|trivy)$/;
const OFF =
  /^--(?:(src-|dest-|from-|to-)?(?:tls-verify=(?:false|False|FALSE|[0fF])|plain-http|insecure)|insecure-(?:pull|push|registry|skip-tls-verify)|allow-(?:insecure|http)-registry|skip-tls-verify(?:-pull|-registry)?)(?:=(.*))?$/;

function hostsInScript(script: string): string[] {
  if (!/insecure|tls-verify|plain-http|http-registry/.test(script)) return [];
  return [
    ...hostsInSettings(script),
    ...shellCommands(script).flatMap(({ words }) => hostsInCommand(words)),
  ];
}

/** Those of the settings of Docker that a script writes. */
function hostsInSettings(script: string): string[] {
  if (!script.includes('daemon.json')) return [];
  return [...script.matchAll(/insecure-registries\\?"[ \t\n]*:[ \t\n]*\[([^\]]{0,2000})\]/g)]
    .flatMap(([, list = '']) => list.split(/[\s,"'\\]+/))
    .map(registryHost);
}

function hostsInCommand(words: readonly string[]): string[] {
  const [program = '', ...rest] = innermost(words);
  if (!PROGRAM.test(program)) return [];
  const isLogin = rest.includes('login');
  // The addresses of helm are those of charts, too.
  const named = program.endsWith('helm') && !isLogin ? rest.filter(isOci) : rest;
  const isSync = program.endsWith('skopeo') && rest.includes('sync');
  const hosts =
    isLogin || isSync
      ? named
          .filter((word) => !FILE.test(word))
          .map(registryHost)
          .filter(isHost)
      : imageHosts(named);
  return rest.flatMap((word, index) => {
    if (INSECURE_OUTPUT.test(word)) return imageHosts([...rest, ...word.split(',')]);
    const [whole, side, value] = OFF.exec(word) ?? [];
    if (whole === undefined || (value !== undefined && /^(?:false|[0f])$/i.test(value))) return [];
    if (/^--(?:insecure|skip-tls-verify)-registry\b/.test(whole)) {
      const host = value ?? rest[index + 1] ?? '';
      // nerdctl has a flag of this name without a value.
      return isHost(registryHost(host)) ? [registryHost(host)] : hosts;
    }
    if (side === 'src-' || side === 'from-')
      // The sources of skopeo sync can be in a file.
      return isSync && hosts.length < 2 ? [] : hosts.slice(0, 1);
    return side === undefined ? hosts : hosts.slice(-1);
  });
}

function isOci(word: string): boolean {
  return word.startsWith('oci://');
}

/** The hosts of the words that are images with a registry: `docker://reg.acme.io/app`, `name=reg.acme.io/app`. */
export function imageHosts(words: readonly string[]): string[] {
  return words.flatMap((word) => {
    const image = word.replace(/^(?:-{0,2}[a-z-]{1,30}=)?(?:(?!https?:)[a-z-]{1,20}:\/\/)?/, '');
    const host = registryHost(image);
    const isImage = IMAGE_PATH.test(image.slice(host.length)) && !FILE.test(image);
    return isImage && isHost(host) ? [host] : [];
  });
}

/** A name, maybe with variables, and a tag or digest. */
const IMAGE_PATH = /^\/[a-z\d$][\w.$/-]{0,300}(?:[:@]\S{0,300})?$/;
const FILE = /\.(?:crt|cue|gz|json|key|pem|pub|rego|tar|tgz|txt|xz|ya?ml|zip)$/;

function isHost(text: string): boolean {
  return /^(?:[a-z\d](?:[a-z\d-]{0,62}[a-z\d])?\.){1,10}[a-z\d][a-z\d-]{0,62}(?::\d{1,5})?$|^localhost(?::\d{1,5})?$/i.test(
    text,
  );
}
