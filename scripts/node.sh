#!/usr/bin/env bash
# Prints the path of the program of a version of Node.js:
#   scripts/node.sh 24
# Where the machine has another version, the npm package "node" is installed in node_modules/.cache once. Its install script
# fetches the program from npm, without the options of the test runner that started this one.
set -euo pipefail
cd "$(dirname "$0")/.."

major=${1:?usage: scripts/node.sh MAJOR, such as 24}
if [[ $(node --version) == v"$major".* ]]; then
  command -v node
  exit
fi
home=$PWD/node_modules/.cache/node$major
node=$home/node_modules/node/bin/node
[ -x "$node" ] || NODE_OPTIONS='' npm install --prefix "$home" --loglevel=error --no-save --no-audit --no-fund --ignore-scripts=false "node@$major" > /dev/null
echo "$node"
