#!/bin/sh
# make.sh FOLDER : builds PERSREG.cbl with GnuCOBOL (Debian: gnucobol3) and stores FOLDER/PERSREG.TXN as FOLDER/PERSREG.EBC
set -e
here=$(cd "$(dirname "$0")" && pwd)
folder=$(cd "$1" && pwd)
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
cp "$here/PERSREG.cbl" "$here/LATCP500.cpy" "$here/../mappings/PERSREG.cpy" "$build"
cd "$build"
cobc -x -std=ibm -fsign=EBCDIC -o persreg PERSREG.cbl
cd "$folder"
"$build/persreg"
