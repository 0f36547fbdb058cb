#!/bin/sh
# Makes .venv with pip in it. Debian's python3 comes without venv: as root we install it, others are told what to ask for.
set -u
python=$1

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
  echo "Python 3.11 or newer is needed: install it, or name it with 'make PYTHON=/path/to/python3 …'." >&2
  exit 1
}
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  package="python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Python's venv is missing. Ask an administrator for: apt-get install $package" >&2
    exit 1
  fi
  echo "Installing $package …"
  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y "$package"; } >/dev/null || {
    echo "The package $package could not be installed." >&2
    exit 1
  }
fi
echo "Making .venv …"
rm -rf .venv && "$python" -m venv .venv
