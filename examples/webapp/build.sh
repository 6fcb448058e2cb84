#!/usr/bin/env bash
# Builds this folder's image from Debian packages and saves it as an OCI archive.
#   build.sh [FILE]     default: image.tar in the folder of this script
# Needs a running Docker engine with buildx (DOCKER_HOST), mmdebstrap, skopeo, node and npm, and access to the package
# registries of Debian and npm. It makes the base images debian:latest, debian:trixie-slim and node itself, under other
# names, and passes them to this build only. Variables:
#   TAG      the name of the image in the engine; default: webapp:1.4.2
#   BASES    make: makes the base images only; keep: uses those that the engine has
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/image.tar}
tag=${TAG:-webapp:1.4.2}
suite=trixie
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bases() {
  local root=$work/root
  mmdebstrap --quiet --variant=minbase --include=libstdc++6 "$suite" "$root"
  tar -C "$root" -c . | docker import - localhost/webapp-debian:latest > /dev/null
  slim "$root" | docker import - localhost/webapp-debian:slim > /dev/null

  # The official node images are Debian plus these files.
  install -D "$(node -p process.execPath)" "$root/usr/local/bin/node"
  mkdir -p "$root/usr/local/lib/node_modules"
  cp -a "$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")" "$root/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  tar -C "$root" -c . | docker import - localhost/webapp-node:latest > /dev/null
}

# Prints a tar of the root file system that is small enough for a Git repository: the complete package database, a
# shell, dpkg and their libraries. The files of all other packages are left out, so their programs do not run.
slim() {
  local root=$1 kept=$work/slim path
  mkdir -p "$kept"
  {
    printf '%s\n' bin sbin lib lib64 etc/os-release etc/debian_version etc/passwd etc/group etc/ld.so.conf \
      etc/ld.so.conf.d usr/lib/os-release etc/dpkg tmp root run proc sys dev var/tmp var/log/dpkg.log \
      var/lib/dpkg/{status,alternatives,triggers,updates,available,diversions,statoverride,lock} \
      usr/bin/{sh,dash,dpkg,dpkg-deb,dpkg-query,dpkg-split,dpkg-trigger,diff,tar,rm,cat,mkdir} \
      usr/sbin/{ldconfig,start-stop-daemon}
    (cd "$root" && printf '%s\n' var/lib/dpkg/info/format var/lib/dpkg/info/*.list)
    for path in dash dpkg dpkg-deb tar rm diff; do
      chroot "$root" /usr/bin/ldd "/usr/bin/$path" | grep -o '/lib[^ ]*'
    done | sort -u | while read -r path; do
      # The link and its target.
      printf '%s\n' "usr$path" "$(chroot "$root" readlink -f "$path" | cut -c2-)"
    done
  } | while read -r path; do
    if [ -e "$root/$path" ] || [ -L "$root/$path" ]; then echo "$path"; fi
  done | sort -u > "$work/kept"
  # tar stores bin, sbin, lib and lib64 as links. Of the listed folders, only etc/dpkg contains files.
  tar -C "$root" -c --files-from="$work/kept"
}

if [ "${BASES:-}" != keep ]; then bases; fi
if [ "${BASES:-}" = make ]; then exit; fi
# An invalid token: real npm tokens end in a checksum. It is computed here so that no file of the repository contains it,
# and is the same in each build because reports show its first and last characters.
printf 'npm_%s' "$(printf webapp | sha256sum | cut -c1-36)" > "$work/npm-token"
# SOURCE_DATE_EPOCH: the image has no age, so that the report is the same on each day.
docker buildx build --build-arg SOURCE_DATE_EPOCH=0 --network=host --provenance=false --tag "$tag" \
  --build-context node=docker-image://localhost/webapp-node:latest \
  --build-context debian:latest=docker-image://localhost/webapp-debian:latest \
  --build-context debian:trixie-slim=docker-image://localhost/webapp-debian:slim \
  --secret "id=npm,src=$work/npm-token" \
  --secret "id=ca,src=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}" \
  "$here"
docker save "$tag" --output "$work/docker.tar"
skopeo --insecure-policy copy --quiet "docker-archive:$work/docker.tar" "oci-archive:$work/image.tar:webapp:1.4.2"
mv "$work/image.tar" "$out"
echo "$out: $(stat -c %s "$out") bytes"
