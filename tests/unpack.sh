#!/usr/bin/env bash
# Unpack Debian packages, and what they need that is not here, into a folder: unpack.sh FOLDER PACKAGE...
# Nothing is installed or started, and no right is needed: the lists and files of apt are kept in the folder too.
set -eu
command -v apt-get > /dev/null && command -v dpkg-deb > /dev/null || { echo "There is no apt-get here."; exit 1; }
folder=$(realpath -m "$1")
shift
rm -rf "$folder"
mkdir -p "$folder/.apt/lists/partial" "$folder/.apt/archives/partial"
trap 'rm -rf "$folder/.apt"' EXIT
apt() {
    apt-get -qq -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=true -o Acquire::Retries=1 -o Acquire::http::Timeout=10 \
        -o Dir::State::lists="$folder/.apt/lists" -o Dir::Cache="$folder/.apt" "$@" > /dev/null
}
apt update
apt --yes --no-install-recommends --download-only --reinstall install "$@"
for package in "$folder"/.apt/archives/*.deb; do
    dpkg-deb --extract "$package" "$folder"
done
