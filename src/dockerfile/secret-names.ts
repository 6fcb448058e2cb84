/** Whether a variable of this name holds a secret itself, by its last words: API_KEY, dbPassword, AWS_SECRET_ACCESS_KEY. */
export function isSecretName(name: string): boolean {
  if (WELL_KNOWN.has(withoutPrefix(name))) return true;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_.-]+/)
    .filter((word) => word !== '');
  const last = words.at(-1) ?? '';
  // PWD and OLDPWD are the shell's; a public key is no secret; a name in `_FILE` says where one lies.
  if (words.length === 1 && last === 'pwd') return false;
  if (words.some((word) => HARMLESS.has(word))) return false;
  if (SECRET.has(last) || (last === 'pat' && words.length > 1)) return true;
  return last === 'key' && KEYS.has(words.at(-2) ?? '');
}

/** Credentials whose names do not say so. */
const WELL_KNOWN = new Set([
  'AWS_ACCESS_KEY_ID',
  'AZURE_CLIENT_ID',
  'DOCKER_AUTH_CONFIG',
  'PGPASSWORD',
]);

/** What frontends put in front of variables that end up in the browser. */
function withoutPrefix(name: string): string {
  return name.replace(/^(?:VITE|REACT_APP|NEXT_PUBLIC|VUE_APP|NUXT|EXPO_PUBLIC|GATSBY)_/, '');
}

const SECRET = new Set([
  'accesskey',
  'apikey',
  'apisecret',
  'authtoken',
  'clientsecret',
  'credential',
  'credentials',
  'pass',
  'passphrase',
  'passwd',
  'password',
  'passwords',
  'privatekey',
  'psw',
  'pwd',
  'pword',
  'secret',
  'secretkey',
  'secrets',
  'token',
  'tokens',
]);

const KEYS = new Set([
  'access',
  'api',
  'auth',
  'cert',
  'client',
  'deploy',
  'encryption',
  'license',
  'master',
  'private',
  'secret',
  'service',
  'signing',
  'ssh',
  'ssl',
  'storage',
  'tls',
]);

const HARMLESS = new Set([
  'public',
  'pub',
  'max',
  'min',
  'count',
  'expiry',
  'allow',
  'enable',
  'disable',
  'use',
  'application',
]);

/** Whether a value is none of a secret, whatever its name: a switch, a small number, an address without a login. */
export function isPlainSetting(value: string | undefined): boolean {
  return /^(?:true|false|yes|no|on|off|\d{1,4}|https?:\/\/[^@\s]*)$/i.test(value ?? '');
}

/** How a finding about the name alone is told where the value speaks against it. */
export const UNLIKELY = { severity: 'low', confidence: 'low' } as const;
