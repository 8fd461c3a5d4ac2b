#!/bin/sh
# Builds weft-cni, static, for this machine and, where Debian's cross compiler is installed, for
# arm64. Usage: build.sh DIRECTORY RESOURCES
# Leaves DIRECTORY/weft-cni, and RESOURCES/weft-cni-<machine> for every machine built for.
set -eu
source=$(dirname "$0")/weft-cni.c
directory=$1
resources=$2
mkdir -p "$directory" "$resources"

build() { # compiler, machine
  "$1" -std=gnu11 -Os -Wall -Wextra -Werror -static -s -Wl,--build-id=none \
    -o "$resources/weft-cni-$2" "$source"
}

host=$(uname -m)
if command -v musl-gcc >/dev/null 2>&1; then
  build musl-gcc "$host"
elif command -v cc >/dev/null 2>&1; then
  build cc "$host"
else
  echo "weft-cni needs a C compiler: apt-get install musl-tools" >&2
  exit 1
fi
if [ "$host" != aarch64 ] && command -v aarch64-linux-gnu-gcc >/dev/null 2>&1; then
  build aarch64-linux-gnu-gcc aarch64
fi
cp "$resources/weft-cni-$host" "$directory/weft-cni"
