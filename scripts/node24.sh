#!/usr/bin/env bash
# Prints the path of a Node.js 24, with which runners of GitHub start the Action (action.yml). Where the machine has another
# version, the npm package "node" is installed in node_modules/.cache once; its install script fetches the program from npm.
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ $(node --version) == v24.* ]]; then
  command -v node
  exit
fi
home=$PWD/node_modules/.cache/node24
node=$home/node_modules/node/bin/node
[ -x "$node" ] || npm install --prefix "$home" --no-save --no-audit --no-fund --ignore-scripts=false node@24 > /dev/null
echo "$node"
