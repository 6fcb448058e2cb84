// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Compose
import { expect, it } from '@jest/globals';
import { runningImages } from '../../src/manifests/deployed-references.js';
import { readManifest } from '../../src/manifests/read-manifest.js';
import { markedTexts } from './lint-text.js';

/** Images by kind of manifest; those that are no complete reference end with `?`. */
function imagesOf(
  text: string,
  kind: 'compose' | 'kubernetes',
  files: Readonly<Record<string, string>> = {},
): string[] {
  const path = kind === 'compose' ? 'compose.yaml' : 'app.yaml';
  const manifest = readManifest(text, path, kind, (name) => files[name]);
  return runningImages(manifest).map(({ reference, isComplete }) =>
    isComplete ? reference : `${reference}?`,
  );
}

it.each<[string, string, string[]]>([
  [
    'the content of an image as a volume',
    'apiVersion: v1\nkind: Pod\nspec:\n  containers: [{ name: a, image: a:1 }]\n  volumes: [{ name: v, image: { reference: data:2 } }]\n',
    ['a:1', 'data:2'],
  ],
  [
    'blanks around a name',
    'apiVersion: v1\nkind: Pod\nspec: { containers: [{ name: a, image: " a:1 " }] }\n',
    ['a:1'],
  ],
  [
    'a placeholder',
    'apiVersion: v1\nkind: Pod\nspec: { containers: [{ name: a, image: <image> }] }\n',
    ['<image>?'],
  ],
  [
    'the template of steps of Tekton',
    'apiVersion: tekton.dev/v1\nkind: Task\nspec: { steps: [{ name: s, image: s:1 }], stepTemplate: { image: t:1 } }\n',
    ['s:1', 't:1'],
  ],
  [
    'an operator that runs an image',
    'apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nspec: { image: acme/prometheus:1, containers: [{ name: x, image: x:1 }] }\n',
    ['x:1', 'acme/prometheus:1'],
  ],
  [
    'an operator that adds the tag',
    'apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nspec: { image: acme/prometheus, version: v2 }\n',
    ['acme/prometheus?'],
  ],
  [
    'no image that runs',
    'apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImageRepository\nspec: { image: acme/a:1 }\n---\napiVersion: kubevirt.io/v1\nkind: VirtualMachine\nspec: { image: ubuntu }\n---\napiVersion: kyverno.io/v1\nkind: Policy\nspec: { image: "acme/a:1" }\n',
    [],
  ],
  [
    'an image by another key',
    'apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nspec: { imageName: "ghcr.io/acme/postgresql:16", initImage: acme/init:1, runnerImage: default }\n',
    ['ghcr.io/acme/postgresql:16', 'acme/init:1'],
  ],
  [
    'an image in parts',
    'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec: { values: { image: { repository: ghcr.io/acme/a, tag: "1" }, web: { image: { registry: quay.io, repository: acme/b, tag: "2", digest: "sha256:0" } }, db: { image: { repository: acme/c, tag: "3" } }, no: { image: { tag: "4", init: { image: acme/d:5 } } } } }\n',
    ['ghcr.io/acme/a:1', 'quay.io/acme/b:2@sha256:0', 'acme/c:3?', 'acme/d:5'],
  ],
  [
    'no picture, disk, path or address',
    'apiVersion: acme.example/v1\nkind: A\nspec: { a: { image: "https://a.example/b:1" }, b: { image: img/logo.png }, c: { image: "data:image/png;base64,AA" }, d: { image: /a:1 }, e: { image: projects/p/global/images/i }, f: { backgroundImage: img/a }, g: { image: "a picture: of 1/2" }, h: { image: "urn:a:b:1" } }\n',
    [],
  ],
])('Kubernetes: %s', (_, text, images) => {
  expect(imagesOf(text, 'kubernetes')).toEqual(images);
});

it('rules check the complete ones of custom objects too', () => {
  const text =
    'apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nspec: { image: acme/prometheus:latest, web: { image: acme/b } }\n';
  expect(markedTexts('DEP-LATEST', text)).toEqual(['acme/prometheus:latest']);
});

it.each<[string, string, string[]]>([
  ['a variable with a value in .env', 'a: { image: "acme/a:$TAG" }', ['acme/a:2']],
  ['a variable with a default', 'a: { image: "${REPO:-acme/bad}:1" }', ['acme/bad:1']],
  ['a variable without a value', 'a: { image: "acme/a:$OTHER" }', ['acme/a:$OTHER?']],
  [
    'the content of an image as a volume',
    'a: { image: a:1, volumes: [{ type: image, source: data:2, target: /x }, "v:/y"] }',
    ['a:1', 'data:2'],
  ],
  [
    'an image that is built here, and mounted',
    'a: { build: ., image: own:1 }\n  b: { image: b:1, volumes: [{ type: image, source: own:1, target: /x }] }',
    ['b:1'],
  ],
])('Compose: %s', (_, services, images) => {
  expect(imagesOf(`services:\n  ${services}\n`, 'compose', { '.env': 'TAG=2\n' })).toEqual(images);
});
