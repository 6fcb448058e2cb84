import { DATA_FILE, type FileFormat, YAML_FILE } from '../format.js';
import { at, hasAll, hasAny, mapKeys, members, someMap, textBelow } from '../values.js';

/** Resources of CloudFormation that run containers. */
const AWS_CONTAINERS =
  /^AWS::(?:ECS::TaskDefinition|AppRunner::Service|Lightsail::Container|BedrockAgentCore::Runtime)$/;

/** Resources of Azure that run containers. */
const AZURE_CONTAINERS =
  /^Microsoft\.(?:ContainerInstance\/containerGroups|App\/(?:containerApps|jobs))$/i;

/** Resources of Pulumi that build or run containers. */
const PULUMI_CONTAINERS =
  /^(?:docker(?:-build)?:|awsx:ec[rs]:|aws:ecs(?:\/\w+)?:TaskDefinition$|aws:apprunner|gcp:cloudrun|kubernetes:(?:apps|batch)|kubernetes:core\/\w+:Pod|azure-native:(?:app|containerinstance):)/;

/** Resources of Terraform that build or run containers. */
const TERRAFORM_CONTAINERS =
  'aws_(?:ecs_task_definition|batch_job_definition|apprunner_service|lightsail_container_service_deployment_version)|azurerm_(?:container_app|container_app_job|container_group)|digitalocean_app|docker_(?:container|image|service)|google_cloud_run_(?:service|v2_\\w+)|helm_release|ko_build|kubernetes_(?:cron_job|daemon_set|daemonset|deployment|job|manifest|pod|replication_controller|stateful_set)(?:_v\\d\\w*)?|kubectl_manifest|nomad_job|podman_container|scaleway_container|yandex_serverless_container';

const TEMPLATE_FILE = /\.(?:json|ya?ml|template|cfn)$/i;

