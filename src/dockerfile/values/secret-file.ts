import { baseName } from '../../lib/paths.js';

/** What a file or folder with such a name usually is, if it has secrets: `a private SSH key`. */
export function secretFile(path: string): string | undefined {
  const name = baseName(path).toLowerCase();
  const tail = path.toLowerCase().replace(/\/+$/, '').split('/').slice(-2).join('/');
  if (/(?:example|sample|template|dist|test|dummy|default)/.test(name)) return undefined;
  if (/^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/.test(name)) return 'a private SSH key';
  if (/\.(?:key|ppk|pfx|p12|jks|keystore|kdbx)$/.test(name)) return 'a private key or keystore';
  if (/^\.env(?:\.(?:local|production|prod|staging|development|dev))*$/.test(name)) {
    return 'an environment file, which usually contains secrets';
  }
  if (
    /(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.kube\/config|\.gem\/credentials|\.cargo\/credentials(?:\.toml)?|\.m2\/settings\.xml)$/.test(
      tail,
    )
  ) {
    return 'a credential file';
  }
  if (/^(?:\.ssh|\.aws|\.gnupg|\.kube|\.docker)$/.test(tail.split('/').at(-1) ?? ''))
    return 'a credential directory';
  return CREDENTIAL_FILES.has(name) ||
    /^service[-_]?account.*\.json$|^.*\.tfstate(?:\.backup)?$/.test(name)
    ? 'a credential file'
    : undefined;
}

const CREDENTIAL_FILES = new Set([
  '.dockercfg',
  '.git-credentials',
  '.htpasswd',
  '.my.cnf',
  '.netrc',
  '.npmrc',
  '.pgpass',
  '.pypirc',
  '_netrc',
  'credentials.json',
  'kubeconfig',
  'kubeconfig.yaml',
  'terraform.tfvars',
]);
