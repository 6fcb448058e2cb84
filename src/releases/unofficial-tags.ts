/**
 * Tags of images that are not Docker official images, in the format of OFFICIAL_TAGS. Written by hand; sources:
 * github.com/dotnet/dotnet-docker/issues/6860 (.NET 10); catalog.redhat.com for the universal base images, `redhat/ubi`;
 * hub.docker.com/r/rockylinux/rockylinux, which replaces the official image after its last release, 9.3.20231119.
 */
export const UNOFFICIAL_TAGS: ReadonlyMap<string, string> = new Map([
  ['mcr.microsoft.com/dotnet/aspnet', '10.0|10.0 .=-noble -noble-chiseled -alpine'],
  ['mcr.microsoft.com/dotnet/runtime', '10.0|10.0 .=-noble -noble-chiseled -alpine'],
  ['mcr.microsoft.com/dotnet/runtime-deps', '10.0|10.0 .=-noble -noble-chiseled -alpine'],
  ['mcr.microsoft.com/dotnet/sdk', '10.0|10.0 .=-noble -alpine'],
  ['redhat/ubi', '10.2|10.2,9.8,8.10 .'],
  ['rockylinux/rockylinux', '10.2|10.2,9.8,8.10 . -minimal'],
]);
