import { expect, it, test } from '@jest/globals';
import { markedTexts } from './lint-text.js';
import { container, service, withDollars } from './rule-cases.js';

const PASSWORD = 'Kx93jfLq8vZ2pW';
const inCommand = (text: string) => markedTexts('DEP-ENVSECRET', text);
const inValues = (text: string) => markedTexts('DEP-CONFIGMAP-SECRET', text);

test.each([
  [container(`args: ["--password=${PASSWORD}"]`), [`"--password=${PASSWORD}"`]],
  [container(`args: [--db-password, ${PASSWORD}]`), [PASSWORD]],
  [container(`command: [app, --api-key=${PASSWORD}]`), [`--api-key=${PASSWORD}`]],
  [
    container(`command: [sh, -c, "app --token-x a --auth-token ${PASSWORD}"]`),
    [`"app --token-x a --auth-token ${PASSWORD}"`],
  ],
  [
    service(`command: redis-server --requirepass ${PASSWORD}`),
    [`redis-server --requirepass ${PASSWORD}`],
  ],
  [service(`entrypoint: [app, "--password=${PASSWORD}"]`), [`"--password=${PASSWORD}"`]],
])('finds the password in the command of %j', (text, marked) => {
  expect(inCommand(text)).toEqual(marked);
});

it('leaves out references, files, names of Secrets and switches in commands', () => {
  for (const text of [
    container('args: ["--password=$(PASSWORD)", --password-file=/run/p, --password, --verbose]'),
    container('args: [--tls-secret=webhook-cert, --token-ttl=15m, --token=true]'),
    service(withDollars('command: ["app", "--password=§{PASSWORD}"]')),
    service('command: app --password $$PASSWORD'),
  ])
    expect(inCommand(text)).toEqual([]);
});

const application = (helm: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a }\nspec: { source: { helm: { ${helm} } } }\n`;
const release = (values: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: a }\nspec: { values: { ${values} } }\n`;

test.each([
  [release(`auth: { rootPassword: ${PASSWORD} }`), [PASSWORD]],
  [application(`valuesObject: { auth: { password: ${PASSWORD} } }`), [PASSWORD]],
  [application(`parameters: [{ name: auth.password, value: ${PASSWORD} }]`), [PASSWORD]],
  [application(`values: "auth: { password: ${PASSWORD} }"`), [`"auth: { password: ${PASSWORD} }"`]],
])('finds the password that a chart gets in %j', (text, marked) => {
  expect(inValues(text)).toEqual(marked);
});

it('leaves out names of Secrets, placeholders and other values of charts', () => {
  for (const text of [
    release('auth: { existingSecret: shop-db, secretKey: password, passwordKey: admin-password }'),
    release(withDollars('auth: { password: "§{PASSWORD}", replicas: 3 }')),
    application('values: "a: [b"'),
  ])
    expect(inValues(text)).toEqual([]);
});