/** Services of cloud vendors that run containers, and tools that set them up. */
export const CLOUD_FORMATS: readonly FileFormat[] = [
  {
    kind: 'Amazon ECS task definition',
    source:
      'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html',
    // Pipelines store it under any name.
    path: /(?:^|\/)[^/.]+$|\.(?:jsonc?|ya?ml|txt|tpl|tmpl|template)$/i,
    words: ['containerDefinitions', 'image'],
    usualName: DATA_FILE,
    data: (it) =>
      [it, at(it, 'taskDefinition')].some((task) =>
        members(at(task, 'containerDefinitions')).some((one) => hasAll(one, 'image')),
      ),
  },
  {
    kind: 'AWS SAM template',
    source:
      'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy.html',
    path: TEMPLATE_FILE,
    words: ['Resources', 'AWS::Serverless'],
    usualName: /template|(?:^|[/._-])sam[._-]/i,
    data: (it) => hasAll(it, 'Transform') && members(at(it, 'Resources')).some(runsOnAws),
  },
  {
    kind: 'AWS CloudFormation template',
    otherPurposes: true,
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-taskdefinition.html',
    path: TEMPLATE_FILE,
    words: ['Resources', 'AWS::'],
    usualName: /cloud-?formation|template|(?:^|[/._-])cfn[./_-]/i,
    data: (it) => members(at(it, 'Resources')).some(runsOnAws),
  },
  {
    kind: 'AWS Copilot manifest',
    source: 'https://aws.github.io/copilot-cli/docs/manifest/overview/',
    path: YAML_FILE,
    words: ['type:', 'image:'],
    usualName: /(?:^|\/)copilot\/.*manifest\.ya?ml$/i,
    data: (it) =>
      /(?:Web Service|Backend Service|Worker Service|Scheduled Job)$/.test(textBelow(it, 'type')) &&
      hasAny(at(it, 'image'), 'build', 'location'),
  },
  {
    kind: 'Elastic Beanstalk Dockerrun.aws.json',
    source:
      'https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/single-container-docker-configuration.html',
    path: /\.json$/i,
    words: ['AWSEBDockerrunVersion'],
    usualName: /\.json$/i,
    data: (it) => hasAll(it, 'AWSEBDockerrunVersion'),
  },
  {
    kind: 'Serverless Framework service',
    otherPurposes: true,
    source: 'https://www.serverless.com/framework/docs/providers/aws/guide/functions',
    path: DATA_FILE,
    words: ['provider', 'image'],
    usualName: /(?:^|\/)serverless[^/]*\.(?:json|ya?ml)$/i,
    data: (it) =>
      hasAll(it, 'service', 'provider') &&
      (hasAll(at(it, 'provider', 'ecr'), 'images') ||
        members(at(it, 'functions')).some((one) => hasAll(one, 'image'))),
  },
  {
    kind: 'Azure Resource Manager template',
    otherPurposes: true,
    source: 'https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax',
    path: /\.json$/i,
    words: ['eploymentTemplate.json', 'Microsoft.'],
    usualName: /\.json$/i,
    data: (it) =>
      someMap(
        at(it, 'resources'),
        (one) =>
          AZURE_CONTAINERS.test(textBelow(one, 'type')) ||
          /^docker\|/i.test(textBelow(one, 'linuxFxVersion')),
      ),
  },
  {
    kind: 'Bicep file',
    otherPurposes: true,
    source: 'https://learn.microsoft.com/azure/azure-resource-manager/bicep/file',
    path: /\.bicep$/i,
    words: ['resource', 'Microsoft.'],
    text: /^[ \t]*resource[ \t]+\w+[ \t]+'Microsoft\.(?:ContainerInstance\/containerGroups|App\/(?:containerApps|jobs))@|^[ \t]*linuxFxVersion[ \t]*:[ \t]*'docker\|/im,
  },
  {
    kind: 'Azure Container Apps YAML',
    source:
      'https://learn.microsoft.com/azure/container-apps/azure-resource-manager-api-spec#container-app-examples',
    path: YAML_FILE,
    words: ['properties:', 'template:', 'containers:'],
    usualName: /container-?app/i,
    data: (it) =>
      members(at(it, 'properties', 'template', 'containers')).some((one) => hasAll(one, 'image')),
  },
  {
    kind: 'Azure container group YAML',
    source:
      'https://learn.microsoft.com/azure/container-instances/container-instances-reference-yaml',
    path: YAML_FILE,
    words: ['properties:', 'containers:'],
    usualName: /container-?(?:group|instance)|(?:^|[/_-])aci[._-]/i,
    data: (it) =>
      members(at(it, 'properties', 'containers')).some((one) =>
        hasAll(at(one, 'properties'), 'image'),
      ),
  },
  {
    kind: 'App Engine flexible environment configuration',
    source: 'https://docs.cloud.google.com/appengine/docs/flexible/reference/app-yaml',
    path: YAML_FILE,
    words: ['runtime:', ['custom', 'flex']],
    usualName: /(?:^|\/)app[^/]*\.ya?ml$/i,
    data: (it) =>
      hasAll(it, 'runtime') &&
      (/^flex(?:ible)?$/.test(textBelow(it, 'env')) || textBelow(it, 'runtime') === 'custom'),
  },
  {
    kind: 'Terraform configuration',
    otherPurposes: true,
    source: 'https://developer.hashicorp.com/terraform/language/resources/syntax',
    path: /\.(?:tf|tofu)(?:\.tpl)?$/i,
    words: ['resource'],
    text: new RegExp(
      `^[ \\t]*resource[ \\t]+"(?:${TERRAFORM_CONTAINERS})"|^[ \\t]*package_type[ \\t]*=[ \\t]*"Image"`,
      'm',
    ),
  },
  {
    kind: 'Terraform configuration',
    otherPurposes: true,
    source: 'https://developer.hashicorp.com/terraform/language/syntax/json',
    path: /\.(?:tf|tofu)\.json$/i,
    words: ['resource'],
    usualName: /\.json$/i,
    data: (it) =>
      [at(it, 'resource'), ...members(at(it, 'resource'))].some((one) =>
        mapKeys(one).some((name) => new RegExp(`^(?:${TERRAFORM_CONTAINERS})$`).test(name)),
      ),
  },
  {
    kind: 'Pulumi program',
    otherPurposes: true,
    source: 'https://www.pulumi.com/docs/iac/languages-sdks/yaml/yaml-language-reference/',
    path: YAML_FILE,
    words: ['runtime:', 'resources:'],
    usualName: /(?:^|\/)Pulumi[^/]*\.ya?ml$/,
    data: (it) =>
      hasAll(it, 'runtime') &&
      members(at(it, 'resources')).some((one) => PULUMI_CONTAINERS.test(textBelow(one, 'type'))),
  },
  {
    kind: 'Pulumi program',
    otherPurposes: true,
    source: 'https://www.pulumi.com/registry/packages/docker/',
    path: /\.(?:cs|go|java|[cm]?[jt]s|py)$/i,
    project: 'Pulumi.yaml',
    words: ['ulumi'],
    text: /\b(?:docker\.(?:Image|Container|RemoteImage|Service|NewImage|NewContainer)|docker_build\.Image|dockerbuild\.(?:New)?Image|awsx\.ec[rs]\.|ecs\.(?:New)?TaskDefinition|apps\.v1\.(?:Deployment|StatefulSet|DaemonSet)|appsv1\.New\w+|cloudrun(?:v2)?\.(?:New)?(?:Service|Job)|containerinstance\.(?:New)?ContainerGroup)\b/,
  },
  {
    kind: 'AWS CDK app',
    otherPurposes: true,
    source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ecs.ContainerImage.html',
    path: /\.(?:cs|go|java|[cm]?[jt]s|py)$/i,
    project: 'cdk.json',
    words: ['mage'],
    text: /\b(?:ContainerImage[._](?:from|From)\w+|DockerImage(?:Function|Code|Asset)\b|EcrImage\b|LinuxBuildImage[._](?:from|From)DockerRegistry)/,
  },
  {
    kind: 'Heroku manifest (heroku.yml)',
    source: 'https://devcenter.heroku.com/articles/build-docker-images-heroku-yml',
    path: YAML_FILE,
    words: ['build:', 'docker:'],
    usualName: /(?:^|\/)heroku\.ya?ml$/i,
    data: (it) => mapKeys(at(it, 'build', 'docker')).length > 0,
  },
  {
    kind: 'Fly.io configuration',
    source: 'https://fly.io/docs/reference/configuration/',
    path: /(?:^|\/)fly[^/]*\.toml$/i,
    words: ['app'],
    text: /^\[\[?(?:build|http_service|services|vm|processes)[\].]/m,
  },
  {
    kind: 'Render Blueprint',
    source: 'https://render.com/docs/blueprint-spec',
    path: YAML_FILE,
    words: ['services:', 'type:'],
    usualName: /(?:^|\/)render[^/]*\.ya?ml$/i,
    data: (it) =>
      members(at(it, 'services')).some(
        (one) =>
          hasAll(one, 'type') &&
          (hasAny(at(one, 'image'), 'url') ||
            /^(?:docker|image)$/.test(textBelow(one, 'runtime') || textBelow(one, 'env'))),
      ),
  },
  {
    kind: 'Railway configuration',
    source: 'https://docs.railway.com/reference/config-as-code',
    path: /(?:^|\/)railway[^/]*\.toml$/i,
    words: ['='],
    text: /^[ \t]*(?:builder|dockerfile|dockerfilePath|nixpacksConfigPath|nixpacksPlan|railpackVersion|startCommand)[ \t]*=/m,
  },
  {
    kind: 'Railway configuration',
    source: 'https://docs.railway.com/reference/config-as-code',
    path: /(?:^|\/)railway[^/]*\.json$/i,
    words: ['"'],
    usualName: /\.json$/i,
    data: (it) =>
      hasAny(at(it, 'build'), 'builder', 'dockerfilePath', 'buildCommand') ||
      hasAny(at(it, 'deploy'), 'startCommand', 'restartPolicyType'),
  },
  {
    kind: 'DigitalOcean App Platform spec',
    source: 'https://docs.digitalocean.com/products/app-platform/reference/app-spec/',
    path: YAML_FILE,
    words: [
      'name:',
      ['dockerfile_path', 'environment_slug', 'instance_size_slug', 'registry_type'],
    ],
    usualName: /(?:^|\/)\.do\/[^/]*\.ya?ml$/i,
    data: (it) =>
      hasAll(it, 'name') &&
      ['services', 'workers', 'jobs'].some((list) =>
        members(at(it, list)).some(
          (one) =>
            hasAny(one, 'dockerfile_path', 'environment_slug', 'instance_size_slug') ||
            hasAny(at(one, 'image'), 'registry_type'),
        ),
      ),
  },
  {
    kind: 'Kamal configuration',
    source: 'https://kamal-deploy.org/docs/configuration/overview/',
    path: YAML_FILE,
    words: ['service:', 'image:', 'servers:'],
    usualName: /(?:^|\/)config\/deploy[^/]*\.ya?ml$/i,
    data: (it) => hasAll(it, 'service', 'image', 'servers'),
  },
  {
    kind: 'App Runner configuration',
    source: 'https://docs.aws.amazon.com/apprunner/latest/dg/config-file.html',
    path: /(?:^|\/)apprunner\.ya?ml$/i,
    words: ['runtime'],
    usualName: YAML_FILE,
    data: (it) => hasAll(it, 'runtime', 'run'),
  },
];

/** Whether a resource of CloudFormation runs a container. */
function runsOnAws(resource: unknown): boolean {
  const properties = at(resource, 'Properties');
  const type = textBelow(resource, 'Type');
  return (
    AWS_CONTAINERS.test(type) ||
    textBelow(properties, 'PackageType') === 'Image' ||
    (type === 'AWS::Batch::JobDefinition' && hasAny(properties, 'ContainerProperties'))
  );
}
